"""Where a contribution comes from: its card, its table, its session."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from civic.core.enums import Channel
from civic.participation.registry import TrailStep

from ..enums import RoomState
from ..models import Card
from .places import pages_of_spaces
from .written import CARD


def session_steps(contributions: Sequence[int]) -> dict[int, list[TrailStep]]:
    """Return the session each contribution was said in, in three queries."""
    rows = _cards(contributions)
    pages = pages_of_spaces({card.room.session.space_id for card in rows})
    found: dict[int, list[TrailStep]] = {}
    for card in rows:
        if card.contribution_id is None:
            continue
        session = card.room.session
        page = pages.get(session.space_id)
        found[card.contribution_id] = [
            TrailStep(
                kind="session",
                label=_("Said in a session"),
                title=session.title,
                url=page.url_of("session", session_id=session.pk) if page else "",
                on=timezone.localdate(session.starts_at),
                text=session.place,
            )
        ]
    return found


def card_steps(contributions: Sequence[int]) -> dict[int, list[TrailStep]]:
    """Return the card each contribution was written on, in one query."""
    found: dict[int, list[TrailStep]] = {}
    for card in _cards(contributions):
        if card.contribution_id is None:
            continue
        written = reverse("room_written", args=[card.room_id])
        words = {"number": card.number, "table": card.table}
        title = (
            _("Card no. %(number)s, on paper, %(table)s")
            if card.channel == Channel.PAPER
            else _("Card no. %(number)s, %(table)s")
        )
        group = card.group.name if card.group is not None else ""
        found[card.contribution_id] = [
            TrailStep(
                kind="card",
                label=_("Written on a card"),
                title=title % words,
                url=f"{written}?{CARD}={card.pk}#card-{card.pk}"
                if card.room.state == RoomState.CLOSED
                else "",
                on=timezone.localdate(card.written_at),
                text=_("in the group « %(name)s »") % {"name": group} if group else "",
            )
        ]
    return found


def _cards(contributions: Sequence[int]) -> list[Card]:
    return list(
        Card.objects.filter(contribution_id__in=contributions).select_related(
            "room__session", "table", "group"
        )
    )

"""Where a contribution comes from: its card, its table, its session."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from civic.core.enums import Channel
from civic.participation.registry import TrailStep

from ..enums import RoomState
from ..models import Card
from .places import pages_of_spaces
from .written import CARD


def origin_steps(contributions: Sequence[int]) -> dict[int, list[TrailStep]]:
    """Return the session and the card each contribution comes from, in three queries."""
    rows = _cards(contributions)
    pages = pages_of_spaces({card.room.session.space_id for card in rows}) if rows else {}
    return {
        card.contribution_id: [
            _session_step(card, pages.get(card.room.session.space_id)),
            _card_step(card),
        ]
        for card in rows
        if card.contribution_id is not None
    }


def _session_step(card: Card, page: Any) -> TrailStep:
    session = card.room.session
    return TrailStep(
        kind="session",
        label=_("Said in a session"),
        title=session.title,
        url=page.url_of("session", session_id=session.pk) if page else "",
        on=timezone.localdate(session.starts_at),
        text=session.place,
    )


def _card_step(card: Card) -> TrailStep:
    written = reverse("room_written", args=[card.room_id])
    title = (
        _("Card no. %(number)s, on paper, %(table)s")
        if card.channel == Channel.PAPER
        else _("Card no. %(number)s, %(table)s")
    )
    group = card.group.name if card.group is not None else ""
    return TrailStep(
        kind="card",
        label=_("Written on a card"),
        title=title % {"number": card.number, "table": card.table},
        url=f"{written}?{CARD}={card.pk}#card-{card.pk}"
        if card.room.state == RoomState.CLOSED
        else "",
        on=timezone.localdate(card.written_at),
        text=_("in the group « %(name)s »") % {"name": group} if group else "",
    )


def _cards(contributions: Sequence[int]) -> list[Card]:
    return list(
        Card.objects.filter(contribution_id__in=contributions).select_related(
            "room__session", "table", "group"
        )
    )

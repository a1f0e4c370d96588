"""Hand the cards of a room on to its consultation: each becomes a contribution owed an answer."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from civic.accounts.enums import VERIFIED_COLLEGES, College
from civic.accounts.models import Person
from civic.accounts.services.people import create_person
from civic.audit.services import record
from civic.core.enums import Channel
from civic.core.exceptions import NotAllowed, Refusal
from civic.core.querysets import locked
from civic.participation.enums import ActivityKind, ContributionKind
from civic.participation.logic.texts import clean_line
from civic.participation.models import Activity, Contribution
from civic.participation.policies import can_enter_for_others
from civic.participation.services.contributions import submit_contribution

from ..enums import CardState
from ..models import Card, Participant, Room
from ..policies import InRoom
from ..selectors.room import consultation_of
from .room_events import check_runs, locked_room, numbered

TITLE_LENGTH = 90


def call_of(room: Room) -> Activity:
    """Return the call for proposals that takes the cards of a room; raise Refusal without one."""
    space = consultation_of(room)
    call = (
        Activity.objects.filter(space=space, kind=ActivityKind.CALL_FOR_PROPOSALS)
        .select_related("space__organisation", "department")
        .order_by("pk")
        .first()
        if space is not None
        else None
    )
    if call is None:
        raise Refusal(
            _(
                "This workshop works for no consultation with a call for proposals: say in its "
                "settings which one its cards go to."
            ),
            code="no_consultation",
        )
    return call


def hand_cards_on(*, who: InRoom, cards: Iterable[int]) -> list[Card]:
    """Turn cards of the board into contributions, each with its number and its guard.

    A card handed on already keeps its contribution: doing it twice changes nothing. The college,
    the channel, the people behind it and the moment are those of the card; its author is the
    person of the participant, made without an e-mail where there was none.
    """
    check_runs(who)
    activity = call_of(who.room)
    if not can_enter_for_others(who.actor, activity.space):
        raise NotAllowed(
            _("Only a facilitator, a manager or a desk agent of this consultation hands cards on.")
        )
    chosen = list(dict.fromkeys(cards))
    if not chosen:
        raise Refusal(_("Choose at least one card."), code="no_card", field="cards")
    with transaction.atomic():
        room = locked_room(who.room)
        rows = Card.objects.filter(room=room, pk__in=chosen, state=CardState.KEPT)
        found = list(rows.select_related("author__person", "table", "contribution__case"))
        new = [card for card in found if card.contribution_id is None]
        for card in new:
            card.contribution = _contribution(who, room, card, activity)
        if new:
            number = numbered(room, "cards.handed_on", count=len(new))
            for card in new:
                card.changed = number
            Card.objects.bulk_update(new, ["contribution", "changed"])
            record(
                actor=who,
                action="room.cards_handed_on",
                target=room,
                organisation_id=room.organisation_id,
                activity=activity.pk,
                cards=[card.pk for card in new],
            )
    return found


def _contribution(who: InRoom, room: Room, card: Card, activity: Activity) -> Contribution:
    paper = card.channel == Channel.PAPER
    return submit_contribution(
        actor=who.actor,
        activity=activity,
        person=_author(card),
        title=_title(card.text),
        text=card.text,
        channel=Channel.PAPER if paper else Channel.MEETING,
        submission_key=card.key,
        said_at=card.written_at,
        people_count=card.people_count,
        kind=ContributionKind.CARD,
        said_in=room.session,
        college=card.college,
    )


def _title(text: str) -> str:
    line = clean_line(text)
    if len(line) <= TITLE_LENGTH:
        return line
    return line[: TITLE_LENGTH - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"


def _author(card: Card) -> Person:
    """Return who answers for a card; whoever has no person yet gets one, claimable at the desk."""
    college = College.RESIDENT if card.college in VERIFIED_COLLEGES else card.college
    if card.author_id is None:
        name = _("Paper card, table %(number)s") % {"number": card.table.number}
        return create_person(public_name=name, college=college)
    participant = locked(Participant.objects.filter(pk=card.author_id)).get()
    if participant.person_id is None:
        name = participant.name or _("Somebody at table %(number)s") % {"number": card.table.number}
        participant.person = create_person(public_name=name, college=college)
        participant.save(update_fields=["person"])
    found = participant.person
    assert found is not None
    return found

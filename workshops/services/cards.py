"""Cards on the board of a table: written once, moved, merged, taken off."""

from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from civic.accounts.enums import College
from civic.audit.services import record
from civic.core.enums import Channel
from civic.core.exceptions import NotAllowed, Refusal
from civic.participation.logic.texts import clean_text
from civic.participation.services.limits import spend

from ..enums import CardState, RoomState
from ..models import Card, CardGroup, DotVote, Participant, Room
from ..models.board import MAX_TEXT
from ..policies import InRoom
from .room_events import check_open, check_runs, check_takes_part, locked_room, numbered
from .rooms import LATE, table_of

MAX_CARDS = 2_000
MAX_PEOPLE = 500
CARDS_A_MINUTE = 120
# As many as the console shows: whoever takes them in has them before their eyes.
LATE_AT_ONCE = 100


def write_card(
    *, who: InRoom, text: str, key: UUID | None = None, table: int | None = None, sequence: int = 0
) -> Card:
    """Keep what a participant writes on the board of a table, once per key.

    `sequence` is the rank of the card among those of this phone; no clock of a phone is believed.
    In a room closed for less than 24 hours the card waits, late, for whoever runs it. Raises
    Refusal, NotAllowed or TooMany; the phone then keeps the text.
    """
    check_takes_part(who)
    if who.participant is None:
        raise NotAllowed(_("Join the room first, with the code on the screen."), code="not_joined")
    text = checked_text(text)
    key = key or uuid4()
    earlier = _already(key, who.room)
    if earlier is not None:
        return earlier
    author: Participant = who.participant
    spend(act="card", who=author.journal_name, at_most=CARDS_A_MINUTE, seconds=60)
    try:
        with transaction.atomic():
            room = locked_room(who.room)
            earlier = _already(key, room)
            if earlier is not None:
                return earlier
            state = _state_on_arrival(room)
            author = Participant.objects.get(pk=author.pk)
            rank = sequence if 0 < sequence < 1_000_000 else author.last_sequence + 1
            card = Card(
                key=key,
                room=room,
                table=table_of(room, table or author.table_id or _first_table(room)),
                text=text,
                author=author,
                channel=Channel.ONLINE,
                college=author.college,
                sequence=rank,
                state=state,
                written_at=timezone.now(),
            )
            _put_down(card, room)
            author.last_sequence = max(author.last_sequence, rank)
            author.save(update_fields=["last_sequence"])
    except IntegrityError:
        earlier = _already(key, who.room)
        if earlier is None:
            raise
        return earlier
    return card


def enter_paper_card(
    *,
    who: InRoom,
    text: str,
    table: int,
    college: str = College.RESIDENT,
    people_count: int = 1,
    group: int | None = None,
    key: UUID | None = None,
) -> Card:
    """Type a card written on paper at a table; it weighs as much as one from a phone.

    Possible while the room is open and once it is closed.
    """
    check_runs(who)
    text = checked_text(text)
    if college not in College.values:
        raise Refusal(_("Choose a college."), code="college", field="college")
    if not 1 <= people_count <= MAX_PEOPLE:
        raise Refusal(
            _("How many people are behind it? Give a number from 1 to %(max)s.")
            % {"max": MAX_PEOPLE},
            code="people_count",
            field="people_count",
        )
    key = key or uuid4()
    with transaction.atomic():
        room = locked_room(who.room)
        earlier = _already(key, room)
        if earlier is not None:
            return earlier
        place = table_of(room, table)
        card = Card(
            key=key,
            room=room,
            table=place,
            group=_group(room, group) if group else None,
            text=text,
            channel=Channel.PAPER,
            college=college,
            people_count=people_count,
            written_at=timezone.now(),
            entered_by=who.actor.user,
        )
        _put_down(card, room)
    return card


def checked_text(text: str) -> str:
    """Return the text of a card, cleaned; raise Refusal when empty or too long."""
    text = clean_text(text)
    if not text:
        raise Refusal(_("Write your idea first."), code="text_missing", field="text")
    if len(text) > MAX_TEXT:
        raise Refusal(
            _("One idea, one card: %(max)s characters at most. Cut it in two.") % {"max": MAX_TEXT},
            code="text_too_long",
            field="text",
        )
    return text


def _already(key: UUID, room: Room) -> Card | None:
    earlier = Card.objects.filter(key=key).first()
    if earlier is not None and earlier.room_id != room.pk:
        raise Refusal(_("This card was sent to another room."), code="other_room")
    return earlier


def _state_on_arrival(room: Room) -> str:
    closed = room.closed_at
    if room.state != RoomState.CLOSED or closed is None:
        check_open(room)
        return CardState.KEPT
    if timezone.now() - closed > LATE:
        raise Refusal(
            _(
                "The room was closed more than 24 hours ago: it takes no more cards. Your text "
                "stays on this phone: copy it, and send it as a proposal of the consultation."
            ),
            code="room_closed",
        )
    return CardState.LATE


def _first_table(room: Room) -> int:
    return room.tables.order_by("number").values_list("pk", flat=True)[0]


def _put_down(card: Card, room: Room) -> None:
    if room.cards_count >= MAX_CARDS:
        raise Refusal(
            _("This room is full: %(max)s cards. Merge some, or write on paper.")
            % {"max": MAX_CARDS},
            code="room_full",
        )
    room.cards_count += 1
    room.save(update_fields=["cards_count"])
    card.number = card.position = room.cards_count
    if card.author_id is not None:
        # Sent after a later one of the same phone, it takes its place before it all the same.
        later = Card.objects.filter(
            room=room, author_id=card.author_id, sequence__gt=card.sequence
        ).order_by("position")
        card.position = later.values_list("position", flat=True).first() or card.position
    # The number comes first: it is the one the row carries.
    card.changed = numbered(room, "card.written", number=card.number, table=card.table_id)
    card.save(force_insert=True)


def edit_card(*, who: InRoom, card: int, text: str) -> Card:
    """Change the words of one's own card, or of any for whoever runs the room."""
    text = checked_text(text)
    with transaction.atomic():
        room, found = _open_card(who, card)
        if not who.runs and (who.participant is None or found.author_id != who.participant.pk):
            raise NotAllowed(_("Only its author rewrites a card."))
        found.text = text
        _save(found, room, "card.rewritten", "text")
    return found


def move_card(
    *,
    who: InRoom,
    card: int,
    group: int | None,
    table: int | None = None,
    before: int | None = None,
) -> Card:
    """Put a card in a group, on its own (`group` None), on another table, or before another."""
    with transaction.atomic():
        room, found = _open_card(who, card)
        if table and table != found.table_id:
            found.table, found.group = table_of(room, table), None
        elif group:
            place = _group(room, group)
            found.group, found.table_id = place, place.table_id
        else:
            found.group = None
        if before:
            _make_room_before(found, _card(room, before), room)
        _save(found, room, "card.moved", "group", "table", "position")
    return found


def _make_room_before(card: Card, other: Card, room: Room) -> None:
    place = other.position
    number = numbered(room, "cards.shifted", table=card.table_id)
    Card.objects.filter(table_id=other.table_id, position__gte=place).update(
        position=F("position") + 1, changed=number
    )
    card.position = place


def merge_cards(*, who: InRoom, card: int, into: int) -> Card:
    """Merge a card into another that says the same; its people and its dots go with it.

    `into` is the number written on the other card. The merged card keeps its words and leads to
    the one that speaks for both.
    """
    with transaction.atomic():
        room, found = _open_card(who, card)
        heir = Card.objects.filter(room=room, number=into, state=CardState.KEPT).first()
        if heir is None:
            raise Refusal(
                _("No card on the boards has the number %(number)s.") % {"number": into},
                code="unknown_card",
                field="into",
            )
        if heir.pk == found.pk:
            raise Refusal(_("A card is not merged into itself."), code="itself", field="into")
        if heir.contribution_id or found.contribution_id:
            raise Refusal(
                _("This card was handed on already: it is not merged any more."), code="handed_on"
            )
        _bequeath(found, heir)
        number = numbered(room, "card.merged", card=found.pk, into=heir.pk)
        heir.changed = found.changed = number
        heir.save(update_fields=["people_count", "dots_count", "hands_count", "changed"])
        found.save()
        Card.objects.filter(merged_into=found).update(merged_into=heir, changed=number)
        _recorded(who, room, found, "merged")
    return heir


def _bequeath(card: Card, heir: Card) -> None:
    placed = set(DotVote.objects.filter(card=heir).values_list("participant_id", flat=True))
    DotVote.objects.filter(Q(card=card) & Q(participant_id__in=placed)).delete()
    DotVote.objects.filter(card=card).update(card=heir)
    heir.dots_count = DotVote.objects.filter(card=heir).count()
    heir.people_count = min(MAX_PEOPLE, heir.people_count + card.people_count)
    # The same people raise their hands for both: the larger count is the safer one.
    heir.hands_count = max(heir.hands_count, card.hands_count)
    card.state, card.merged_into = CardState.MERGED, heir
    card.dots_count = card.hands_count = 0


def take_off(*, who: InRoom, card: int) -> Card:
    """Take a card off the board: one's own, or any for whoever runs the room."""
    with transaction.atomic():
        room, found = _open_card(who, card)
        mine = who.participant is not None and found.author_id == who.participant.pk
        if not who.runs and not mine:
            raise NotAllowed(_("Only its author, or whoever runs the room, takes a card off."))
        if found.contribution_id:
            raise Refusal(_("This card was handed on already: it stays."), code="handed_on")
        DotVote.objects.filter(card=found).delete()
        found.dots_count, found.state = 0, CardState.REMOVED
        _save(found, room, "card.removed", "state", "dots_count")
        _recorded(who, room, found, "removed")
    return found


def put_back(*, who: InRoom, card: int) -> Card:
    """Put back a card taken off, or take in one that arrived after closing."""
    check_runs(who)
    with transaction.atomic():
        room = locked_room(who.room)
        found = Card.objects.filter(
            room=room, pk=card, state__in=[CardState.REMOVED, CardState.LATE]
        ).first()
        if found is None:
            raise Refusal(_("This card is on the board already."), code="on_the_board")
        late = found.state == CardState.LATE
        found.state = CardState.KEPT
        _save(found, room, "card.taken_in" if late else "card.put_back", "state")
        _recorded(who, room, found, "taken_in" if late else "put_back")
    return found


def take_in_late(*, who: InRoom) -> int:
    """Take in the cards that arrived after closing, the first ones first; return how many."""
    check_runs(who)
    with transaction.atomic():
        room = locked_room(who.room)
        late = Card.objects.filter(room=room, state=CardState.LATE)
        found = list(late.order_by("position", "sequence", "pk")[:LATE_AT_ONCE])
        for card in found:
            card.state = CardState.KEPT
            _save(card, room, "card.taken_in", "state")
            _recorded(who, room, card, "taken_in")
    return len(found)


def _open_card(who: InRoom, card: int) -> tuple[Room, Card]:
    check_takes_part(who)
    room = locked_room(who.room)
    if not who.runs:
        check_open(room)
    return room, _card(room, card)


def _card(room: Room, card: int) -> Card:
    found = Card.objects.filter(room=room, pk=card, state=CardState.KEPT).first()
    if found is None:
        raise Refusal(
            _("This card is no longer on the board: somebody merged it or took it off."),
            code="gone",
        )
    return found


def _group(room: Room, group: int) -> CardGroup:
    found = CardGroup.objects.filter(room=room, pk=group, merged_into=None).first()
    if found is None:
        raise Refusal(_("Choose a group of this room."), code="group", field="group")
    return found


def _save(card: Card, room: Room, kind: str, *fields: str) -> None:
    card.changed = numbered(room, kind, card=card.pk, table=card.table_id)
    card.save(update_fields=[*fields, "changed"])


def _recorded(who: InRoom, room: Room, card: Card, what: str) -> None:
    record(
        actor=who,
        action=f"card.{what}",
        target=card,
        organisation_id=room.organisation_id,
    )

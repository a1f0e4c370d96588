"""Groups of cards: made, named, left for another; the dots placed on what matters."""

from django.db import transaction
from django.utils.translation import gettext as _

from civic.core.exceptions import NotAllowed, Refusal

from ..enums import CardState
from ..models import Card, CardGroup, DotVote, Participant, Room
from ..policies import InRoom
from .room_events import check_open, check_runs, check_takes_part, locked_room, numbered
from .rooms import table_of

MAX_GROUPS = 30
MAX_HANDS = 5_000


def make_group(*, who: InRoom, table: int, name: str, cards: list[int] | None = None) -> CardGroup:
    """Make a group on a table, with a first card or none."""
    check_takes_part(who)
    name = _named(name)
    with transaction.atomic():
        room = _room(who)
        place = table_of(room, table)
        known = place.groups.filter(merged_into=None).count()
        if known >= MAX_GROUPS:
            raise Refusal(
                _("%(max)s groups at most on a table: merge some.") % {"max": MAX_GROUPS},
                code="groups",
                field="name",
            )
        number = numbered(room, "group.made", table=place.pk)
        group = CardGroup.objects.create(
            room=room, table=place, name=name, position=number, changed=number
        )
        if cards:
            Card.objects.filter(room=room, pk__in=cards, state=CardState.KEPT).update(
                group=group, table=place, changed=number
            )
    return group


def name_group(*, who: InRoom, group: int, name: str) -> CardGroup:
    """Change the name of a group."""
    check_takes_part(who)
    name = _named(name)
    with transaction.atomic():
        room = _room(who)
        found = _group(room, group)
        found.name = name
        found.changed = numbered(room, "group.named", group=found.pk, table=found.table_id)
        found.save(update_fields=["name", "changed"])
    return found


def merge_groups(*, who: InRoom, group: int, into: int | None) -> CardGroup | None:
    """Move every card of a group into another, or back on their own; the group is gone."""
    check_takes_part(who)
    with transaction.atomic():
        room = _room(who)
        found = _group(room, group)
        heir = _group(room, into) if into else None
        if heir is not None and heir.pk == found.pk:
            raise Refusal(_("A group is not merged into itself."), code="itself", field="into")
        number = numbered(room, "group.merged", group=found.pk, table=found.table_id)
        Card.objects.filter(group=found).update(
            group=heir, table=heir.table if heir else found.table, changed=number
        )
        if heir is None:
            DotVote.objects.filter(group=found).delete()
            # A group given up leads to itself: it is off the boards, and its row stays.
            found.merged_into = found
        else:
            placed = DotVote.objects.filter(group=heir).values("participant_id")
            DotVote.objects.filter(group=found, participant_id__in=placed).delete()
            DotVote.objects.filter(group=found).update(group=heir)
            heir.dots_count = DotVote.objects.filter(group=heir).count()
            heir.hands_count = max(heir.hands_count, found.hands_count)
            heir.changed = number
            heir.save(update_fields=["dots_count", "hands_count", "changed"])
            found.merged_into = heir
        found.dots_count = found.hands_count = 0
        found.changed = number
        found.save()
    return heir


def place_dot(
    *, who: InRoom, card: int | None = None, group: int | None = None, place: bool = True
) -> Participant:
    """Place one of one's dots on a card or a group, or take it back; twice changes nothing."""
    check_takes_part(who)
    if who.participant is None:
        raise NotAllowed(_("Join the room to place dots; raised hands are counted apart."))
    with transaction.atomic():
        room = locked_room(who.room)
        check_open(room)
        target = _target(room, card, group)
        mine = DotVote.objects.filter(participant=who.participant)
        on_it = mine.filter(**{_kind(target): target})
        if place == on_it.exists():
            return who.participant
        if place:
            if mine.count() >= room.dots_each:
                raise Refusal(
                    _("You have placed your %(count)s dots: take one back first.")
                    % {"count": room.dots_each},
                    code="no_dot_left",
                )
            DotVote.objects.create(participant=who.participant, **{_kind(target): target})
        else:
            on_it.delete()
        target.dots_count = target.dots.count()
        target.changed = numbered(
            room, "dot.placed" if place else "dot.taken_back", table=target.table_id
        )
        target.save(update_fields=["dots_count", "changed"])
    return who.participant


def count_hands(
    *, who: InRoom, hands: int, card: int | None = None, group: int | None = None
) -> Card | CardGroup:
    """Write how many hands were raised for a card or a group, beside the dots of the phones."""
    check_runs(who)
    if not 0 <= hands <= MAX_HANDS:
        raise Refusal(_("Give a number of hands."), code="hands", field="hands")
    with transaction.atomic():
        room = locked_room(who.room)
        target = _target(room, card, group)
        target.hands_count = hands
        target.changed = numbered(room, "hands.counted", table=target.table_id)
        target.save(update_fields=["hands_count", "changed"])
    return target


def _room(who: InRoom) -> Room:
    room = locked_room(who.room)
    if not who.runs:
        check_open(room)
    return room


def _named(name: str) -> str:
    name = " ".join(name.split())
    if not name:
        raise Refusal(_("Give the group a name: two or three words."), code="name", field="name")
    if len(name) > 80:
        raise Refusal(_("A shorter name: 80 characters at most."), code="name", field="name")
    return name


def _group(room: Room, group: int | None) -> CardGroup:
    found = CardGroup.objects.filter(room=room, pk=group or 0, merged_into=None).first()
    if found is None:
        raise Refusal(_("This group is no longer on the board."), code="gone", field="group")
    return found


def _target(room: Room, card: int | None, group: int | None) -> Card | CardGroup:
    if group:
        return _group(room, group)
    found = Card.objects.filter(room=room, pk=card or 0, state=CardState.KEPT).first()
    if found is None:
        raise Refusal(
            _("This card is no longer on the board: somebody merged it or took it off."),
            code="gone",
        )
    return found


def _kind(target: Card | CardGroup) -> str:
    return "card" if isinstance(target, Card) else "group"

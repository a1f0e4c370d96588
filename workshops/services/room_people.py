"""How what people did in a room follows them, is forgotten, is given back to them."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import QuerySet

from civic.accounts.models import Person

from ..models import Card, DotVote, MinutesCorrection, Participant


def merge_participations(kept: Person, absorbed: Person) -> int:
    """Move what somebody did in rooms to the person who claims it; in one room one stays."""
    here = {row.room_id: row for row in Participant.objects.filter(person=kept)}
    moved = 0
    for row in Participant.objects.filter(person=absorbed):
        mine = here.get(row.room_id)
        if mine is None:
            row.person = kept
            row.save(update_fields=["person"])
        else:
            row.cards.update(author=mine)
            row.corrections.update(participant=mine)
            dotted = DotVote.objects.filter(participant=mine)
            for dot in row.dots.all():
                if not dotted.filter(card=dot.card, group=dot.group).exists():
                    dot.participant = mine
                    dot.save(update_fields=["participant"])
            # What counted twice counts once: the row goes with what is left of it.
            row.delete()
        moved += 1
    return moved


def erase_participations(person: Person) -> int:
    """Forget the names given in rooms; the cards stay, of nobody."""
    MinutesCorrection.objects.filter(person=person).update(person=None)
    return Participant.objects.filter(person=person).update(name="")


def export_participations(person: Person) -> Iterable[dict[str, Any]]:
    """Return the rooms somebody was in and what they wrote there."""
    rows = Participant.objects.filter(person=person).select_related("room__session")
    return [
        {
            "session": str(row.room.session),
            "joined_at": row.joined_at.isoformat(),
            "name": row.name,
            "cards": list(row.cards.order_by("pk").values_list("text", flat=True)),
        }
        for row in rows.order_by("pk")
    ]


def expired_cards(before: date) -> "QuerySet[Card]":
    """Return the cards handed on to nobody, of rooms closed before a day."""
    return Card.objects.filter(room__closed_at__date__lt=before, contribution=None)


def remove_cards(rows: "QuerySet[Card]") -> int:
    """Delete cards handed on to nobody, and the names given in their rooms."""
    rooms = set(rows.order_by().values_list("room_id", flat=True))
    Participant.objects.filter(room_id__in=rooms).exclude(name="").update(name="")
    # A card that speaks for others goes with them: the CHECK wants an heir for each.
    keys = list(rows.order_by().values_list("pk", flat=True))
    Card.objects.filter(merged_into_id__in=keys).delete()
    return Card.objects.filter(pk__in=keys).delete()[0]

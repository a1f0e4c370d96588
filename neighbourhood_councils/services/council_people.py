"""What a person's claim, copy and erasure hold of the councils they sit in."""

from collections.abc import Iterator
from typing import Any

from civic.accounts.models import Person

from ..models import CouncilMembership, TrainingAttendance


def merge_memberships(kept: Person, absorbed: Person) -> int:
    """Give the terms and trainings of one row of a person to the other, each once."""
    terms = set(
        CouncilMembership.objects.filter(person=kept).values_list("council_id", "term_starts_on")
    )
    moved = 0
    for seat in CouncilMembership.objects.filter(person=absorbed).order_by("pk"):
        if (seat.council_id, seat.term_starts_on) in terms:
            seat.delete()
            continue
        seat.person = kept
        seat.save(update_fields=["person"])
        moved += 1
    followed = set(TrainingAttendance.objects.filter(person=kept).values_list("date_id", flat=True))
    mine = TrainingAttendance.objects.filter(person=absorbed)
    mine.filter(date_id__in=followed).delete()
    return moved + mine.update(person=kept)


def erase_memberships(person: Person) -> int:
    """Leave a seat in the counts and nothing that says whose it was."""
    followed, _details = TrainingAttendance.objects.filter(person=person).delete()
    seats = CouncilMembership.objects.filter(person=person)
    return followed + seats.update(named=False, interests="", function="")


def export_memberships(person: Person) -> Iterator[dict[str, Any]]:
    """Return the councils a person sat in, what they declared and the trainings they followed."""
    seats = CouncilMembership.objects.filter(person=person).select_related("council__space")
    for seat in seats.order_by("pk"):
        yield {
            "council": seat.council.space.title,
            "college": seat.college,
            "function": seat.function,
            "term_starts_on": seat.term_starts_on.isoformat(),
            "term_ends_on": seat.term_ends_on.isoformat() if seat.term_ends_on else "",
            "named": seat.named,
            "interests": seat.interests,
        }
    followed = TrainingAttendance.objects.filter(person=person).select_related("date__training")
    for row in followed.order_by("pk"):
        yield {
            "training": row.date.training.title,
            "followed_on": row.date.starts_at.date().isoformat(),
        }

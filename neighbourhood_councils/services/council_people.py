"""What a person's claim, copy and erasure hold of the councils they sit in."""

from collections.abc import Iterator
from typing import Any

from civic.accounts.models import Person

from ..models import AgendaProposal, CouncilMembership, QualitySheet, TrainingAttendance


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


def merge_proposals(kept: Person, absorbed: Person) -> int:
    """Give what one row of a person proposed for an agenda to the other."""
    return AgendaProposal.objects.filter(person=absorbed).update(person=kept)


def export_proposals(person: Person) -> Iterator[dict[str, Any]]:
    """Return what a person proposed for the agenda of councils, and what became of it."""
    rows = AgendaProposal.objects.filter(person=person).select_related("council__space")
    for row in rows.order_by("pk"):
        yield {
            "council": row.council.space.title,
            "title": row.title,
            "text": row.text,
            "proposed_at": row.proposed_at.isoformat(),
            "channel": row.channel,
            "state": row.state,
            "reason": row.reason,
        }


def forget_sheets(person: Person) -> int:
    """Leave what somebody answered in the counts, and nothing that says who it was."""
    return QualitySheet.objects.filter(person=person).update(person=None)


def merge_sheets(kept: Person, absorbed: Person) -> int:
    """Give the grids of one row of a person to the other; a grid filled twice is left unnamed."""
    mine = QualitySheet.objects.filter(person=kept).values_list("round_id", flat=True)
    twice = QualitySheet.objects.filter(person=absorbed, round__in=list(mine))
    twice.update(person=None)
    return QualitySheet.objects.filter(person=absorbed).update(person=kept)

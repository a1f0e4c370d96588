"""What a person's own export, erasure and claim change in participation."""

from collections.abc import Iterator
from typing import Any

from civic.accounts.models import Person

from ..models import ConditionAccepted, Contribution


def export_contributions(person: Person) -> Iterator[dict[str, Any]]:
    """Return what a person said, with the number of its case."""
    mine = Contribution.objects.filter(author=person).select_related("case").order_by("pk")
    for contribution in mine:
        yield {
            "number": contribution.case.number,
            "title": contribution.title,
            "text": contribution.text,
            "place": contribution.place,
            "said_at": contribution.said_at.isoformat(),
            "channel": contribution.channel,
            "withdrawn_reason": contribution.withdrawn_reason,
        }


def erase_conditions_accepted(person: Person) -> int:
    """Forget which conditions a person accepted."""
    return ConditionAccepted.objects.filter(person=person).delete()[0]


def merge_contributions(kept: Person, absorbed: Person) -> int:
    """Give what one row of a person said to the other; college and channel stay as they were."""
    return Contribution.objects.filter(author=absorbed).update(author=kept)


def merge_conditions_accepted(kept: Person, absorbed: Person) -> int:
    """Give the accepted conditions of one row of a person to the other, each once."""
    mine = ConditionAccepted.objects.filter(person=kept).values("condition_id")
    ConditionAccepted.objects.filter(person=absorbed, condition_id__in=mine).delete()
    return ConditionAccepted.objects.filter(person=absorbed).update(person=kept)

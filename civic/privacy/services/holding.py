"""Hold many new texts at once: a person reads each of them, whatever is found."""

from collections.abc import Sequence

from civic.audit.services import key_of

from ..enums import ScreeningState
from ..logic.marks import words_mark
from ..models import Finding, GuardedModel, HoldReason
from .screening import finder


def hold_new(
    *, instances: Sequence[GuardedModel], organisation_id: int | None, hold: str
) -> list[list[Finding]]:
    """Look at each guarded text of objects that are not stored yet, and hold them all.

    Returns, in the same order, the findings to store with `store_findings` once the objects have
    their keys. Nothing is released here: `hold` (a `HoldReason`) says why the others wait.
    """
    found, look = [], finder(organisation_id)
    for instance in instances:
        here = [
            Finding(
                field=field,
                start=span.start,
                end=span.end,
                type=span.type,
                words_mark=words_mark(span.text),
                score=span.score,
                organisation_id=organisation_id,
            )
            for field in instance.GUARDED_FIELDS
            for span in look(getattr(instance, field) or "")
        ]
        instance.screening = ScreeningState.HELD
        instance.held_for = HoldReason.FINDING if here else hold
        found.append(here)
    return found


def store_findings(
    *, instances: Sequence[GuardedModel], findings: Sequence[Sequence[Finding]]
) -> None:
    """Store what `hold_new` found, inside the caller's transaction."""
    rows = []
    for instance, here in zip(instances, findings, strict=True):
        for finding in here:
            finding.target = key_of(instance)
            rows.append(finding)
    Finding.objects.bulk_create(rows)

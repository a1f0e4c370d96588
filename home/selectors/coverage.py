"""How many answers an organisation owes and gave, read at most once a minute."""

from dataclasses import dataclass

from django.core.cache import cache
from django.db import transaction
from django.db.models import Count, F, Min, Q
from django.utils import timezone

from civic.cases.enums import OPEN_STATES, CaseState
from civic.cases.models import AnswerRules, Case
from civic.cases.querysets import is_late
from civic.cases.selectors.answers import repetition

from .freshness import forget_lists

COVERAGE_SECONDS = 60


@dataclass(frozen=True)
class CoverageSentence:
    """How many cases are owed an answer, how many have one, since when the oldest waits.

    A duplicate is counted once, with its original: `duplicates` says how many there are.
    `repeated_share` is the percentage of answers that repeat another, None below a few answers.
    """

    owed: int
    answered: int
    late: int
    oldest_days: int | None
    duplicates: int = 0
    repeated: int = 0
    repeated_share: int | None = None


def coverage(organisation_id: int) -> CoverageSentence:
    """Return how many answers an organisation owes and gave, at most a minute old."""
    key = f"home.coverage.{organisation_id}"
    found: CoverageSentence | None = cache.get(key)
    if found is None:
        found = _coverage(organisation_id)
        cache.set(key, found, COVERAGE_SECONDS)
    return found


def counts_changed(case: Case) -> None:
    """Count the answers of a case's organisation again once its change is committed."""

    def forget() -> None:
        cache.delete(f"home.coverage.{case.organisation_id}")
        forget_lists()

    transaction.on_commit(forget)


def _coverage(organisation_id: int) -> CoverageSentence:
    today = timezone.localdate()
    waiting = Q(state__in=OPEN_STATES)
    every = Case.objects.filter(organisation_id=organisation_id).owed().order_by()
    # What repeats an earlier request is owed one answer with it.
    counts = every.once().aggregate(
        owed=Count("pk"),
        answered=Count("pk", filter=Q(state=CaseState.ANSWERED)),
        late=Count("pk", filter=is_late(today)),
        oldest=Min(F("received_on"), filter=waiting),
    )
    oldest = counts.pop("oldest")
    found = repetition(organisation_id)
    fewest = AnswerRules.objects.of(organisation_id).fewest_answers
    return CoverageSentence(
        **counts,
        duplicates=every.count() - counts["owed"],
        oldest_days=None if oldest is None else (today - oldest).days,
        repeated=found.repeated,
        # One answer in three says nothing of an organisation.
        repeated_share=found.share if found.total >= fewest else None,
    )

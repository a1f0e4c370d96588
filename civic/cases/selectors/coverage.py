"""How many cases were answered with a reason, and how late the others are."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Min, Q, QuerySet

from ..enums import OPEN_STATES, CaseState
from ..models import Case
from ..querysets import is_late


@dataclass(frozen=True)
class Coverage:
    """How many cases were answered with a reason, and how late the oldest is.

    Counts are cases; delays are calendar days, computed on cases answered here; `oldest_days` is
    None when nothing waits.
    """

    owed: int
    answered: int
    closed_before: int
    waiting: int
    late: int
    median_days: int | None
    ninetieth_days: int | None
    oldest_days: int | None

    @property
    def share(self) -> int:
        return round(100 * self.answered / self.owed) if self.owed else 0


def coverage(cases: "QuerySet[Case]", today: date) -> Coverage:
    """Return the coverage of some cases in two queries (three when something was answered).

    What repeats an earlier request is counted once, with it.
    """
    owed = cases.owed().once().order_by()  # type: ignore[attr-defined]
    counts = owed.aggregate(
        owed=Count("pk"),
        answered=Count("pk", filter=Q(state=CaseState.ANSWERED)),
        closed_before=Count("pk", filter=Q(state=CaseState.CLOSED_BEFORE)),
        waiting=Count("pk", filter=Q(state__in=OPEN_STATES)),
        late=Count("pk", filter=is_late(today)),
        oldest=Min("received_on", filter=Q(state__in=OPEN_STATES)),
    )
    oldest = counts.pop("oldest")
    delays = sorted(
        (answered - received).days
        for received, answered in owed.filter(
            state=CaseState.ANSWERED, promised_on__isnull=False
        ).values_list("received_on", "answered_on")
        # An answered case has its date: a CHECK holds it, the type does not know.
        if answered is not None
    )
    return Coverage(
        **counts,
        median_days=_percentile(delays, 50),
        ninetieth_days=_percentile(delays, 90),
        oldest_days=None if oldest is None else (today - oldest).days,
    )


def _percentile(ordered: list[int], percent: int) -> int | None:
    # Nearest rank: a delay somebody really waited, never an interpolation.
    if not ordered:
        return None
    return ordered[max(0, -(-percent * len(ordered) // 100) - 1)]

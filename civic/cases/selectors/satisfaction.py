"""What whoever asked is satisfied or dissatisfied with, per department and per type."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Q

from civic.core.services.keeping import counted_key, kept

from ..enums import FigureScope, SatisfactionReason
from ..models import Satisfaction

_GROUP = "civic.satisfaction"
# Nobody waits for these figures: those of a minute ago are as good.
_KEPT_SECONDS = 60
_BY = {
    FigureScope.DEPARTMENT: ("department_id", "department__name"),
    FigureScope.TYPE: ("case__request__request_type_id", "case__request__request_type__name"),
}


@dataclass(frozen=True)
class Opinions:
    """How many said whether it is settled, and what each side thinks of (`SatisfactionReason`)."""

    label: str
    rated: int
    satisfied: int
    pleased_by: dict[str, int]
    displeased_by: dict[str, int]


def opinions_by(
    organisation_id: int, scope: FigureScope, since: date, until: date, *, fewest: int
) -> list[Opinions]:
    """Return the opinions said after `since` and up to `until`, most numerous first, in one query.

    A department or a type of which fewer than `fewest` people spoke is left out: what one person
    thinks is nobody's business.
    """
    name = counted_key(_GROUP, organisation_id, scope, since, until, fewest)
    return kept(
        name, lambda: _read(organisation_id, scope, since, until, fewest), seconds=_KEPT_SECONDS
    )


def _read(
    organisation_id: int, scope: FigureScope, since: date, until: date, fewest: int
) -> list[Opinions]:
    key, label = _BY[scope]
    counts: dict[str, Any] = {}
    for reason in SatisfactionReason.values:
        counts[f"{reason}_pleased"] = Count("pk", filter=Q(**{reason: True, "is_satisfied": True}))
        counts[f"{reason}_not"] = Count("pk", filter=Q(**{reason: True, "is_satisfied": False}))
    said = Satisfaction.objects.filter(
        organisation_id=organisation_id, said_on__gt=since, said_on__lte=until
    )
    rows: Iterable[Any] = (
        said.order_by()
        .values(which=F(key), named=F(label))
        .annotate(rated=Count("pk"), satisfied=Count("pk", filter=Q(is_satisfied=True)), **counts)
        .filter(rated__gte=fewest)
    )
    found = [
        Opinions(
            label=row["named"] or "",
            rated=row["rated"],
            satisfied=row["satisfied"],
            pleased_by={one: row[f"{one}_pleased"] for one in SatisfactionReason.values},
            displeased_by={one: row[f"{one}_not"] for one in SatisfactionReason.values},
        )
        for row in rows
    ]
    return sorted(found, key=lambda one: (-one.rated, one.label))

"""What whoever asked is satisfied or dissatisfied with, per department and per type."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from civic.accounts.policies import Actor
from civic.core.services.keeping import counted_key, kept

from ..enums import CaseState, FigureScope, SatisfactionReason
from ..models import Case, Satisfaction, SatisfactionWords
from ..policies import ANSWERERS
from .inbox import held_by


def satisfactions_for(actor: Actor) -> "QuerySet[Satisfaction]":
    """Return what is said of the answers of an actor's bodies or departments, the latest first."""
    said = Satisfaction.objects.filter(held_by(actor, *ANSWERERS))
    return (
        said.select_related("case", "department", "organisation", "words")
        .defer("organisation__boundary")
        .order_by("-said_on", "-pk")
    )


def words_lately(actor: Actor) -> int:
    """Count what was said in words of an actor's answers in the last thirty days."""
    since = timezone.localdate() - timedelta(days=30)
    return satisfactions_for(actor).filter(words__isnull=False, said_on__gt=since).count()


def public_words_of(case: Case) -> str:
    """Return what whoever asked says of an answer, empty unless everybody may read it."""
    if case.state != CaseState.ANSWERED:
        return ""
    words = SatisfactionWords.objects.public().filter(satisfaction__case=case)
    return words.values_list("text", flat=True).first() or ""


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

"""The answers a department often gives, and those that repeat one another."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from civic.core.logic.dates import written_day

from ..enums import CaseOrigin
from ..logic import gaps
from ..logic.likeness import alike, mark_of, runs_of
from ..models import AnswerMark, AnswerTemplate, Case, DuplicateLink, Request

# A new answer is compared with the latest ones that differ from one another.
COMPARED = 400


@dataclass(frozen=True)
class Filled:
    """A typed answer once the case has filled its gaps; `missing` are left to be written."""

    template: AnswerTemplate
    outcome: str
    reason: str
    next_steps: str
    missing: tuple[str, ...]


@dataclass(frozen=True)
class Likeness:
    """How many earlier answers of an organisation say the same, of how many it gave."""

    same: int
    total: int

    @property
    def share(self) -> int:
        """Return the share of all its answers once this one is given, in percent."""
        return round(100 * (self.same + 1) / (self.total + 1)) if self.same else 0


@dataclass(frozen=True)
class Repetition:
    """How many answers of an organisation repeat another one, of how many it gave."""

    repeated: int
    total: int

    @property
    def share(self) -> int:
        return round(100 * self.repeated / self.total) if self.total else 0


def templates_for(case: Case) -> list[AnswerTemplate]:
    """Return the typed answers offered for a request: those of its type, then of its department."""
    return shared_templates([case])


def shared_templates(cases: Sequence[Case]) -> list[AnswerTemplate]:
    """Return the typed answers offered for each of some requests, in two queries."""
    if not cases or any(case.origin != CaseOrigin.REQUEST for case in cases):
        return []
    types = dict(Request.objects.filter(case__in=cases).values_list("case_id", "request_type_id"))
    offered = AnswerTemplate.objects.filter(
        organisation_id=cases[0].organisation_id, is_active=True
    )
    return sorted(
        (one for one in offered if all(_suits(one, case, types.get(case.pk)) for case in cases)),
        key=lambda one: (one.request_type_id is None, one.department_id is None, one.position),
    )


def _suits(template: AnswerTemplate, case: Case, asked: int | None) -> bool:
    return (
        template.organisation_id == case.organisation_id
        and template.department_id in (None, case.department_id)
        and template.request_type_id in (None, asked)
    )


def filled(
    template: AnswerTemplate,
    case: Case,
    *,
    title: str = "",
    place: str = "",
    planned_for: date | None = None,
    body: str = "",
) -> Filled:
    """Fill the gaps of a typed answer with what the case says."""
    values = {
        gaps.NUMBER: case.number,
        gaps.TITLE: title,
        gaps.PLACE: place,
        gaps.DEPARTMENT: case.department.name if case.department else "",
        gaps.DATE: written_day(planned_for) if planned_for else "",
        gaps.BODY: body,
    }
    reason = gaps.fill(template.reason, values)
    next_steps = gaps.fill(template.next_steps, values)
    return Filled(
        template=template,
        outcome=template.outcome,
        reason=reason,
        next_steps=next_steps,
        missing=gaps.gaps_in((reason, next_steps)),
    )


def likeness_mark(organisation_id: int, reason: str, *, besides: Case | None = None) -> str:
    """Return the mark of the earlier answers a text repeats, or its own mark when none does.

    Two queries at most, whatever the number of answers given.
    """
    own = mark_of(reason)
    given = _given(organisation_id, besides)
    if given.filter(likeness=own).exists():
        return own
    runs, seen = runs_of(reason), set()
    latest = given.order_by("-pk").values_list("likeness", "case__reason")
    for mark, earlier in latest[:COMPARED]:
        if mark in seen:
            continue
        seen.add(mark)
        if alike(runs, runs_of(earlier)):
            return mark
    return own


def likeness(organisation_id: int, reason: str, *, besides: Case | None = None) -> Likeness:
    """Return how many earlier answers of an organisation say nearly the same as a text."""
    mark = likeness_mark(organisation_id, reason, besides=besides)
    counts = _given(organisation_id, besides).aggregate(
        same=Count("pk", filter=Q(likeness=mark)), total=Count("pk")
    )
    return Likeness(**counts)


def repetition(organisation_id: int) -> Repetition:
    """Return how many answers of an organisation repeat another, counted in two queries.

    The answer of a duplicate is that of its original: it repeats nothing.
    """
    given = _given(organisation_id).exclude(
        case__in=DuplicateLink.objects.order_by().values("duplicate__case")
    )
    total = given.count()
    alone = given.order_by().values("likeness").annotate(n=Count("pk")).filter(n=1).count()
    return Repetition(repeated=total - alone, total=total)


def _given(organisation_id: int, besides: Case | None = None) -> "QuerySet[AnswerMark]":
    given = AnswerMark.objects.filter(organisation_id=organisation_id)
    return given if besides is None else given.exclude(case=besides)

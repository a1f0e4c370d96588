"""The evaluations of a council: whose side one is on, what one filled, what was published."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from civic.accounts.enums import College, Role
from civic.accounts.policies import Actor
from civic.territory.models import Organisation

from ..enums import QualitySide
from ..models import (
    CouncilMembership,
    NeighbourhoodCouncil,
    QualityCriterion,
    QualityGrid,
    QualityMark,
    QualityResult,
    QualityRound,
    QualitySheet,
)
from .members import running

AGENTS = (Role.OFFICER, Role.MANAGER, Role.COMMUNICATIONS, Role.DESK)


def side_of(actor: Actor, council: NeighbourhoodCouncil, today: date) -> QualitySide | None:
    """Return the side somebody judges from; None for whoever is on neither.

    Who sits in the council is on its side, except its technical officers, who serve it.
    """
    person = actor.person
    if person is None:
        return None
    seats = running(CouncilMembership.objects.filter(council=council, person=person), today)
    colleges = set(seats.values_list("college", flat=True))
    if colleges - {College.TECHNICAL_OFFICER}:
        return QualitySide.MEMBERS
    serves = any(
        grant.role in AGENTS and grant.organisation_id == council.space.organisation_id
        for grant in actor.grants
    )
    return QualitySide.SERVICES if colleges or serves else None


def current_round(council: NeighbourhoodCouncil) -> QualityRound | None:
    """Return the evaluation that is not published yet, the latest one."""
    return (
        QualityRound.objects.filter(council=council, published_at=None)
        .select_related("grid", "session", "council__space__organisation")
        .order_by("-opened_at", "-pk")
        .first()
    )


def latest_criteria(organisation: Organisation) -> list[QualityCriterion]:
    """Return the criteria an organisation judges its councils by now."""
    grid = QualityGrid.objects.filter(organisation=organisation).order_by("-version").first()
    return list(grid.criteria.order_by("position")) if grid else []


def answered_by_side(round: QualityRound) -> dict[str, int]:
    """Return how many people answered on each side: a number says nothing of what they said."""
    counts = round.sheets.order_by().values_list("side").annotate(count=Count("pk"))
    return dict.fromkeys(QualitySide.values, 0) | dict(counts)


def own_marks(round: QualityRound, actor: Actor) -> tuple[QualitySheet | None, dict[int, int]]:
    """Return what one filled oneself; nobody reads what somebody else filled, ever."""
    sheet = QualitySheet.objects.filter(round=round, person=actor.person).first()
    if sheet is None or actor.person is None:
        return None, {}
    return sheet, dict(QualityMark.objects.filter(sheet=sheet).values_list("criterion_id", "mark"))


@dataclass(frozen=True)
class Judged:
    """One criterion as both sides judged it; None where fewer than five people answered."""

    label: str
    statement: str
    services: QualityResult | None
    members: QualityResult | None

    @property
    def gap(self) -> float | None:
        """By how much the departments judge better than the members; None when unknown."""
        if self.services is None or self.members is None:
            return None
        return round(self.services.mean - self.members.mean, 1)


@dataclass(frozen=True)
class Evaluation:
    """A published evaluation, criterion by criterion, in the order of its grid."""

    round: QualityRound
    judged: list[Judged]
    respondents: dict[str, int]


def published_evaluations(council: NeighbourhoodCouncil) -> list[Evaluation]:
    """Return what was published about a council, latest first, in five queries."""
    rounds = (
        QualityRound.objects.filter(council=council, published_at__isnull=False)
        .select_related("grid", "session")
        .prefetch_related("results", "grid__criteria")
        .annotate(
            of_services=Count("sheets", filter=Q(sheets__side=QualitySide.SERVICES)),
            of_members=Count("sheets", filter=Q(sheets__side=QualitySide.MEMBERS)),
        )
        .order_by("-published_at", "-pk")[:6]
    )
    found = []
    for one in rounds:
        results = {(row.criterion_id, row.side): row for row in one.results.all()}
        found.append(
            Evaluation(
                round=one,
                judged=[
                    Judged(
                        criterion.label,
                        criterion.statement,
                        results.get((criterion.pk, QualitySide.SERVICES)),
                        results.get((criterion.pk, QualitySide.MEMBERS)),
                    )
                    for criterion in one.grid.criteria.all()
                ],
                respondents={
                    QualitySide.SERVICES: one.of_services,
                    QualitySide.MEMBERS: one.of_members,
                },
            )
        )
    return found

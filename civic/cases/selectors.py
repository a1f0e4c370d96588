"""Reads of cases: delays, coverage, inbox."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Min, Q, QuerySet

from civic.accounts.policies import Actor

from .enums import OPEN_STATES, CaseOrigin, CaseState
from .models import Case, Request, ServiceLevel
from .policies import ANSWERERS

DEFAULT_WORKING_DAYS = {CaseOrigin.CONTRIBUTION: 60, CaseOrigin.REQUEST: 30}


def announced_days(
    organisation_id: int,
    department_id: int | None,
    origin: str,
    request_type_id: int | None = None,
) -> int:
    """Return the delay an organisation announces, in working days; the most precise rule wins.

    A rule for the type asked comes before a rule for the department alone: people are told a
    delay for what they ask.
    """
    rules = ServiceLevel.objects.filter(
        Q(department=None) | Q(department_id=department_id),
        Q(request_type=None) | Q(request_type_id=request_type_id),
        organisation_id=organisation_id,
        origin=origin,
    )
    found = sorted(
        rules, key=lambda rule: (rule.request_type_id is None, rule.department_id is None)
    )
    return found[0].working_days if found else DEFAULT_WORKING_DAYS[CaseOrigin(origin)]


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
    """Return the coverage of some cases in two queries (three when something was answered)."""
    owed = cases.exclude(state=CaseState.WITHDRAWN).order_by()
    counts = owed.aggregate(
        owed=Count("pk"),
        answered=Count("pk", filter=Q(state=CaseState.ANSWERED)),
        closed_before=Count("pk", filter=Q(state=CaseState.CLOSED_BEFORE)),
        waiting=Count("pk", filter=Q(state__in=OPEN_STATES)),
        late=Count("pk", filter=Q(state__in=OPEN_STATES, promised_on__lt=today)),
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


def inbox(actor: Actor) -> "QuerySet[Case]":
    """Return what waits for an actor's organisations or departments, late first."""
    waiting = Case.objects.open().select_related("organisation", "department")
    waiting = waiting.order_by("promised_on", "pk")
    if actor.is_administrator:
        return waiting
    mine = Q(pk__in=[])
    for grant in actor.grants:
        if grant.role in ANSWERERS and grant.space_id is None:
            place = Q(organisation_id=grant.organisation_id)
            if grant.department_id is not None:
                place &= Q(department_id=grant.department_id)
            mine |= place
    return waiting.filter(mine)


def people_of_requests(organisations: Collection[int], number: str) -> "QuerySet[Any, Any]":
    """Return the keys of those who asked something of some organisations.

    A request handed over is known to the body that received it and to the one that holds it.
    """
    asked = Request.objects.filter(
        Q(organisation__in=organisations) | Q(case__organisation__in=organisations),
        person__isnull=False,
    )
    if number:
        asked = asked.filter(case__number=number)
    return asked.order_by().values("person_id")

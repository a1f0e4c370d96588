"""What waits for an officer, by what is expected of them."""

from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet

from civic.accounts.policies import Actor

from ..enums import CaseState, InboxPart
from ..models import Case
from ..policies import ANSWERERS

SOON_DAYS = 7


def inbox(actor: Actor) -> "QuerySet[Case]":
    """Return what waits for an actor's organisations or departments, late first."""
    waiting = Case.objects.open().select_related("organisation", "department")
    return waiting.filter(held_by(actor, *ANSWERERS)).order_by("promised_on", "pk")


def held_by(actor: Actor, *roles: str) -> Q:
    """Return the condition of the cases that lie where an actor holds one of some roles."""
    if actor.is_administrator:
        return Q()
    mine = Q(pk__in=[])
    for grant in actor.grants:
        if grant.role in roles and grant.space_id is None:
            place = Q(organisation_id=grant.organisation_id)
            if grant.department_id is not None:
                place &= Q(department_id=grant.department_id)
            mine |= place
    return mine


def part_of(case: Case, today: date) -> InboxPart:
    """Return what is expected for a case; each belongs to one part, the most pressing."""
    if case.state == CaseState.REVIEW:
        return InboxPart.CONTESTED
    promised = case.promised_on or date.max
    if promised < today:
        return InboxPart.LATE
    if case.state == CaseState.RECEIVED and case.department_id is None:
        return InboxPart.ROUTE
    if promised == today:
        return InboxPart.TODAY
    return InboxPart.SOON if promised <= today + timedelta(days=SOON_DAYS) else InboxPart.LATER


def _conditions(today: date) -> dict[InboxPart, Q]:
    contested = Q(state=CaseState.REVIEW)
    late = ~contested & Q(promised_on__lt=today)
    ahead = ~contested & (Q(promised_on__gte=today) | Q(promised_on=None))
    unrouted = Q(state=CaseState.RECEIVED, department=None)
    soon = today + timedelta(days=SOON_DAYS)
    return {
        InboxPart.CONTESTED: contested,
        InboxPart.LATE: late,
        InboxPart.ROUTE: ahead & unrouted,
        InboxPart.TODAY: ahead & ~unrouted & Q(promised_on=today),
        InboxPart.SOON: ahead & ~unrouted & Q(promised_on__gt=today, promised_on__lte=soon),
        InboxPart.LATER: ahead & ~unrouted & (Q(promised_on__gt=soon) | Q(promised_on=None)),
    }


def within(waiting: "QuerySet[Case]", part: str, today: date) -> "QuerySet[Case]":
    """Keep one part of what waits, all of it when the part is not known."""
    conditions = _conditions(today)
    return waiting.filter(conditions[InboxPart(part)]) if part in conditions else waiting


def counts_of(waiting: "QuerySet[Case]", today: date) -> dict[str, int]:
    """Return how many cases each part holds, in one query."""
    counts: dict[str, int] = waiting.order_by().aggregate(
        **{
            part.value: Count("pk", filter=condition)
            for part, condition in _conditions(today).items()
        }
    )
    return counts

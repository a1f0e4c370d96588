"""What was planned, for whoever must say what became of it."""

from datetime import date

from django.db.models import Q, QuerySet

from civic.accounts.policies import Actor

from ..models import Case
from ..policies import ANSWERERS


def plans_to_follow(actor: Actor, day: date) -> "QuerySet[Case]":
    """Return what an actor's departments planned for a day that is past, oldest first."""
    due = Case.objects.plan_overdue_on(day).select_related("organisation", "department")
    due = due.defer("organisation__boundary").order_by("planned_for", "pk")
    if actor.is_administrator:
        return due
    mine = Q(pk__in=[])
    for grant in actor.grants:
        if grant.role in ANSWERERS and grant.space_id is None:
            place = Q(organisation_id=grant.organisation_id)
            if grant.department_id is not None:
                place &= Q(department_id=grant.department_id)
            mine |= place
    return due.filter(mine)

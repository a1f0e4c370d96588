"""What waits for an officer."""

from django.db.models import Q, QuerySet

from civic.accounts.policies import Actor

from ..models import Case
from ..policies import ANSWERERS


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

"""The delay an organisation announces."""

from django.db.models import Q

from ..enums import CaseOrigin
from ..models import ServiceLevel

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

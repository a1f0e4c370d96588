"""Where a request goes: the commune, the council that follows it, who answers and by when."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from civic.cases.enums import CaseOrigin
from civic.cases.logic.clock import add_working_days
from civic.cases.models import RequestType
from civic.cases.selectors import announced_days, route_for
from civic.territory.models import CityDepartment, Neighbourhood, Organisation

from ..models import NeighbourhoodCouncil


@dataclass(frozen=True)
class Destination:
    """Who receives, follows and answers a request; `council` is open, `closed` is not any more."""

    organisation: Organisation
    neighbourhood: Neighbourhood | None
    council: NeighbourhoodCouncil | None
    closed: NeighbourhoodCouncil | None
    holder: Organisation
    department: CityDepartment | None
    working_days: int
    promised_on: date

    @property
    def holder_label(self) -> str:
        """Name who answers as one says it."""
        if self.department is None:
            return self.holder.label
        return f"{self.department.name} ({self.holder.label})"


def destination_of(
    *,
    organisation: Organisation,
    neighbourhood: Neighbourhood | None,
    request_type: RequestType | None,
    today: date | None = None,
) -> Destination:
    """Return where a request about a place goes, and the delay announced for it."""
    route = route_for(request_type, organisation, neighbourhood)
    days = announced_days(
        route.organisation.pk,
        route.department.pk if route.department else None,
        CaseOrigin.REQUEST,
        request_type.pk if request_type else None,
    )
    council = _council_of(neighbourhood)
    is_open = council is not None and not council.is_closed
    return Destination(
        organisation=organisation,
        neighbourhood=neighbourhood,
        council=council if is_open else None,
        closed=None if is_open else council,
        holder=route.organisation,
        department=route.department,
        working_days=days,
        promised_on=add_working_days(today or timezone.localdate(), days),
    )


def _council_of(neighbourhood: Neighbourhood | None) -> NeighbourhoodCouncil | None:
    if neighbourhood is None:
        return None
    return (
        NeighbourhoodCouncil.objects.filter(neighbourhood=neighbourhood)
        .select_related("space__organisation")
        .order_by("is_closed", "-pk")
        .first()
    )

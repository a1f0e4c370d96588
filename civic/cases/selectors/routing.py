"""Who answers what is asked: competence × territory, so that nobody has to know it."""

from dataclasses import dataclass

from civic.territory.enums import OrganisationKind
from civic.territory.models import (
    CityDepartment,
    CompetenceHolder,
    Neighbourhood,
    Organisation,
)
from civic.territory.selectors.competences import holder_for, holders_of

from ..enums import RouteReason
from ..models import Case, Request, RequestType


@dataclass(frozen=True)
class Route:
    """The body and the department a request goes to, and why.

    Without a department it waits in the list « to route » of the body. The alternatives are the
    other bodies it could be for, those a transfer leads to in one action.
    """

    organisation: Organisation
    department: CityDepartment | None
    reason: RouteReason
    alternatives: tuple[Organisation, ...] = ()

    @property
    def is_sure(self) -> bool:
        """Tell whether the rule leaves no choice: the case is assigned without a validation."""
        return self.reason == RouteReason.COMPETENCE and self.department is not None


def route_for(
    request_type: RequestType | None,
    organisation: Organisation,
    neighbourhood: Neighbourhood | None = None,
) -> Route:
    """Return who answers a type of request on a commune, in three queries at most.

    What no rule settles stays with the body that was asked, to be routed by a person.
    """
    commune = _commune(organisation, neighbourhood)
    asked = commune or organisation
    if request_type is None:
        return _to_route(asked, RouteReason.NO_TYPE)
    if request_type.competence_id is None:
        return _to_route(asked, RouteReason.NO_COMPETENCE)
    if commune is None:
        return _without_commune(request_type.competence_id, organisation)
    held = holder_for(request_type.competence_id, commune)
    if held is None:
        return _to_route(asked, RouteReason.GAP)
    return _held(held, commune)


def department_in(body: Organisation, case: Case) -> CityDepartment | None:
    """Return the department of a body that answers a request, as its rules say; None if unknown."""
    asked = (
        Request.objects.filter(case=case)
        .select_related("request_type", "organisation", "neighbourhood__organisation")
        .first()
    )
    if asked is None or asked.request_type is None or asked.request_type.competence_id is None:
        return None
    commune = _commune(asked.organisation, asked.neighbourhood)
    held = (
        holders_of(asked.request_type.competence_id)
        .filter(holder=body, territory__in=[body, *([commune] if commune else [])])
        .first()
    )
    return (held.department if held else None) or _only_department(body)


def _commune(
    organisation: Organisation, neighbourhood: Neighbourhood | None
) -> Organisation | None:
    if organisation.kind == OrganisationKind.COMMUNE:
        return organisation
    return neighbourhood.organisation if neighbourhood is not None else None


def _held(held: CompetenceHolder, commune: Organisation | None) -> Route:
    department = held.department or _only_department(held.holder)
    others = [commune, commune.intercommunality if commune else None]
    return Route(
        organisation=held.holder,
        department=department,
        reason=RouteReason.COMPETENCE if department else RouteReason.NO_DEPARTMENT,
        alternatives=tuple(
            body for body in others if body is not None and body.pk != held.holder_id
        ),
    )


def _only_department(body: Organisation) -> CityDepartment | None:
    # A village has one desk: naming it again for each competence would add nothing.
    departments = list(body.departments.all()[:2])
    return departments[0] if len(departments) == 1 else None


def _to_route(body: Organisation, reason: RouteReason) -> Route:
    # Where one department does everything, it is also the one that sorts.
    parent = body.intercommunality
    return Route(
        organisation=body,
        department=_only_department(body),
        reason=reason,
        alternatives=(parent,) if parent is not None else (),
    )


def _without_commune(competence_id: int, organisation: Organisation) -> Route:
    # Held by the same department on every commune, it needs no place.
    held = list(holders_of(competence_id).filter(territory__intercommunality=organisation))
    answerers = {(row.holder_id, row.department_id) for row in held}
    covered = organisation.communes.count() == len(held)
    if len(answerers) == 1 and covered:
        return _held(held[0], None)
    return Route(organisation, _only_department(organisation), RouteReason.NO_COMMUNE)

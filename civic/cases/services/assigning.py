"""Keep who holds a request, and find who should at the moment it is filed."""

from datetime import datetime, time

from django.utils import timezone
from django.utils.translation import gettext as _

from civic.accounts.policies import Actor
from civic.core.exceptions import Refusal
from civic.territory.models import CityDepartment, Neighbourhood, Organisation

from ..enums import AssignedBy, CaseOrigin
from ..models import Assignment, Case, RequestType
from ..selectors import Route, route_for, suggest_types


def recognise(
    text: str,
    organisation: Organisation,
    neighbourhood: Neighbourhood | None,
    request_type: RequestType | None,
) -> tuple[RequestType | None, Route]:
    """Return the type of what is asked, guessed when the words are clear, and who answers it.

    A guess that is not clear is left to a person: it waits in the list « to route ».
    """
    if request_type is None:
        suggested = suggest_types(text, limit=1)
        if suggested and suggested[0].is_clear:
            request_type = suggested[0].request_type
    return request_type, route_for(request_type, organisation, neighbourhood)


def begin_holding(case: Case, *, by: str) -> None:
    """Write the first holder of a request, inside the transaction that opens its case."""
    if case.origin == CaseOrigin.REQUEST:
        Assignment.objects.create(
            case=case,
            organisation_id=case.organisation_id,
            department_id=case.department_id,
            assigned_by=by,
        )


def pass_on(
    *,
    actor: Actor,
    case: Case,
    organisation: Organisation,
    department: CityDepartment | None,
    reason: str,
) -> Assignment | None:
    """Write the next holder of a locked case; never away from a department without a reason.

    A contribution has no holders to write: None. Raises Refusal when it is already there, or
    moves without a word.
    """
    target = (organisation.pk, department.pk if department else None)
    if target == (case.organisation_id, case.department_id):
        raise Refusal(_("It is already there."), code="already_there", field="department")
    if case.origin != CaseOrigin.REQUEST:
        return None
    earlier = list(case.assignments.order_by("position"))
    if any((one.organisation_id, one.department_id) == target for one in earlier) and not reason:
        raise Refusal(
            _("This department has already held it: say why it goes back."),
            code="comes_back",
            field="reason",
        )
    if case.department_id is not None and not reason:
        raise Refusal(
            _("Say why it goes elsewhere: whoever asked reads it."),
            code="reason_missing",
            field="reason",
        )
    if not earlier:
        # A case opened before assignments were kept.
        morning = datetime.combine(case.received_on, time(), timezone.get_current_timezone())
        earlier.append(
            Assignment.objects.create(
                case=case,
                organisation_id=case.organisation_id,
                department_id=case.department_id,
                since=morning,
                assigned_by=AssignedBy.FILING,
            )
        )
    return Assignment.objects.create(
        case=case,
        position=earlier[-1].position + 1,
        organisation=organisation,
        department=department,
        assigned_by=AssignedBy.PERSON,
        reason=reason,
        actor=actor.user,
    )

"""Route a case inside a body, transfer it to another: one number, one clock."""

from django.db import transaction
from django.utils.translation import gettext as _

from civic.accounts.policies import Actor
from civic.audit.services import record
from civic.core.exceptions import NotAllowed, Refusal
from civic.core.querysets import locked
from civic.territory.models import CityDepartment, Organisation

from ..enums import TURN_OF, CaseState
from ..models import Case, Transfer
from ..policies import can_move as may_move
from ..registry import case_registry
from ..selectors import department_in
from .assigning import pass_on
from .states import check_can_move


def route_case(*, actor: Actor, case: Case, department: CityDepartment, reason: str = "") -> Case:
    """Give a case to a department of the organisation that holds it; the clock goes on.

    The reason is published as that of the hop; only what no department held yet needs none.
    Raises NotAllowed, or Refusal: another body's department, the one that holds it, no reason.
    """
    if not may_move(actor, case):
        raise NotAllowed(_("You may not route this case."))
    if department.organisation_id != case.organisation_id:
        raise Refusal(
            _("This department belongs to another body: transfer the case."),
            code="other_body",
            field="department",
        )
    with transaction.atomic():
        fresh = locked(Case.objects.filter(pk=case.pk)).get()
        check_can_move(fresh, CaseState.ROUTED)
        before = fresh.department_id
        held = pass_on(
            actor=actor,
            case=fresh,
            organisation=department.organisation,
            department=department,
            reason=reason.strip(),
        )
        fresh.department = department
        fresh.state, fresh.turn = CaseState.ROUTED, TURN_OF[CaseState.ROUTED]
        fresh.save()
        record(
            actor=actor,
            action="case.routed",
            target=fresh,
            organisation_id=fresh.organisation_id,
            before=before,
            after=department.pk,
            assignment=held.pk if held else None,
        )
        case_registry.changed(fresh)
    return fresh


def transfer_case(
    *,
    actor: Actor,
    case: Case,
    organisation: Organisation,
    department: CityDepartment | None = None,
    reason: str,
) -> Case:
    """Hand a case over to another body; it keeps its number and its first clock.

    Without a department, that of the body for this type of request, where a rule names one.
    Raises NotAllowed, or Refusal: no reason, a department of another body, already there.
    """
    if not may_move(actor, case):
        raise NotAllowed(_("You may not transfer this case."))
    if not reason.strip():
        raise Refusal(_("Say why it is handed over."), code="reason_missing", field="reason")
    if department is not None and department.organisation_id != organisation.pk:
        raise Refusal(
            _("This department belongs to another body."), code="other_body", field="department"
        )
    with transaction.atomic():
        fresh = locked(Case.objects.filter(pk=case.pk)).get()
        check_can_move(fresh, CaseState.ROUTED)
        if department is None:
            department = department_in(organisation, fresh)
        pass_on(
            actor=actor,
            case=fresh,
            organisation=organisation,
            department=department,
            reason=reason.strip(),
        )
        state = CaseState.ROUTED if department else CaseState.RECEIVED
        transfer = Transfer.objects.create(
            case=fresh,
            from_organisation_id=fresh.organisation_id,
            from_department_id=fresh.department_id,
            to_organisation=organisation,
            to_department=department,
            reason=reason.strip(),
            moved_by=actor.user,
        )
        fresh.organisation, fresh.department = organisation, department
        fresh.state, fresh.turn = state, TURN_OF[state]
        fresh.save()
        record(
            actor=actor,
            action="case.transferred",
            target=fresh,
            organisation_id=organisation.pk,
        )
        case_registry.changed(fresh)
        case_registry.transferred(transfer)
    return fresh

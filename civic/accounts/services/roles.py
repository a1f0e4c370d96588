"""Grant and take back roles, each at one place."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from civic.audit.services import record
from civic.core.exceptions import NotAllowed, Refusal
from civic.territory.models import CityDepartment, Organisation

from ..enums import Role
from ..models import RoleAssignment, User
from ..policies import Actor


def grant_role(
    *,
    actor: Actor,
    user: User,
    role: str,
    organisation: Organisation,
    department: CityDepartment | None = None,
    space_id: int | None = None,
    expires_at: datetime | None = None,
) -> RoleAssignment:
    """Give a role at one place; raise NotAllowed unless the actor manages that organisation."""
    if not actor.has_role(Role.COMMUNICATIONS, at=organisation):
        raise NotAllowed(_("You may not give roles in this organisation."))
    if role not in Role.values:
        raise Refusal(_("Choose a role."), field="role")
    if department is not None and department.organisation_id != organisation.pk:
        raise Refusal(_("This department belongs to another body."), field="department")
    with transaction.atomic():
        assignment, created = RoleAssignment.objects.update_or_create(
            user=user,
            role=role,
            organisation=organisation,
            department=department,
            space_id=space_id,
            defaults={"expires_at": expires_at},
        )
        if created:
            record(
                actor=actor,
                action="role.granted",
                target=user,
                organisation_id=organisation.pk,
                role=str(role),
            )
    return assignment


def revoke_role(*, actor: Actor, assignment: RoleAssignment) -> None:
    """Take a role back."""
    if not actor.has_role(Role.COMMUNICATIONS, at=assignment.organisation):
        raise NotAllowed(_("You may not take roles back in this organisation."))
    with transaction.atomic():
        record(
            actor=actor,
            action="role.revoked",
            target=assignment.user,
            organisation_id=assignment.organisation_id,
            role=str(assignment.role),
        )
        assignment.delete()

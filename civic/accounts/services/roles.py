"""Grant and take back roles, each at one place."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from civic.audit.services import record
from civic.core.exceptions import NotAllowed, Refusal
from civic.core.querysets import locked
from civic.territory.models import CityDepartment, Organisation

from ..enums import Role
from ..models import RoleAssignment, User
from ..policies import Actor
from ..registry import person_registry
from .sign_in import user_for_email


def grant_role_by_email(
    *,
    actor: Actor,
    email: str,
    full_name: str = "",
    role: str,
    organisation: Organisation,
    department: CityDepartment | None = None,
    space_id: int | None = None,
    expires_at: datetime | None = None,
) -> RoleAssignment:
    """Give a role to whoever reads an address, who signs in with a code; raise as `grant_role`.

    The name is kept when the account has none yet: nobody renames somebody else.
    """
    if not actor.has_role(Role.COMMUNICATIONS, at=organisation):
        raise NotAllowed(_("You may not give roles in this organisation."))
    try:
        validate_email(email.strip())
    except ValidationError as error:
        raise Refusal(_("Check this address."), code="email", field="email") from error
    with transaction.atomic():
        user = user_for_email(email)
        name = " ".join(full_name.split())[:150]
        if name and not user.full_name:
            user.full_name = name
            user.save(update_fields=["full_name"])
        return grant_role(
            actor=actor,
            user=user,
            role=role,
            organisation=organisation,
            department=department,
            space_id=space_id,
            expires_at=expires_at,
        )


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
    """Give a role at one place; given again, its end is changed.

    Raises NotAllowed unless the actor keeps that organisation, or Refusal with the field: a
    department or a space of another body, a chair without a council, an end that is past.
    """
    if not actor.has_role(Role.COMMUNICATIONS, at=organisation):
        raise NotAllowed(_("You may not give roles in this organisation."))
    if role not in Role.values:
        raise Refusal(_("Choose a role."), code="role", field="role")
    if not user.is_active:
        raise Refusal(_("This account is closed."), code="inactive", field="email")
    if department is not None and department.organisation_id != organisation.pk:
        raise Refusal(
            _("This department belongs to another body."), code="other_body", field="department"
        )
    places = dict(person_registry.places_of([organisation.pk])) if space_id is not None else {}
    if space_id is not None and space_id not in places:
        raise Refusal(_("This space belongs to another body."), code="other_body", field="space_id")
    if role == Role.CHAIR and space_id is None:
        raise Refusal(
            _("Somebody chairs one council: choose it."), code="space_missing", field="space_id"
        )
    if expires_at is not None and expires_at <= timezone.now():
        raise Refusal(_("This end is already past."), code="over", field="expires_at")
    with transaction.atomic():
        assignment, created = RoleAssignment.objects.update_or_create(
            user=user,
            role=role,
            organisation=organisation,
            department=department,
            space_id=space_id,
            defaults={"expires_at": expires_at},
        )
        record(
            actor=actor,
            action="role.granted" if created else "role.changed",
            target=user,
            organisation_id=organisation.pk,
            role=str(role),
            department=department.pk if department else None,
            space=space_id,
            until=str(expires_at or ""),
        )
    return assignment


def revoke_role(*, actor: Actor, assignment: RoleAssignment) -> None:
    """Take a role back; nobody takes back their own right to give roles, lest none is left."""
    if not actor.has_role(Role.COMMUNICATIONS, at=assignment.organisation):
        raise NotAllowed(_("You may not take roles back in this organisation."))
    own = actor.user is not None and actor.user.pk == assignment.user_id
    if own and assignment.role == Role.COMMUNICATIONS and not actor.is_administrator:
        raise Refusal(
            _("This role lets you give roles: somebody else takes it back."), code="own_role"
        )
    with transaction.atomic():
        fresh = locked(RoleAssignment.objects.filter(pk=assignment.pk)).first()
        if fresh is None:
            return
        record(
            actor=actor,
            action="role.revoked",
            target=assignment.user,
            organisation_id=assignment.organisation_id,
            role=str(assignment.role),
        )
        fresh.delete()

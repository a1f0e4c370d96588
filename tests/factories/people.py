"""People and their roles."""

from typing import Any

from django.utils import timezone

from civic.accounts.enums import VERIFIED_COLLEGES, College, Role
from civic.accounts.models import Person, RoleAssignment, User
from civic.territory.models import CityDepartment, Organisation


def make_user(email: str, full_name: str = "", **extra: Any) -> User:
    found = User.objects.filter(email=email).first()
    return found or User.objects.create_user(email, full_name=full_name, **extra)


def make_person(
    name: str = "Une habitante",
    *,
    user: User | None = None,
    college: str = College.RESIDENT,
    **extra: Any,
) -> Person:
    if college in VERIFIED_COLLEGES:
        extra.setdefault("college_verified_at", timezone.now())
    if user is not None:
        extra = {"email": user.email, "email_confirmed": True, "assurance_level": 10} | extra
    return Person.objects.create(public_name=name, user=user, college=college, **extra)


def grant(
    user: User,
    role: Role,
    organisation: Organisation,
    department: CityDepartment | None = None,
    space_id: int | None = None,
) -> RoleAssignment:
    return RoleAssignment.objects.get_or_create(
        user=user,
        role=role,
        organisation=organisation,
        department=department,
        space_id=space_id,
    )[0]

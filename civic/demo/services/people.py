"""Load the cast one may become in one click, and the residents of the territory."""

from typing import Any

from allauth.account.models import EmailAddress
from django.utils import timezone

from civic.accounts.enums import VERIFIED_COLLEGES, AssuranceLevel, ContactPreference, Role
from civic.accounts.models import Person, RoleAssignment, User
from civic.accounts.policies import Actor

from ..logic.content import content
from .world import World


def load_people(world: World) -> None:
    """Create the cast with its users and roles, then the residents without a user."""
    data = content("people")
    for entry in data["cast"]:
        world.cast[entry["key"]] = _member_of_the_cast(world, entry)
    world.people = Person.objects.bulk_create(_person(world, entry) for entry in data["residents"])
    for person in world.people:
        world.by_college.setdefault(person.college, []).append(person)


def _member_of_the_cast(world: World, entry: dict[str, Any]) -> Actor:
    user = User.objects.create_user(entry["email"], full_name=entry["public_name"])
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    person = _person(world, entry)
    person.user = user
    person.save()
    organisation = world.organisations[entry["organisation"]]
    department = world.department(entry["organisation"], entry["department"])
    for role in entry["roles"]:
        RoleAssignment.objects.create(
            user=user,
            role=role,
            organisation=organisation,
            department=department if role == Role.OFFICER else None,
        )
    return Actor(user=user, person=person)


def _person(world: World, entry: dict[str, Any]) -> Person:
    college = entry["college"]
    email = entry["email"] or ""
    wants_sms = entry.get("contact_preference") == ContactPreference.SMS
    return Person(
        public_name=entry["public_name"],
        legal_name=entry["legal_name"] or "",
        email=email,
        email_confirmed=bool(email),
        phone=entry.get("phone") or "",
        postal_address=entry.get("postal_address") or "",
        contact_preference=entry.get("contact_preference") or "email",
        sms_agreed_at=timezone.now() if wants_sms else None,
        college=college,
        college_label=entry.get("college_label") or "",
        college_verified_at=timezone.now() if college in VERIFIED_COLLEGES else None,
        organisation=world.organisations.get(entry["commune"]),
        neighbourhood=world.neighbourhoods.get(entry["neighbourhood"] or ""),
        assurance_level=AssuranceLevel.EMAIL if email else AssuranceLevel.NONE,
    )

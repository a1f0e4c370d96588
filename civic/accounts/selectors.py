"""Reads of people: whom an organisation knows, who holds what."""

from collections.abc import Iterable

from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from .models import Person, RoleAssignment, User
from .policies import Actor, organisations_where
from .registry import person_registry

LONGEST_LIST = 50
SHORTEST_SEARCH = 2


def is_known(actor: Actor, person: Person, place: Model) -> bool:
    """Tell whether an organisation knows somebody by a case, a registration or a seat.

    Administrators of the site know everybody.
    """
    if actor.is_administrator:
        return True
    organisation_id: int = getattr(place, "organisation_id", place.pk)
    return person_registry.known_to([organisation_id]).filter(pk=person.pk).exists()


def people_known(actor: Actor, roles: Iterable[str]) -> "QuerySet[Person]":
    """Return the people known where an actor holds one of some roles."""
    return person_registry.known_to(_organisations(actor, roles))


def people_found(actor: Actor, roles: Iterable[str], typed: str) -> list[Person]:
    """Find people by the number of a case, an e-mail address as a whole, or a part of a name.

    Only among those the actor's organisations know; nobody when less than two characters are
    typed, fifty people at most.
    """
    words = " ".join(typed.split())
    if len(words) < SHORTEST_SEARCH:
        return []
    organisations = _organisations(actor, roles)
    digits = "".join(character for character in words if character.isdigit())
    if len(digits) == 8 and not any(character.isalpha() for character in words):
        found = person_registry.known_to(organisations, f"{digits[:4]}-{digits[4:]}")
    elif "@" in words:
        found = person_registry.known_to(organisations).filter(email__iexact=words)
    else:
        found = person_registry.known_to(organisations).filter(
            Q(public_name__icontains=words) | Q(legal_name__icontains=words)
        )
    return list(found.select_related("college_body").order_by("public_name", "pk")[:LONGEST_LIST])


def _organisations(actor: Actor, roles: Iterable[str]) -> list[int]:
    return list(organisations_where(actor, roles).order_by().values_list("pk", flat=True))


def roles_held(actor: Actor, roles: Iterable[str]) -> "QuerySet[RoleAssignment]":
    """Return who holds what where an actor holds one of some roles, by organisation and name."""
    return (
        RoleAssignment.objects.filter(organisation__in=organisations_where(actor, roles).order_by())
        .select_related("user", "organisation", "department")
        .order_by("organisation__name", "user__full_name", "user__email", "role", "pk")
    )


def current_roles(person: Person, organisations: Iterable[int]) -> list[RoleAssignment]:
    """Return the roles somebody holds now in some organisations."""
    if person.user_id is None:
        return []
    return list(
        RoleAssignment.objects.filter(
            Q(expires_at=None) | Q(expires_at__gt=timezone.now()),
            user_id=person.user_id,
            organisation__in=list(organisations),
        )
        .select_related("organisation", "department")
        .order_by("organisation__name", "role", "pk")
    )


def names_behind(actors: Iterable[str]) -> dict[str, str]:
    """Return the names behind actors of the journal ("user:12"), in two queries at most."""
    wanted = set(actors)
    names: dict[str, str] = {}
    for prefix, model in (("user:", User), ("person:", Person)):
        keys = {actor.removeprefix(prefix) for actor in wanted if actor.startswith(prefix)}
        for row in model._default_manager.filter(pk__in={key for key in keys if key.isdigit()}):
            names[f"{prefix}{row.pk}"] = str(row)
    return names

"""Who acts, and what a role allows where."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q, QuerySet
from django.utils import timezone
from wagtail.permission_policies.base import BasePermissionPolicy

from civic.territory.models import CityDepartment, Organisation

from .models import Person, RoleAssignment, User


@dataclass(frozen=True)
class Grant:
    """One role at one place, as held now."""

    role: str
    organisation_id: int
    department_id: int | None
    space_id: int | None

    def covers(self, place: models.Model) -> bool:
        """Tell whether a place lies within the grant.

        A place is an organisation, a department, or anything with an `organisation_id` and
        possibly a `department_id` and a `space_id`. Organisations do not inherit from one
        another: the intercommunality's staff cannot change a commune, nor the reverse.
        """
        if isinstance(place, Organisation):
            organisation_id, department_id, space_id = place.pk, None, None
        elif isinstance(place, CityDepartment):
            organisation_id, department_id, space_id = place.organisation_id, place.pk, None
        else:
            organisation_id = place.organisation_id  # type: ignore[attr-defined]
            department_id = getattr(place, "department_id", None)
            space_id = getattr(place, "space_id", None)
            if place._meta.model_name == "space":
                space_id = place.pk
        return (
            organisation_id == self.organisation_id
            and (self.department_id is None or self.department_id == department_id)
            and (self.space_id is None or self.space_id == space_id)
        )


class Actor:
    """Whoever makes a request: a user, a person, both, or nobody yet."""

    def __init__(self, user: Any = None, person: Person | None = None) -> None:
        self.user: User | None = None if isinstance(user, AnonymousUser) else user
        self._person = person

    @cached_property
    def person(self) -> Person | None:
        if self._person is not None:
            return self._person
        if self.user is None:
            return None
        return Person.objects.filter(user=self.user, erased_at=None).first()

    @property
    def is_anonymous(self) -> bool:
        return self.user is None and self.person is None

    @property
    def is_administrator(self) -> bool:
        return bool(self.user and self.user.is_active and self.user.is_superuser)

    @property
    def journal_name(self) -> str:
        if self.user is not None:
            return self.user.journal_name
        return self.person.journal_name if self.person else "anonymous"

    @cached_property
    def grants(self) -> tuple[Grant, ...]:
        if self.user is None or not self.user.is_active:
            return ()
        held = RoleAssignment.objects.filter(user=self.user).filter(
            Q(expires_at=None) | Q(expires_at__gt=timezone.now())
        )
        return tuple(
            Grant(*row)
            for row in held.values_list("role", "organisation_id", "department_id", "space_id")
        )

    def has_role(self, *roles: str, at: models.Model) -> bool:
        """Tell whether the actor holds one of some roles at a place."""
        if self.is_administrator:
            return True
        return any(grant.role in roles and grant.covers(at) for grant in self.grants)

    def has_role_anywhere(self, *roles: str) -> bool:
        """Tell whether the actor holds one of some roles at any place."""
        return self.is_administrator or any(grant.role in roles for grant in self.grants)

    def organisations_for(self, *roles: str) -> Iterable[int]:
        """Return the organisations where the actor holds one of some roles."""
        return {grant.organisation_id for grant in self.grants if grant.role in roles}


class SystemActor(Actor):
    """The site itself: the minute tick, a command, a migration of data."""

    def __init__(self, name: str = "system") -> None:
        super().__init__()
        self.name = name

    @property
    def journal_name(self) -> str:
        return self.name

    @property
    def is_administrator(self) -> bool:
        return True


SYSTEM = SystemActor()


def actor_for(user: Any) -> Actor:
    """Return the actor of a user, read once per request: Wagtail asks dozens of times."""
    actor: Actor | None = getattr(user, "_civic_actor", None)
    if actor is None:
        actor = user._civic_actor = Actor(user=user)
    return actor


def organisations_where(actor: Actor, roles: Iterable[str]) -> "QuerySet[Organisation]":
    """Return the organisations where an actor holds one of some roles as a whole.

    A role in one department, or in one space, opens no list of its organisation.
    """
    if actor.is_administrator:
        return Organisation.objects.all()
    wanted = frozenset(roles)
    whole = {
        grant.organisation_id
        for grant in actor.grants
        if grant.role in wanted and grant.department_id is None and grant.space_id is None
    }
    return Organisation.objects.filter(pk__in=whole)


def holds_somewhere(*roles: str) -> Callable[[Actor], bool]:
    """Return the rule of a screen opened by one of some roles at a whole organisation."""

    def rule(actor: Actor) -> bool:
        # Asked for each row of a list: what the actor holds is read once.
        return actor.is_administrator or any(
            grant.role in roles and grant.department_id is None and grant.space_id is None
            for grant in actor.grants
        )

    return rule


Allows = Callable[[Actor, Any], bool]


class ActorPolicy(BasePermissionPolicy):
    """A permission policy that asks the actor, for rows that belong to organisations.

    `may_open` says who sees the list, `visible` which rows of it, `may_change` who writes one.
    `actions` are those the screen offers at all (add, change, delete, view).
    """

    def __init__(
        self,
        model: Any,
        *,
        may_open: Callable[[Actor], bool],
        visible: Callable[[Actor], "QuerySet[Any]"],
        may_change: Allows,
        actions: Iterable[str] = ("add", "change", "delete", "view"),
    ) -> None:
        super().__init__(model)
        self.may_open = may_open
        self.visible = visible
        self.may_change = may_change
        self.actions = frozenset(actions)

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action in self.actions and user.is_active and self.may_open(actor_for(user))

    def user_has_any_permission(self, user: Any, actions: Iterable[str]) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        if not self.user_has_permission(user, action):
            return False
        if action == "view":
            return bool(self.visible(actor_for(user)).filter(pk=instance.pk).exists())
        return self.may_change(actor_for(user), instance)

    def user_has_any_permission_for_instance(
        self, user: Any, actions: Iterable[str], instance: Any
    ) -> bool:
        return any(
            self.user_has_permission_for_instance(user, action, instance) for action in actions
        )

    def instances_user_has_any_permission_for(
        self, user: Any, actions: Iterable[str]
    ) -> "QuerySet[Any]":
        if not self.user_has_any_permission(user, actions):
            return self.model._default_manager.none()
        return self.visible(actor_for(user))

    def users_with_any_permission(
        self, actions: Iterable[str], include_superusers: bool = True
    ) -> "QuerySet[User]":
        return User.objects.filter(is_active=True, is_superuser=True)

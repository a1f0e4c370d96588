"""What whoever hosts a session reads of it: who comes, by college and channel, who waits."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from civic.accounts.enums import College
from civic.accounts.policies import Actor
from civic.core.enums import Channel
from civic.participation.enums import RegistrationState
from civic.participation.models import Registration, Session, Space
from civic.participation.policies import HOSTS

from ..models import Workshop, WorkshopPage
from .places import session_url


def hosted_spaces(actor: Actor, roles: Iterable[str] = HOSTS) -> "QuerySet[Space]":
    """Return the spaces whose sessions an actor announces, those of a limited role included."""
    spaces = Space.objects.order_by("title", "pk")
    if actor.is_administrator:
        return spaces
    held = [grant for grant in actor.grants if grant.role in roles and not grant.department_id]
    whole = {grant.organisation_id for grant in held if grant.space_id is None}
    limited = {grant.space_id for grant in held if grant.space_id is not None}
    return spaces.filter(organisation__in=whole) | spaces.filter(pk__in=limited)


def hosted_sessions(actor: Actor) -> "QuerySet[Session]":
    """Return the sessions an actor hosts, the latest first."""
    return (
        Session.objects.filter(space__in=hosted_spaces(actor).order_by())
        .select_related("space__organisation")
        .order_by("-starts_at", "-pk")
    )


def kept_workshops(actor: Actor, roles: Iterable[str]) -> "QuerySet[Workshop]":
    """Return the workshops an actor prepares."""
    return (
        Workshop.objects.filter(space__in=hosted_spaces(actor, roles).order_by())
        .select_related("space__organisation")
        .order_by("-pk")
    )


def is_shown(workshop: Workshop) -> bool:
    """Tell whether a published page shows a workshop."""
    return WorkshopPage.objects.live().filter(workshop=workshop).exists()


def address_of_session(session: Session) -> str:
    """Return the public address of a session; empty where no page of its own shows it."""
    return session_url(session.space_id, session.pk)


@dataclass(frozen=True)
class Share:
    """How many of those who come share something."""

    label: str
    count: int


@dataclass(frozen=True)
class Registered:
    """Who comes to a session: counts of places taken, and the rows of both lists."""

    by_college: list[Share]
    by_channel: list[Share]
    coming: list[Registration]
    waiting: list[Registration]


def registered(session: Session) -> Registered:
    """Return who has a place and who waits, in three queries."""
    rows = list(
        Registration.objects.filter(session=session)
        .exclude(state=RegistrationState.CANCELLED)
        .select_related("person")
        .order_by("registered_at", "pk")
    )
    confirmed = Registration.objects.filter(session=session, state=RegistrationState.CONFIRMED)

    def shares(column: str, choices: type[College] | type[Channel]) -> list[Share]:
        counted = confirmed.order_by().values_list(column).annotate(Count("pk"))
        found = dict(counted.values_list(column, "pk__count"))
        return [Share(str(one.label), found[one.value]) for one in choices if one.value in found]

    return Registered(
        by_college=shares("college", College),
        by_channel=shares("channel", Channel),
        coming=[row for row in rows if row.state == RegistrationState.CONFIRMED],
        waiting=[row for row in rows if row.state == RegistrationState.WAITING],
    )

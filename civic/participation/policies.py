"""Who may set participation up, and who may write in whose name."""

from django.db.models import Model

from civic.accounts.enums import Role
from civic.accounts.policies import Actor
from civic.cases.models import Case, Request
from civic.core.enums import Channel

from .models import Contribution, Space

SETTERS = (Role.MANAGER, Role.COMMUNICATIONS)
HOSTS = (Role.CHAIR, Role.FACILITATOR, Role.MANAGER, Role.COMMUNICATIONS)
ENTERERS = (Role.DESK, Role.FACILITATOR, Role.MANAGER, Role.OFFICER, Role.MODERATOR)


def can_set_up(actor: Actor, place: Model) -> bool:
    """Tell whether an actor prepares and publishes the spaces of an organisation."""
    return actor.has_role(*SETTERS, at=place)


def can_host(actor: Actor, space: Space) -> bool:
    """Tell whether an actor announces the sessions of a space and publishes their minutes."""
    return actor.has_role(*HOSTS, at=space)


def can_enter_for_others(actor: Actor, space: Space) -> bool:
    """Tell whether an actor types what others said on paper, at the desk or in a meeting.

    The desk of a commune also receives for what is shown in its branch.
    """
    if actor.has_role(*ENTERERS, at=space):
        return True
    desks = actor.organisations_for(Role.DESK, Role.FACILITATOR)
    return bool(desks) and space.territories.filter(pk__in=desks).exists()


def can_submit_as(actor: Actor, person_id: int, channel: str, space: Space) -> bool:
    """Tell whether an actor may say something in a person's name through a channel.

    Online one speaks for oneself; every other channel is typed by somebody entitled to.
    """
    if channel == Channel.ONLINE:
        return actor.is_administrator or is_person(actor, person_id)
    return can_enter_for_others(actor, space)


def is_person(actor: Actor, person_id: int) -> bool:
    """Tell whether an actor is a person."""
    return actor.person is not None and actor.person.pk == person_id


def can_change(actor: Actor, contribution: Contribution, channel: str = Channel.ONLINE) -> bool:
    """Tell whether an actor may edit or withdraw a contribution: only its author may.

    Through another channel an agent writes down what the author came to say.
    """
    if channel != Channel.ONLINE:
        return can_enter_for_others(actor, contribution.activity.space)
    return is_person(actor, contribution.author_id)


def can_read(actor: Actor, contribution: Contribution) -> bool:
    """Tell whether an actor may read a contribution: anybody once public, its author always."""
    return contribution.is_public or can_change(actor, contribution)


def can_ask_review(actor: Actor, case: Case) -> bool:
    """Tell whether an actor asks for a review: its author does, or the desk that holds it.

    Somebody without a computer has the same right: the desk asks in their name.
    """
    if actor.has_role(*ENTERERS, at=case):
        return True
    if actor.person is None:
        return False
    mine = actor.person.pk
    return (
        Contribution.objects.filter(case=case, author=mine).exists()
        or Request.objects.filter(case=case, person=mine).exists()
    )

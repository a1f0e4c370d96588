"""Who works at a desk, who calls back."""

from civic.accounts.enums import STAFF_ROLES, Role
from civic.accounts.policies import Actor
from civic.notifications.selectors import CONTACTERS
from civic.participation.models import Space
from civic.territory.models import Organisation

from .enums import DESK_ROLES
from .models import CallPromise


def can_work_at(actor: Actor, organisation: Organisation) -> bool:
    """Tell whether an actor receives people at the desk of an organisation, and of no other."""
    return actor.has_role(*DESK_ROLES, at=organisation)


def desks_of(actor: Actor) -> list[Organisation]:
    """Return the organisations at whose desk an actor works, in the order of their names."""
    if actor.is_administrator:
        return list(Organisation.objects.defer("boundary").order_by("kind", "name"))
    keys = {
        grant.organisation_id
        for grant in actor.grants
        if grant.role in DESK_ROLES and grant.department_id is None and grant.space_id is None
    }
    return list(Organisation.objects.filter(pk__in=keys).defer("boundary").order_by("kind", "name"))


def can_call(actor: Actor, promise: CallPromise) -> bool:
    """Tell whether an actor says what became of a promised call: its guarantor, or the desk."""
    if actor.user is not None and actor.user.pk == promise.guarantor_id:
        return True
    return can_work_at(actor, promise.organisation)


def can_follow_calls(actor: Actor, organisation: Organisation) -> bool:
    """Tell whether an actor opens the list of calls: who writes and calls, or guarantees one."""
    if can_contact(actor, organisation):
        return True
    return (
        actor.user is not None
        and CallPromise.objects.filter(organisation=organisation, guarantor=actor.user).exists()
    )


def can_contact(actor: Actor, organisation: Organisation) -> bool:
    """Tell whether an actor writes letters and calls for an organisation."""
    return actor.has_role(*CONTACTERS, at=organisation)


def can_communicate(actor: Actor, space: Space) -> bool:
    """Tell whether an actor takes the communication kit of a space: whoever has a role there."""
    return actor.has_role(*STAFF_ROLES, Role.CHAIR, at=space)

"""Who may manage a consultation, and who may see one being prepared."""

from civic.accounts.enums import STAFF_ROLES, Role
from civic.accounts.policies import Actor
from civic.participation.policies import can_set_up

from .models import Consultation


def can_manage(actor: Actor, consultation: Consultation) -> bool:
    """Tell whether an actor prepares, publishes, dates and archives a consultation."""
    return can_set_up(actor, consultation.space)


def can_publish_outcome(actor: Actor, consultation: Consultation) -> bool:
    """Tell whether an actor publishes the outcome of a consultation."""
    return can_manage(actor, consultation) or actor.has_role(Role.DECIDER, at=consultation.space)


def can_see(actor: Actor, consultation: Consultation) -> bool:
    """Tell whether an actor may see a consultation: everybody once published, its staff before."""
    return consultation.is_published or actor.has_role(*STAFF_ROLES, at=consultation.space)

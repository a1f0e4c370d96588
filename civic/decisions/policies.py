"""Who writes and who signs a decision."""

from django.db.models import Model

from civic.accounts.enums import Role
from civic.accounts.policies import Actor

from .models import Commitment

WRITERS = (Role.MANAGER, Role.DECIDER)
SIGNERS = (Role.DECIDER,)
FOLLOWERS = (Role.OFFICER, *WRITERS)


def can_write(actor: Actor, space: Model) -> bool:
    """Tell whether an actor drafts the decisions of a space."""
    return actor.has_role(*WRITERS, at=space)


def can_sign(actor: Actor, space: Model) -> bool:
    """Tell whether an actor signs, for the organisation of a space, what answers everybody."""
    return actor.has_role(*SIGNERS, at=space)


def can_follow_up(actor: Actor, commitment: Commitment) -> bool:
    """Tell whether an actor says where the works of a commitment stand.

    Whoever follows the decisions of its space, and the officers of the department it is given to.
    """
    if actor.has_role(*FOLLOWERS, at=commitment.decision.space):
        return True
    department = commitment.department
    return department is not None and actor.has_role(*FOLLOWERS, at=department)

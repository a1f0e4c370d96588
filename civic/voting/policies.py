"""Who prepares, opens and closes a ballot."""

from civic.accounts.enums import Role
from civic.accounts.policies import Actor

from .models import Ballot

ORGANISERS = (Role.MANAGER,)
MODERATORS = (Role.MODERATOR, Role.MANAGER)


def can_run(actor: Actor, ballot: Ballot) -> bool:
    """Tell whether an actor prepares, opens and closes a ballot; nobody reopens one."""
    return actor.has_role(*ORGANISERS, at=ballot.activity.space)


def can_moderate(actor: Actor, ballot: Ballot) -> bool:
    """Tell whether an actor decides which reasons of a ballot are published."""
    return actor.has_role(*MODERATORS, at=ballot.activity.space)

"""Who prepares a decision, and who signs it."""

from civic.accounts.enums import Role
from civic.accounts.policies import Actor
from civic.participation.models import Space

from .models import ReasonedDecision

DRAFTERS = (Role.MANAGER, Role.OFFICER, Role.DECIDER)


def can_draft(actor: Actor, space: Space) -> bool:
    """Tell whether an actor may prepare a decision about a space."""
    return actor.has_role(*DRAFTERS, at=space)


def can_sign(actor: Actor, decision: ReasonedDecision) -> bool:
    """Tell whether an actor decides in the name of the organisation."""
    return actor.has_role(Role.DECIDER, at=decision.space)

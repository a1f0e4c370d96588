"""Who publishes figures."""

from civic.accounts.enums import Role
from civic.accounts.policies import Actor
from civic.territory.models import Organisation

TAKERS = (Role.MANAGER, Role.COMMUNICATIONS)


def can_take_snapshot(actor: Actor, organisation: Organisation) -> bool:
    """Tell whether an actor publishes the figures of an organisation, and recounts them."""
    return actor.has_role(*TAKERS, at=organisation)

"""Who moderates a discussion."""

from django.db.models import Model

from civic.accounts.enums import Role
from civic.accounts.policies import Actor

MODERATORS = (Role.MODERATOR, Role.MANAGER)
CONCLUDERS = (Role.FACILITATOR, *MODERATORS)


def can_moderate(actor: Actor, place: Model) -> bool:
    """Tell whether an actor hides, restores and settles reports at a place."""
    return actor.has_role(*MODERATORS, at=place)


def can_conclude(actor: Actor, place: Model) -> bool:
    """Tell whether an actor closes a discussion with conclusions, and opens it again."""
    return actor.has_role(*CONCLUDERS, at=place)

"""Who may do what to a case."""

from civic.accounts.enums import Role
from civic.accounts.policies import Actor

from .models import Case

ANSWERERS = (Role.OFFICER, Role.MANAGER, Role.DECIDER)


def can_answer(actor: Actor, case: Case) -> bool:
    """Tell whether an actor answers for the organisation, or the department, that holds a case."""
    return actor.has_role(*ANSWERERS, at=case)


def can_move(actor: Actor, case: Case) -> bool:
    """Tell whether an actor may route, transfer or move a case."""
    return actor.has_role(*ANSWERERS, Role.DESK, at=case)

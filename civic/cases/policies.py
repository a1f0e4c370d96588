"""Who may do what to a case."""

from civic.accounts.enums import Role
from civic.accounts.policies import Actor

from .models import Case, Request

ANSWERERS = (Role.OFFICER, Role.MANAGER, Role.DECIDER)


def can_answer(actor: Actor, case: Case) -> bool:
    """Tell whether an actor answers for the organisation, or the department, that holds a case."""
    return actor.has_role(*ANSWERERS, at=case)


def can_move(actor: Actor, case: Case) -> bool:
    """Tell whether an actor may route, transfer or move a case."""
    return actor.has_role(*ANSWERERS, Role.DESK, at=case)


def can_rate(actor: Actor, case: Case) -> bool:
    """Tell whether an actor says how an answer is liked: whoever asked, or the desk for them.

    Those who answer rate nothing.
    """
    if actor.has_role(Role.DESK, at=case):
        return True
    return (
        actor.person is not None
        and Request.objects.filter(case=case, person=actor.person.pk).exists()
    )

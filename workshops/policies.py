"""Who may do what in a workshop and in its live room."""

from dataclasses import dataclass

from civic.accounts.enums import Role
from civic.accounts.policies import Actor
from civic.participation.models import Session

from .models import Participant, Room

RUNNERS = (Role.FACILITATOR, Role.MANAGER, Role.COMMUNICATIONS, Role.CHAIR)


def can_run(actor: Actor, session: Session) -> bool:
    """Tell whether an actor opens and runs the live room of a session."""
    return actor.has_role(*RUNNERS, at=session.space)


@dataclass(frozen=True)
class InRoom:
    """Whoever acts in a room: somebody who joined, somebody who runs it, or both."""

    room: Room
    actor: Actor
    participant: Participant | None = None
    runs: bool = False

    @property
    def journal_name(self) -> str:
        if self.runs or self.participant is None:
            return self.actor.journal_name
        return self.participant.journal_name

    @property
    def may_read(self) -> bool:
        """Tell whether they may read the boards."""
        return self.runs or (self.participant is not None and self.participant.withdrawn_at is None)

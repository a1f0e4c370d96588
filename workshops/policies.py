"""Who may do what in a workshop and in its live room."""

from dataclasses import dataclass

from civic.accounts.enums import Role
from civic.accounts.policies import Actor
from civic.participation.models import Session
from civic.territory.models import Organisation

from .models import MixedGroup, Participant, Room

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


GROUP_SETTERS = (Role.MANAGER, Role.COMMUNICATIONS)
GROUP_HOSTS = (Role.FACILITATOR, *GROUP_SETTERS)
DEROGATORS = (Role.MANAGER, Role.DECIDER)
REPLIERS = (Role.DECIDER,)


def can_set_up_groups(actor: Actor, organisation: Organisation) -> bool:
    """Tell whether an actor creates the mixed groups of an organisation."""
    return actor.has_role(*GROUP_SETTERS, at=organisation)


def can_host_group(actor: Actor, group: MixedGroup) -> bool:
    """Tell whether an actor invites, opens, schedules and publishes for a mixed group."""
    return actor.has_role(*GROUP_HOSTS, at=group.space)


def can_derogate(actor: Actor, group: MixedGroup) -> bool:
    """Tell whether an actor opens a mixed group below a minimum, in public."""
    return actor.has_role(*DEROGATORS, at=group.space)


def can_reply(actor: Actor, group: MixedGroup) -> bool:
    """Tell whether an actor signs the reply, in the name of the body that owes it."""
    return actor.has_role(*REPLIERS, at=group.authority)

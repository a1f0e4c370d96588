"""Who writes a text, who publishes it, who decides on an amendment."""

from civic.accounts.enums import Role
from civic.accounts.policies import Actor
from civic.cases.policies import can_answer
from civic.participation.models import Space

from .models import AmendmentDetail, Text
from .registry import text_registry

STAFF = (Role.MANAGER, Role.FACILITATOR)


def can_write_in(actor: Actor, space: Space) -> bool:
    """Tell whether an actor writes the texts of a space: its group, its staff."""
    if actor.has_role(*STAFF, at=space):
        return True
    return actor.person is not None and text_registry.may_write(actor, space)


def can_write(actor: Actor, text: Text) -> bool:
    """Tell whether an actor writes a text."""
    return can_write_in(actor, text.activity.space)


def can_publish(actor: Actor, text: Text) -> bool:
    """Tell whether an actor publishes a version of a text and has it adopted."""
    return actor.has_role(*STAFF, at=text.activity.space)


def can_read(actor: Actor, text: Text) -> bool:
    """Tell whether an actor reads a text: anybody once published, its writers before."""
    space = text.activity.space
    is_live = text.is_public and space.published_at is not None
    return is_live or can_write_in(actor, space)


def can_decide(actor: Actor, amendment: AmendmentDetail) -> bool:
    """Tell whether an actor decides on an amendment: whoever answers for the authority."""
    return can_answer(actor, amendment.contribution.case)

"""Who may change what of the territory.

This app is below accounts: whoever acts is asked what they may do, and where, by the words of
`civic.accounts.enums.Role`.
"""

from typing import Protocol

from django.db import models

from .models import Organisation
from .selectors import intercommunalities

COMMUNICATIONS = "communications"
MANAGER = "manager"


class PlacedActor(Protocol):
    """Whoever acts: known to the journal, holding roles at places."""

    @property
    def journal_name(self) -> str: ...

    @property
    def is_administrator(self) -> bool: ...

    def has_role(self, *roles: str, at: models.Model) -> bool: ...


def can_change_organisation(actor: PlacedActor, organisation: Organisation) -> bool:
    """Tell whether an actor may change the face, contact and places of an organisation."""
    return actor.has_role(COMMUNICATIONS, at=organisation)


def can_change_delays(actor: PlacedActor, organisation: Organisation) -> bool:
    """Tell whether an actor may change the delays an organisation announces."""
    return actor.has_role(COMMUNICATIONS, MANAGER, at=organisation)


def can_change_vocabulary(actor: PlacedActor) -> bool:
    """Tell whether an actor may change what every organisation shares: themes, words.

    The intercommunality keeps it for its communes.
    """
    if actor.is_administrator:
        return True
    return any(actor.has_role(COMMUNICATIONS, at=body) for body in intercommunalities())


def can_seed_branches(actor: PlacedActor) -> bool:
    """Tell whether an actor may open a branch: its groups, collections and workflow."""
    return actor.is_administrator

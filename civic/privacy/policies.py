"""Who may decide on what the guard holds."""

from civic.accounts.enums import Role
from civic.accounts.policies import Actor
from civic.territory.models import Organisation

READERS = (Role.MODERATOR, Role.COMMUNICATIONS, Role.MANAGER, Role.CHAIR, Role.DATA_PROTECTION)


def can_decide_findings(actor: Actor, organisation_id: int | None) -> bool:
    """Tell whether an actor may release, mask or hide texts of an organisation."""
    if actor.is_administrator:
        return True
    if organisation_id is None:
        return False
    return actor.has_role(*READERS, at=Organisation(pk=organisation_id))

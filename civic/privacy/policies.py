"""Who may decide on what the guard holds."""

from django.db.models import Model

from civic.accounts.enums import Role
from civic.accounts.policies import Actor
from civic.territory.models import Organisation

READERS = (Role.MODERATOR, Role.COMMUNICATIONS, Role.MANAGER, Role.CHAIR, Role.DATA_PROTECTION)


def can_see_removals(actor: Actor) -> bool:
    """Tell whether an actor reads what was removed, and looks whether words still stand anywhere.

    A look covers every organisation, like an erasure: it says where, never what.
    """
    return actor.has_role_anywhere(Role.DATA_PROTECTION)


def can_decide_findings(actor: Actor, organisation_id: int | None) -> bool:
    """Tell whether an actor may release, mask or hide every text of an organisation."""
    if actor.is_administrator:
        return True
    if organisation_id is None:
        return False
    return actor.has_role(*READERS, at=Organisation(pk=organisation_id))


def can_decide_about(actor: Actor, instance: Model, organisation_id: int | None) -> bool:
    """Tell whether an actor may decide on one text: the chair of a council does on its requests.

    A role limited to one space holds where the text says which space it belongs to.
    """
    if can_decide_findings(actor, organisation_id):
        return True
    belongs = hasattr(instance, "organisation_id") and hasattr(instance, "space_id")
    return belongs and actor.has_role(*READERS, at=instance)

"""Who may manage a consultation, and who may see one being prepared."""

from django.db.models import Q, QuerySet

from civic.accounts.enums import STAFF_ROLES, Role
from civic.accounts.policies import Actor
from civic.participation.policies import SETTERS, can_set_up
from civic.territory.models import Organisation
from civic.texts.registry import text_registry

from .models import Consultation, MethodNote

OPENERS = (*SETTERS, Role.DECIDER)


def can_manage(actor: Actor, consultation: Consultation) -> bool:
    """Tell whether an actor prepares, publishes, dates and archives a consultation."""
    return can_set_up(actor, consultation.space)


def can_publish_outcome(actor: Actor, consultation: Consultation) -> bool:
    """Tell whether an actor publishes the outcome of a consultation."""
    return can_manage(actor, consultation) or actor.has_role(Role.DECIDER, at=consultation.space)


def can_see(actor: Actor, consultation: Consultation) -> bool:
    """Tell whether an actor may see a consultation: everybody once published, its staff before."""
    return consultation.is_published or actor.has_role(*STAFF_ROLES, at=consultation.space)


def can_open(actor: Actor, consultation: Consultation) -> bool:
    """Tell whether an actor opens the screen where a consultation is prepared and run."""
    return can_publish_outcome(actor, consultation)


def can_start_method(actor: Actor, consultation: Consultation) -> bool:
    """Tell whether an actor starts the framing note of a consultation: whoever manages it."""
    return can_manage(actor, consultation) and actor.has_role(
        Role.MANAGER, Role.FACILITATOR, at=consultation.space
    )


def can_sign_method(actor: Actor, note: MethodNote) -> bool:
    """Tell whether an actor signs a framing note: whoever sits in the group that writes it."""
    return actor.person is not None and text_registry.may_write(actor, note.text.activity.space)


def manageable(actor: Actor) -> "QuerySet[Consultation]":
    """Return the consultations whose screen an actor may open."""
    consultations = Consultation.objects.all()
    if actor.is_administrator:
        return consultations
    whole, spaces = set(), set()
    for grant in actor.grants:
        if grant.role in OPENERS and grant.department_id is None:
            if grant.space_id is None:
                whole.add(grant.organisation_id)
            else:
                spaces.add(grant.space_id)
    return consultations.filter(Q(space__organisation__in=whole) | Q(space__in=spaces))


def organisations_to_prepare_for(actor: Actor) -> "QuerySet[Organisation]":
    """Return the organisations where an actor may start a consultation."""
    if actor.is_administrator:
        return Organisation.objects.all()
    return Organisation.objects.filter(
        pk__in={
            grant.organisation_id
            for grant in actor.grants
            if grant.role in SETTERS and grant.department_id is None and grant.space_id is None
        }
    )

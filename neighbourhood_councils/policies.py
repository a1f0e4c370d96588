"""Who may import, prepare and read what is held in a council."""

from django.db.models import Model, Q
from django.utils import timezone

from civic.accounts.enums import Role
from civic.accounts.policies import Actor
from civic.cases.models import Request
from civic.participation.models import Session, Space
from civic.participation.policies import can_host
from civic.privacy.policies import READERS, can_decide_about, can_decide_findings
from civic.territory.models import Organisation

from .enums import QualitySide
from .models import CouncilMembership, NeighbourhoodCouncil, Referral

IMPORTERS = (Role.CHAIR, Role.MANAGER, Role.COMMUNICATIONS, Role.DESK)
SETTERS = (Role.MANAGER, Role.COMMUNICATIONS)
ANSWERERS = (Role.OFFICER, Role.DECIDER, Role.MANAGER)


def can_import(actor: Actor, council: NeighbourhoodCouncil) -> bool:
    """Tell whether an actor may write the requests of a council from a table."""
    return actor.has_role(*IMPORTERS, at=council.space)


def can_set_up_councils(actor: Actor, organisation: Organisation) -> bool:
    """Tell whether an actor may create a council of an organisation."""
    return actor.has_role(*SETTERS, at=organisation)


def can_count_training(actor: Actor, organisation: Organisation) -> bool:
    """Tell whether an actor writes down who followed a training of an organisation."""
    return actor.has_role(*SETTERS, at=organisation)


def can_correct(actor: Actor, request: Request) -> bool:
    """Tell whether an actor may correct the words of a published request."""
    return can_decide_about(actor, request, request.organisation_id)


def can_answer_questions(actor: Actor, space: Space) -> bool:
    """Tell whether an actor answers the questions a council sends before a meeting."""
    # An officer's role is limited to a department; a question is put to the whole town.
    return actor.is_administrator or any(
        grant.role in ANSWERERS
        and grant.organisation_id == space.organisation_id
        and grant.space_id in (None, space.pk)
        for grant in actor.grants
    )


def can_correct_minutes(actor: Actor, session: Session) -> bool:
    """Tell whether an actor corrects the minutes of a meeting: a member, or whoever hosts it."""
    if can_host(actor, session.space):
        return True
    if actor.person is None:
        return False
    today = timezone.localdate()
    return (
        CouncilMembership.objects.filter(
            council__space=session.space_id, person=actor.person, term_starts_on__lte=today
        )
        .filter(Q(term_ends_on=None) | Q(term_ends_on__gte=today))
        .exists()
    )


def can_run_quality(actor: Actor, space: Space) -> bool:
    """Tell whether an actor opens and publishes the evaluation of a council."""
    return actor.has_role(Role.CHAIR, Role.MANAGER, at=space)


def can_close_side(actor: Actor, space: Space, side: str) -> bool:
    """Tell whether an actor closes a side: the chair its members', a manager the departments'."""
    role = Role.MANAGER if side == QualitySide.SERVICES else Role.CHAIR
    return actor.has_role(role, at=space)


def can_give_opinion(actor: Actor, space: Space) -> bool:
    """Tell whether an actor publishes the opinion of a council."""
    return actor.has_role(Role.CHAIR, *SETTERS, at=space)


def can_reply_to(actor: Actor, referral: Referral) -> bool:
    """Tell whether an actor signs the reply, in the name of the body that owes it."""
    return actor.has_role(Role.DECIDER, at=referral.asked_by)


def can_read_held(actor: Actor, place: Model) -> bool:
    """Tell whether an actor reads what the guard holds at a place: a council's space, a body."""
    return actor.has_role(*READERS, at=place)


def reading_organisations(actor: Actor) -> set[int] | None:
    """Return the organisations whose held texts an actor decides on; None for all of them."""
    if actor.is_administrator:
        return None
    organisations = {grant.organisation_id for grant in actor.grants if grant.role in READERS}
    return {pk for pk in organisations if can_decide_findings(actor, pk)}


def reading_spaces(actor: Actor) -> set[int]:
    """Return the councils whose held requests an actor reads by a role limited to them."""
    return {
        grant.space_id
        for grant in actor.grants
        if grant.role in READERS and grant.space_id is not None
    }

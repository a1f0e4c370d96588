"""What residents would put on the agenda of a council, and what becomes of it."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from civic.accounts.models import Person
from civic.accounts.policies import Actor
from civic.audit.services import record
from civic.core.enums import Channel
from civic.core.exceptions import NotAllowed, Refusal
from civic.core.querysets import locked
from civic.participation.logic.texts import clean_line, clean_text
from civic.participation.models import Session
from civic.participation.policies import can_host, can_submit_as
from civic.participation.services.limits import spend
from civic.participation.services.public_words import checked_reason
from civic.privacy.services.screening import screen

from ..enums import AgendaState
from ..models import AgendaProposal, NeighbourhoodCouncil
from .council_notices import tell_agenda_decided

LONGEST_TITLE = 150
LONGEST_TEXT = 1_500
PROPOSALS_A_DAY = 8


def propose_agenda_item(
    *,
    actor: Actor,
    council: NeighbourhoodCouncil,
    person: Person,
    title: str,
    text: str = "",
    channel: str = Channel.ONLINE,
    submission_key: UUID | None = None,
) -> AgendaProposal:
    """Propose an item for the agenda; the same submission gives the same proposal.

    Anybody proposes for themselves; somebody entitled to types what was said on paper, at the
    desk or by telephone. Raises NotAllowed, TooMany, or Refusal with the field.
    """
    if not can_submit_as(actor, person.pk, channel, council.space):
        raise NotAllowed(_("You may not propose in the name of somebody else."))
    if submission_key is not None:
        earlier = AgendaProposal.objects.filter(submission_key=submission_key).first()
        if earlier is not None:
            return earlier
    title, text = clean_line(title), clean_text(text)
    check_words(title, text)
    spend(act="agenda", who=person.journal_name, at_most=PROPOSALS_A_DAY, seconds=86_400)
    with transaction.atomic():
        fresh = locked(NeighbourhoodCouncil.objects.filter(pk=council.pk)).get()
        if fresh.is_closed:
            raise Refusal(_("This council is closed: it meets no more."), code="closed")
        proposal = AgendaProposal.objects.create(
            council=council,
            person=person,
            title=title,
            text=text,
            college=person.college,
            channel=channel,
            submission_key=submission_key,
        )
        screen(instance=proposal, organisation_id=council.space.organisation_id)
        record(
            actor=actor,
            action="council.agenda_proposed",
            target=proposal,
            organisation_id=council.space.organisation_id,
            channel=str(channel),
        )
    return proposal


def check_words(title: str, text: str) -> None:
    """Raise Refusal, with the field, for a subject that is missing or too long."""
    if len(title) < 4:
        raise Refusal(_("Say the subject in a few words."), code="title_missing", field="title")
    for field, words, most in (("title", title, LONGEST_TITLE), ("text", text, LONGEST_TEXT)):
        if len(words) > most:
            raise Refusal(
                _("This is too long: %(max)s characters at most.") % {"max": most},
                code="too_long",
                field=field,
            )


def decide_agenda_item(
    *,
    actor: Actor,
    proposal: AgendaProposal,
    meeting: Session | None = None,
    reason: str = "",
) -> AgendaProposal:
    """Keep a proposed item for a meeting to come, or defer it with a reason; tell its author.

    What was deferred may be kept later; what was kept stays kept. Raises NotAllowed or Refusal.
    """
    space = proposal.council.space
    if not can_host(actor, space):
        raise NotAllowed(_("Only the chair of this council, or its staff, sets its agenda."))
    if meeting is None:
        reason = checked_reason(reason, organisation_id=space.organisation_id)[:600]
    else:
        _check_meeting(proposal, meeting)
        if reason.strip():
            reason = checked_reason(reason, organisation_id=space.organisation_id)[:600]
    with transaction.atomic():
        fresh = (
            locked(AgendaProposal.objects.filter(pk=proposal.pk))
            .select_related("person", "council__space__organisation")
            .get()
        )
        if not fresh.is_public:
            raise Refusal(_("It is read before publication first: decide afterwards."), code="held")
        if fresh.state == AgendaState.KEPT:
            raise Refusal(_("This item is kept already."), code="already_decided")
        fresh.state = AgendaState.KEPT if meeting else AgendaState.DEFERRED
        fresh.meeting, fresh.reason = meeting, reason.strip()
        fresh.decided_at, fresh.decided_by = timezone.now(), actor.user
        fresh.save(update_fields=["state", "meeting", "reason", "decided_at", "decided_by"])
        record(
            actor=actor,
            action=f"council.agenda_{fresh.state}",
            target=fresh,
            organisation_id=space.organisation_id,
        )
        tell_agenda_decided(fresh)
    return fresh


def _check_meeting(proposal: AgendaProposal, meeting: Session) -> None:
    if meeting.space_id != proposal.council.space_id:
        raise Refusal(_("Choose a meeting of this council."), code="other", field="meeting")
    if meeting.cancelled_at is not None or meeting.starts_at <= timezone.now():
        raise Refusal(_("Choose a meeting to come."), code="past", field="meeting")

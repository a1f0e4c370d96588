"""Minutes of a meeting: drafted, corrected by the members, published, sent."""

from typing import cast

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from civic.accounts.policies import Actor
from civic.audit.services import record
from civic.core.exceptions import NotAllowed, Refusal
from civic.core.querysets import locked
from civic.participation.enums import CorrectionState, MinutesState
from civic.participation.models import Session
from civic.participation.policies import can_host
from civic.participation.services.limits import spend
from civic.participation.services.minutes_drafts import (
    check_all_settled,
    check_correctable,
    check_days,
    check_not_published,
    checked_correction,
    checked_minutes,
    checked_settlement,
    open_to_corrections,
    rewrite_draft,
    settle,
)
from civic.participation.services.sessions import write_minutes

from ..models import CouncilCorrection, CouncilMinutes
from ..policies import can_correct_minutes
from .council_notices import tell_minutes_published, tell_minutes_to_correct

CORRECTIONS_AN_HOUR = 30


def save_draft(
    *, actor: Actor, session: Session, text: str, version: int | None = None
) -> CouncilMinutes:
    """Begin the minutes of a meeting held, or keep what was typed.

    `version` is the one that was read; without it a draft is begun. Raises NotAllowed or Refusal.
    """
    _check_hosts(actor, session)
    text = checked_minutes(text)
    with transaction.atomic():
        fresh = locked(Session.objects.filter(pk=session.pk)).get()
        if fresh.starts_at > timezone.now() or fresh.cancelled_at is not None:
            raise Refusal(_("This meeting has not taken place yet."), code="not_yet")
        draft = CouncilMinutes.objects.filter(session=session).first()
        if draft is None:
            draft = CouncilMinutes.objects.create(session=session, text=text, written_by=actor.user)
            _record(actor, session, draft, "drafted")
        elif rewrite_draft(draft, text=text, version=draft.version if version is None else version):
            _record(actor, session, draft, "rewritten")
    return draft


def share_draft(*, actor: Actor, session: Session, days: int) -> CouncilMinutes:
    """Show the draft to the members for some days, so that they may correct it; tell them."""
    _check_hosts(actor, session)
    check_days(days)
    with transaction.atomic():
        draft = _locked_draft(session)
        open_to_corrections(draft, days=days)
        _record(actor, session, draft, "shared")
        tell_minutes_to_correct(session, draft)
    return draft


def propose_correction(
    *, actor: Actor, session: Session, passage: str, proposed: str
) -> CouncilCorrection:
    """Say what a paragraph should be: a member, or whoever writes it for one."""
    if not can_correct_minutes(actor, session):
        raise NotAllowed(_("Only the members of this council correct its minutes."))
    passage, proposed = checked_correction(passage, proposed)
    spend(
        act="council-minutes",
        who=actor.journal_name,
        at_most=CORRECTIONS_AN_HOUR,
        seconds=3600,
    )
    with transaction.atomic():
        draft = _locked_draft(session)
        check_correctable(draft, passage)
        correction = CouncilCorrection.objects.create(
            draft=draft, person=actor.person, passage=passage, proposed=proposed
        )
        record(
            actor=actor,
            action="council.correction_proposed",
            target=correction,
            organisation_id=session.space.organisation_id,
        )
    return correction


def settle_correction(
    *, actor: Actor, session: Session, correction: int, accept: bool, reason: str = ""
) -> CouncilCorrection:
    """Accept a correction, which changes the text, or refuse it with a reason shown to all."""
    _check_hosts(actor, session)
    reason = checked_settlement(accept, reason)
    with transaction.atomic():
        draft = _locked_draft(session)
        waiting = CouncilCorrection.objects.filter(
            draft=draft, pk=correction, state=CorrectionState.PENDING
        ).first()
        found = settle(draft, waiting, accept=accept, reason=reason, by=actor.user)
        record(
            actor=actor,
            action=f"council.correction_{found.state}",
            target=found,
            organisation_id=session.space.organisation_id,
        )
    return cast(CouncilCorrection, found)


def publish_draft(*, actor: Actor, session: Session, keep_findings_because: str = "") -> Session:
    """Publish the minutes through the guard and send them to the members.

    Raises Refusal while the members may still correct them or a correction waits, or for a text
    that names somebody without a reason.
    """
    _check_hosts(actor, session)
    with transaction.atomic():
        draft = _locked_draft(session)
        check_not_published(draft)
        check_all_settled(draft.corrections.filter(state=CorrectionState.PENDING).exists())
        until = draft.corrections_until
        if draft.state == MinutesState.SHARED and until is not None and until > timezone.now():
            raise Refusal(
                _("The members may still correct them: publish once the window is over."),
                code="window_open",
            )
        fresh, kept = write_minutes(
            session=session,
            minutes=draft.text,
            attendance_count=session.attendance_count,
            keep_findings_because=keep_findings_because,
        )
        draft.state = MinutesState.PUBLISHED
        draft.save(update_fields=["state", "updated_at"])
        record(
            actor=actor,
            action="session.minutes_published",
            target=fresh,
            organisation_id=session.space.organisation_id,
            kept_findings=kept,
        )
        tell_minutes_published(fresh)
    return fresh


def _check_hosts(actor: Actor, session: Session) -> None:
    if not can_host(actor, session.space):
        raise NotAllowed(_("Only the chair of this council, or its staff, writes its minutes."))


def _locked_draft(session: Session) -> CouncilMinutes:
    found = locked(CouncilMinutes.objects.filter(session=session)).first()
    if found is None:
        raise Refusal(_("No minutes were drafted yet."), code="no_draft")
    return found


def _record(actor: Actor, session: Session, draft: CouncilMinutes, what: str) -> None:
    record(
        actor=actor,
        action=f"council.minutes_{what}",
        target=draft,
        organisation_id=session.space.organisation_id,
    )

"""Minutes of a session: drafted from its room, corrected by who was there, published, sent."""

from typing import Any, cast

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from civic.accounts.models import Person
from civic.audit.services import key_of, record
from civic.core.exceptions import NotAllowed, Refusal
from civic.core.logic.dates import written_day
from civic.core.querysets import locked
from civic.notifications.services.notices import notify_all
from civic.participation.enums import CorrectionState, MinutesState, RegistrationState
from civic.participation.models import Registration, Session
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

from ..models import MinutesCorrection, MinutesDraft, Room
from ..policies import InRoom
from ..selectors.places import session_url
from .minutes_words import words_of
from .room_events import check_runs

TO_CORRECT = "minutes.to_correct"
PUBLISHED = "minutes.published"
CORRECTIONS_AN_HOUR = 30


def draft_minutes(*, who: InRoom, again: bool = False) -> MinutesDraft:
    """Draft the minutes from what happened in the room, or return the draft there is.

    `again` draws them up anew, as long as nobody was asked to correct them.
    """
    check_runs(who)
    with transaction.atomic():
        session = _locked_session(who.room)
        draft = MinutesDraft.objects.filter(session=session).first()
        if draft is not None and (not again or draft.state != MinutesState.DRAFT):
            return draft
        draft = draft or MinutesDraft(session=session)
        draft.text, draft.written_by = words_of(who.room), who.actor.user
        draft.version = (draft.version or 0) + 1 if draft.pk else 1
        draft.save()
        _record(who, draft, "drafted")
    return draft


def save_minutes(*, who: InRoom, text: str, version: int) -> MinutesDraft:
    """Keep what was typed; refused when somebody else changed the text meanwhile."""
    check_runs(who)
    text = checked_minutes(text)
    with transaction.atomic():
        draft = _locked_draft(who.room)
        if rewrite_draft(draft, text=text, version=version):
            _record(who, draft, "rewritten")
    return draft


def share_minutes(*, who: InRoom, days: int) -> MinutesDraft:
    """Show the draft to who was there, for some days, so that they may correct it; tell them."""
    check_runs(who)
    check_days(days)
    with transaction.atomic():
        draft = _locked_draft(who.room)
        open_to_corrections(draft, days=days)
        _record(who, draft, "shared")
        session = who.room.session
        closes_at: Any = draft.corrections_until
        until = written_day(timezone.localtime(closes_at))
        notify_all(
            people=people_there(who.room),
            kind=TO_CORRECT,
            about=key_of(session),
            subject=_("The minutes of « %(title)s », to be corrected") % {"title": session.title},
            body=_(
                "You were there: read what will be published, and say what should be changed, "
                "until %(date)s. By telephone or at the desk, somebody writes it down for you."
            )
            % {"date": until},
            url=reverse("room_minutes", args=[who.room.pk]),
            organisation=session.space.organisation,
            key=f"v{draft.version}",
        )
    return draft


def propose_correction(*, who: InRoom, passage: str, proposed: str) -> MinutesCorrection:
    """Say what a paragraph should be; whoever runs the session may write it for somebody."""
    if not may_correct(who):
        raise NotAllowed(_("Only those who were there correct these minutes."))
    passage, proposed = checked_correction(passage, proposed)
    spend(
        act="minutes-correction",
        who=who.journal_name,
        at_most=CORRECTIONS_AN_HOUR,
        seconds=3600,
    )
    with transaction.atomic():
        draft = _locked_draft(who.room)
        check_correctable(draft, passage)
        correction = MinutesCorrection.objects.create(
            draft=draft,
            participant=who.participant,
            person=who.actor.person,
            passage=passage,
            proposed=proposed,
        )
        record(
            actor=who,
            action="minutes.correction_proposed",
            target=correction,
            organisation_id=who.room.organisation_id,
        )
    return correction


def settle_correction(
    *, who: InRoom, correction: int, accept: bool, reason: str = ""
) -> MinutesCorrection:
    """Accept a correction, which changes the text, or refuse it with a reason shown to all."""
    check_runs(who)
    reason = checked_settlement(accept, reason)
    with transaction.atomic():
        draft = _locked_draft(who.room)
        waiting = MinutesCorrection.objects.filter(
            draft=draft, pk=correction, state=CorrectionState.PENDING
        ).first()
        found = settle(draft, waiting, accept=accept, reason=reason, by=who.actor.user)
        record(
            actor=who,
            action=f"minutes.correction_{found.state}",
            target=found,
            organisation_id=who.room.organisation_id,
        )
    return cast(MinutesCorrection, found)


def publish_draft(*, who: InRoom, keep_findings_because: str = "") -> Session:
    """Publish the minutes through the guard and tell who was there or had a place.

    Raises Refusal while a correction waits, or for a text that names somebody without a reason.
    """
    check_runs(who)
    with transaction.atomic():
        draft = _locked_draft(who.room)
        check_not_published(draft)
        check_all_settled(draft.corrections.filter(state=CorrectionState.PENDING).exists())
        session, kept = write_minutes(
            session=who.room.session,
            minutes=draft.text,
            attendance_count=who.room.session.attendance_count,
            keep_findings_because=keep_findings_because,
        )
        draft.state = MinutesState.PUBLISHED
        draft.save(update_fields=["state", "updated_at"])
        record(
            actor=who,
            action="session.minutes_published",
            target=session,
            organisation_id=who.room.organisation_id,
            kept_findings=kept,
        )
        notify_all(
            people=people_there(who.room),
            kind=PUBLISHED,
            about=key_of(session),
            subject=_("The minutes of « %(title)s »") % {"title": session.title},
            body=draft.text,
            url=session_url(session.space_id, session.pk),
            organisation=who.room.session.space.organisation,
            key=f"{session.minutes_published_at:%Y%m%d%H%M%S}",
        )
    return session


def people_there(room: Room) -> list[Person]:
    """Return who came with a phone, was checked in by name, or had a place."""
    keys = set(
        room.participants.filter(person__isnull=False, withdrawn_at=None).values_list(
            "person_id", flat=True
        )
    )
    keys |= set(
        Registration.objects.filter(
            session_id=room.session_id, state=RegistrationState.CONFIRMED
        ).values_list("person_id", flat=True)
    )
    return list(Person.objects.filter(pk__in=keys, erased_at=None).order_by("pk"))


def may_correct(who: InRoom) -> bool:
    """Tell whether somebody reads the draft: they run the session, were there, or had a place."""
    if who.may_read:
        return True
    if who.participant is not None or who.actor.person is None:
        return False
    return Registration.objects.filter(
        session_id=who.room.session_id,
        person=who.actor.person,
        state=RegistrationState.CONFIRMED,
    ).exists()


def _locked_session(room: Room) -> Session:
    return locked(Session.objects.filter(pk=room.session_id)).get()


def _locked_draft(room: Room) -> MinutesDraft:
    found = locked(MinutesDraft.objects.filter(session_id=room.session_id)).first()
    if found is None:
        raise Refusal(_("No minutes were drafted yet."), code="no_draft")
    return found


def _record(who: InRoom, draft: MinutesDraft, what: str) -> None:
    record(
        actor=who,
        action=f"minutes.{what}",
        target=draft,
        organisation_id=who.room.organisation_id,
    )

"""What a workshop's session and a council's meeting share: announced, changed, cancelled, told."""

from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from civic.accounts.policies import Actor
from civic.audit.services import record
from civic.core.exceptions import NotAllowed, Refusal
from civic.core.querysets import locked
from civic.privacy.enums import FindingType
from civic.privacy.services.screening import findings_in

from ..enums import RegistrationState
from ..logic.texts import clean_line, clean_text
from ..models import Session, Space
from ..policies import can_host
from .notices import (
    tell_followers_of_cancellation,
    tell_minutes,
    tell_session_announced,
    tell_session_cancelled,
    tell_session_changed,
)
from .registrations import fill_places

LINES = ("title", "place", "address", "how_to_come", "remote_link")
DETAILS = (*LINES, "agenda", "starts_at", "ends_at", "capacity", "registration_closes_at")
LONGEST_SESSION = timedelta(hours=24)
MIN_REASON = 10
# Whoever has a place plans around these.
_TOLD = ("starts_at", "ends_at", "place", "address")


def schedule_session(
    *, actor: Actor, space: Space, keep_findings_because: str = "", **details: Any
) -> Session:
    """Announce a session of a workshop or a meeting of a council; `details` are `DETAILS`.

    Without a capacity anybody comes without registering. Raises NotAllowed, or Refusal with the
    field: what it is and where misses, it ends before it starts, registration closes after it
    began, a text that names somebody without a reason to stay, a space that is archived.
    """
    if not can_host(actor, space):
        raise NotAllowed(_("You may not announce anything here."))
    with transaction.atomic():
        session = Session(space=space)
        _write(session, details, keep_findings_because)
        session.save()
        record(
            actor=actor,
            action="session.scheduled",
            target=session,
            organisation_id=space.organisation_id,
            kept_findings=bool(keep_findings_because.strip()),
        )
        tell_session_announced(session)
    return session


def change_session(
    *,
    actor: Actor,
    session: Session,
    keep_findings_because: str = "",
    url: str = "",
    **details: Any,
) -> Session:
    """Change what is announced of a session; another day, hour or place is told to who comes.

    More places go to the first of the queue. Raises as `schedule_session` does, and when fewer
    places are left than are taken, or the session is cancelled.
    """
    if not can_host(actor, session.space):
        raise NotAllowed(_("You may not change what is announced here."))
    with transaction.atomic():
        fresh = locked(Session.objects.filter(pk=session.pk)).select_related("space").get()
        if fresh.cancelled_at is not None:
            raise Refusal(_("This session is cancelled: announce another one."), code="cancelled")
        before = {name: getattr(fresh, name) for name in DETAILS}
        _write(fresh, {**before, **details}, keep_findings_because)
        _check_places(fresh)
        fresh.save()
        changed = [name for name in DETAILS if getattr(fresh, name) != before[name]]
        record(
            actor=actor,
            action="session.changed",
            target=fresh,
            organisation_id=fresh.space.organisation_id,
            fields=changed,
            kept_findings=bool(keep_findings_because.strip()),
        )
        if fresh.starts_at > timezone.now():
            if set(changed) & set(_TOLD):
                tell_session_changed(fresh, url)
            fill_places(fresh, url)
    return fresh


def cancel_session(
    *,
    actor: Actor,
    session: Session,
    reason: str,
    keep_findings_because: str = "",
    url: str = "",
) -> Session:
    """Cancel a session that has not begun, and tell whoever has a place or waits for one why.

    Cancelling again changes nothing. Raises NotAllowed, or Refusal: no reason, a reason that
    names somebody, a session that has begun.
    """
    if not can_host(actor, session.space):
        raise NotAllowed(_("You may not cancel what is announced here."))
    reason = clean_line(reason)
    if len(reason) < MIN_REASON:
        raise Refusal(
            _("Say why in a sentence: it is published, and sent to whoever registered."),
            code="reason_missing",
            field="reason",
        )
    if len(reason) > (Session._meta.get_field("cancelled_reason").max_length or 0):
        raise Refusal(
            _("This is too long: say it in one sentence."), code="too_long", field="reason"
        )
    _check_names_nobody(session.space, {"reason": reason}, keep_findings_because)
    with transaction.atomic():
        # Registrations take the same lock: nobody gets a place without being told it is lost.
        fresh = locked(Session.objects.filter(pk=session.pk)).select_related("space").get()
        if fresh.cancelled_at is not None:
            return fresh
        if fresh.starts_at <= timezone.now():
            raise Refusal(
                _("This session has begun: say what happened in its minutes."), code="started"
            )
        fresh.cancelled_at, fresh.cancelled_reason = timezone.now(), reason
        fresh.save(update_fields=["cancelled_at", "cancelled_reason"])
        record(
            actor=actor,
            action="session.cancelled",
            target=fresh,
            organisation_id=fresh.space.organisation_id,
            told=tell_session_cancelled(fresh, url),
        )
        tell_followers_of_cancellation(fresh)
    return fresh


def count_attendance(*, actor: Actor, session: Session, attendance_count: int) -> Session:
    """Say how many people came: a number, never a list."""
    if not can_host(actor, session.space):
        raise NotAllowed(_("You may not say how many people came."))
    _check_count(attendance_count)
    with transaction.atomic():
        fresh = locked(Session.objects.filter(pk=session.pk)).get()
        _check_held(fresh)
        fresh.attendance_count = attendance_count
        fresh.save(update_fields=["attendance_count"])
        record(
            actor=actor,
            action="session.attendance_counted",
            target=fresh,
            organisation_id=session.space.organisation_id,
            count=attendance_count,
        )
    return fresh


def publish_minutes(
    *,
    actor: Actor,
    session: Session,
    minutes: str,
    attendance_count: int | None = None,
    keep_findings_because: str = "",
) -> Session:
    """Publish what was said in a session; a text that names somebody needs a reason to stay."""
    if not can_host(actor, session.space):
        raise NotAllowed(_("You may not publish these minutes."))
    with transaction.atomic():
        fresh, kept = write_minutes(
            session=session,
            minutes=minutes,
            attendance_count=attendance_count,
            keep_findings_because=keep_findings_because,
        )
        record(
            actor=actor,
            action="session.minutes_published",
            target=fresh,
            organisation_id=session.space.organisation_id,
            kept_findings=kept,
        )
    return fresh


def write_minutes(
    *,
    session: Session,
    minutes: str,
    attendance_count: int | None = None,
    keep_findings_because: str = "",
) -> tuple[Session, bool]:
    """Write the minutes of a session held, for a service that has checked who may and records it.

    The attendance is a count, never a list. Returns the session, and whether a text that names
    somebody was kept for a reason. Raises Refusal for empty minutes, a text that names somebody
    without a reason to stay, or a session that has not taken place yet.
    """
    minutes = minutes.strip()
    if not minutes:
        raise Refusal(_("Write the minutes."), code="minutes_missing", field="minutes")
    _check_count(attendance_count)
    spans = findings_in(minutes, organisation_id=session.space.organisation_id)
    if spans and not keep_findings_because.strip():
        raise Refusal(
            _("These minutes would publish « %(words)s ». Rewrite them, or say why it may stay.")
            % {"words": " », « ".join(span.text for span in spans)},
            code="finding",
            field="minutes",
        )
    with transaction.atomic():
        query = Session.objects.filter(pk=session.pk).select_related("space__organisation")
        fresh = locked(query).get()
        _check_held(fresh)
        is_first = fresh.minutes_published_at is None
        fresh.minutes = minutes
        fresh.attendance_count = attendance_count
        fresh.minutes_published_at = timezone.now()
        fresh.save(update_fields=["minutes", "attendance_count", "minutes_published_at"])
        if is_first:
            tell_minutes(fresh)
    return fresh, bool(spans)


def _write(session: Session, details: dict[str, Any], keep_findings_because: str) -> None:
    unknown = set(details) - set(DETAILS)
    if unknown:
        raise TypeError(f"Not the details of a session: {', '.join(sorted(unknown))}")
    if session.space.archived_at is not None:
        raise Refusal(_("This space is archived: nothing in it changes."), code="archived")
    for name, value in details.items():
        setattr(session, name, _clean(name, value))
    if not session.title:
        raise Refusal(_("Say what takes place."), code="title_missing", field="title")
    if not session.place:
        raise Refusal(_("Say where it takes place."), code="place_missing", field="place")
    _check_moments(session)
    if session.capacity == 0:
        raise Refusal(
            _("At least one place; leave it empty when nobody needs to register."),
            code="capacity",
            field="capacity",
        )
    try:
        session.clean_fields(exclude=["space"])
    except ValidationError as errors:
        field, messages = next(iter(errors.message_dict.items()))
        known = field if field in DETAILS else ""
        raise Refusal(" ".join(messages), code="invalid", field=known) from errors
    texts = {name: getattr(session, name) for name in ("title", "agenda", "place", "how_to_come")}
    _check_names_nobody(session.space, texts, keep_findings_because)


def _clean(name: str, value: Any) -> Any:
    if name in LINES:
        return clean_line(value or "")
    return clean_text(value or "") if name == "agenda" else value


def _check_moments(session: Session) -> None:
    if session.starts_at is None or session.ends_at is None:
        raise Refusal(_("Say when it begins and ends."), code="dates_missing", field="starts_at")
    if session.ends_at <= session.starts_at:
        raise Refusal(_("It ends after it starts."), code="dates_reversed", field="ends_at")
    if session.ends_at - session.starts_at > LONGEST_SESSION:
        raise Refusal(
            _("This is longer than a day: announce one session for each day."),
            code="too_long",
            field="ends_at",
        )
    closes_at = session.registration_closes_at
    if session.capacity is None:
        session.registration_closes_at = None
    elif closes_at is not None and closes_at > session.starts_at:
        raise Refusal(
            _("Registration closes at the latest when the session begins."),
            code="closes_late",
            field="registration_closes_at",
        )


def _check_places(session: Session) -> None:
    taken = session.confirmed_count
    if (
        session.capacity is None
        and session.registrations.exclude(state=RegistrationState.CANCELLED).exists()
    ):
        raise Refusal(
            _("People have registered: keep a number of places."),
            code="capacity",
            field="capacity",
        )
    if session.capacity is not None and session.capacity < taken:
        raise Refusal(
            ngettext(
                "%(n)s place is taken: there cannot be fewer.",
                "%(n)s places are taken: there cannot be fewer.",
                taken,
            )
            % {"n": taken},
            code="capacity",
            field="capacity",
        )


def _check_names_nobody(space: Space, texts: dict[str, str], keep_findings_because: str) -> None:
    """Refuse a text that names somebody; where people meet is an address, and public."""
    if keep_findings_because.strip():
        return
    for field, text in texts.items():
        found = [
            span.text
            for span in findings_in(text, organisation_id=space.organisation_id)
            if span.type != FindingType.ADDRESS
        ]
        if found:
            raise Refusal(
                _("This would publish « %(words)s ». Rewrite it, or say why it may stay.")
                % {"words": " », « ".join(found)},
                code="finding",
                field=field,
            )


def _check_count(attendance_count: int | None) -> None:
    if attendance_count is not None and not 0 <= attendance_count <= 30_000:
        raise Refusal(
            _("Say how many people came, as a number."), code="count", field="attendance_count"
        )


def _check_held(session: Session) -> None:
    if session.cancelled_at is not None:
        raise Refusal(_("This session was cancelled."), code="cancelled")
    if session.starts_at > timezone.now():
        raise Refusal(_("This meeting has not taken place yet."), code="not_yet")

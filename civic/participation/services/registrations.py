"""Places at a session: taken one by one, never more than there are, then a queue."""

from django.db import transaction
from django.db.models import F
from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _

from civic.accounts.models import Person
from civic.accounts.policies import Actor
from civic.audit.services import record
from civic.core.enums import Channel
from civic.core.exceptions import NotAllowed, Refusal
from civic.core.logic.dates import written_day
from civic.core.querysets import locked
from civic.notifications.services.notices import notify

from ..enums import RegistrationState
from ..models import Registration, Session
from ..policies import can_enter_for_others

MAX_NEEDS = 300


def register(
    *,
    actor: Actor,
    session: Session,
    person: Person,
    needs: str = "",
    channel: str = Channel.ONLINE,
    url: str = "",
) -> Registration:
    """Take a place at a session, or a place in the queue when it is full.

    Registering again gives the same registration; one that was cancelled goes back to the end of
    the queue. Raises Refusal when registration is closed, the session is past or cancelled.
    """
    if channel != Channel.ONLINE and not can_enter_for_others(actor, session.space):
        raise NotAllowed(_("Only a desk agent registers somebody else."))
    if len(needs) > MAX_NEEDS:
        raise Refusal(
            _("This is too long: %(max)s characters at most.") % {"max": MAX_NEEDS},
            code="too_long",
            field="needs",
        )
    with transaction.atomic():
        # The session's row is the lock under which places are counted.
        fresh = locked(Session.objects.filter(pk=session.pk)).select_related("space").get()
        _check_open(fresh)
        found = Registration.objects.filter(session=fresh, person=person).first()
        if found is not None and found.state != RegistrationState.CANCELLED:
            return found
        full = fresh.capacity is not None and fresh.confirmed_count >= fresh.capacity
        state = RegistrationState.WAITING if full else RegistrationState.CONFIRMED
        registration = found or Registration(session=fresh, person=person)
        registration.state = state
        registration.channel, registration.college = channel, person.college
        registration.needs = needs.strip()
        registration.registered_at = timezone.now()
        registration.entered_by = actor.user if channel != Channel.ONLINE else None
        registration.save()
        if state == RegistrationState.CONFIRMED:
            _count(fresh, +1)
        record(
            actor=actor,
            action="session.registered",
            target=registration,
            organisation_id=fresh.space.organisation_id,
            state=str(state),
        )
        _tell(registration, url)
    return registration


def cancel_registration(*, actor: Actor, registration: Registration, url: str = "") -> None:
    """Give a place back; the first of the queue takes it and is told."""
    own = actor.person is not None and actor.person.pk == registration.person_id
    session = Session.objects.select_related("space").get(pk=registration.session_id)
    if not own and not can_enter_for_others(actor, session.space):
        raise NotAllowed(_("This registration is somebody else's."))
    with transaction.atomic():
        fresh_session = locked(Session.objects.filter(pk=session.pk)).get()
        fresh = Registration.objects.get(pk=registration.pk)
        if fresh.state == RegistrationState.CANCELLED:
            return
        had_a_place = fresh.state == RegistrationState.CONFIRMED
        fresh.state = RegistrationState.CANCELLED
        fresh.save(update_fields=["state"])
        if had_a_place:
            _count(fresh_session, -1)
            fill_places(fresh_session, url)
        record(
            actor=actor,
            action="session.registration_cancelled",
            target=fresh,
            organisation_id=session.space.organisation_id,
        )


def _check_open(session: Session) -> None:
    now = timezone.now()
    if session.cancelled_at is not None:
        raise Refusal(_("This session is cancelled."), code="cancelled")
    if session.starts_at <= now:
        raise Refusal(_("This session has started: just come."), code="started")
    if session.registration_closes_at is not None and session.registration_closes_at <= now:
        raise Refusal(
            _("Registration is closed. Call: places may have been given back."), code="closed"
        )
    if session.capacity is None:
        raise Refusal(_("No registration is needed: just come."), code="not_needed")


def _count(session: Session, change: int) -> None:
    Session.objects.filter(pk=session.pk).update(confirmed_count=F("confirmed_count") + change)


def fill_places(session: Session, url: str) -> None:
    """Give the places that are left to the first of the queue and tell them.

    The caller holds the lock of the session.
    """
    session.refresh_from_db(fields=["confirmed_count"])
    left = 0 if session.capacity is None else session.capacity - session.confirmed_count
    if session.cancelled_at is not None:
        return
    if left <= 0:
        return
    first = (
        Registration.objects.filter(session=session, state=RegistrationState.WAITING)
        .select_related("person", "session__space__organisation")
        .order_by("registered_at", "pk")[:left]
    )
    for registration in first:
        registration.state = RegistrationState.CONFIRMED
        registration.save(update_fields=["state"])
        _count(session, +1)
        _tell(registration, url)


def _tell(registration: Registration, url: str) -> None:
    with translation.override(registration.person.language):
        _tell_in_own_language(registration, url)


def _tell_in_own_language(registration: Registration, url: str) -> None:
    session = registration.session
    when = timezone.localtime(session.starts_at)
    confirmed = registration.state == RegistrationState.CONFIRMED
    words = {
        "title": session.title,
        "date": written_day(when),
        "time": formats.time_format(when, "TIME_FORMAT"),
        "place": session.place,
    }
    subject = _("Your place: %(title)s, on %(date)s") if confirmed else _("Waiting list: %(title)s")
    body = (
        _("You have a place on %(date)s at %(time)s, %(place)s. If you cannot come, give it back.")
        if confirmed
        else _("The session of %(date)s is full: you are told as soon as a place is free.")
    )
    notify(
        person=registration.person,
        kind="registration",
        about=f"participation.session:{session.pk}",
        subject=subject % words,
        body=body % words,
        url=url,
        organisation=session.space.organisation,
        key=f"{registration.state}:{registration.registered_at:%Y%m%d%H%M%S%f}",
    )

"""Promise a call: the authority calls, the person does not call again."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _

from civic.accounts.models import Person, User
from civic.accounts.policies import SYSTEM, Actor
from civic.audit.services import key_of, record
from civic.cases.models import Case
from civic.core.exceptions import NotAllowed, Refusal
from civic.core.logic.dates import written_day
from civic.core.querysets import locked
from civic.notifications.services.notices import notify
from civic.territory.models import Organisation

from ..enums import PromiseState
from ..models import CallPromise
from ..policies import can_call, can_work_at
from ..selectors.calls import guarantors_of

# A promise for ten o'clock is kept until eleven.
GRACE = timedelta(hours=1)
MOVED = "call.moved"


def promise_call(
    *,
    actor: Actor,
    organisation: Organisation,
    person: Person,
    about: str,
    guarantor: User,
    promised_at: datetime,
    case: Case | None = None,
) -> CallPromise:
    """Promise somebody a call at an hour, by a named agent of the organisation."""
    if not can_work_at(actor, organisation):
        raise NotAllowed(_("Only the desk of this organisation promises calls."))
    if not person.phone:
        raise Refusal(
            _("There is no telephone number to call: write it down first."),
            code="no_phone",
            field="person",
        )
    about = " ".join(about.split())
    if not about:
        raise Refusal(_("About what?"), code="about_missing", field="about")
    _check_hour(promised_at)
    _check_guarantor(organisation, guarantor)
    with transaction.atomic():
        promise = CallPromise.objects.create(
            organisation=organisation,
            person=person,
            case=case,
            about=about[:200],
            guarantor=guarantor,
            promised_at=promised_at,
            made_by=actor.user,
        )
        record(
            actor=actor,
            action="call.promised",
            target=promise,
            organisation_id=organisation.pk,
            guarantor=guarantor.pk,
        )
    return promise


def _check_hour(promised_at: datetime) -> None:
    if promised_at <= timezone.now():
        raise Refusal(_("Promise an hour to come."), code="past_hour", field="promised_at")


def _check_guarantor(organisation: Organisation, guarantor: User) -> None:
    if not guarantors_of(organisation).filter(pk=guarantor.pk).exists():
        raise Refusal(
            _("The guarantor works for this organisation."), code="guarantor", field="guarantor"
        )


def keep_call(*, actor: Actor, promise: CallPromise, outcome: str = "") -> CallPromise:
    """Say that somebody was called; after the hour the promise stays broken, with its call."""
    if not can_call(actor, promise):
        raise NotAllowed(_("Its guarantor, or the desk, says what became of this call."))
    with transaction.atomic():
        fresh = locked(CallPromise.objects.filter(pk=promise.pk)).get()
        if fresh.called_at is not None or fresh.state == PromiseState.MOVED:
            raise Refusal(_("This call has already been made or moved."), code="already_called")
        now = timezone.now()
        fresh.called_at, fresh.outcome = now, " ".join(outcome.split())[:300]
        in_time = fresh.state == PromiseState.PENDING and now < fresh.promised_at + GRACE
        fresh.state = PromiseState.KEPT if in_time else PromiseState.BROKEN
        fresh.save(update_fields=["called_at", "outcome", "state"])
        record(
            actor=actor,
            action="call.made",
            target=fresh,
            organisation_id=fresh.organisation_id,
            state=str(fresh.state),
        )
    return fresh


def move_call(
    *, actor: Actor, promise: CallPromise, promised_at: datetime, reason: str
) -> CallPromise:
    """Promise another hour instead, before the first is over; the person is told why."""
    if not can_call(actor, promise):
        raise NotAllowed(_("Its guarantor, or the desk, says what became of this call."))
    reason = " ".join(reason.split())
    if not reason:
        raise Refusal(_("Say why: the person is told."), code="reason_missing", field="reason")
    _check_hour(promised_at)
    with transaction.atomic():
        fresh = locked(
            CallPromise.objects.filter(pk=promise.pk).select_related("person", "organisation")
        ).get()
        if fresh.state != PromiseState.PENDING or timezone.now() >= fresh.promised_at + GRACE:
            raise Refusal(_("Its hour is over: call, the promise stays broken."), code="hour_over")
        fresh.state, fresh.moved_reason = PromiseState.MOVED, reason[:200]
        fresh.save(update_fields=["state", "moved_reason"])
        moved = CallPromise.objects.create(
            organisation=fresh.organisation,
            person=fresh.person,
            case_id=fresh.case_id,
            about=fresh.about,
            guarantor_id=fresh.guarantor_id,
            promised_at=promised_at,
            made_by=actor.user,
            moved_from=fresh,
        )
        record(
            actor=actor,
            action="call.moved",
            target=fresh,
            organisation_id=fresh.organisation_id,
            to=moved.pk,
        )
        _tell_moved(moved, reason)
    return moved


def _tell_moved(promise: CallPromise, reason: str) -> None:
    with translation.override(promise.person.language):
        when = timezone.localtime(promise.promised_at)
        notify(
            person=promise.person,
            kind=MOVED,
            about=key_of(promise),
            subject=_("We call you at another hour"),
            body=_("About « %(about)s »: we call you on %(date)s at %(time)s. %(reason)s")
            % {
                "about": promise.about,
                "date": written_day(when),
                "time": formats.time_format(when, "TIME_FORMAT"),
                "reason": reason,
            },
            url="",
            organisation=promise.organisation,
            key="moved",
        )


def break_overdue(moment: datetime) -> int:
    """Mark the promises whose hour is over; return how many."""
    overdue = list(
        CallPromise.objects.filter(
            state=PromiseState.PENDING, promised_at__lte=moment - GRACE
        ).values_list("pk", flat=True)[:500]
    )
    broken = 0
    for key in overdue:
        with transaction.atomic():
            promise = locked(CallPromise.objects.filter(pk=key)).get()
            if promise.state != PromiseState.PENDING:
                continue
            promise.state = PromiseState.BROKEN
            promise.save(update_fields=["state"])
            record(
                actor=SYSTEM,
                action="call.broken",
                target=promise,
                organisation_id=promise.organisation_id,
            )
            broken += 1
    return broken

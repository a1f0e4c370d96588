"""Verify in whose name somebody speaks, until when, and withdraw it."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from civic.audit.services import record
from civic.core.exceptions import NotAllowed, Refusal
from civic.core.querysets import locked

from ..enums import VERIFIED_COLLEGES, College, Role
from ..models import Person
from ..policies import Actor, SystemActor
from ..selectors import is_known

MAX_LABEL = 120


def verify_college(
    *,
    actor: Actor,
    person: Person,
    college: str,
    label: str = "",
    until: date | None = None,
    at: Model,
) -> Person:
    """Confirm that somebody speaks as a technical officer or an elected official.

    `at` is the organisation in whose name the person will speak; only its communications officers
    may say so, of somebody it knows. What was said before keeps the college of its moment. Raises
    NotAllowed, or Refusal with the field: another college, a term that is over, a college that
    another body has verified.
    """
    body_id: int = getattr(at, "organisation_id", at.pk)
    if not actor.has_role(Role.COMMUNICATIONS, at=at):
        raise NotAllowed(_("Only the communications officers of this body verify a capacity."))
    if not is_known(actor, person, at):
        raise NotAllowed(_("This person is not known here."))
    if college not in VERIFIED_COLLEGES:
        raise Refusal(
            _("Only technical officers and elected officials are verified."),
            code="college",
            field="college",
        )
    label = " ".join(label.split())
    if len(label) > MAX_LABEL:
        raise Refusal(
            _("This is too long: %(max)s characters at most.") % {"max": MAX_LABEL},
            code="too_long",
            field="label",
        )
    if until is not None and until < timezone.localdate():
        raise Refusal(_("This term is already over."), code="over", field="until")
    with transaction.atomic():
        fresh = locked(Person.objects.filter(pk=person.pk)).get()
        if fresh.erased_at is not None:
            raise Refusal(_("This person was erased."), code="erased")
        _check_body(actor, fresh, body_id)
        before = fresh.college
        fresh.college, fresh.college_label = college, label
        fresh.college_body_id, fresh.college_until = body_id, until
        fresh.college_verified_by = actor.user
        fresh.college_verified_at = timezone.now()
        fresh.save()
        record(
            actor=actor,
            action="person.college_verified",
            target=fresh,
            organisation_id=body_id,
            before=before,
            after=college,
            until=str(until or ""),
        )
    return fresh


def withdraw_college(*, actor: Actor, person: Person, at: Model) -> Person:
    """Make somebody a resident again; what they said keeps the college of its moment.

    Only the body that verified the capacity withdraws it.
    """
    body_id: int = getattr(at, "organisation_id", at.pk)
    if not actor.has_role(Role.COMMUNICATIONS, at=at) or not is_known(actor, person, at):
        raise NotAllowed(_("Only the communications officers of this body withdraw a capacity."))
    with transaction.atomic():
        fresh = locked(Person.objects.filter(pk=person.pk)).get()
        if fresh.college not in VERIFIED_COLLEGES:
            return fresh
        _check_body(actor, fresh, body_id)
        _withdraw(actor, fresh, body_id)
    return fresh


def end_terms(moment: datetime) -> int:
    """Withdraw the capacities whose term is over; run every minute, return how many ended."""
    today = timezone.localdate(moment)
    over = Person.objects.filter(college__in=VERIFIED_COLLEGES, college_until__lt=today)
    with transaction.atomic():
        people = list(locked(over.order_by("pk")))
        for person in people:
            _withdraw(SystemActor("clock"), person, person.college_body_id)
    return len(people)


def _check_body(actor: Actor, person: Person, body_id: int) -> None:
    verified_elsewhere = person.college in VERIFIED_COLLEGES and person.college_body_id not in (
        None,
        body_id,
    )
    if verified_elsewhere and not actor.is_administrator:
        raise Refusal(
            _("Another body has verified this capacity: it alone changes it."), code="other_body"
        )


def _withdraw(actor: Actor, person: Person, body_id: int | None) -> None:
    before = person.college
    person.college, person.college_label = College.RESIDENT, ""
    person.college_verified_by = person.college_verified_at = None
    person.college_body = person.college_until = None
    person.save()
    record(
        actor=actor,
        action="person.college_withdrawn",
        target=person,
        organisation_id=body_id,
        before=before,
    )

"""The answer reaches a person without e-mail: by letter, by telephone, at the desk."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from civic.accounts.models import Person
from civic.accounts.policies import Actor
from civic.audit.services import record
from civic.core.exceptions import NotAllowed, Refusal
from civic.core.querysets import locked
from civic.notifications.enums import Medium, NoticeState
from civic.notifications.models import Notice
from civic.notifications.services.contact import contact_otherwise
from civic.notifications.services.follows import mark_delivered
from civic.territory.models import Organisation

from ..enums import CallOutcome, LetterState
from ..models import CallAttempt, Letter, LetterBatch
from ..policies import can_contact
from ..selectors.contact import letters_to_write

LETTERS_AT_ONCE = 100


def write_letters(*, actor: Actor, organisation: Organisation) -> LetterBatch:
    """Gather what waits for a letter: one page per person, whatever the number of news."""
    if not can_contact(actor, organisation):
        raise NotAllowed(_("Only the staff who write and call prepare letters."))
    with transaction.atomic():
        # Two agents who prepare letters at once never write to the same person twice.
        locked(Organisation.objects.filter(pk=organisation.pk)).get()
        waiting: dict[int, list[Notice]] = {}
        for notice in letters_to_write(organisation):
            waiting.setdefault(notice.person_id, []).append(notice)
        if not waiting:
            raise Refusal(_("Nobody waits for a letter."), code="nobody")
        batch = LetterBatch.objects.create(organisation=organisation, made_by=actor.user)
        for person_id, notices in list(waiting.items())[:LETTERS_AT_ONCE]:
            letter = Letter.objects.create(batch=batch, person_id=person_id)
            letter.notices.set(notices)
        record(
            actor=actor,
            action="letters.written",
            target=batch,
            organisation_id=organisation.pk,
            letters=batch.letters.count(),
        )
    return batch


def mark_printed(*, actor: Actor, batch: LetterBatch) -> LetterBatch:
    """Say that the letters of a batch are printed."""
    with transaction.atomic():
        fresh = _locked_batch(actor, batch)
        if fresh.printed_at is None:
            fresh.printed_at = timezone.now()
            fresh.save(update_fields=["printed_at"])
            fresh.letters.filter(state=LetterState.WRITTEN).update(state=LetterState.PRINTED)
            record(
                actor=actor,
                action="letters.printed",
                target=fresh,
                organisation_id=fresh.organisation_id,
            )
    return fresh


def mark_posted(*, actor: Actor, batch: LetterBatch) -> LetterBatch:
    """Say that the letters left: what they tell is delivered, unless one comes back."""
    with transaction.atomic():
        fresh = _locked_batch(actor, batch)
        if fresh.printed_at is None:
            raise Refusal(_("Print the letters first."), code="not_printed")
        if fresh.posted_on is not None:
            return fresh
        fresh.posted_on = timezone.localdate()
        fresh.save(update_fields=["posted_on"])
        for letter in fresh.letters.filter(state=LetterState.PRINTED):
            letter.state = LetterState.POSTED
            letter.save(update_fields=["state"])
            for notice in letter.notices.filter(state=NoticeState.TO_CONTACT):
                mark_delivered(actor=actor, notice=notice)
        record(
            actor=actor,
            action="letters.posted",
            target=fresh,
            organisation_id=fresh.organisation_id,
        )
    return fresh


def mark_returned(*, actor: Actor, letter: Letter, reason: str) -> Letter:
    """Say that a letter came back: its news wait again, to be told another way."""
    reason = " ".join(reason.split())
    if not reason:
        raise Refusal(
            _("What does the envelope say: unknown, moved, incomplete address?"),
            code="reason_missing",
            field="reason",
        )
    with transaction.atomic():
        _locked_batch(actor, letter.batch)
        fresh = Letter.objects.select_related("person", "batch").get(pk=letter.pk)
        if fresh.state != LetterState.POSTED:
            raise Refusal(_("This letter has not been posted."), code="not_posted")
        fresh.state, fresh.returned_on = LetterState.RETURNED, timezone.localdate()
        fresh.returned_reason = reason[:200]
        fresh.save(update_fields=["state", "returned_on", "returned_reason"])
        for notice in fresh.notices.filter(state=NoticeState.DELIVERED):
            contact_otherwise(actor=actor, notice=notice, medium=_other_than_letter(fresh.person))
        record(
            actor=actor,
            action="letter.returned",
            target=fresh,
            organisation_id=fresh.batch.organisation_id,
        )
    return fresh


def record_call(*, actor: Actor, notice: Notice, outcome: str) -> CallAttempt:
    """Write down a call: reached, it is told; refused, it waits at the desk."""
    organisation = notice.organisation
    if organisation is None or not can_contact(actor, organisation):
        raise NotAllowed(_("You may not tick this off."))
    if outcome not in CallOutcome.values:
        raise Refusal(_("What became of the call?"), code="outcome", field="outcome")
    with transaction.atomic():
        fresh = locked(Notice.objects.filter(pk=notice.pk)).get()
        if fresh.state != NoticeState.TO_CONTACT:
            raise Refusal(_("This person has already been told."), code="already_told")
        attempt = CallAttempt.objects.create(notice=fresh, outcome=outcome, called_by=actor.user)
        if outcome == CallOutcome.REACHED:
            mark_delivered(actor=actor, notice=fresh)
        elif outcome == CallOutcome.REFUSED:
            contact_otherwise(actor=actor, notice=fresh, medium=Medium.DESK)
        record(
            actor=actor,
            action="notice.called",
            target=fresh,
            organisation_id=organisation.pk,
            outcome=str(outcome),
        )
    return attempt


def _locked_batch(actor: Actor, batch: LetterBatch) -> LetterBatch:
    if not can_contact(actor, batch.organisation):
        raise NotAllowed(_("These letters belong to another desk."))
    queryset = LetterBatch.objects.filter(pk=batch.pk).select_related("organisation")
    return locked(queryset).get()


def _other_than_letter(person: Person) -> Medium:
    return Medium.TELEPHONE if person.phone else Medium.DESK

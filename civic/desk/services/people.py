"""Write down who came: a person without an account, how to answer them, who helps them."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from civic.accounts.enums import College, ContactPreference
from civic.accounts.models import Person
from civic.accounts.policies import Actor
from civic.accounts.services.people import AGREES_TO_SMS, check_text_messages, create_person
from civic.audit.services import key_of, record
from civic.core.exceptions import NotAllowed, Refusal
from civic.core.querysets import locked
from civic.territory.models import Organisation

from ..enums import ConsentHow, MandateScope
from ..models import Consent, Mandate
from ..models.entries import LONGEST_MANDATE_DAYS
from ..policies import can_work_at
from ..selectors.people import known_at


@dataclass(frozen=True)
class PersonDraft:
    """Somebody new at the desk; only the public name is read by others."""

    public_name: str
    legal_name: str = ""
    contact_preference: str = ContactPreference.DESK
    postal_address: str = ""
    phone: str = ""
    email: str = ""
    college: str = College.RESIDENT
    agrees_to_sms: bool = False


def record_person(*, actor: Actor, organisation: Organisation, draft: PersonDraft) -> Person:
    """Create somebody who has just come to a desk, with a way to be answered that exists."""
    if not can_work_at(actor, organisation):
        raise NotAllowed(_("Only the desk of this organisation writes people down."))
    check_contact(draft.contact_preference, draft.postal_address, draft.phone, draft.email)
    with transaction.atomic():
        person = create_person(
            public_name=draft.public_name,
            legal_name=draft.legal_name,
            contact_preference=draft.contact_preference,
            postal_address=draft.postal_address,
            phone=draft.phone,
            email=draft.email,
            college=draft.college,
            organisation=organisation if organisation.intercommunality_id else None,
            agrees_to_sms=draft.agrees_to_sms,
        )
        _keep_agreement(actor, person)
        record(
            actor=actor,
            action="person.written_down",
            target=person,
            organisation_id=organisation.pk,
        )
    return person


def change_contact(
    *,
    actor: Actor,
    organisation: Organisation,
    person: Person,
    contact_preference: str,
    postal_address: str = "",
    phone: str = "",
    agrees_to_sms: bool = False,
) -> Person:
    """Change how somebody without an account is answered, when they ask for it at a desk.

    Whoever has an account changes it alone: an agent never redirects the answers of a user.
    """
    if not can_work_at(actor, organisation):
        raise NotAllowed(_("Only the desk of this organisation does this."))
    if person.user_id is not None:
        raise Refusal(_("This person has an account and changes it alone."), code="has_account")
    if not known_at(organisation).filter(pk=person.pk).exists():
        raise NotAllowed(_("This person is not known at this desk."))
    check_contact(contact_preference, postal_address, phone, person.email)
    wants_sms = contact_preference == ContactPreference.SMS
    if wants_sms:
        check_text_messages(phone, agrees_to_sms)
    with transaction.atomic():
        fresh = locked(Person.objects.filter(pk=person.pk)).get()
        fresh.contact_preference = contact_preference
        fresh.postal_address, fresh.phone = postal_address.strip(), phone.strip()
        fresh.sms_agreed_at = timezone.now() if wants_sms else None
        fresh.save(update_fields=["contact_preference", "postal_address", "phone", "sms_agreed_at"])
        _keep_agreement(actor, fresh)
        record(
            actor=actor,
            action="person.contact_changed",
            target=fresh,
            organisation_id=organisation.pk,
        )
    return fresh


def _keep_agreement(actor: Actor, person: Person) -> None:
    """Keep the sentence somebody agreed to, as it was read to them at the desk."""
    if person.sms_agreed_at is None:
        return
    with translation.override(person.language):
        sentence = str(AGREES_TO_SMS)
    Consent.objects.create(
        person=person,
        about=key_of(person),
        text=sentence,
        how=ConsentHow.ORAL,
        given_on=timezone.localdate(),
        recorded_by=actor.user,
    )


def check_contact(preference: str, address: str, phone: str, email: str) -> None:
    """Raise Refusal when the way somebody chose to be answered leads nowhere."""
    needs = {
        ContactPreference.LETTER: (
            address,
            "postal_address",
            _("To write a letter, a postal address is needed."),
        ),
        ContactPreference.TELEPHONE: (
            phone,
            "phone",
            _("To call, a telephone number is needed."),
        ),
        ContactPreference.EMAIL: (
            email,
            "email",
            _("To answer by e-mail, an address is needed."),
        ),
    }
    wanted = needs.get(ContactPreference(preference))
    if wanted is not None and not wanted[0].strip():
        raise Refusal(wanted[2], code="contact_missing", field=wanted[1])


def give_mandate(
    *,
    actor: Actor,
    organisation: Organisation,
    person: Person,
    helper_name: str,
    helper_body: str = "",
    scope: str = MandateScope.ALL,
    space_id: int | None = None,
    ends_on: date,
) -> Mandate:
    """Write down that somebody helps a person at a desk, from today, for a year at most."""
    if not can_work_at(actor, organisation):
        raise NotAllowed(_("Only the desk of this organisation does this."))
    helper_name = " ".join(helper_name.split())
    today = timezone.localdate()
    if not helper_name:
        raise Refusal(_("Who helps?"), code="helper_missing", field="helper_name")
    if not today < ends_on <= today + timedelta(days=LONGEST_MANDATE_DAYS):
        raise Refusal(
            _("A mandate ends on a day to come, a year from now at most."),
            code="mandate_end",
            field="ends_on",
        )
    if scope == MandateScope.SPACE and space_id is None:
        raise Refusal(_("For which consultation?"), code="space_missing", field="space_id")
    with transaction.atomic():
        mandate = Mandate.objects.create(
            person=person,
            organisation=organisation,
            helper_name=helper_name[:120],
            helper_body=" ".join(helper_body.split())[:120],
            scope=scope,
            space_id=space_id if scope == MandateScope.SPACE else None,
            starts_on=today,
            ends_on=ends_on,
            days=(ends_on - today).days,
            recorded_by=actor.user,
        )
        record(
            actor=actor,
            action="mandate.given",
            target=mandate,
            organisation_id=organisation.pk,
            person=person.pk,
            until=ends_on.isoformat(),
        )
    return mandate


def end_mandate(*, actor: Actor, mandate: Mandate) -> Mandate:
    """End a mandate before its day; what was done under it stays traced."""
    if not can_work_at(actor, mandate.organisation):
        raise NotAllowed(_("Only the desk of this organisation does this."))
    with transaction.atomic():
        fresh = locked(Mandate.objects.filter(pk=mandate.pk)).get()
        if fresh.ended_on is None:
            fresh.ended_on = timezone.localdate()
            fresh.save(update_fields=["ended_on"])
            record(
                actor=actor,
                action="mandate.ended",
                target=fresh,
                organisation_id=fresh.organisation_id,
            )
    return fresh


def check_mandate(mandate: Mandate, person: Person, organisation: Organisation, space: int) -> None:
    """Raise Refusal unless a mandate covers this person, this desk, this space, today."""
    today = timezone.localdate()
    fits = (
        mandate.person_id == person.pk
        and mandate.organisation_id == organisation.pk
        and mandate.ended_on is None
        and mandate.starts_on <= today <= mandate.ends_on
        and (mandate.scope == MandateScope.ALL or mandate.space_id == space)
    )
    if not fits:
        raise Refusal(
            _("This mandate is over, or is for something else."),
            code="mandate_over",
            field="mandate",
        )

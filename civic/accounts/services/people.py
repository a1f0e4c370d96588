"""People: created because somebody takes part, claimed later by a user."""

from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from civic.audit.services import record
from civic.core.exceptions import NotAllowed, Refusal
from civic.core.querysets import locked
from civic.core.services.keeping import forget_kept
from civic.territory.models import Neighbourhood, Organisation

from ..enums import VERIFIED_COLLEGES, AssuranceLevel, College, ContactPreference
from ..logic.mobile import mobile_number
from ..models import Person, User
from ..policies import Actor
from ..registry import person_registry

MAX_NAME = 80
AGREES_TO_SMS = gettext_lazy(
    "I agree to receive text messages (SMS) at this number about what I say and what becomes of "
    "it. Each of them says how to stop."
)


def create_person(
    *,
    public_name: str,
    college: str = College.RESIDENT,
    legal_name: str = "",
    email: str = "",
    phone: str = "",
    postal_address: str = "",
    contact_preference: str = ContactPreference.EMAIL,
    organisation: Organisation | None = None,
    neighbourhood: Neighbourhood | None = None,
    language: str = "fr",
    agrees_to_sms: bool = False,
) -> Person:
    """Create somebody who takes part; an e-mail given here is not confirmed yet.

    Raises Refusal when the name is missing or too long, when the college is one that staff must
    verify, or when text messages are asked without a mobile number or an agreement.
    """
    name = " ".join(public_name.split())
    if not name:
        raise Refusal(
            _("Give the name others will read; a first name is enough."),
            code="name_missing",
            field="public_name",
        )
    if len(name) > MAX_NAME:
        raise Refusal(
            _("This name is too long: %(max)s characters at most.") % {"max": MAX_NAME},
            code="name_too_long",
            field="public_name",
        )
    if college in VERIFIED_COLLEGES:
        raise Refusal(
            _("This capacity is verified by the town hall: take part as a resident meanwhile."),
            code="college_unverified",
            field="college",
        )
    wants_sms = contact_preference == ContactPreference.SMS
    if wants_sms:
        check_text_messages(phone, agrees_to_sms)
    return Person.objects.create(
        public_name=name,
        college=college,
        legal_name=legal_name.strip(),
        email=email.strip().lower(),
        phone=phone.strip(),
        postal_address=postal_address.strip(),
        contact_preference=contact_preference,
        sms_agreed_at=timezone.now() if wants_sms else None,
        organisation=organisation,
        neighbourhood=neighbourhood,
        language=language,
    )


def check_text_messages(phone: str, agrees: bool) -> None:
    """Raise Refusal unless text messages reach somebody, who agreed to them."""
    if not phone.strip():
        raise Refusal(
            _("To write by SMS, a mobile number is needed."), code="phone_missing", field="phone"
        )
    if not mobile_number(phone):
        raise Refusal(
            _("This number receives no SMS: give a mobile number, such as 06 12 34 56 78."),
            code="not_mobile",
            field="phone",
        )
    if not agrees:
        raise Refusal(
            _("Nobody receives an SMS without agreeing to it: tick the sentence."),
            code="sms_not_agreed",
            field="agrees_to_sms",
        )


def person_of_user(*, user: User, guest: Person | None = None, public_name: str = "") -> Person:
    """Return the person of a user who has just confirmed an e-mail address.

    What the same browser wrote before signing in (`guest`) becomes the user's. Somebody already
    known under this confirmed address is taken up, so that nobody exists twice.
    """
    with transaction.atomic():
        person = Person.objects.filter(user=user).first()
        if person is None:
            person = Person.objects.filter(
                email__iexact=user.email, email_confirmed=True, user=None, erased_at=None
            ).first()
        joins = guest is not None
        if person is None and guest is not None and guest.user_id is None:
            person, guest = guest, None
        if person is None:
            name = public_name or user.full_name or user.email.partition("@")[0]
            person = create_person(public_name=name[:MAX_NAME], email=user.email)
        is_news = joins or not person.email_confirmed
        person.user = user
        person.email, person.email_confirmed = user.email.lower(), True
        person.assurance_level = max(person.assurance_level, AssuranceLevel.EMAIL)
        person.save()
        if guest is not None and guest.pk != person.pk and guest.user_id is None:
            merge_people(kept=person, absorbed=guest)
        if is_news:
            for handler in person_registry.confirmed:
                handler(person)
    return person


def merge_people(*, kept: Person, absorbed: Person) -> dict[str, int]:
    """Make two rows of the same human being one; return the rows moved, by table.

    What would count twice (two supports of one proposal) counts once: the mergers drop the
    duplicate. The absorbed person is emptied, as an erasure would.
    """
    if absorbed.user_id is not None:
        raise Refusal(
            _("This participation already belongs to an account."), code="already_claimed"
        )
    with transaction.atomic():
        first, second = sorted((kept.pk, absorbed.pk))
        list(locked(Person.objects.filter(pk__in=[first, second]).order_by("pk")))
        moved = {name: merge(kept, absorbed) for name, merge in person_registry.mergers.items()}
        for field in ("legal_name", "phone", "postal_address"):
            if not getattr(kept, field):
                setattr(kept, field, getattr(absorbed, field))
        kept.save()
        empty_person(absorbed)
        record(
            actor=Actor(user=kept.user, person=kept),
            action="person.merged",
            target=kept,
            absorbed=absorbed.pk,
            rows=moved,
        )
    return moved


def empty_person(person: Person) -> None:
    """Remove whatever is personal from a person's row, which stays so that counts stay."""
    person.user = None
    person.public_name = _("Erased person")
    person.legal_name = person.email = person.phone = person.postal_address = ""
    person.college_label = ""
    person.contact_preference, person.sms_agreed_at = ContactPreference.EMAIL, None
    person.email_confirmed = False
    person.organisation = person.neighbourhood = None
    person.college_body = person.college_until = None
    person.erased_at = timezone.now()
    person.save()
    forget_kept()


def person_of_account(*, actor: Actor) -> Person:
    """Return the person of whoever is signed in, made now when there is none yet.

    An address that a code has not confirmed makes somebody new, who is known by no address.
    """
    if actor.user is None:
        raise NotAllowed(_("Sign in first."))
    user = actor.user
    if EmailAddress.objects.filter(user=user, email__iexact=user.email, verified=True).exists():
        return person_of_user(user=user)
    with transaction.atomic():
        fresh = locked(User.objects.filter(pk=user.pk)).get()
        person = Person.objects.filter(user=fresh).first()
        if person is None:
            name = user.full_name or user.email.partition("@")[0]
            person = create_person(public_name=name[:MAX_NAME])
            person.user = fresh
            person.save(update_fields=["user"])
            record(actor=actor, action="person.started", target=person)
    return person


def update_profile(*, actor: Actor, agrees_to_sms: bool = False, **values: Any) -> Person:
    """Change what a person may change about themselves.

    `values`: public_name, contact_preference, phone, postal_address, organisation, neighbourhood,
    language. Past contributions keep the college and channel of their moment. Text messages need
    a mobile number and `agrees_to_sms`, which is forgotten with the choice of another way.
    """
    person = actor.person
    if person is None:
        raise NotAllowed(_("Sign in first."))
    allowed = {
        "public_name",
        "contact_preference",
        "phone",
        "postal_address",
        "organisation",
        "neighbourhood",
        "language",
    }
    unknown = set(values) - allowed
    if unknown:
        raise ValueError(f"Not a person's to change: {sorted(unknown)}")
    if "public_name" in values and not values["public_name"].strip():
        raise Refusal(_("Give the name others will read."), field="public_name")
    way = values.get("contact_preference", person.contact_preference)
    if way == ContactPreference.SMS and {"contact_preference", "phone"} & set(values):
        check_text_messages(values.get("phone", person.phone), agrees_to_sms)
    for field, value in values.items():
        setattr(person, field, value)
    wants_sms = way == ContactPreference.SMS
    person.sms_agreed_at = (person.sms_agreed_at or timezone.now()) if wants_sms else None
    with transaction.atomic():
        person.save(update_fields=[*values, "sms_agreed_at"])
        forget_kept()
        record(actor=actor, action="person.updated", target=person, fields=sorted(values))
    return person

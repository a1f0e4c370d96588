"""Claim what was said on paper, with a code handed over at the desk."""

import hashlib
import hmac
import secrets
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from civic.audit.services import record
from civic.core.exceptions import NotAllowed, Refusal
from civic.core.logic.codes import READ_ALOUD
from civic.core.querysets import locked
from civic.territory.models import Organisation

from ..enums import Role
from ..models import ClaimCode, Person
from ..policies import Actor
from ..selectors import is_known
from .people import merge_people

VALID_FOR = timedelta(days=90)
LENGTH = 10


def issue_claim_code(*, actor: Actor, person: Person, organisation: Organisation) -> str:
    """Return a code to print on the receipt of somebody without an account.

    Ten letters and digits of an alphabet of 25 (46 bits); only a keyed hash is stored.
    """
    if not actor.has_role(Role.DESK, Role.FACILITATOR, Role.CHAIR, at=organisation):
        raise NotAllowed(_("Only a desk agent hands over claim codes."))
    if not is_known(actor, person, organisation):
        raise NotAllowed(_("This person has said nothing here: you may not hand over their code."))
    if person.user_id is not None or person.erased_at is not None:
        raise Refusal(_("This person already has an account."), code="already_claimed")
    code = "".join(secrets.choice(READ_ALOUD) for _position in range(LENGTH))
    with transaction.atomic():
        ClaimCode.objects.create(
            person=person, code_hash=hash_code(code), expires_at=timezone.now() + VALID_FOR
        )
        record(
            actor=actor,
            action="person.claim_code_issued",
            target=person,
            organisation_id=organisation.pk,
        )
    return f"{code[:5]}-{code[5:]}"


def hash_code(code: str) -> str:
    """Return the keyed hash of a code, whatever its case and separators."""
    plain = "".join(character for character in code.upper() if character.isalnum())
    return hmac.new(settings.SECRET_KEY.encode(), plain.encode(), hashlib.sha256).hexdigest()


def claim(*, actor: Actor, code: str) -> Person:
    """Make what a code stands for the actor's own; raise Refusal for a code that is not valid."""
    if actor.user is None or actor.person is None:
        raise NotAllowed(_("Sign in first, then type the code of your receipt."))
    with transaction.atomic():
        found = locked(
            ClaimCode.objects.filter(
                code_hash=hash_code(code), used_at=None, expires_at__gt=timezone.now()
            )
        ).first()
        if found is None or found.person.user_id is not None:
            raise Refusal(
                _("This code is not valid, or has been used. Check it, or ask at the desk."),
                code="claim_invalid",
                field="code",
            )
        found.used_at = timezone.now()
        found.save(update_fields=["used_at"])
        if found.person_id != actor.person.pk:
            merge_people(kept=actor.person, absorbed=found.person)
        record(actor=actor, action="person.claimed", target=actor.person, code=found.pk)
    return actor.person

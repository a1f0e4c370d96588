"""A desk with its agent, and what she types."""

import uuid
from datetime import date
from typing import Any

from django.test import Client
from django.utils import timezone

from civic.accounts.enums import Role
from civic.accounts.models import Person
from civic.accounts.policies import Actor
from civic.core.enums import Channel
from civic.desk.models import Sheet
from civic.desk.registry import desk_registry
from civic.desk.selectors.targets import SheetTarget, target_of
from civic.desk.services.entering import Outcome, Typed, enter
from civic.desk.services.people import PersonDraft
from civic.participation.models import Activity, Contribution
from civic.territory.models import Organisation
from tests.factories.people import grant, make_person, make_user
from tests.factories.territory import make_intercommunality

TITLE = "Planter une haie le long du canal"
TEXT = "Une haie donnerait de l'ombre aux promeneurs et un abri aux oiseaux."


def agent(name: str = "Odile", at: Organisation | None = None) -> Actor:
    """Return an agent of a desk, the intercommunality's unless told."""
    user = make_user(f"{name.lower()}@example.org", name)
    grant(user, Role.DESK, at or make_intercommunality())
    return Actor(user=user, person=make_person(name, user=user))


def marcelle(**extra: Any) -> PersonDraft:
    """Return somebody without e-mail who has just come."""
    values = {
        "public_name": "Marcelle",
        "legal_name": "Marcelle Roux",
        "contact_preference": "letter",
        "postal_address": "3 rue des Tanneurs\n12345 Saint-Aurel",
    }
    return PersonDraft(**(values | extra))


def target(activity: Activity) -> SheetTarget:
    found = target_of(f"proposition-{activity.pk}")
    assert found is not None
    return found


def say(
    actor: Actor,
    activity: Activity,
    *,
    person: Person | PersonDraft | None = None,
    sheet: Sheet | None = None,
    at: Organisation | None = None,
    **extra: Any,
) -> Outcome:
    """Enter a proposal for somebody."""
    from civic.desk.logic.codes import parse_code

    values: dict[str, Any] = {
        "person": person or marcelle(),
        "channel": Channel.PAPER,
        "said_on": timezone.localdate(),
        "data": {"activity": activity, "title": TITLE, "text": TEXT},
        "space": activity.space,
        "activity": activity,
        "target": target(activity),
        "code": parse_code(sheet.code) if sheet else None,
        "consent_how": "signature",
        "consent_text": "J'accepte que mon texte soit publié.",
        "submission_key": uuid.uuid4(),
    }
    return enter(
        actor=actor,
        organisation=at or make_intercommunality(),
        act=desk_registry.acts["contribution"],
        typed=Typed(**(values | extra)),
    )


def act_on(
    actor: Actor, act: str, contribution: Contribution, person: Person, **extra: Any
) -> Outcome:
    """Enter an act about a proposal for somebody known."""
    data = {"contribution": contribution} | extra.pop("data", {})
    values: dict[str, Any] = {
        "person": person,
        "channel": Channel.DESK,
        "said_on": timezone.localdate(),
        "data": data,
        "space": contribution.activity.space,
        "activity": contribution.activity,
        "consent_how": "oral",
        "consent_text": "Lu à voix haute.",
    }
    return enter(
        actor=actor,
        organisation=make_intercommunality(),
        act=desk_registry.acts[act],
        typed=Typed(**(values | extra)),
    )


def browser(actor: Actor) -> Client:
    client = Client()
    client.force_login(actor.user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def today() -> date:
    return timezone.localdate()

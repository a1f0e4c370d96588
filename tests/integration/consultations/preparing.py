"""Somebody at the screens where a consultation is prepared, and how they are filled in."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from civic.accounts.enums import Role
from civic.accounts.policies import SYSTEM
from civic.territory.services.branches import seed_branch
from consultations.models import Consultation
from home.services.staff import follow_roles
from tests.factories.participation import (
    framing,
)
from tests.factories.people import grant, make_user
from tests.factories.territory import make_branch, make_intercommunality, make_site
from tests.integration.home.pages import make_collections


@pytest.fixture(autouse=True)
def branches(db: None) -> None:
    make_collections()
    for page in (make_site(), make_branch("saint-aurel"), make_branch("montfaucelle")):
        seed_branch(actor=SYSTEM, page=page)


def signed_in(*roles: Role, at=None, email: str = "mona@example.org") -> Client:
    user = make_user(email, "Mona R.")
    for role in roles:
        grant(user, role, at or make_intercommunality())
    follow_roles(user=user)
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def manager() -> Client:
    return signed_in(Role.MANAGER)


def address(name: str, consultation: Consultation, *more) -> str:
    return reverse(f"consultations:{name}", args=[consultation.pk, *more])


def started(client: Client, **extra) -> Consultation:
    values = {
        "title": "Une nouvelle médiathèque",
        "organisation": make_intercommunality().pk,
        "participation_level": "consult",
        "preset": "free",
        "submission_key": "3f0c7d8e-0000-4000-8000-000000000001",
    } | extra
    response = client.post(reverse("consultations:add"), values)
    assert response.status_code == 302, response.content.decode()
    return Consultation.objects.latest("pk")


def is_refused(response) -> bool:
    """The administration sends whoever may not do something back to its home, with a message."""
    return response.status_code in (403, 405) or response.get("Location") == "/cms/"


def text_of(response) -> str:
    return response.content.decode()


def framed(client: Client, consultation: Consultation, **extra):
    values = framing() | {"title": consultation.space.title} | extra
    values["answer_due_on"] = str(values["answer_due_on"])
    return client.post(address("edit", consultation), values)


def local(moment) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M")

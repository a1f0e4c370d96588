"""Reasons that may name somebody are read by a moderator, once the ballot is closed."""

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from civic.accounts.enums import Role
from civic.accounts.policies import SYSTEM, Actor
from civic.voting.models import CastBallot
from civic.voting.services import close_ballot
from tests.factories.people import grant
from tests.factories.territory import make_commune
from tests.integration.discussion.scene import close
from tests.integration.voting.scene import make_open_ballot, vote, voter

pytestmark = pytest.mark.django_db


@pytest.fixture
def paper() -> CastBallot:
    ballot = make_open_ballot()
    vote(ballot, voter(), reason="Demandez au <b>06 12 34 56 78</b>")
    close(ballot.activity)
    close_ballot(actor=SYSTEM, ballot=ballot)
    return CastBallot.objects.get()


def at_work(actor: Actor) -> Client:
    entry = Permission.objects.get(codename="access_admin", content_type__app_label="wagtailadmin")
    actor.user.user_permissions.add(entry)
    client = Client()
    client.force_login(actor.user)
    return client


def address() -> str:
    return reverse("voting_reasons")


@pytest.mark.parametrize(("decision", "state"), [("publish", "public"), ("keep_back", "kept_back")])
def test_chloe_decides_and_the_reason_leaves_the_list(
    chloe: Actor, paper: CastBallot, decision: str, state: str
) -> None:
    client = at_work(chloe)
    html = client.get(address()).content.decode()
    assert "&lt;b&gt;06 12 34 56 78" in html
    assert f'value="{paper.pk}"' in html
    client.post(address(), {"paper": paper.pk, "decision": decision})
    paper.refresh_from_db()
    assert paper.reason_state == state
    assert "<blockquote>" not in client.get(address()).content.decode()


@pytest.mark.parametrize("data", [{}, {"paper": "x"}, {"paper": "1", "decision": "burn"}])
def test_anything_else_changes_nothing(chloe: Actor, paper: CastBallot, data: dict) -> None:
    client = at_work(chloe)
    assert client.post(address(), {"paper": str(paper.pk)} | data).status_code == 302
    paper.refresh_from_db()
    assert paper.reason_state == "waiting"


@pytest.mark.parametrize("name", ["amina", "driss", "bruno"])
def test_who_does_not_moderate_reads_nothing(
    name: str, request: pytest.FixtureRequest, paper: CastBallot
) -> None:
    client = at_work(request.getfixturevalue(name))
    for answer in (
        client.get(address()),
        client.post(address(), {"paper": paper.pk, "decision": "publish"}),
        Client().get(address()),
    ):
        assert answer.status_code in (302, 403)
        assert b"06 12" not in answer.content
    paper.refresh_from_db()
    assert paper.reason_state == "waiting"


def test_a_moderator_of_another_commune_reads_and_decides_nothing_here(
    bruno: Actor, paper: CastBallot
) -> None:
    grant(bruno.user, Role.MODERATOR, make_commune("montfaucelle"))
    client = at_work(Actor(user=bruno.user))
    assert b"06 12" not in client.get(address()).content
    client.post(address(), {"paper": paper.pk, "decision": "publish"})
    paper.refresh_from_db()
    assert paper.reason_state == "waiting"

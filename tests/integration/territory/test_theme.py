"""The face of an organisation: its colour is readable or it is refused."""

import pytest
from django.test import Client

from civic.accounts.enums import Role
from civic.accounts.policies import Actor
from civic.audit.models import JournalEntry
from civic.core.exceptions import NotAllowed, Refusal
from civic.territory.logic.contrast import check_accent
from civic.territory.models import Organisation
from civic.territory.selectors import stylesheet_url
from civic.territory.services.rows import change_organisation
from tests.factories.people import grant, make_user
from tests.factories.territory import make_commune

pytestmark = pytest.mark.django_db

READABLE = "#8a1f4d"
TOO_PALE = "#ffcc66"


@pytest.fixture
def odile() -> Actor:
    """Communications officer of Saint-Aurel."""
    user = make_user("odile@example.org", "Odile R.")
    grant(user, Role.COMMUNICATIONS, make_commune("saint-aurel"))
    return Actor(user=user)


def test_a_readable_accent_is_kept_and_written_in_the_journal(odile: Actor) -> None:
    organisation = change_organisation(
        actor=odile, organisation=make_commune("saint-aurel"), accent="#8A1F4D"
    )
    assert organisation.accent == READABLE
    entry = JournalEntry.objects.get(action="organisation.changed")
    assert entry.details == {"fields": ["accent"]}
    assert entry.organisation_id == organisation.pk


def test_an_accent_that_cannot_be_read_is_refused_with_the_nearest_one(odile: Actor) -> None:
    with pytest.raises(Refusal) as refused:
        change_organisation(actor=odile, organisation=make_commune("saint-aurel"), accent=TOO_PALE)
    assert refused.value.field == "accent"
    assert check_accent(TOO_PALE).nearest in str(refused.value.message)
    assert Organisation.objects.get(slug="saint-aurel").accent != TOO_PALE


@pytest.mark.parametrize("colour", ["", "red", "#12", "#12345g", "url(x)", "#fff;}"])
def test_what_is_not_a_colour_is_refused(odile: Actor, colour: str) -> None:
    with pytest.raises(Refusal):
        change_organisation(actor=odile, organisation=make_commune("saint-aurel"), accent=colour)


def test_a_wrong_email_is_refused_at_its_field(odile: Actor) -> None:
    with pytest.raises(Refusal) as refused:
        change_organisation(
            actor=odile, organisation=make_commune("saint-aurel"), contact_email="nowhere"
        )
    assert refused.value.field == "contact_email"


def test_odile_cannot_change_another_commune(odile: Actor) -> None:
    with pytest.raises(NotAllowed):
        change_organisation(actor=odile, organisation=make_commune("montfaucelle"), accent=READABLE)


def test_odile_cannot_change_who_her_commune_is(odile: Actor) -> None:
    with pytest.raises(NotAllowed):
        change_organisation(actor=odile, organisation=make_commune("saint-aurel"), slug="x")


def test_the_stylesheet_of_an_organisation_is_kept_for_ever_by_a_browser(client: Client) -> None:
    organisation = make_commune("saint-aurel", accent=READABLE)
    url = stylesheet_url(organisation)
    response = client.get(url)
    assert response["Content-Type"].startswith("text/css")
    assert "immutable" in response["Cache-Control"]
    assert f"--accent:{READABLE}" in response.content.decode()
    assert not response.cookies


def test_a_new_colour_has_a_new_address(client: Client) -> None:
    organisation = make_commune("saint-aurel", accent=READABLE)
    before = stylesheet_url(organisation)
    organisation.accent = "#1c5c8c"
    organisation.save()
    assert stylesheet_url(organisation) != before
    old = client.get(before)
    assert old.status_code == 200
    assert "immutable" not in old["Cache-Control"]


def test_an_organisation_without_a_colour_of_its_own_costs_no_request() -> None:
    assert stylesheet_url(make_commune("saint-aurel")) == ""


def test_the_stylesheet_of_nobody_is_not_found(client: Client) -> None:
    assert client.get("/theme/nobody-abc.css", follow=True).status_code == 404

"""Where a proposal is about: a point, a place in words, a commune; the map and its list."""

import json
from typing import Any

import pytest
from django.test import Client

from civic.accounts.policies import Actor
from civic.participation.models import Contribution, Draft
from civic.participation.services.contributions import submit_contribution
from civic.territory.models import Neighbourhood, Organisation
from civic.territory.selectors import OutsideTerritory
from consultations.logic.filters import ProposalFilters
from consultations.models import CallForProposalsPage
from consultations.selectors import places
from consultations.selectors.places import placed_proposals
from tests.factories.participation import make_call, make_contribution
from tests.factories.territory import make_commune, make_neighbourhood

pytestmark = pytest.mark.django_db

WORDS = {
    "title": "Planter une haie le long du canal",
    "text": "Une haie donnerait de l'ombre aux promeneurs et un abri aux oiseaux.",
}


def square(west: float, south: float, size: float = 1.0) -> dict[str, Any]:
    east, north = west + size, south + size
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


@pytest.fixture
def saint_aurel(db: None) -> Organisation:
    commune = make_commune()
    commune.boundary = square(1, 43)
    commune.save()
    return commune


@pytest.fixture
def faubourg(saint_aurel: Organisation) -> Neighbourhood:
    return make_neighbourhood(saint_aurel, boundary=square(1, 43, 0.5))


@pytest.fixture
def call(faubourg: Neighbourhood) -> CallForProposalsPage:
    return make_call(activity_options={"with_place": True})


def write(client: Client, call: CallForProposalsPage, **place: Any) -> Any:
    client.post(call.url_of("write"), WORDS)
    return client.post(call.url_of("write_step", step="lieu"), place)


def send(client: Client, call: CallForProposalsPage, actor: Actor) -> Contribution:
    client.post(call.url_of("write_step", step="envoi"), {})
    return Contribution.objects.get(author=actor.person)


@pytest.fixture
def browser(amina: Actor, client: Client) -> Client:
    client.force_login(amina.user)
    return client


def test_a_point_says_its_commune_and_neighbourhood(
    browser: Client, call: CallForProposalsPage, amina: Actor, faubourg: Neighbourhood
) -> None:
    answer = write(browser, call, latitude="43.2500001", longitude="1.25")
    assert answer.status_code == 302
    said = send(browser, call, amina)
    assert (said.latitude, said.longitude) == (43.25, 1.25)
    assert said.neighbourhood == faubourg
    assert said.commune == faubourg.organisation
    page = browser.get(call.url_of("detail", number=said.number)).content.decode()
    assert "proposal-point" in page
    assert "43,25" in page


def test_a_place_in_words_is_enough(
    browser: Client, call: CallForProposalsPage, amina: Actor
) -> None:
    assert write(browser, call, place="Place de la Halle").status_code == 302
    said = send(browser, call, amina)
    assert said.place == "Place de la Halle"
    assert said.latitude is None
    assert (
        "proposal-point"
        not in browser.get(call.url_of("detail", number=said.number)).content.decode()
    )


def test_a_point_outside_the_territory_is_refused_and_kept_typed(
    browser: Client, call: CallForProposalsPage
) -> None:
    answer = write(browser, call, latitude="48.85", longitude="2.35", place="Rue Haute")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Rue Haute" in page
    assert 'value="48.85"' in page
    assert Draft.objects.get().data["place"] == "Rue Haute"


def test_the_service_refuses_a_point_outside_whoever_sends_it(
    call: CallForProposalsPage, amina: Actor
) -> None:
    with pytest.raises(OutsideTerritory):
        submit_contribution(
            actor=amina,
            activity=call.activity,
            person=amina.person,
            title=WORDS["title"],
            text=WORDS["text"],
            latitude=48.85,
            longitude=2.35,
        )
    assert not Contribution.objects.exists()


def test_an_address_in_another_town_is_asked_about_first(
    browser: Client, call: CallForProposalsPage, amina: Actor
) -> None:
    elsewhere = {"place": "12 rue de la Paix, 75002 Paris"}
    refused = write(browser, call, **elsewhere)
    assert refused.status_code == 422
    assert 'name="place_confirmed"' in refused.content.decode()
    browser.post(call.url_of("write_step", step="envoi"), {})
    assert not Contribution.objects.exists()
    assert write(browser, call, place_confirmed="on", **elsewhere).status_code == 302
    assert send(browser, call, amina).place == elsewhere["place"]


@pytest.mark.parametrize(
    "place", [{"latitude": "43.2"}, {"longitude": "1.2"}, {"latitude": "", "longitude": ""}]
)
def test_half_a_point_is_none(
    browser: Client, call: CallForProposalsPage, amina: Actor, place: dict[str, str]
) -> None:
    assert write(browser, call, **place).status_code == 302
    assert send(browser, call, amina).latitude is None


@pytest.mark.parametrize("degrees", ["91", "x", "nan", "1e999"])
def test_what_is_not_degrees_is_refused(
    browser: Client, call: CallForProposalsPage, degrees: str
) -> None:
    assert write(browser, call, latitude=degrees, longitude="1.2").status_code == 422


def test_without_known_outlines_the_map_is_not_offered(browser: Client) -> None:
    call = make_call(activity_options={"with_place": True})
    Organisation.objects.update(boundary=None)
    browser.post(call.url_of("write"), WORDS)
    page = browser.get(call.url_of("write_step", step="lieu")).content.decode()
    assert "data-map-point" not in page
    assert 'name="place"' in page


def test_the_map_shows_the_points_of_the_filters_with_their_list(
    client: Client, call: CallForProposalsPage, saint_aurel: Organisation
) -> None:
    placed = make_contribution(
        call.activity, latitude=43.2, longitude=1.2, commune=saint_aurel, title="Un banc au soleil"
    )
    make_contribution(call.activity, title="Une idée sans lieu précis")
    address = call.get_absolute_url()
    page = client.get(address, {"view": "carte"}).content.decode()
    assert "Un banc au soleil" in page
    assert "Une idée sans lieu précis" not in page
    found = client.get(address, {"view": "carte", "points": "1"})
    features = json.loads(found.content)["features"]
    assert [feature["properties"]["url"] for feature in features] == [f"{address}{placed.number}/"]
    assert features[0]["geometry"]["coordinates"] == [1.2, 43.2]
    narrowed = client.get(address, {"points": "1", "q": "introuvable"})
    assert json.loads(narrowed.content)["features"] == []
    # Narrowing the map leaves a map.
    assert 'value="carte" selected' in page


def test_a_text_held_back_has_no_point(client: Client, call: CallForProposalsPage) -> None:
    make_contribution(
        call.activity,
        latitude=43.2,
        longitude=1.2,
        text="Appelez Mme Martin au 06 12 34 56 78 pour le canal.",
    )
    found = client.get(call.get_absolute_url(), {"points": "1"})
    assert json.loads(found.content)["features"] == []


def test_the_points_are_bounded_and_take_one_query(
    call: CallForProposalsPage, django_assert_num_queries: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "POINTS_SHOWN", 2)
    for _number in range(4):
        make_contribution(call.activity, latitude=43.2, longitude=1.2)
    with django_assert_num_queries(1):
        assert len(placed_proposals(call.activity, ProposalFilters())) == 3

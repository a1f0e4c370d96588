"""Is my address in this council? A map, a list of streets, an answer without JavaScript."""

import pytest
from django.test import Client
from django.utils.html import escape

from civic.accounts.policies import SYSTEM
from civic.territory.models import Neighbourhood
from neighbourhood_councils.models import CouncilPage, NeighbourhoodCouncil
from neighbourhood_councils.services.councils import create_council
from tests.factories.territory import make_branch, make_commune, make_neighbourhood

pytestmark = pytest.mark.django_db

SQUARE = {
    "type": "Polygon",
    "coordinates": [[[0.9, 44.9], [0.95, 44.9], [0.95, 44.95], [0.9, 44.95], [0.9, 44.9]]],
}


def council(name: str, *streets: str, boundary: object = SQUARE) -> NeighbourhoodCouncil:
    make_branch()
    place: Neighbourhood = make_neighbourhood(slug=name.lower(), name=name)
    place.streets, place.boundary = list(streets), boundary
    place.save()
    return create_council(
        actor=SYSTEM, organisation=make_commune(), title=f"Conseil {name}", neighbourhood=place
    )


@pytest.fixture
def address(db: None) -> str:
    here = council("Faubourg", "rue Lucie-Aubrac", "chemin du Lavoir", "place de l’Église")
    council("Tanneries", "rue des Tanneurs", "impasse du Lavoir")
    make_neighbourhood(slug="gare", name="La Gare", streets=["rue de la Gare"])
    return CouncilPage.objects.get(council=here).url_of("perimeter")


def said(address: str, typed: str) -> str:
    shown = Client().get(address, {"adresse": typed}).content.decode()
    return shown.replace("\xa0", " ")


@pytest.mark.parametrize("typed", ["rue Lucie-Aubrac", "12 bis, RUE LUCIE AUBRAC"])
def test_an_address_of_the_council_is_recognised_however_it_is_typed(
    address: str, typed: str
) -> None:
    assert "Oui : rue Lucie-Aubrac" in said(address, typed)


def test_an_address_of_a_neighbour_leads_to_its_council(address: str) -> None:
    shown = said(address, "3 rue des Tanneurs, Saint-Aurel")
    assert "Non : rue des Tanneurs" in shown
    assert CouncilPage.objects.get(title="Conseil Tanneries").get_absolute_url() in shown


def test_two_streets_that_may_be_meant_are_both_offered(address: str) -> None:
    shown = said(address, "lavoir")
    assert "chemin du Lavoir" in shown
    assert "impasse du Lavoir" in shown


def test_a_street_written_almost_so_is_offered_and_not_taken(address: str) -> None:
    shown = said(address, "rue Aubrac")
    assert "Oui" not in shown
    assert "ce conseil" in shown


def test_a_neighbourhood_without_a_council_is_said(address: str) -> None:
    assert "pas encore de conseil" in said(address, "rue de la Gare")


@pytest.mark.parametrize("typed", ["rue de Rivoli", "12", "<script>", "x" * 500, "\x00"])
def test_an_address_outside_the_territory_is_told_whom_to_call(address: str, typed: str) -> None:
    shown = said(address, typed)
    assert "dans aucune liste de rues" in shown
    assert escape("05 36 49 00 20") in shown


def test_the_perimeter_stands_without_a_map(count_queries) -> None:
    here = council("Faubourg", "rue Lucie-Aubrac", boundary=None)
    address = CouncilPage.objects.get(council=here).url_of("perimeter")
    Client().get(address)
    with count_queries() as few:
        shown = Client().get(address).content.decode()
    assert "rue Lucie-Aubrac" in shown
    assert "data-map-open" not in shown
    for number in range(6):
        council(f"Autre{number}", *[f"rue {index}" for index in range(40)])
    Client().get(address)
    with count_queries() as many:
        shown = Client().get(address).content.decode()
    assert "Conseil Autre5" in shown or "data-map" not in shown
    assert len(few) == len(many)

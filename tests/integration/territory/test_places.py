"""A point or an address leads to a commune and its neighbourhood; elsewhere is refused kindly."""

from typing import Any

import pytest

from civic.territory.models import Competence, CompetenceHolder, Neighbourhood, Organisation
from civic.territory.selectors import (
    OutsideTerritory,
    holder_for,
    resolve_address,
    resolve_point,
)
from tests.factories.territory import make_commune, make_department, make_neighbourhood

pytestmark = pytest.mark.django_db


def square(west: float, south: float, side: float = 1.0) -> list[list[float]]:
    return [
        [west, south],
        [west + side, south],
        [west + side, south + side],
        [west, south + side],
        [west, south],
    ]


def polygon(*rings: list[list[float]]) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": list(rings)}


@pytest.fixture
def saint_aurel() -> Organisation:
    return make_commune("saint-aurel", boundary=polygon(square(1, 43), square(1.4, 43.4, 0.2)))


@pytest.fixture
def montfaucelle() -> Organisation:
    islands = {"type": "MultiPolygon", "coordinates": [[square(2, 43)], [square(5, 43)]]}
    return make_commune("montfaucelle", boundary=islands)


@pytest.fixture
def faubourg(saint_aurel: Organisation) -> Neighbourhood:
    return make_neighbourhood(
        saint_aurel,
        boundary=polygon(square(1, 43, 0.3)),
        streets=["rue des Maraîchers", "avenue Jean-Jaurès", "place de la Halle"],
    )


@pytest.fixture
def tanneries(saint_aurel: Organisation) -> Neighbourhood:
    return make_neighbourhood(
        saint_aurel, "les-tanneries", streets=["avenue Jean-Jaurès", "quai des Tanneurs"]
    )


def test_a_point_has_a_commune_and_a_neighbourhood(
    saint_aurel: Organisation, faubourg: Neighbourhood
) -> None:
    here = resolve_point(43.1, 1.1)
    assert (here.organisation, here.neighbourhood) == (saint_aurel, faubourg)
    elsewhere = resolve_point(43.9, 1.9)
    assert (elsewhere.organisation, elsewhere.neighbourhood) == (saint_aurel, None)


def test_a_commune_in_two_pieces_holds_both(
    saint_aurel: Organisation, montfaucelle: Organisation
) -> None:
    assert resolve_point(43.5, 5.5).organisation == montfaucelle
    assert resolve_point(43.5, 2.5).organisation == montfaucelle


def test_a_hole_is_outside_and_the_refusal_says_who_is_served(
    saint_aurel: Organisation, montfaucelle: Organisation
) -> None:
    with pytest.raises(OutsideTerritory) as refused:
        resolve_point(43.5, 1.5)
    assert refused.value.communes == ["Montfaucelle", "Saint-Aurel-sur-Brévanne"]
    assert refused.value.nearest == "Saint-Aurel-sur-Brévanne"
    assert "Montfaucelle" in str(refused.value)


def test_a_shared_edge_goes_to_the_same_side_whoever_came_first(
    montfaucelle: Organisation, saint_aurel: Organisation
) -> None:
    assert montfaucelle.pk < saint_aurel.pk
    assert resolve_point(43.25, 2.0).organisation == montfaucelle
    make_commune("albanac", boundary=polygon(square(1, 43)))
    assert resolve_point(43.25, 2.0).organisation == make_commune("albanac")


def test_a_boundary_that_changes_is_read_again(saint_aurel: Organisation) -> None:
    assert resolve_point(43.1, 1.1).organisation == saint_aurel
    saint_aurel.boundary = polygon(square(8, 43))
    saint_aurel.save()
    with pytest.raises(OutsideTerritory):
        resolve_point(43.1, 1.1)
    assert resolve_point(43.1, 8.1).organisation == saint_aurel


def test_a_commune_without_an_outline_may_hold_the_point(saint_aurel: Organisation) -> None:
    make_commune("albanac")
    assert resolve_point(48.85, 2.35).organisation is None


def test_as_many_queries_for_two_communes_as_for_two_hundred(
    saint_aurel: Organisation, faubourg: Neighbourhood, count_queries: Any
) -> None:
    def queries() -> int:
        resolve_point(43.1, 1.1)
        with count_queries() as few:
            resolve_point(43.1, 1.1)
        return len(few)

    before = queries()
    for number in range(200):
        make_commune(f"c{number}", boundary=polygon(square(10 + number / 10, 40, 0.1)))
    assert queries() == before == 2


def test_a_street_leads_to_its_neighbourhood(
    faubourg: Neighbourhood, tanneries: Neighbourhood
) -> None:
    (place,) = resolve_address("12 bis r. des maraichers")
    assert (place.neighbourhood, place.street) == (faubourg, "rue des Maraîchers")
    assert place.label == (
        "12 bis rue des Maraîchers, Faubourg-Saint-Loup, Saint-Aurel-sur-Brévanne".replace(
            "Faubourg-Saint-Loup", faubourg.name
        )
    )


def test_a_street_in_two_neighbourhoods_is_a_choice(
    faubourg: Neighbourhood, tanneries: Neighbourhood
) -> None:
    places = resolve_address("av. Jean Jaurès")
    assert {place.neighbourhood for place in places} == {faubourg, tanneries}


def test_the_commune_that_is_named_settles_it(
    faubourg: Neighbourhood, montfaucelle: Organisation
) -> None:
    hall = make_neighbourhood(montfaucelle, "haut", streets=["place de la Halle"])
    assert len(resolve_address("place de la Halle")) == 2
    (place,) = resolve_address("pl. de la Halle à Montfaucelle")
    assert place.neighbourhood == hall
    (place,) = resolve_address("place de la Halle, 99900 Saint-Aurel")
    assert place.neighbourhood == faubourg
    (place,) = resolve_address("place de la Halle", organisation=montfaucelle)
    assert place.neighbourhood == hall


def test_a_neighbourhood_or_a_commune_by_name_is_a_place(
    tanneries: Neighbourhood, montfaucelle: Organisation
) -> None:
    (place,) = resolve_address("aux tanneries")
    assert (place.neighbourhood, place.street) == (tanneries, "")
    (place,) = resolve_address("vers Montfaucelle")
    assert (place.organisation, place.neighbourhood) == (montfaucelle, None)
    assert resolve_address("à la mer") == ()


def test_a_competence_has_its_holder_on_a_commune(saint_aurel: Organisation) -> None:
    lighting = Competence.objects.create(name="Éclairage", code="eclairage")
    assert holder_for(lighting, saint_aurel) is None
    row = CompetenceHolder.objects.create(
        competence=lighting,
        territory=saint_aurel,
        holder=saint_aurel,
        department=make_department(saint_aurel, "eclairage"),
    )
    assert holder_for(lighting, saint_aurel) == row

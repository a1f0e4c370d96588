"""What everybody reads of a place: never the number of a house, of a home its neighbourhood."""

import pytest

from civic.privacy.logic.precision import PublicPlace, public_place, without_numbers
from civic.territory.enums import PlacePrecision

EXACT, STREET, NEIGHBOURHOOD = PlacePrecision


def shown(place: str, precision: str, **extra: object) -> PublicPlace:
    values = {"latitude": 43.53172, "longitude": 6.46218, "area": "Les Quais"}
    return public_place(place=place, precision=precision, **(values | extra))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("place", "read"),
    [
        ("12 rue du Pont", "Rue du Pont"),
        ("12 bis, rue du Pont, devant la boulangerie", "Rue du Pont, devant la boulangerie"),
        ("12b rue du Pont", "Rue du Pont"),
        ("12 B rue du Pont", "Rue du Pont"),
        ("devant le 12 bis av. Jaurès", "Av. Jaurès"),
        ("au 12 de la rue du Pont", "Rue du Pont"),
        ("Rue du Pont 12", "Rue du Pont"),
        ("rue du Pont, n° 12", "Rue du Pont"),
        ("Rue du Pont (au n° 12)", "Rue du Pont"),
        ("rue du Pont, à hauteur du 12", "Rue du Pont"),
        ("rue du Pont entre le 12 et le 16", "Rue du Pont"),
        ("12-14 rue du Pont", "Rue du Pont"),
        ("12, 14 et 16 rue du Pont", "Rue du Pont"),
        ("10 et 12 Le Clos des Pins", "Le Clos des Pins"),
        ("8 rue du 8 mai 1945", "Rue du 8 mai 1945"),
        ("3 rue des 3 Fontaines", "Rue des 3 Fontaines"),
        ("l’aire de jeux, 2 place de l’Église", "L’aire de jeux, place de l’Église"),
    ],
)
def test_the_number_of_a_house_is_never_public(place: str, read: str) -> None:
    assert without_numbers(place) == read
    # Whatever the body chose, the point is then that of the street.
    assert shown(place, EXACT) == PublicPlace(read, 43.532, 6.462, STREET)


@pytest.mark.parametrize(
    "place",
    [
        "rue du 8 mai 1945",
        "place du 14 juillet",
        "route départementale 562",
        "RD 562",
        "arrêt de la ligne 3",
        "lampadaire n° 4512, rue du Pont",
        "Parking de la gare, place 14",
        "devant l'école Jules Ferry",
        "rond-point de l'Europe",
        "",
    ],
)
def test_a_number_that_is_no_door_stays(place: str) -> None:
    assert shown(place, EXACT) == PublicPlace(place, 43.53172, 6.46218, EXACT)
    assert shown(place, STREET) == PublicPlace(place, 43.532, 6.462, STREET)


@pytest.mark.parametrize(
    "place",
    [
        "chez moi, 3 rue du Pont",
        "mon jardin, rue du Pont",
        "devant mon immeuble",
        "rue du Pont, 2e étage",
        "Appartement 12, rue du Pont",
        "chez Mme Dupont",
    ],
)
def test_a_home_is_only_in_its_neighbourhood(place: str) -> None:
    assert shown(place, EXACT) == PublicPlace("Les Quais", 43.53, 6.46, NEIGHBOURHOOD)


def test_a_neighbourhood_shows_its_middle_where_its_outline_is_known() -> None:
    read = shown("rue du Pont", NEIGHBOURHOOD, centre=(43.5404, 6.4706))
    assert read == PublicPlace("Les Quais", 43.54, 6.471, NEIGHBOURHOOD)


def test_without_a_point_none_is_made_up() -> None:
    nowhere = {"latitude": None, "longitude": None}
    for precision in PlacePrecision:
        read = shown("rue du Pont", precision, centre=(43.5, 6.4), **nowhere)
        assert (read.latitude, read.longitude) == (None, None)
    assert shown("", NEIGHBOURHOOD, **nowhere).label == ""

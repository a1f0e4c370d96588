"""A street is found as people write it; another street is not."""

import pytest

from civic.territory.logic.streets import find_streets, read_street

STREETS = [
    "avenue Jean-Jaurès",
    "rue Lucie-Aubrac",
    "boulevard de la Brévanne",
    "rue du Puits",
    "rue du Puits-Neuf",
    "place du Marché-Couvert",
    "rue de l’Écorce",
    "rue du Général-Leclerc",
    "rue du 8-Mai-1945",
    "chemin du Lavoir",
    "rue du Lavoir",
]


def found(typed: str) -> list[str]:
    return [STREETS[at] for at in find_streets(typed, STREETS)[0]]


@pytest.mark.parametrize(
    ("typed", "street"),
    [
        ("avenue Jean-Jaurès", "avenue Jean-Jaurès"),
        ("12 av. Jean Jaurès", "avenue Jean-Jaurès"),
        ("12 bis, AVE JEAN JAURES", "avenue Jean-Jaurès"),
        ("av J. Jaurès", "avenue Jean-Jaurès"),
        ("devant le 4 rue lucie aubrac, près de l’école", "rue Lucie-Aubrac"),
        ("bd de la Brevanne", "boulevard de la Brévanne"),
        ("Bvd Brévanne 99900 Saint-Aurel", "boulevard de la Brévanne"),
        ("rue du puits", "rue du Puits"),
        ("7, rue du Puits Neuf", "rue du Puits-Neuf"),
        ("pl. du marche couvert", "place du Marché-Couvert"),
        ("rue de l'écorce", "rue de l’Écorce"),
        ("rue du Gal Leclerc", "rue du Général-Leclerc"),
        ("3 rue du 8 mai 1945", "rue du 8-Mai-1945"),
        ("ch. du lavoir", "chemin du Lavoir"),
        ("rue Aubrac", "rue Lucie-Aubrac"),
        ("rue Lucie Aubrak", "rue Lucie-Aubrac"),
    ],
)
def test_a_street_is_found_as_it_is_written(typed: str, street: str) -> None:
    assert found(typed) == [street]


@pytest.mark.parametrize("typed", ["", "12", "rue", "rue des Lilas", "chez moi", "99900", "???"])
def test_no_street_is_invented(typed: str) -> None:
    assert found(typed) == []


def test_a_name_that_two_ways_bear_is_a_choice() -> None:
    assert found("le lavoir") == ["chemin du Lavoir", "rue du Lavoir"]


def test_the_same_name_for_another_kind_of_way_is_not_sure() -> None:
    assert find_streets("impasse Jean-Jaurès", STREETS) == ([0], False)
    assert find_streets("avenue Jean-Jaurès", STREETS) == ([0], True)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("12 rue du Puits", "12"),
        ("12bis rue du Puits", ""),
        ("12 bis rue du Puits", "12 bis"),
        ("devant le 4, rue du Puits", "4"),
        ("rue du 8 mai 1945", ""),
        ("3 rue du 8 mai 1945", "3"),
    ],
)
def test_a_number_is_the_one_of_the_door(typed: str, number: str) -> None:
    assert read_street(typed).number == number

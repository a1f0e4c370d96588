"""An address elsewhere is told by its town; a street nobody knows is not elsewhere."""

import pytest

from civic.territory.logic.elsewhere import elsewhere, may_be_elsewhere, served

HERE = served(
    names=["Saint-Aurel-sur-Brévanne", "Saint-Aurel", "Montfaucelle", "Les Tanneries"],
    addresses=["Hôtel de ville, place du Marché, 99900 Saint-Aurel-sur-Brévanne", ""],
    commune_codes=["99827", "999800361", ""],
)


@pytest.mark.parametrize(
    ("typed", "town"),
    [
        ("12 rue de la Paix, 75002 Paris", "75002 Paris"),
        ("rue Haute 34000 MONTPELLIER, 2e étage", "34000 MONTPELLIER"),
        ("rue Basse, 83007 Draguignan Cedex 3", "83007 Draguignan"),
        ("route de Saint-Aurel, 83340 Le Luc", "83340 Le Luc"),
        ("rue Haute 75002", "75002"),
        ("place de la gare à Lyon", "Lyon"),
        ("10 rue de la Paix, Paris.", "Paris"),
    ],
)
def test_another_town_is_named(typed: str, town: str) -> None:
    assert may_be_elsewhere(typed)
    assert elsewhere(typed, HERE) == town


@pytest.mark.parametrize(
    "typed",
    [
        "rue que personne ne connaît",
        "avenue de Paris",
        "devant la gare de Lyon",
        "rue Haute, 99900 Saint-Aurel",
        "rue Haute, 99900 Le Hameau-du-Lac",
        "rue Haute, 99410 montfaucelle",
        "rue Haute, 34000 Les Tanneries",
        "rue Haute 99123",
        "lampadaire 48213",
        "poteau n° 48213, rue Haute",
        "48213 rue Haute",
        "06 12 34 56 78",
        "",
    ],
)
def test_what_may_be_here_is_not_elsewhere(typed: str) -> None:
    assert elsewhere(typed, HERE) == ""


def test_without_codes_a_bare_postcode_says_nothing() -> None:
    nothing = served(names=["Saint-Aurel"], addresses=[], commune_codes=[])
    assert elsewhere("rue Haute 75002", nothing) == ""
    assert elsewhere("rue Haute 75002 Paris", nothing) == "75002 Paris"

"""What belongs to the emergency services is told from what belongs to a town hall."""

import pytest

from civic.cases.logic.danger import seems_to_accuse, speaks_of_violence
from civic.cases.logic.titles import suggested_title


@pytest.mark.parametrize(
    "text",
    [
        "Mon mari me frappe tous les soirs",
        "Le monsieur du 3e a menacé de mort sa femme, il la menace de mort devant nous",
        "Un enfant battu dans l'immeuble",
        "Violences conjugales chez nos voisins",
        "J'ai envie d'en finir avec la vie",
        "My husband hits me",
    ],
)
def test_a_report_of_violence_is_recognised(text: str) -> None:
    assert speaks_of_violence(text)


@pytest.mark.parametrize(
    "text",
    [
        "La lampe devant l'école ne s'allume plus depuis lundi.",
        "Un passage piéton très dangereux, les voitures roulent trop vite.",
        "Le violet de la fresque est effacé, rue du Violon.",
        "Les coups de vent ont cassé une branche qui menace de tomber.",
        "La grêle a frappé l'abribus.",
        "Battue aux sangliers dimanche : le chemin est-il fermé ?",
    ],
)
def test_a_road_or_a_storm_is_not_a_violence(text: str) -> None:
    assert not speaks_of_violence(text)


def test_what_a_neighbour_does_is_told_from_a_broken_thing() -> None:
    assert seems_to_accuse("Mon voisin brûle ses déchets verts")
    assert not seems_to_accuse("Le banc de la place est cassé")


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Bonjour, la lampe est éteinte. Depuis lundi.", "La lampe est éteinte"),
        ("Bonjour Madame, bonsoir ! un trou rue du Pont", "Un trou rue du Pont"),
        ("le banc\nest cassé", "Le banc"),
        ("Bonjour", "Bonjour"),
    ],
)
def test_a_title_is_taken_from_the_first_sentence(text: str, title: str) -> None:
    assert suggested_title(text) == title


def test_a_long_sentence_is_cut_at_a_word() -> None:
    title = suggested_title("Le trottoir de la rue des Tanneurs est défoncé sur vingt mètres " * 3)
    assert len(title) <= 81
    assert title.endswith("…")
    assert not title.endswith(" …")

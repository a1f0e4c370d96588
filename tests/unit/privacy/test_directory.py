"""The directory of public names, and the one of agents."""

import pytest

from civic.privacy.logic.detection import detect

PUBLIC = frozenset(
    {"Élise Moreau", "GRANGE Paul", "rue Jean Martin", "04 65 71 00 00", "3 place de la Paix"}
)
AGENTS = frozenset({"Vincent Darnaud", "LE GOFF Anne"})


def _texts(text: str, **directories: frozenset[str]) -> list[str]:
    return [span.text for span in detect(text, **directories)]


@pytest.mark.parametrize(
    "text",
    [
        "Élise Moreau a répondu",
        "Mme Elise MOREAU a répondu",
        "MOREAU Élise a signé",
        "Rappeler M. Paul Grange",
        "Appeler le 04.65.71.00.00",
        "Réunion au 3, place de la Paix",
    ],
)
def test_what_is_declared_public_is_never_reported(text: str) -> None:
    assert _texts(text) != []
    assert _texts(text, public_names=PUBLIC) == []


def test_elise_is_public_by_surname_where_her_office_is_said() -> None:
    assert _texts("Mme Moreau, adjointe à la voirie, a dit oui", public_names=PUBLIC) == []
    assert _texts("Élise Moreau est venue. Mme Moreau a dit oui", public_names=PUBLIC) == []


def test_a_neighbour_with_the_surname_of_elise_is_not_public() -> None:
    assert _texts("Mme Moreau habite ici", public_names=PUBLIC) == ["Mme Moreau"]
    assert _texts("Mme Élise Moreau-Petit", public_names=PUBLIC) == ["Mme Élise Moreau-Petit"]


def test_a_person_who_bears_the_name_of_a_street_is_not_public() -> None:
    text = "Jean Martin habite rue Jean Martin"
    assert _texts(text, public_names=PUBLIC) == ["Jean Martin"]


def test_an_agent_of_the_directory_is_found_by_surname_alone() -> None:
    assert _texts("vu, Darnaud prévenu") == []
    assert _texts("vu, Darnaud prévenu", agent_names=AGENTS) == ["Darnaud"]
    assert _texts("voir Le Goff", agent_names=AGENTS) == ["Le Goff"]


def test_an_agent_of_the_directory_is_found_without_capitals_when_named_in_full() -> None:
    assert _texts("darnaud vincent passe", agent_names=AGENTS) == ["darnaud vincent"]


def test_a_street_that_bears_the_name_of_an_agent_is_a_street() -> None:
    assert _texts("rue Darnaud, avenue Vincent Darnaud", agent_names=AGENTS) == []

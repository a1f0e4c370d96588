"""The same answer sent to many is seen, however its figures, case or accents change."""

import time

from civic.decisions.logic.duplicates import duplicates_in

SAME = "La gare compte déjà un parc de quarante arceaux couverts, ouvert le 3 mai."


def test_near_identical_answers_are_grouped() -> None:
    found = duplicates_in(
        {
            "a": SAME,
            "b": SAME.upper().replace("3", "14"),
            "c": "Le sol du canal ne supporte pas une piste lourde ; un chemin convient.",
            "d": f"{SAME} Merci.",
        }
    )
    assert found.groups == (("a", "b", "d"),)
    assert (found.repeated, found.total, found.share) == (3, 4, 0.75)


def test_different_answers_are_not() -> None:
    assert duplicates_in({}).share == 0.0
    assert duplicates_in({"a": SAME}).repeated == 0
    assert duplicates_in({"a": SAME, "b": "Oui"}).repeated == 0
    assert duplicates_in({"a": "", "b": ""}).repeated == 2


def test_five_hundred_answers_are_compared_in_a_moment() -> None:
    texts = {
        n: f"Proposition numéro {'x' * (n % 50)} retenue pour la commune {n} et son canal {n}"
        for n in range(500)
    }
    start = time.perf_counter()
    duplicates_in(texts)
    assert time.perf_counter() - start < 5

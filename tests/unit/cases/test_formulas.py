"""A formula is not an answer, however it is dressed up."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civic.cases.logic.formulas import is_formula, trimmed

DEPARTMENTS = ("Espaces verts", "Police municipale (PM)", "Direction de la Mobilité")

FORMULAS = [
    "fait",
    "Fait.",
    "FAIT !!!",
    "fait le 12/04/21",
    "Fait ce jour",
    "vu",
    "OK",
    "O.K.",
    "RAS",
    "R.A.S.",
    "r a s",
    "transmis",
    "Transmis au service concerné",
    "transmis à Enedis",
    "En cours",
    "En cours de traitement par nos équipes",
    "voir service",
    "Voir avec le service voirie",
    "pris en compte",
    "Espaces verts",
    "service espaces verts",
    "Direction de la mobilité",
    "Consigne police municipale",
    "Le nécessaire a été fait par nos services",
    "Avis favorable",
    "Bonne réception de votre demande",
    "dossier clos",
    "Votre demande a bien été prise en compte et transmise au service compétent. Cordialement",
    "Nous avons bien reçu votre demande et ne manquerons pas de revenir vers vous.",
]

# A name is known by its capital.
NAMED = [
    "Fait par Michel Durand le 12/04/2021",
    "Vu avec M. Darnaud",
    "Transmis à Toulouse Métropole",
]

PADDED = [
    "fait fait fait fait fait",
    "fait.................",
    "aaaaaaaaaaaaaaaaaaaaaaa",
    "faitfaitfaitfait",
    "faaaaaaaaaaaaaaaaaaait",
    "f a i t",
    "f.a.i.t",
    "",
    "   ",
    "....................",
    "👍👍👍👍👍",
    "12/04/2021 12/04/2021",
    "azertyuiop azertyuiop",
    "xxxxxxxxxxxxxxxxxxxx",
    "blablablablablablabla",
    "banc banc banc banc banc banc",
    "fa\u200bit\u200b\u200b\u200b\u200b\u200b\u200b\u200b",
    "ｆａｉｔ",
    "lorem ipsum dolor sit amet",
    "test test test test test",
    "vu, fait, transmis, ok",
    "sdfghjklm sdfghj",
]

REASONS = [
    "Le terrain est privé : la commune ne peut pas y intervenir.",
    "Pas de budget en 2026.",
    "Lampadaire réparé le 12 avril.",
    "Le nettoyage de surface a été réalisé et le barrage comblé.",
    "Un banc sera posé en mai, faute de crédits avant.",
    "Désherbage fait le 12/04 par le service espaces verts",
    "La PM intervient régulièrement sur réclamation, les infractions sont verbalisées.",
    "La parcelle appartient au département, qui en a la charge.",
    "Refus : la rue est trop étroite pour une place de livraison.",
    "Non, la loi l'interdit.",
    "Transmis à Enedis, propriétaire du transformateur.",
]


@pytest.mark.parametrize("reason", FORMULAS + NAMED + PADDED)
def test_driss_cannot_answer_with_a_formula(reason: str) -> None:
    assert is_formula(reason, department_names=DEPARTMENTS)


@pytest.mark.parametrize("reason", REASONS)
def test_a_sentence_that_gives_a_reason_is_an_answer(reason: str) -> None:
    assert not is_formula(reason, department_names=DEPARTMENTS)


def test_the_name_of_a_department_alone_is_no_answer_only_where_it_is_one() -> None:
    assert is_formula("Direction des Mobilités douces", department_names=("Mobilités douces",))
    assert not is_formula("Direction des Mobilités douces")


@given(
    st.sampled_from(FORMULAS),
    st.sampled_from([str.upper, str.lower, str.title, str.swapcase]),
    st.text(" .,;:!?-…\n\t", max_size=30),
    st.text(" .,;:!?-…\n\t", max_size=30),
    st.booleans(),
)
def test_case_accents_and_punctuation_change_nothing(
    formula: str, case, before: str, after: str, plain: bool
) -> None:
    written = before + case(formula) + after
    if plain:
        decomposed = unicodedata.normalize("NFD", written)
        written = "".join(char for char in decomposed if not unicodedata.combining(char))
    assert is_formula(written, department_names=DEPARTMENTS)


@given(st.sampled_from(FORMULAS), st.integers(2, 8), st.sampled_from([" ", ". ", ", ", "\n"]))
def test_repeating_a_formula_does_not_make_it_an_answer(
    formula: str, times: int, between: str
) -> None:
    assert is_formula(between.join([formula] * times), department_names=DEPARTMENTS)


@given(st.sampled_from(REASONS), st.sampled_from([str.upper, str.lower]))
def test_an_answer_in_capitals_or_without_any_is_still_an_answer(reason: str, case) -> None:
    assert not is_formula(case(reason), department_names=DEPARTMENTS)


@given(st.text(max_size=80))
def test_any_text_is_trimmed_once_for_all(text: str) -> None:
    once = trimmed(text)
    assert trimmed(once) == once
    assert once == once.strip()
    assert isinstance(is_formula(text), bool)


def test_trimming_removes_what_does_not_count() -> None:
    assert trimmed("  Le banc\u200b   est   posé..........  ") == "Le banc est posé..."
    assert trimmed("Un.\n\n\n\n  Deux. ") == "Un.\n\nDeux."
    assert trimmed("\u200b\u200b") == ""

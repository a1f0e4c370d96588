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


# The same words, with and without a date, a place, a reason or a decision.
SAYS_NOTHING_MORE = [
    "Une étude est en cours.",
    "L'étude est en cours par nos services.",
    "L'étude des éclairages est en cours.",
    "Une étude sera faite prochainement.",
    "Une intervention est prévue.",
    "Le contrôle a été fait.",
    "Un contrôle sera effectué dès que possible.",
    "L'étude de votre demande est faite en mai.",
    "L'étude du dossier sera rendue le 12/05.",
    "Votre demande est étudiée en mai par le service de l'éclairage public.",
    "Transmis au service de l'éclairage le 12 mai.",
    "Transmis à l'éclairage public le 12/05/2026.",
    "Vu le 12 mai. Une étude est en cours.",
    "Réponse donnée en mai.",
    "Le dossier est accepté.",
    "La demande est refusée.",
    "Le dossier est transmis à Enedis.",
    "L'étude est transmise à Enedis.",
    "En cours car transmis au service.",
    "Une étude est en cours car votre demande est prise en compte.",
    "L'intervention est faite par la direction de la voirie.",
]
SAYS_MORE = [
    "L'étude des éclairages est rendue en mai.",
    "L'étude des éclairages est rendue le 12/05.",
    "Une étude de l'éclairage sera faite en 2027.",
    "Une intervention est prévue semaine 12.",
    "L'intervention est prévue lundi.",
    "Le contrôle de l'assainissement est fait dans 3 mois.",
    "L'entretien des espaces verts sera fait cet été.",
    "Les travaux de voirie sont prévus en septembre.",
    "L'étude est en cours : elle sera rendue début juin.",
    "Le contrôle sera fait la semaine prochaine par le service de la voirie.",
    "Le contrôle est fait à Lespinet.",
    "L'entretien est prévu au Parc.",
    "L'étude attend, faute d'accord de la direction de l'environnement.",
    "L'éclairage attend, à cause des délais de l'étude.",
    "L'entretien des espaces verts est refusé.",
    "L'étude de l'éclairage est validée.",
    "Transmis à la voirie. L'étude est rendue en mai.",
    "Une étude est en cours, les résultats seront présentés aux riverains.",
]


@pytest.mark.parametrize("reason", SAYS_NOTHING_MORE)
def test_a_work_alone_says_nothing_more_than_that_it_goes_on(reason: str) -> None:
    assert is_formula(reason, department_names=DEPARTMENTS)


@pytest.mark.parametrize("reason", SAYS_MORE)
@pytest.mark.parametrize("names", [DEPARTMENTS, ("Éclairage public", "Voirie", "Espaces verts")])
def test_a_date_a_place_a_reason_or_a_decision_makes_an_answer(
    reason: str, names: tuple[str, ...]
) -> None:
    assert not is_formula(reason, department_names=names)


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

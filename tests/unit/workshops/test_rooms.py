"""Codes, agendas and differences, without a database."""

import pytest

from civic.participation.logic.differences import differences, paragraphs
from workshops.logic.agenda import act_of_words, minutes_of_words
from workshops.logic.codes import ALPHABET, hash_of, new_code, shown_code, typed_code


@pytest.mark.parametrize(
    ("line", "act"),
    [
        ("Accueil et tour de table", "listen"),
        ("On écrit : une idée, une carte", "write"),
        ("Regrouper les cartes qui se ressemblent", "group"),
        ("Trois gommettes chacun", "vote"),
        ("Vote sur les groupes", "vote"),
        ("Un sondage à main levée", "poll"),
    ],
)
def test_the_words_of_an_agenda_say_what_each_may_do(line: str, act: str) -> None:
    assert act_of_words(line) == act


def test_an_agenda_may_say_how_long_a_step_lasts() -> None:
    assert minutes_of_words("On écrit (20 min)") == 20
    assert minutes_of_words("On écrit") == 15


def test_codes_are_drawn_from_characters_nobody_mistakes() -> None:
    codes = {new_code() for _draw in range(200)}
    assert len(codes) == 200
    assert all(set(code) <= set(ALPHABET) and len(code) == 6 for code in codes)


def test_a_code_is_read_as_it_is_written_on_the_wall() -> None:
    assert shown_code("ACDEFG") == "ACD EFG"
    assert typed_code(" acd-efg\n") == "ACDEFG"
    assert hash_of("one") != hash_of("two")


def test_differences_lead_from_one_text_to_the_other() -> None:
    pieces = differences("La navette passera le soir.", "Une navette passera.")
    assert "".join(piece.text for piece in pieces if piece.kind != "added") == (
        "La navette passera le soir."
    )
    assert "".join(piece.text for piece in pieces if piece.kind != "removed") == (
        "Une navette passera."
    )


def test_paragraphs_are_passages_of_the_text() -> None:
    text = "Un.\nSuite.\n\n \n\nDeux."
    assert paragraphs(text) == ["Un.\nSuite.", "Deux."]
    assert all(part in text for part in paragraphs(text))

"""Finding the words of a glossary in a text."""

from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civic.core.logic.stemming import stem
from home.logic.glossary import Word, mark_words
from home.logic.highlight import highlighted

WORDS = (
    Word(1, "concertation"),
    Word(2, "plan climat", "PCAET"),
    Word(3, "plan"),
    Word(4, "aujourd’hui"),
)


def mark(key: int, written: str) -> str:
    return f"[{key}:{written}]"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>La concertation ouvre.</p>", "<p>La [1:concertation] ouvre.</p>"),
        ("<p>Les Concertations</p>", "<p>Les [1:Concertations]</p>"),
        ("<p>Le plan climat et le plan</p>", "<p>Le [2:plan climat] et le [3:plan]</p>"),
        ("<p>Les plans climat</p>", "<p>Les [2:plans climat]</p>"),
        ("<p>le PCAET, le pcaet</p>", "<p>le [2:PCAET], le pcaet</p>"),
        ("<p>Le PCAET est un plan climat.</p>", "<p>Le [2:PCAET] est un plan climat.</p>"),
        ("<p>concertation, concertation</p>", "<p>[1:concertation], concertation</p>"),
        ("<p>planification, re-plan</p>", "<p>planification, re-plan</p>"),
        ('<a href="/x">concertation</a> et plan', '<a href="/x">concertation</a> et [3:plan]'),
        ("<h3>Le plan</h3><p>Le plan</p>", "<h3>Le plan</h3><p>Le [3:plan]</p>"),
        ('<p title="plan">rien</p>', '<p title="plan">rien</p>'),
        (
            "<p>A &amp; B, aujourd'hui<br/>é&nbsp;!</p>",
            "<p>A &amp; B, [4:aujourd'hui]<br/>é&nbsp;!</p>",
        ),
    ],
)
def test_a_word_is_marked_once_where_a_reader_can_use_it(html: str, expected: str) -> None:
    assert mark_words(html, WORDS, (), mark) == expected


def test_a_word_marked_elsewhere_on_the_page_is_left_alone() -> None:
    assert mark_words("<p>Le plan</p>", WORDS, {3}, mark) == "<p>Le plan</p>"


def test_a_text_without_glossary_is_unchanged() -> None:
    assert (
        mark_words("<p>Le <b>plan</b> &eacute;</p>", (), (), mark)
        == "<p>Le <b>plan</b> &eacute;</p>"
    )


@given(st.text(alphabet="plan climat<>&;concertation'\n", max_size=60))
def test_nothing_but_the_words_is_changed(text: str) -> None:
    html = f"<p>{escape(text)}</p>"
    marked = mark_words(html, WORDS, (), lambda key, written: written)
    assert marked == html


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Des pistes en ville", ["pistes"]),
        ("Une piste, la PISTE", ["piste", "PISTE"]),
        ("Rien ici", []),
        ("", []),
    ],
)
def test_the_words_found_are_shown(text: str, found: list[str]) -> None:
    pieces = list(highlighted(text, {stem("piste")}))
    assert [piece for piece, is_found in pieces if is_found] == found
    assert "".join(piece for piece, _is_found in pieces) == text

"""A text message is counted as telephones count it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civic.notifications.logic.segments import Segments, plainer, segments, shortened

LINK = "https://participer.example.fr/s/2f-abcdefghijkl/ STOP"


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("", Segments("gsm-7", 0, 1)),
        ("a" * 160, Segments("gsm-7", 160, 1)),
        ("a" * 161, Segments("gsm-7", 161, 2)),
        ("a" * 306, Segments("gsm-7", 306, 2)),
        ("a" * 307, Segments("gsm-7", 307, 3)),
        # A euro takes two places, and is never cut between two parts.
        ("€" * 80, Segments("gsm-7", 160, 1)),
        ("a" * 152 + "€" + "a" * 10, Segments("gsm-7", 164, 2)),
        ("a" * 152 + "€" + "a" * 151, Segments("gsm-7", 305, 2)),
        ("a" * 152 + "€" + "a" * 152, Segments("gsm-7", 306, 3)),
        # Telephones have no small c with a cedilla, no circumflex: the message holds 70.
        ("reçu" + "a" * 66, Segments("ucs-2", 70, 1)),
        ("reçu" + "a" * 67, Segments("ucs-2", 71, 2)),
        ("ê" * 134, Segments("ucs-2", 134, 2)),
        ("ê" * 135, Segments("ucs-2", 135, 3)),
        ("ê" * 66 + "🚲" + "ê" * 10, Segments("ucs-2", 78, 2)),
        ("éèàùòÇÉñü", Segments("gsm-7", 9, 1)),
    ],
)
def test_parts_are_counted_as_the_standard_says(text: str, counted: Segments) -> None:
    assert segments(text) == counted


def test_french_typography_costs_nothing() -> None:
    text = plainer("L’abri à vélos, « retenu » – la suite… au n° 12")
    assert text == 'L\'abri à vélos, "retenu" - la suite... au no 12'
    assert segments(text).encoding == "gsm-7"


def test_words_are_cut_between_two_of_them_and_the_link_stays_whole() -> None:
    text = shortened("Une réponse à ce que vous avez dit " * 20, LINK, 2)
    assert text.endswith(f"... {LINK}")
    assert segments(text).parts == 2
    assert not text.removesuffix(f"... {LINK}").endswith(" ")


@given(st.text(max_size=400), st.integers(1, 3))
def test_a_message_keeps_its_link_and_never_grows_past_its_parts(words: str, most: int) -> None:
    text = shortened(words, LINK, most)
    assert text.endswith(LINK)
    longest = max((len(word) for word in plainer(words).split()), default=0)
    if longest < 10:
        assert segments(text).parts <= most

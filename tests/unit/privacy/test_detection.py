"""What every detection promises, whatever the text."""

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civic.privacy.enums import FindingType
from civic.privacy.logic.detection import detect

# Pieces that make the rules meet each other, mixed with anything at all.
PIECES = st.sampled_from(
    "06 |39|.|-|+33|(0)|@|exemple.fr|Mme |M. |et |rue |12 |Jean |Jaurès|AB-123-CD|FR76|zéro |six |"
    "immatriculé |de |l'|Dupont|\n|\u200b|\u0301|\u00a0|é|, |(7 ans)|habite au |1 85 05|arobase |"
    "point |20e3\u20e3|İ|ß|👍|Saint-|LE GOFF |quatre-vingt".split("|")
)
TEXTS = st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=40).map("".join))


@given(TEXTS)
def test_spans_are_in_order_apart_and_quote_the_text(text: str) -> None:
    position = 0
    for span in detect(text):
        assert position <= span.start < span.end <= len(text)
        assert span.text == text[span.start : span.end]
        assert 0 < span.score <= 1
        assert span.type in FindingType
        position = span.end


@given(TEXTS)
def test_the_same_text_always_reads_the_same(text: str) -> None:
    assert detect(text) == detect(text)


def test_an_empty_text_holds_nothing() -> None:
    assert detect("") == ()


def test_offsets_count_code_points_past_emoji() -> None:
    text = "👍🏽🇫🇷 Tél. 06 39 98 12 34"
    (span,) = detect(text)
    assert text[span.start : span.end] == "06 39 98 12 34"


@pytest.mark.parametrize(
    "hidden",
    [
        "06\u200b39\u200b98\u200b12\u200b34",
        "06\u00ad39981234",
        "０６ ３９ ９８ １２ ３４",
        "06\u202f39\u202f98\u202f12\u202f34",
        "0️⃣6️⃣3️⃣9️⃣9️⃣8️⃣1️⃣2️⃣3️⃣4️⃣",
    ],
)
def test_a_number_hidden_behind_odd_characters_is_found_whole(hidden: str) -> None:
    text = f"Appelez {hidden}, merci"
    (span,) = detect(text)
    assert span.type is FindingType.PHONE
    assert span.text == hidden


def test_accents_in_two_code_points_do_not_cut_a_name() -> None:
    text = unicodedata.normalize("NFD", "Réponse à Mme Fabrègues, élève")
    (span,) = detect(text)
    assert unicodedata.normalize("NFC", span.text) == "Mme Fabrègues"


def test_a_street_in_an_address_is_not_also_a_person() -> None:
    (span,) = detect("J'habite au 4 rue Jean Jaurès")
    assert span.type is FindingType.ADDRESS


def test_a_lamp_before_a_house_is_less_certain_than_a_home() -> None:
    (lamp,) = detect("Lampadaire éteint devant le 12 rue des Lilas")
    (home,) = detect("J'habite au 12 rue des Lilas")
    assert lamp.score < 0.6 < home.score


def test_the_address_of_the_town_hall_is_nobody_s_home() -> None:
    assert detect("Mairie, 3 place de la Mairie") == ()


def test_a_number_in_the_address_of_a_page_is_found_only_when_it_says_telephone() -> None:
    assert detect("https://www.exemple.fr/dossier?id=0639981234") == ()
    assert detect("https://www.exemple.fr/?tel=0639981234") != ()
    assert detect("https://wa.me/33639981234") != ()


@pytest.mark.parametrize(
    "piece",
    ["06 ", "a", "M. et Mme ", "x@", "zéro six ", "Jean ", "FR76 3000 ", "12 rue a b ", "(at) ",
     "+", "0 6 ", "rues Jean et ", "immatriculé A1 ", "http://a 06 ", "\u200b06", "J. ", "1", " "],
)  # fmt: skip
def test_hostile_texts_are_read_in_a_time_that_grows_with_their_length(piece: str) -> None:
    def seconds(length: int) -> float:
        text = piece * (length // len(piece))
        start = time.process_time()
        detect(text)
        return time.process_time() - start

    seconds(1_000)
    assert seconds(60_000) < 3

"""Telephone numbers in every notation."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civic.privacy.enums import FindingType
from civic.privacy.logic.detection import detect

NUMBERS = st.tuples(st.integers(1, 9), st.integers(0, 99_999_999)).map(
    lambda n: f"0{n[0]}{n[1]:08}"
)
SEPARATORS = ["", " ", ".", "-", "/", "\u00a0", "\u202f", " . ", "_", " - "]
PREFIXES = ["+33", "0033", "+33 ", "0033 ", "+33(0)", "+33 (0)", "+33 (0) ", "(+33) "]


def _pairs(number: str) -> list[str]:
    return [number[i : i + 2] for i in range(0, 10, 2)]


@given(NUMBERS, st.sampled_from(SEPARATORS))
def test_national_notations(number: str, separator: str) -> None:
    written = separator.join(_pairs(number))
    (span,) = detect(f"Rappeler au {written}, merci.")
    assert (span.type, span.text) == (FindingType.PHONE, written)


@given(NUMBERS, st.sampled_from(PREFIXES), st.sampled_from(["", " ", ".", "-"]))
def test_international_notations(number: str, prefix: str, separator: str) -> None:
    written = prefix + separator.join((number[1], *_pairs(number)[1:]))
    (span,) = detect(f"Rappeler au {written}, merci.")
    assert (span.type, span.text) == (FindingType.PHONE, written)


@given(st.lists(NUMBERS, min_size=2, max_size=5), st.sampled_from([" ", " ou ", " / ", ", ", "\n"]))
def test_no_number_hides_behind_another(numbers: list[str], between: str) -> None:
    text = between.join(numbers)
    assert [span.text for span in detect(text)] == numbers


_UNITS = "zéro un deux trois quatre cinq six sept huit neuf".split()
_TEENS = "dix onze douze treize quatorze quinze seize dix-sept dix-huit dix-neuf".split()
_TENS = "vingt trente quarante cinquante soixante".split()


def _spoken(pair: int) -> str:
    if pair < 10:
        return f"zéro {_UNITS[pair]}"
    if pair < 20:
        return _TEENS[pair - 10]
    if pair >= 80:
        rest = pair - 80
        return "quatre-vingts" if rest == 0 else f"quatre-vingt-{_below_twenty(rest)}"
    ten, unit = divmod(pair, 10)
    if ten == 7:
        return "soixante et onze" if unit == 1 else f"soixante-{_TEENS[unit]}"
    word = _TENS[ten - 2]
    if unit == 1:
        return f"{word} et un"
    return word if unit == 0 else f"{word}-{_UNITS[unit]}"


def _below_twenty(number: int) -> str:
    return _UNITS[number] if number < 10 else _TEENS[number - 10]


@given(NUMBERS, st.sampled_from([" ", ", ", " - "]), st.booleans())
def test_a_number_dictated_in_words_is_found(number: str, between: str, hyphens: bool) -> None:
    written = between.join(_spoken(int(pair)) for pair in _pairs(number))
    if not hyphens:
        written = written.replace("-", " ")
    (span,) = detect(f"Mon numéro : {written} !")
    assert (span.type, span.text) == (FindingType.PHONE, written)


@pytest.mark.parametrize(
    "text",
    [
        "SIRET 213100547 00012",
        "SIRET 213 100 547 00012, SIREN 213 100 547",
        "de 07 h 45 à 08 h 12, arrêt 0612",
        "le 04/09/21 14 30",
        "du 01.02.2023 au 04.05.2024",
        "coordonnées 43.5372, 6.4644",
        "dossier n° 0639981234",
        "12 500 000 €",
        "zéro déchet, six bacs",
    ],
)
def test_other_numbers_are_not_telephones(text: str) -> None:
    assert detect(text) == ()

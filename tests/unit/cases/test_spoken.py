"""A number dictated on the telephone is understood, whatever way the digits are grouped."""

import pytest

from civic.cases.logic.numbering import check_digit, format_number, parse_number

# 4821930 and its check digit.
NUMBER = "4821930" + check_digit("4821930")
LAST = "zéro un deux trois quatre cinq six sept huit neuf".split()[int(NUMBER[7])]


@pytest.mark.parametrize(
    "said",
    [
        NUMBER,
        f"{NUMBER[:4]}-{NUMBER[4:]}",
        f"48 21 93 0{NUMBER[7]}",
        f"quatre huit deux un neuf trois zéro {LAST}",
        f"quarante-huit vingt et un quatre-vingt-treize zéro {LAST}",
        f"Quarante huit, vingt-et-un, quatre vingt treize, zero {LAST}",
        f"quarante-huit vingt et un nonante-trois zéro {LAST}",
        f"numéro quarante-huit 21 tiret 93 zéro {LAST}",
    ],
)
def test_a_dictated_number_is_read(said: str) -> None:
    assert parse_number(said) == format_number(NUMBER)


@pytest.mark.parametrize(
    "said",
    [
        "quatre",
        "lampe éteinte rue du Pont",
        f"quatre huit deux un neuf trois zéro {LAST} un",
        "zéro " * 200,
        "",
        "4821",
        "quatre vingt " * 12,
    ],
)
def test_what_is_no_number_is_none(said: str) -> None:
    assert parse_number(said) is None


def test_a_misheard_digit_is_caught_in_words_too() -> None:
    assert parse_number(f"quatre huit deux deux neuf trois zéro {LAST}") is None

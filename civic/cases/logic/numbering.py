"""Public numbers that can be read aloud: eight digits, the last one checks the others."""

import re
import secrets

from .spoken import readings

_SHAPE = re.compile(r"^[0-9]{8}$")
_WORDS = re.compile(r"[^\W\d_]{2}")


def check_digit(digits: str) -> str:
    """Return the Luhn check digit of seven digits (ISO/IEC 7812-1)."""
    total = 0
    for position, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if position % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return str(-total % 10)


def new_number() -> str:
    """Return a random number such as "4821-9307"; random, so that it says nothing of volumes."""
    digits = str(secrets.randbelow(9_000_000) + 1_000_000)
    return format_number(digits + check_digit(digits))


def format_number(digits: str) -> str:
    """Return eight digits as two groups of four."""
    return f"{digits[:4]}-{digits[4:]}"


def parse_number(typed: str) -> str | None:
    """Return the number somebody typed or dictated, in digits or in words; None when it is none."""
    digits = re.sub(r"[\s.\-–—]", "", typed)
    if _is_number(digits):
        return format_number(digits)
    # Words alone may be read in several ways: the check digit keeps the one that was meant.
    found = (each for each in readings(typed) if _is_number(each))
    said = next(found, None) if _WORDS.search(typed) else None
    return format_number(said) if said is not None else None


def _is_number(digits: str) -> bool:
    return _SHAPE.match(digits) is not None and check_digit(digits[:7]) == digits[7]

"""Social security and bank account numbers, told apart by their check digits."""

import re
from collections.abc import Iterator

from ..enums import FindingType
from .reading import Reading
from .spans import Match

_GAP = r"[\s.\-/]{0,2}"
_NIR = re.compile(
    rf"(?<!\d)(?P<sex>[1-478]){_GAP}(?P<year>\d{{2}}){_GAP}(?P<month>0[1-9]|1[0-2]|[2-4]\d"
    rf"|5[0-9]|6[0-2]|[7-9]\d)"
    rf"{_GAP}(?P<department>\d{{2}}|2[abAB]){_GAP}(?P<commune>\d{{3}}){_GAP}(?P<order>\d{{3}})"
    rf"(?:{_GAP}(?P<key>\d{{2}}))?(?!\d)"
)
_NIR_CUE = re.compile(
    r"(?:\bsecu|securite sociale|\bnir\b|\bn\W{0,2}ss\b|\binsee\b|carte vitale|\bvitale\b"
    r"|assur(?:e|ee|ance)\b)[^.!?\n]{0,40}$"
)

# ISO 13616: length of the account number by country.
_IBAN_LENGTHS = {
    "FR": 27, "MC": 27, "BE": 16, "LU": 20, "CH": 21, "DE": 22, "IT": 27, "ES": 24, "PT": 25,
    "NL": 18, "GB": 22, "IE": 22, "AT": 20, "DK": 18, "SE": 24, "NO": 15, "FI": 18, "PL": 28,
    "CZ": 24, "SK": 24, "HU": 28, "RO": 24, "BG": 22, "GR": 27, "HR": 21, "SI": 19, "EE": 20,
    "LV": 21, "LT": 20, "CY": 28, "MT": 31, "AD": 24, "SM": 27, "LI": 21, "MA": 28, "TN": 24,
    "DZ": 26, "SN": 28, "CI": 28, "ML": 28, "TR": 26, "IS": 26, "MU": 30,
}  # fmt: skip
_IBAN = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2}[\s\-.]?\d{2}(?=(?:[\s\-.]?[A-Za-z0-9]){11})")
_ACCOUNT_CHARACTER = re.compile(r"[\s\-.]{0,2}([A-Za-z0-9])")
_BANK_CUE = re.compile(r"(?:\biban|\brib\b|compte|virement|rembours|bancaire|banque)[^!?\n]{0,60}$")
_RIB = re.compile(
    r"(?<![A-Za-z0-9])(?P<bank>\d{5})[\s\-.]?(?P<branch>\d{5})[\s\-.]?"
    r"(?P<account>[A-Za-z0-9]{11})[\s\-.]?(?P<key>\d{2})(?![A-Za-z0-9])"
)
# The letters of an account number count as the figures of an old telephone keypad.
_RIB_FIGURES = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "12345678912345678923456789")

_CONTEXT = 80


def find_social_security_numbers(reading: Reading) -> Iterator[Match]:
    """Yield the French social security numbers of a text, with or without their key."""
    for found in _NIR.finditer(reading.plain):
        if _nir_key_holds(found):
            yield Match(*found.span(), FindingType.NIR, 0.99)
        elif _NIR_CUE.search(reading.lower, max(0, found.start() - _CONTEXT), found.start()):
            yield Match(*found.span(), FindingType.NIR, 0.8)


def _nir_key_holds(found: re.Match[str]) -> bool:
    if found["key"] is None:
        return False
    # Corsica: 2A counts as 19 and 2B as 18.
    department = found["department"].upper().replace("2A", "19").replace("2B", "18")
    parts = (found["sex"], found["year"], found["month"], department)
    number = int("".join((*parts, found["commune"], found["order"])))
    return 97 - number % 97 == int(found["key"])


def find_bank_accounts(reading: Reading) -> Iterator[Match]:
    """Yield the IBANs of a text, and the older French account numbers (RIB)."""
    for found in _IBAN.finditer(reading.plain):
        end = _iban_end(reading.plain, found)
        if end is None:
            continue
        number = re.sub(r"[^A-Z0-9]", "", reading.plain[found.start() : end].upper())
        if _iban_check_holds(number):
            yield Match(found.start(), end, FindingType.IBAN, 0.99)
        elif _cued(reading, found.start()):
            yield Match(found.start(), end, FindingType.IBAN, 0.7)
    for found in _RIB.finditer(reading.plain):
        if _rib_key_holds(found):
            yield Match(*found.span(), FindingType.IBAN, 0.95)


def _cued(reading: Reading, start: int) -> bool:
    return bool(_BANK_CUE.search(reading.lower, max(0, start - _CONTEXT), start))


def _iban_end(text: str, found: re.Match[str]) -> int | None:
    """Return where the account number of this country ends, or None if the text is too short."""
    length = _IBAN_LENGTHS.get(found.group()[:2].upper())
    if length is None:
        return None
    position = found.end()
    for _ in range(length - 4):
        character = _ACCOUNT_CHARACTER.match(text, position)
        if character is None:
            return None
        position = character.end()
    if text[position : position + 1].isalnum():
        return None
    # The national part of every country holds mostly figures: this is not a sentence.
    figures = sum(char.isdigit() for char in text[found.start() : position])
    return position if figures * 2 >= length else None


def _iban_check_holds(number: str) -> bool:
    figures = "".join(str(int(char, 36)) for char in number[4:] + number[:4])
    return int(figures) % 97 == 1


def _rib_key_holds(found: re.Match[str]) -> bool:
    account = int(found["account"].upper().translate(_RIB_FIGURES))
    total = 89 * int(found["bank"]) + 15 * int(found["branch"]) + 3 * account
    return 97 - total % 97 == int(found["key"])

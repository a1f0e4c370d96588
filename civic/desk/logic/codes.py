"""Codes of sheets: what the sheet is about, its number, a digit that catches a slip."""

import re
from dataclasses import dataclass

from ..enums import LETTER_OF, SheetKind

_SHAPE = re.compile(r"^([A-Z])([1-9]\d{0,8}?)(\d{4})(\d)$")
_KIND_OF = {letter: SheetKind(kind) for kind, letter in LETTER_OF.items()}
LAST_SERIAL = 9_999


@dataclass(frozen=True)
class SheetCode:
    """A code such as "P12-0007-3"; the serial 0 is a copy anybody prints, without a number."""

    kind: SheetKind
    target: int
    serial: int

    def __str__(self) -> str:
        letter = LETTER_OF[self.kind]
        return f"{letter}{self.target}-{self.serial:04d}-{check_digit(self)}"


def check_digit(code: SheetCode) -> str:
    """Return a Luhn digit of the letter's rank, the target and the serial (ISO/IEC 7812-1)."""
    rank = list(LETTER_OF).index(code.kind) + 1
    total = 0
    for position, digit in enumerate(reversed(f"{rank}{code.target}{code.serial:04d}")):
        value = int(digit) * (2 if position % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return str(-total % 10)


def parse_code(typed: str) -> SheetCode | None:
    """Return the code somebody typed or dictated, or None when it cannot be one."""
    plain = re.sub(r"[\s.\-–—]", "", typed).upper()
    match = _SHAPE.match(plain)
    if match is None or match[1] not in _KIND_OF:
        return None
    code = SheetCode(_KIND_OF[match[1]], int(match[2]), int(match[3]))
    return code if check_digit(code) == match[4] else None

"""Which sheets are typed twice, and how far the two typings agree."""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

ONE_IN = 10


def is_sampled(code: str, key: str) -> bool:
    """Tell whether a sheet is typed twice: one in ten, always the same ones, unknown beforehand."""
    digest = hmac.new(key.encode(), code.encode(), hashlib.sha256).digest()
    return int.from_bytes(digest[:4]) % ONE_IN == 0


@dataclass(frozen=True)
class Difference:
    """One field typed twice: both texts, and the characters that differ."""

    field: str
    first: str
    second: str
    wrong: int
    length: int


def compare(first: Mapping[str, str], second: Mapping[str, str]) -> list[Difference]:
    """Return each field of the first typing beside the second; spaces at the ends do not count."""
    return [
        _compared(field, " ".join(text.split()), " ".join(second.get(field, "").split()))
        for field, text in first.items()
    ]


def _compared(field: str, one: str, other: str) -> Difference:
    # Characters to replace, remove or add to go from one to the other.
    wrong = sum(
        max(end - start, other_end - other_start)
        for tag, start, end, other_start, other_end in SequenceMatcher(
            None, one, other, autojunk=False
        ).get_opcodes()
        if tag != "equal"
    )
    return Difference(field, one, other, wrong, max(len(one), len(other)))

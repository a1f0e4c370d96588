"""A simplified copy of a text, with the way back to the original offsets.

People write the same number with no-break spaces, full-width digits or an accent in two code
points, and some hide it behind invisible characters. The detection reads a copy where all of this
is plain, and reports positions in the original.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property

_SINGLE = {
    "œ": "o", "Œ": "O", "æ": "a", "Æ": "A", "ø": "o", "Ø": "O", "ß": "s", "ł": "l", "Ł": "L",
    "đ": "d", "Đ": "D", "ı": "i", "’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "′": "'",
    "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "−": "-", "﹣": "-", "＋": "+",
    "＠": "@", "﹫": "@", "．": ".", "。": ".", "·": ".", "•": ".", "∙": ".", "‧": ".", "⋅": ".",
    "“": '"', "”": '"', "«": '"', "»": '"', "\t": " ", "\r": " ", "\v": " ", "\f": " ",
    "\u2028": "\n", "\u2029": "\n",
}  # fmt: skip


class _Simplifier(dict[int, int]):
    """Translation table that learns each code point once; always one code point for one."""

    def __missing__(self, code: int) -> int:
        char = chr(code)
        if char in _SINGLE:
            plain = _SINGLE[char]
        elif unicodedata.category(char) == "Zs":
            plain = " "
        elif unicodedata.category(char) == "Nd":
            plain = str(unicodedata.digit(char))
        else:
            plain = unicodedata.normalize("NFKD", char)[:1]
        self[code] = result = ord(plain)
        return result


_SIMPLE = _Simplifier({code: code for code in range(128) if code not in (9, 11, 12, 13, 96)})


# Combining marks, soft hyphens, zero-width and direction marks, variation selectors, keycaps.
_INVISIBLE = re.compile(
    "[\u00ad\u0300-\u036f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f"
    "\u20d0-\u20f0\ufe00-\ufe0f\ufeff\U000e0000-\U000e007f]"
)

# The address of a page carries numbers that are nobody's telephone; a company's SIRET likewise.
_URL = re.compile(r"(?:https?://|www\.)[^\s<>\"]+", re.IGNORECASE)
_SIRET = re.compile(r"(?<!\d)\d{3}[ .]?\d{3}[ .]?\d{3}[ .]?\d{5}(?!\d)")
_CONTACT_IN_URL = re.compile(r"(?:tel|phone|mobile|portable|wa\.me|whatsapp)[^\s]*$", re.IGNORECASE)


class Reading:
    """One text as the detection reads it: `plain` is ASCII wherever the original is Latin."""

    def __init__(self, text: str) -> None:
        self.original = text
        self._offsets: Sequence[int] | None = None
        if text.isascii():
            self.plain = text.translate(_SIMPLE)
        elif _INVISIBLE.search(text):
            kept = [i for i, char in enumerate(text) if not _INVISIBLE.match(char)]
            self.plain = "".join(text[i] for i in kept).translate(_SIMPLE)
            self._offsets = kept
        else:
            self.plain = text.translate(_SIMPLE)

    @cached_property
    def lower(self) -> str:
        """The plain text in lower case, of the same length."""
        lowered = self.plain.lower()
        if len(lowered) == len(self.plain):
            return lowered
        return "".join(char.lower()[:1] for char in self.plain)

    @cached_property
    def not_numbers(self) -> tuple[tuple[int, int], ...]:
        """Where digits belong to an address of a page or to a company."""
        matches = (*_URL.finditer(self.plain), *_SIRET.finditer(self.plain))
        return tuple(sorted(match.span() for match in matches))

    def in_other_number(self, start: int, end: int) -> bool:
        """Tell whether these digits belong to something that is not a personal number."""
        place = bisect_left(self.not_numbers, (end,))
        first, last = self.not_numbers[place - 1] if place else (0, 0)
        return start < last and not _CONTACT_IN_URL.search(self.plain, first, start)

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """Translate plain offsets into offsets of the original text."""
        if self._offsets is None:
            return start, end
        last = self._offsets[end - 1] + 1
        # The accent or the keycap that follows a character belongs to it.
        while last < len(self.original) and unicodedata.category(self.original[last])[0] == "M":
            last += 1
        return self._offsets[start], last

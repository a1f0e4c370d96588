"""Telephone numbers dictated in words: "zéro six douze trente-quatre…"."""

import re
from collections.abc import Iterator

from ..enums import FindingType
from .reading import Reading
from .spans import Match

_UNITS = ("zero", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf")
_TEENS = ("dix", "onze", "douze", "treize", "quatorze", "quinze", "seize")
_TENS = (
    "vingt", "trente", "quarante", "cinquante", "soixante", "septante", "huitante", "octante",
    "nonante",
)  # fmt: skip

_Words = tuple[str, ...]


def _below_twenty() -> list[_Words]:
    return [(word,) for word in _TEENS] + [("dix", unit) for unit in _UNITS[7:]]


def _two_figures() -> frozenset[_Words]:
    """Return every way to say a number of two figures, hyphens read as spaces."""
    spoken: list[_Words] = _below_twenty()
    for ten in _TENS:
        spoken.append((ten,))
        spoken += [(ten, unit) for unit in _UNITS[1:]]
        spoken += [(ten, "et", "un"), (ten, "et", "une")]
    spoken += [("soixante", *rest) for rest in _below_twenty()]
    spoken.append(("soixante", "et", "onze"))
    for eighty in (("quatre", "vingt"), ("quatre", "vingts")):
        spoken.append(eighty)
        spoken += [(*eighty, unit) for unit in _UNITS[1:]]
        spoken += [(*eighty, *rest) for rest in _below_twenty()]
    # "zéro cinq", and figures dictated one by one: "six un".
    spoken += [(first, second) for first in _UNITS for second in _UNITS]
    return frozenset(spoken)


_SPOKEN_PAIRS = _two_figures()
_LONGEST_PAIR = max(len(words) for words in _SPOKEN_PAIRS)
_VOCABULARY = frozenset(word for words in _SPOKEN_PAIRS for word in words)

_ANCHOR = re.compile(r"\b(?:zero|trente[\s-]trois|0(?=[\s,.-]))")
_WORD = re.compile(r"[\s,.\-]{0,3}([a-z]+|\d{1,2})(?![a-z\d])")
_MOST_WORDS = 5 * _LONGEST_PAIR + 2


def find_spelled_phones(reading: Reading) -> Iterator[Match]:
    """Yield the ten-figure numbers that are said in words, mixed with figures or not."""
    lower = reading.lower
    position = 0
    while anchor := _ANCHOR.search(lower, position):
        position = anchor.end()
        words, ends = _number_words(lower, anchor.start())
        used = _phone_length(words)
        if used and any(word.isalpha() for word in words[:used]):
            position = ends[used - 1]
            yield Match(anchor.start(), position, FindingType.PHONE, 0.95)


def _number_words(text: str, start: int) -> tuple[_Words, list[int]]:
    """Return the number words from `start` on, and where each of them ends."""
    words: list[str] = []
    ends: list[int] = []
    position = start
    while len(words) < _MOST_WORDS and (found := _WORD.match(text, position)):
        word = found.group(1)
        if not word.isdigit() and word not in _VOCABULARY:
            break
        position = found.end()
        words.append(word)
        ends.append(position)
    return tuple(words), ends


def _phone_length(words: _Words) -> int:
    """Return how many words make a telephone number, 0 if they do not."""
    if words[:2] == ("trente", "trois"):
        # "plus trente-trois six douze…": the country code stands for the zero.
        return _after_pairs(words, 3, 4) if _is_figure(words[2:3]) else 0
    if words[:1] in (("zero",), ("0",)) and _is_figure(words[1:2]):
        return _after_pairs(words, 2, 4)
    return 0


def _is_figure(word: _Words) -> bool:
    return bool(word) and (word[0] in _UNITS[1:] or (len(word[0]) == 1 and word[0] in "123456789"))


def _after_pairs(words: _Words, start: int, pairs: int) -> int:
    """Return the index after so many pairs of figures, in the reading that goes furthest, or 0.

    "quatre-vingts quatre-vingt-dix" is 80 90, not 84 20 and a "dix" left over.
    """
    if pairs == 0:
        return start
    furthest = 0
    for length in range(_LONGEST_PAIR, 0, -1):
        pair = words[start : start + length]
        if len(pair) == length and _is_pair(pair):
            furthest = max(furthest, _after_pairs(words, start + length, pairs - 1))
    return furthest


def _is_pair(words: _Words) -> bool:
    if words in _SPOKEN_PAIRS:
        return True
    return all(word.isdigit() for word in words) and len("".join(words)) == 2

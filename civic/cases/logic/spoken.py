"""A number as it is dictated on the telephone: digits, pairs, in words or typed."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

LENGTH = 8
LONGEST_PHRASE = 4
MOST_WORDS = 24
_UNITS = "zero un deux trois quatre cinq six sept huit neuf".split()
_TEENS = "dix onze douze treize quatorze quinze seize dix_sept dix_huit dix_neuf".split()
_TENS = {20: "vingt", 30: "trente", 40: "quarante", 50: "cinquante", 60: "soixante"}
_ENGLISH = "zero one two three four five six seven eight nine".split()
_FILLERS = frozenset({"et", "tiret", "numero", "le", "puis", "dash", "number", "espace"})


@cache
def _phrases() -> dict[tuple[str, ...], str]:
    """Return what is said for each number under a hundred, as words without « et »."""
    said: dict[tuple[str, ...], str] = {(word,): str(n) for n, word in enumerate(_ENGLISH)}
    said |= {(word,): str(n) for n, word in enumerate(_UNITS)}
    said |= {("oh",): "0", ("une",): "1"}
    teens = [tuple(word.split("_")) for word in _TEENS]
    said |= {words: str(10 + n) for n, words in enumerate(teens)}
    for ten, word in _TENS.items():
        said[(word,)] = str(ten)
        said |= {(word, _UNITS[n]): str(ten + n) for n in range(1, 10)}
    said |= {("soixante", *words): str(70 + n) for n, words in enumerate(teens)}
    for word in ("vingt", "vingts"):
        said[("quatre", word)] = "80"
        said |= {("quatre", word, _UNITS[n]): str(80 + n) for n in range(1, 10)}
        said |= {("quatre", word, *words): str(90 + n) for n, words in enumerate(teens)}
    # Belgium and Switzerland say the tens regularly.
    for ten, word in {70: "septante", 80: "huitante", 90: "nonante"}.items():
        said[(word,)] = str(ten)
        said |= {(word, _UNITS[n]): str(ten + n) for n in range(1, 10)}
    return said


def readings(dictated: str) -> Iterator[str]:
    """Give each way to read a dictated number as eight digits, the longest words first.

    « quatre vingt treize » is 93 before 4, 20, 13: the check digit tells which was meant.
    """
    words = _words(dictated)
    if 0 < len(words) <= MOST_WORDS:
        yield from _read(words, "")


def _words(dictated: str) -> tuple[str, ...]:
    folded = unicodedata.normalize("NFKD", dictated.lower())
    plain = "".join(c for c in folded if not unicodedata.combining(c))
    found = re.findall(r"[a-z]+|[0-9]", plain)
    return tuple(word for word in found if word not in _FILLERS)


def _read(words: tuple[str, ...], digits: str) -> Iterator[str]:
    if len(digits) > LENGTH:
        return
    if not words:
        if len(digits) == LENGTH:
            yield digits
        return
    if words[0].isdigit():
        yield from _read(words[1:], digits + words[0])
        return
    for size in range(min(LONGEST_PHRASE, len(words)), 0, -1):
        if (said := _phrases().get(words[:size])) is not None:
            yield from _read(words[size:], digits + said)

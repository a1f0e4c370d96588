"""Names a territory declares: those that are public, and those of its agents."""

import re
from collections.abc import Iterator
from functools import lru_cache

from ..enums import FindingType
from .name_places import CIVILITIES, place_words
from .name_tokens import is_first_name, tokens_of
from .reading import Reading
from .spans import Match
from .words import COMMON_WORDS

_Words = tuple[str, ...]
_Index = dict[str, list[_Words]]

_WORD = re.compile(r"[^\W_]+")
_OFFICE = re.compile(
    r"\b(?:maire|adjointe?|conseill(?:er|ere)|presidente?|deputee?|senat(?:eur|rice)|elue?"
    r"|deleguee?|ministre|prefete?)\b"
)
_NEAR = 45


def without_public_names(
    reading: Reading, matches: list[Match], public_names: frozenset[str]
) -> list[Match]:
    """Return the matches that are not, entirely, a name or place declared public.

    An elected official named in full is public. Named by surname alone, only where the text shows
    the office or the full name: a neighbour may bear the same surname.
    """
    if not public_names or not matches:
        return matches
    index = _index_of_phrases(public_names)
    zones = list(_occurrences(_words_in(reading), index))
    surnames = _surnames(public_names)
    named_in_full = {name for start, end in zones for name in _both_ends(reading, start, end)}
    kept = []
    for match in matches:
        start = _after_civility(reading, match)
        if any(first <= start and match.end <= last for first, last in zones):
            continue
        name = _words_of(reading.plain[start : match.end])
        by_surname = match.type is FindingType.NAME and name in surnames
        if by_surname and (name[-1:] in named_in_full or _in_office(reading, match)):
            continue
        kept.append(match)
    return kept


def _both_ends(reading: Reading, start: int, end: int) -> tuple[_Words, _Words]:
    """Return the first and the last word: one of them is the surname."""
    words = _words_of(reading.plain[start:end])
    return words[:1], words[-1:]


def _after_civility(reading: Reading, match: Match) -> int:
    """Return where the name begins once "Mme" is left aside."""
    start = match.start
    while match.type is FindingType.NAME:
        word = _WORD.search(reading.lower, start, match.end)
        if word is None or word.group() not in CIVILITIES:
            return word.start() if word else match.start
        start = word.end()
    return match.start


def _in_office(reading: Reading, match: Match) -> bool:
    around = (
        reading.lower[max(0, match.start - _NEAR) : match.start],
        reading.lower[match.end : match.end + _NEAR],
    )
    sentence = (re.split(r"[.!?\n]", around[0])[-1], re.split(r"[.!?\n]", around[1])[0])
    return any(_OFFICE.search(part) for part in sentence)


@lru_cache(maxsize=32)
def _surnames(names: frozenset[str]) -> frozenset[_Words]:
    return frozenset(surname for name in names if (surname := _surname_of(name)))


@lru_cache(maxsize=32)
def not_public(agent_names: frozenset[str], public_names: frozenset[str]) -> frozenset[str]:
    """Return the agents whose name is not declared public, in whatever order it is written."""
    if not agent_names or not public_names:
        return agent_names
    public = {frozenset(_words_of(name)) for name in public_names}
    return frozenset(name for name in agent_names if frozenset(_words_of(name)) not in public)


@lru_cache(maxsize=512)
def _words_of(name: str) -> _Words:
    words = [found.group() for found in _WORD.finditer(Reading(name).lower)]
    while words and words[0] in CIVILITIES:
        del words[0]
    return tuple(words)


def find_agents(reading: Reading, agent_names: frozenset[str]) -> Iterator[Match]:
    """Yield the agents of a directory named in full, or by their surname with a capital."""
    if not agent_names:
        return
    tokens = tokens_of(reading.plain)
    indexes = place_words(reading.plain, reading.lower, tokens)
    places = {tokens[index].start for index in indexes}
    words = _words_in(reading)
    full_names = _occurrences(words, _index_of_phrases(agent_names))
    surnames = _occurrences(words, _index_of_surnames(agent_names))
    for start, end in full_names:
        if start not in places:
            yield Match(start, end, FindingType.NAME, 0.97)
    for start, end in surnames:
        if start not in places and reading.plain[start].isupper():
            yield Match(start, end, FindingType.NAME, 0.7)


def _words_in(reading: Reading) -> list[tuple[int, int, str]]:
    return [(found.start(), found.end(), found.group()) for found in _WORD.finditer(reading.lower)]


@lru_cache(maxsize=32)
def _index_of_phrases(names: frozenset[str]) -> _Index:
    """Return the names by their first word; a person's also in the other order."""
    index: _Index = {}
    for name in names:
        words = _words_of(name)
        orders = {words, (words[-1], *words[:-1]), (*words[1:], words[0])} if words else set()
        for order in orders:
            index.setdefault(order[0], []).append(order)
    return index


@lru_cache(maxsize=32)
def _index_of_surnames(names: frozenset[str]) -> _Index:
    index: _Index = {}
    for surname in _surnames(names):
        if surname[0] not in COMMON_WORDS or len(surname) > 1:
            index.setdefault(surname[0], []).append(surname)
    return index


def _occurrences(words: list[tuple[int, int, str]], index: _Index) -> Iterator[tuple[int, int]]:
    for position, (start, _, word) in enumerate(words):
        for phrase in index.get(word, ()):
            window = words[position : position + len(phrase)]
            if len(window) == len(phrase) and all(
                w[2] == p for w, p in zip(window, phrase, strict=True)
            ):
                yield start, window[-1][1]


def _surname_of(name: str) -> _Words:
    """Return the surname in a full name: what is in capitals, else what is not a first name."""
    tokens = [token for token in tokens_of(Reading(name).plain) if token.lower not in CIVILITIES]
    if len(tokens) < 2:
        return ()
    shouted = [token.lower for token in tokens if token.is_shouted]
    if shouted and len(shouted) < len(tokens):
        return tuple(shouted)
    others = [token.lower for token in tokens if not is_first_name(token)]
    return tuple(others) if 0 < len(others) < len(tokens) else (tokens[-1].lower,)

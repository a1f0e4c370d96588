"""Guess what is asked from the words of a resident: stems, no dictionary of anybody else."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log

from civic.core.logic.stemming import stem, stems_of

# What the name of a type says of it, against the words people use.
NAME_WEIGHT = 0.5
EXPRESSION_WEIGHT = 1.5
# « devant l’école » says where, not what: the words after a locating word count less.
PLACE_WEIGHT = 0.35
PLACE_REACH = 2
# People say first what it is about: of two subjects, the first counts a little more.
LATER = 0.02
LEAST = 0.7
_LOCATORS = frozenset(
    stem(word)
    for word in (
        "devant derrière près face côté proche long bord angle coin bout hauteur pied sortie "
        "rue avenue boulevard place chemin allée impasse quai cours quartier lotissement"
    ).split()
)
# Words of the names of types that say nothing of the subject.
_ELIDED = "dlnsmjct"
_EMPTY = frozenset(stem(word) for word in "entre deux autre chose aide chez sans".split())


@dataclass(frozen=True)
class Wording:
    """The stems of what people say for one thing they ask: single words and expressions."""

    key: int
    words: frozenset[str]
    expressions: tuple[tuple[str, ...], ...]
    name: frozenset[str]


def read_wording(key: int, name: str, words: Sequence[str]) -> Wording:
    """Stem the name and the other words of a type, to compare many texts with it."""
    return _read(key, name, tuple(words))


@lru_cache(maxsize=1_000)
def _read(key: int, name: str, words: tuple[str, ...]) -> Wording:
    stemmed = [tuple(stems_of(word)) for word in words]
    single = frozenset(stems[0] for stems in stemmed if len(stems) == 1)
    return Wording(
        key=key,
        words=single,
        expressions=tuple(stems for stems in stemmed if len(stems) > 1),
        name=frozenset(stems_of(name)) - single - _EMPTY,
    )


def rank(text: str, wordings: Sequence[Wording]) -> list[tuple[int, float]]:
    """Return the keys a text speaks of with their scores, likeliest first; ties keep the order.

    A word counts the more, the fewer types say it; an expression counts more than its words; a
    word that only says where counts less.
    """
    rarity = _rarity(wordings)
    stems = [_spelt(each, rarity) for each in stems_of(text)]
    weights = _weights(stems)
    rarest = 1 + log(len(wordings) or 1)
    scores = [
        (
            wording.key,
            _words(stems, weights, wording, rarity)
            + EXPRESSION_WEIGHT * rarest * _expressions(stems, weights, wording),
        )
        for wording in wordings
    ]
    return sorted((each for each in scores if each[1] > 0), key=lambda each: -each[1])


def _spelt(word: str, known: Mapping[str, float]) -> str:
    # « panne déclairage »: the apostrophe was forgotten.
    return word[1:] if word not in known and word[0] in _ELIDED and word[1:] in known else word


def _weights(stems: Sequence[str]) -> list[float]:
    weights, reach = [], 0
    for at, each in enumerate(stems):
        weights.append((PLACE_WEIGHT if reach else 1.0) * max(LEAST, 1 - LATER * at))
        reach = PLACE_REACH if each in _LOCATORS else max(0, reach - 1)
    return weights


def _rarity(wordings: Sequence[Wording]) -> Mapping[str, float]:
    spoken = Counter(each for wording in wordings for each in wording.words | wording.name)
    return {each: 1 + log(len(wordings) / count) for each, count in spoken.items()}


def _words(
    stems: Sequence[str],
    weights: Sequence[float],
    wording: Wording,
    rarity: Mapping[str, float],
) -> float:
    best: dict[str, float] = {}
    for each, weight in zip(stems, weights, strict=True):
        if each in wording.words:
            best[each] = max(best.get(each, 0.0), weight * rarity[each])
        elif each in wording.name:
            best[each] = max(best.get(each, 0.0), NAME_WEIGHT * weight * rarity[each])
    return sum(best.values())


def _expressions(stems: Sequence[str], weights: Sequence[float], wording: Wording) -> float:
    return sum(_said(stems, weights, expression) for expression in wording.expressions)


def _said(stems: Sequence[str], weights: Sequence[float], expression: tuple[str, ...]) -> float:
    size = len(expression)
    return max(
        (
            max(weights[at : at + size])
            for at in range(len(stems) - size + 1)
            if tuple(stems[at : at + size]) == expression
        ),
        default=0.0,
    )

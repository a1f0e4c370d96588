"""Guess what is asked from the words of a resident: stems, no dictionary of anybody else."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log

from civic.core.logic.stemming import stems_of

# What a title says of the subject, and what an expression says more than its words.
NAME_WEIGHT = 0.5
EXPRESSION_WEIGHT = 1.5


@dataclass(frozen=True)
class Wording:
    """The stems of what people say for one thing they ask: single words and expressions."""

    key: int
    words: frozenset[str]
    expressions: tuple[tuple[str, ...], ...]
    name: frozenset[str]


def read_wording(key: int, name: str, words: Sequence[str]) -> Wording:
    """Stem the name and the other words of a type once, to compare many texts with it."""
    stemmed = [tuple(stems_of(word)) for word in words]
    return Wording(
        key=key,
        words=frozenset(stems[0] for stems in stemmed if len(stems) == 1),
        expressions=tuple(stems for stems in stemmed if len(stems) > 1),
        name=frozenset(stems_of(name)),
    )


def rank(text: str, wordings: Sequence[Wording]) -> list[tuple[int, float]]:
    """Return the keys a text speaks of with their scores, likeliest first; ties keep the order.

    A word counts the more, the fewer types say it; an expression counts more than its words.
    """
    stems = stems_of(text)
    said = Counter(stems)
    rarity = _rarity(wordings)
    scores = [(wording.key, _score(stems, said, wording, rarity)) for wording in wordings]
    return sorted((each for each in scores if each[1] > 0), key=lambda each: -each[1])


def _rarity(wordings: Sequence[Wording]) -> Mapping[str, float]:
    spoken = Counter(stem for wording in wordings for stem in wording.words | wording.name)
    return {stem: 1 + log(len(wordings) / count) for stem, count in spoken.items()}


def _score(
    stems: list[str], said: Counter[str], wording: Wording, rarity: Mapping[str, float]
) -> float:
    score = sum(rarity[stem] for stem in wording.words if said[stem])
    score += NAME_WEIGHT * sum(rarity[stem] for stem in wording.name - wording.words if said[stem])
    for expression in wording.expressions:
        if _says(stems, expression):
            score += EXPRESSION_WEIGHT * (1 + log(1 + len(expression))) * 2
    return score


def _says(stems: list[str], expression: tuple[str, ...]) -> bool:
    size = len(expression)
    return any(tuple(stems[at : at + size]) == expression for at in range(len(stems) - size + 1))

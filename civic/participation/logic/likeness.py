"""How alike two texts are, from their stems."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

KeyT = TypeVar("KeyT")

# Below this share of common stems, two texts merely speak French.
LEAST_LIKENESS = 0.18
_WANTED = 6


def distinctive(stems: Sequence[str]) -> list[str]:
    """Return the few stems of a text that say most about it: the longest, in their order."""
    distinct = list(dict.fromkeys(stem for stem in stems if len(stem) > 3))
    chosen = set(sorted(distinct, key=len, reverse=True)[:_WANTED])
    return [stem for stem in distinct if stem in chosen]


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the share of the shorter text's stems found in the other, from 0 to 1.

    A very short text shares everything with a long one, so at least six stems are counted.
    """
    if not one or not other:
        return 0.0
    return len(one & other) / max(6, min(len(one), len(other)))


def most_alike(
    stems: Iterable[str],
    candidates: Iterable[tuple[KeyT, str]],
    *,
    at_most: int = 3,
    at_least: float = LEAST_LIKENESS,
) -> list[KeyT]:
    """Return the keys of the candidates nearest to some stems, the nearest first.

    A candidate is a key and a line of stems separated by spaces; equal candidates keep their
    order.
    """
    wanted = frozenset(stems)
    scored = [(likeness(wanted, frozenset(line.split())), key) for key, line in candidates]
    near = [pair for pair in scored if pair[0] >= at_least]
    near.sort(key=lambda pair: -pair[0])
    return [key for _score, key in near[:at_most]]

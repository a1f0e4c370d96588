"""Answers that are the same words sent to several people: found, counted, never forbidden."""

import re
import unicodedata
from collections.abc import Hashable, Mapping
from dataclasses import dataclass

# Two texts are near-identical when they share this part of their runs of three words.
LIKENESS = 0.8
RUN = 3
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Duplicates:
    """Which answers resemble one another; `share` is from 0 to 1, of all the answers."""

    groups: tuple[tuple[Hashable, ...], ...]
    total: int

    @property
    def repeated(self) -> int:
        return sum(len(group) for group in self.groups)

    @property
    def share(self) -> float:
        return self.repeated / self.total if self.total else 0.0


def duplicates_in(texts: Mapping[Hashable, str]) -> Duplicates:
    """Group the texts that are identical or nearly so, whatever their case, accents and figures.

    Quadratic in the number of different texts: a decision holds hundreds, not thousands.
    """
    runs = {key: _runs(text) for key, text in texts.items()}
    parent: dict[Hashable, Hashable] = {key: key for key in runs}

    def root(key: Hashable) -> Hashable:
        while parent[key] != key:
            parent[key] = parent[parent[key]]
            key = parent[key]
        return key

    keys = list(runs)
    for index, first in enumerate(keys):
        for second in keys[index + 1 :]:
            if root(first) != root(second) and _alike(runs[first], runs[second]):
                parent[root(second)] = root(first)
    groups: dict[Hashable, list[Hashable]] = {}
    for key in keys:
        groups.setdefault(root(key), []).append(key)
    repeated = tuple(tuple(group) for group in groups.values() if len(group) > 1)
    return Duplicates(groups=repeated, total=len(runs))


def _runs(text: str) -> frozenset[tuple[str, ...]]:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(c for c in decomposed if not unicodedata.combining(c))
    # A figure does not make an answer another one: dates and amounts are all alike.
    words = ["0" if word.isdigit() else word for word in _WORD.findall(plain)]
    if len(words) < RUN:
        return frozenset([tuple(words)])
    return frozenset(tuple(words[i : i + RUN]) for i in range(len(words) - RUN + 1))


def _alike(first: frozenset[tuple[str, ...]], second: frozenset[tuple[str, ...]]) -> bool:
    smaller, larger = sorted((len(first), len(second)))
    if smaller < LIKENESS * larger:
        return False
    return len(first & second) >= LIKENESS * len(first | second)

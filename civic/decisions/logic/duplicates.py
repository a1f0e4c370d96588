"""Answers that are the same words sent to several people: found, counted, never forbidden."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass

from civic.cases.logic.likeness import alike, runs_of


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
    runs = {key: runs_of(text) for key, text in texts.items()}
    parent: dict[Hashable, Hashable] = {key: key for key in runs}

    def root(key: Hashable) -> Hashable:
        while parent[key] != key:
            parent[key] = parent[parent[key]]
            key = parent[key]
        return key

    keys = list(runs)
    for index, first in enumerate(keys):
        for second in keys[index + 1 :]:
            if root(first) != root(second) and alike(runs[first], runs[second]):
                parent[root(second)] = root(first)
    groups: dict[Hashable, list[Hashable]] = {}
    for key in keys:
        groups.setdefault(root(key), []).append(key)
    repeated = tuple(tuple(group) for group in groups.values() if len(group) > 1)
    return Duplicates(groups=repeated, total=len(runs))

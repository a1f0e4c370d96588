"""What differs between two counts of the same period."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Change:
    """One figure that is no longer what was published."""

    name: str
    published: Any
    recounted: Any


def changes(published: Mapping[str, Any], recounted: Mapping[str, Any]) -> list[Change]:
    """Return the figures that differ, in the order of what was published."""
    names = [*published, *(name for name in recounted if name not in published)]
    return [
        Change(name, published.get(name), recounted.get(name))
        for name in names
        if published.get(name) != recounted.get(name)
    ]


def share(part: int, whole: int) -> float | None:
    """Return a percentage with one decimal, None of nothing."""
    return round(100 * part / whole, 1) if whole else None


def nearest_rank(ordered: list[int], percent: int) -> int | None:
    """Return a percentile somebody really waited, never an interpolation; None of nothing."""
    if not ordered:
        return None
    return ordered[max(0, -(-percent * len(ordered) // 100) - 1)]

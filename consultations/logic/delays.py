"""How long answers take: percentiles somebody really waited."""

from collections.abc import Mapping
from dataclasses import dataclass

# Below this number a median would be an anecdote, and is not shown nor compared.
FEWEST = 5


@dataclass(frozen=True)
class Delays:
    """Calendar days between reception and answer; None below `FEWEST` answers."""

    answers: int = 0
    median: int | None = None
    ninetieth: int | None = None


def delays_of(waited: Mapping[int, int]) -> Delays:
    """Return the median and the 90th percentile of delays given as {days: how many}.

    Nearest rank, so that each figure is a delay that was really waited.
    """
    answers = sum(waited.values())
    if answers < FEWEST:
        return Delays(answers)
    return Delays(answers, _rank(waited, answers, 50), _rank(waited, answers, 90))


def _rank(waited: Mapping[int, int], answers: int, percent: int) -> int:
    wanted = -(-percent * answers // 100)
    seen = 0
    for days in sorted(waited):
        seen += waited[days]
        if seen >= wanted:
            return days
    raise ValueError("A percentile of nothing.")

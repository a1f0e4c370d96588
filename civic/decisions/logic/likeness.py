"""How many answers of a decision say nearly the same thing."""

import re
from collections.abc import Sequence

_WORD = re.compile(r"\w+")
# Two reasons that share four fifths of their runs of three words were written once and pasted.
ALIKE = 0.8


def shingles(text: str, size: int = 3) -> frozenset[tuple[str, ...]]:
    """Return the runs of words of a text, lower case."""
    words = _WORD.findall(text.lower())
    if len(words) < size:
        return frozenset({tuple(words)})
    return frozenset(tuple(words[i : i + size]) for i in range(len(words) - size + 1))


def alike_share(texts: Sequence[str]) -> float:
    """Return the share of texts (0 to 1) that nearly repeat another one (Jaccard >= 0.8)."""
    runs = [shingles(text) for text in texts]
    repeated = 0
    for index, mine in enumerate(runs):
        repeated += any(
            len(mine & other) >= ALIKE * len(mine | other)
            for position, other in enumerate(runs)
            if position != index
        )
    return repeated / len(texts) if texts else 0.0

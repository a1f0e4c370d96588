"""Whether two answers are the same words, or nearly so, sent to several people."""

import hashlib
import re
import unicodedata
from functools import lru_cache

# Two texts are near-identical when they share this part of their runs of three words.
LIKENESS = 0.8
RUN = 3
_WORD = re.compile(r"\w+")
_MONTHS = frozenset(
    "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre".split()
)

Runs = frozenset[tuple[str, ...]]


def words_of(text: str) -> list[str]:
    """Return the words of a text without case nor accents, any figure or month as 0.

    A date does not make an answer another one: dates and amounts are all alike.
    """
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(char for char in decomposed if not unicodedata.combining(char))
    return ["0" if word.isdigit() or word in _MONTHS else word for word in _WORD.findall(plain)]


@lru_cache(maxsize=1024)
def runs_of(text: str) -> Runs:
    """Return the runs of three words of a text."""
    words = words_of(text)
    if len(words) < RUN:
        return frozenset([tuple(words)])
    return frozenset(tuple(words[i : i + RUN]) for i in range(len(words) - RUN + 1))


def alike(first: Runs, second: Runs) -> bool:
    """Tell whether two texts are the same, or nearly so."""
    smaller, larger = sorted((len(first), len(second)))
    if smaller < LIKENESS * larger:
        return False
    return len(first & second) >= LIKENESS * len(first | second)


def mark_of(text: str) -> str:
    """Return the mark of a text, the same for texts that differ by figures, case or accents."""
    return hashlib.sha256(" ".join(words_of(text)).encode()).hexdigest()[:32]

"""The text of a municipal magazine, cut to a length between two sentences."""

import re
from collections.abc import Sequence

_BETWEEN = "\n\n"
_WORTH_CUTTING = 120
_SENTENCE_END = re.compile(r"([.!?…])(?= [A-ZÀ-ÖØ-Þ«])")


def fitted(parts: Sequence[tuple[int, str]], limit: int) -> str:
    """Join parts in order, the most important first to find room in the length.

    Each part is its importance (0 is never left out) and its words. What finds too little room is
    cut at a word, or left out when almost nothing of it would stay.
    """
    chosen = [words if rank == 0 else "" for rank, words in parts]
    too_much = len(_joined(chosen)) - limit
    if too_much > 0:
        longest = max(range(len(chosen)), key=lambda i: len(chosen[i]))
        chosen[longest] = cut(chosen[longest], len(chosen[longest]) - too_much)
    for index in sorted(range(len(parts)), key=lambda i: parts[i][0]):
        rank, words = parts[index]
        if rank == 0 or not words:
            continue
        room = limit - len(_joined(chosen)) - len(_BETWEEN)
        if len(words) <= room:
            chosen[index] = words
        elif room >= _WORTH_CUTTING:
            chosen[index] = cut(words, room)
    return _joined(chosen)


def cut(words: str, length: int) -> str:
    """Return the first words of a text within a length, with « … » when something is left out."""
    if len(words) <= length:
        return words
    shortened = words[: max(length - 1, 1)]
    return (shortened.rsplit(" ", 1)[0] if " " in shortened else shortened).rstrip(" ,;:") + "…"


def sentences_within(words: str, length: int) -> str:
    """Return the first whole sentences of a text that hold in a length, else its first words."""
    words = " ".join(words.split())
    if len(words) <= length:
        return words
    ends = [found.end(1) for found in _SENTENCE_END.finditer(words) if found.end(1) <= length]
    return words[: ends[-1]] if ends else cut(words, length)


def _joined(parts: Sequence[str]) -> str:
    return _BETWEEN.join(words for words in parts if words)

"""The text of a municipal magazine, cut to a length between two sentences."""

from collections.abc import Sequence


def fitted(parts: Sequence[tuple[int, str]], limit: int) -> str:
    """Join parts in order, leaving out the least important until the text fits.

    Each part is its importance (0 is never left out) and its words; a text that is still too long
    loses the end of its longest part, at a word.
    """
    kept = [(rank, words) for rank, words in parts if words]
    while len(_joined(kept)) > limit and any(rank for rank, _words in kept):
        last = max(rank for rank, _words in kept)
        index = max(i for i, (rank, _words) in enumerate(kept) if rank == last)
        del kept[index]
    too_much = len(_joined(kept)) - limit
    if too_much > 0:
        longest = max(range(len(kept)), key=lambda i: len(kept[i][1]))
        rank, words = kept[longest]
        kept[longest] = (rank, cut(words, len(words) - too_much))
    return _joined(kept)


def cut(words: str, length: int) -> str:
    """Return the first words of a text within a length, with « … » when something is left out."""
    if len(words) <= length:
        return words
    shortened = words[: max(length - 1, 1)]
    return (shortened.rsplit(" ", 1)[0] if " " in shortened else shortened).rstrip(" ,;:") + "…"


def _joined(parts: Sequence[tuple[int, str]]) -> str:
    return "\n\n".join(words for _rank, words in parts)

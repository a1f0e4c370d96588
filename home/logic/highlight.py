"""Show where the words of a search are in a text."""

import re
from collections.abc import Collection, Iterator

from civic.core.logic.stemming import stem

_WORD = re.compile(r"[^\W_]+")


def highlighted(text: str, stems: Collection[str]) -> Iterator[tuple[str, bool]]:
    """Cut a plain text into pieces, in order; True for a word that has one of the stems."""
    start = 0
    for word in _WORD.finditer(text):
        if stem(word[0]) in stems:
            if word.start() > start:
                yield text[start : word.start()], False
            yield word[0], True
            start = word.end()
    if start < len(text):
        yield text[start:], False

"""What changed between two texts, word by word, so that it can be shown and read aloud."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

_WORDS = re.compile(r"\s+|[^\s]+")


@dataclass(frozen=True)
class Piece:
    """Some words: `kept`, `added` or `removed`."""

    kind: str
    text: str


def differences(before: str, after: str) -> list[Piece]:
    """Return the pieces that lead from a text to another, in reading order."""
    return list(_pieces(_WORDS.findall(before), _WORDS.findall(after)))


def _pieces(before: list[str], after: list[str]) -> Iterator[Piece]:
    for tag, start, end, new_start, new_end in SequenceMatcher(
        None, before, after, autojunk=False
    ).get_opcodes():
        if tag == "equal":
            yield Piece("kept", "".join(before[start:end]))
            continue
        if start < end:
            yield Piece("removed", "".join(before[start:end]))
        if new_start < new_end:
            yield Piece("added", "".join(after[new_start:new_end]))


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a text, each as it is written in it."""
    return [part.strip() for part in re.split(r"\n\s*\n", text) if part.strip()]

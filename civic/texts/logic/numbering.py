"""The public number of an article and of a paragraph, computed from the order of the text."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class Outline(Generic[Key]):
    """A section as its number needs it: its heading and the paragraphs that stand in it."""

    key: Key
    heading: str
    numbered: bool
    paragraphs: Sequence[Key]


def numbers_of(sections: Iterable[Outline[Key]]) -> tuple[dict[Key, str], dict[Key, str]]:
    """Return the numbers of sections and of paragraphs.

    Articles are the sections that hold paragraphs, counted through the whole text ("art. 3"); a
    title that only groups articles has no number. A section that is not numbered (a preamble)
    lends its heading to its paragraphs.
    """
    articles: dict[Key, str] = {}
    paragraphs: dict[Key, str] = {}
    count = 0
    for section in sections:
        if not section.paragraphs:
            continue
        name = section.heading
        if section.numbered:
            count += 1
            name = articles[section.key] = f"art. {count}"
        for rank, key in enumerate(section.paragraphs, start=1):
            paragraphs[key] = f"{name} § {rank}".strip()
    return articles, paragraphs


def letter_of(number: int) -> str:
    """Return the name of a version: 1 is A, 26 is Z, 27 is AA."""
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters

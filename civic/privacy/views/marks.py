"""Show where a text may name somebody: the words themselves are marked."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from ..enums import FindingType


class Stretch(Protocol):
    """Offsets in code points and a type."""

    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...

    @property
    def type(self) -> str: ...


@dataclass(frozen=True)
class Segment:
    """A piece of a text; `kind` is what was found in it, or empty."""

    text: str
    kind: str = ""
    label: str = ""


def segments(text: str, found: Iterable[Stretch]) -> list[Segment]:
    """Cut a text around what was found in it; a stretch that lies outside the text is left out."""
    pieces: list[Segment] = []
    position = 0
    for stretch in sorted(found, key=lambda one: one.start):
        if stretch.start < position or stretch.end > len(text):
            continue
        if stretch.start > position:
            pieces.append(Segment(text[position : stretch.start]))
        kind = FindingType(stretch.type)
        pieces.append(Segment(text[stretch.start : stretch.end], kind.value, str(kind.label)))
        position = stretch.end
    if position < len(text):
        pieces.append(Segment(text[position:]))
    return pieces

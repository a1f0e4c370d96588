"""Personal data in the name of a file: underscores and hyphens stand for spaces."""

import re

from .detection import detect
from .spans import Span

# What cameras, telephones and messaging write: never anybody's number.
_BY_A_MACHINE = re.compile(
    r"(?i)^(?:(?:img|dsc|dscn|pxl|vid|mvimg|wp|screenshot|capture|scan|photo|image|video|whatsapp"
    r"(?: image)?)[-_ .]?)?(?:\d{8}[-_T ]?\d{4,9}|\d{8}[-_ ]?wa\d{3,6}|\d{3,8})"
    r"(?:[-_ (]\w{1,4}\)?)?$"
)
_EXTENSION = re.compile(r"\.[A-Za-z0-9]{1,5}$")


def find_in_file_name(
    name: str,
    *,
    public_names: frozenset[str] = frozenset(),
    agent_names: frozenset[str] = frozenset(),
) -> tuple[Span, ...]:
    """Find the personal data in the name of a file; offsets are those of the name."""
    extension = _EXTENSION.search(name)
    stem = name[: extension.start()] if extension else name
    if _BY_A_MACHINE.match(stem):
        return ()
    # Of the same length, so that offsets are those of the name as it is.
    readings = (stem, stem.replace("_", " "), re.sub(r"[_\-+.]", " ", stem), _capitals(stem))
    found: list[Span] = []
    for reading in dict.fromkeys(readings):
        for span in detect(reading, public_names=public_names, agent_names=agent_names):
            if not any(span.start < kept.end and kept.start < span.end for kept in found):
                found.append(
                    Span(span.start, span.end, span.type, span.score, name[span.start : span.end])
                )
    return tuple(sorted(found, key=lambda span: span.start))


def _capitals(stem: str) -> str:
    """Return the stem as a sentence whose words begin with a capital: names are written small."""
    return re.sub(r"[_+.]", " ", stem).title() if stem.islower() else stem

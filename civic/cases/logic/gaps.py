"""The gaps of a typed answer, between braces: filled from the case, or left to be written."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Final

# As editors write them, in French: the texts are.
NUMBER: Final = "numéro"
TITLE: Final = "titre"
PLACE: Final = "lieu"
DEPARTMENT: Final = "service"
DATE: Final = "date"
BODY: Final = "organisme"
GAPS: Final = (NUMBER, TITLE, PLACE, DEPARTMENT, DATE, BODY)

_GAP = re.compile(r"\{\s*([^{}\n]{1,40}?)\s*\}")


def _plain(name: str) -> str:
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


_KNOWN = {_plain(name): name for name in GAPS}


def fill(text: str, values: Mapping[str, str]) -> str:
    """Return a text with each gap that has a value filled; the others stay, to be written by hand.

    "{Numero}" is "{numéro}": neither capitals nor accents count.
    """

    def filled(found: re.Match[str]) -> str:
        return values.get(_KNOWN.get(_plain(found[1]), ""), "") or found[0]

    return _GAP.sub(filled, text)


def gaps_in(texts: Iterable[str]) -> tuple[str, ...]:
    """Return what stands between braces in some texts, each once, in order."""
    return tuple(dict.fromkeys(found[1] for text in texts for found in _GAP.finditer(text)))


def unknown_gaps(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the gaps no case can fill, because of a misspelling."""
    return tuple(name for name in gaps_in(texts) if _plain(name) not in _KNOWN)

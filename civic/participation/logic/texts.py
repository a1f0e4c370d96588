"""What is done to a text before it is kept: nothing that changes what it says."""

import re
import unicodedata

# Invisible orders that turn the reading direction of whatever surrounds them; letters written
# from right to left need none of them.
_DIRECTION_ORDERS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_NOT_KEPT = frozenset(_DIRECTION_ORDERS + "\ufeff\ufff9\ufffa\ufffb")
_LINE_ENDS = re.compile("\r\n|\r|\u2028|\u2029|\x85")
_SPACES = re.compile(r"[^\S\n]+")
_BLANK_LINES = re.compile(r"\n{3,}")


def _kept(character: str) -> bool:
    if character == "\n":
        return True
    return character not in _NOT_KEPT and unicodedata.category(character) not in ("Cc", "Cs")


def clean_text(text: str) -> str:
    """Return a text without control characters, with single line ends and no outer space.

    Letters of every script, emoji (with their joiners) and anything that looks like HTML are kept
    as they are; a null character or an order to reverse the reading direction is dropped.
    """
    lines = _LINE_ENDS.sub("\n", unicodedata.normalize("NFC", text)).replace("\t", " ")
    kept = "".join(c for c in lines if _kept(c))
    trimmed = "\n".join(line.rstrip() for line in kept.split("\n"))
    return _BLANK_LINES.sub("\n\n", trimmed).strip()


def clean_line(text: str) -> str:
    """Return a text as one line, without control characters, spaces collapsed."""
    return _SPACES.sub(" ", clean_text(text).replace("\n", " ")).strip()

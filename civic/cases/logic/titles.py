"""A title taken from what somebody wrote, so that nobody has to write twice."""

import re

LONGEST_TITLE = 80
_SENTENCE_END = re.compile(r"[.!?…\n]")
_OPENING = re.compile(
    r"^(?:bonjour|bonsoir|madame|monsieur|messieurs|mesdames|hello)\b[^a-zà-ÿ0-9]*", re.IGNORECASE
)


def suggested_title(text: str) -> str:
    """Return the first sentence of a text without its greeting, cut at a word."""
    rest = text.strip()
    while (match := _OPENING.match(rest)) and match.end() < len(rest):
        rest = rest[match.end() :].lstrip()
    sentence = _SENTENCE_END.split(rest, maxsplit=1)[0].strip() or rest
    line = " ".join(sentence.split()).rstrip(" ,;:")
    if len(line) > LONGEST_TITLE:
        line = line[:LONGEST_TITLE].rsplit(" ", 1)[0].rstrip(" ,;:-–") + "…"
    return line[:1].upper() + line[1:]

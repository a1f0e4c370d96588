"""Telephone numbers, in figures, in every notation used in France."""

import re
from collections.abc import Iterator

from ..enums import FindingType
from .reading import Reading
from .spans import Match
from .spelled_phones import find_spelled_phones

_GAP = r"[\s._\-/,]{0,3}"
_NATIONAL = re.compile(
    rf"(?:\((?=0[1-9]\)\s?\d))?(?<![\d+])(?<!\d[.,])[0oO][ .\-]?[1-9](?:(?<=\(\d\d)\))?"
    rf"(?:{_GAP}\d){{8}}(?!\d)(?![.,]\d)"
)
_FRENCH = re.compile(
    rf"(?<![\d+])\(?(?:\+\s?\(?33|00\s?33)(?P<closed>\))?{_GAP}(?:\(\s?0\s?\)"
    rf"|0)?{_GAP}[1-9](?:{_GAP}\d){{8}}(?!\d)|(?<![\d+.,])33{_GAP}[67](?:{_GAP}\d){{8}}(?!\d)"
)
_FOREIGN = re.compile(
    r"(?<![\d+\w])(?:\+|00)(?!33)[1-9]\d{0,2}(?:[\s.\-/]{0,2}\(0\))?(?:[\s.\-/]{0,2}\d){6,12}(?!\d)"
)

# How ten figures are grouped when they are a telephone number; anything else needs a cue.
_GROUPINGS = frozenset(
    {
        (10,), (2, 2, 2, 2, 2), (4, 2, 2, 2), (2, 2, 2, 4), (2, 2, 4, 2), (2, 4, 2, 2),
        (2, 4, 4), (4, 3, 3), (3, 3, 4), (4, 6), (2, 8), (6, 4), (4, 4, 2), (2, 2, 3, 3),
        (2, 3, 3, 2), (3, 3, 2, 2), (1, 3, 3, 3), (1, 1, 2, 2, 2, 2), (3, 2, 2, 3), (2, 2, 6),
        (1,) * 10,
    }
)  # fmt: skip

_CUE = re.compile(
    r"(?:\bt[eé]l[.\s:]|\btel\b|telephon|\bportable|\bmobile|\bport\b|\bfixe|\bfax|\bgsm\b"
    r"|\bsms\b|numero|rappel|appel|joindre|joignable|contact|coordonnees|whatsapp|☎|📞|📱"
    r"|\bau\s*$)[^.!?\n]{0,40}$"
)
_REFERENCE = re.compile(
    r"(?:dossier|\bref\w*|parcelle|facture|marche|compteur|\bpdl|\bpce|siren|siret|arret|\bean"
    r"|commande|contrat|ticket|serie|matricule|\bcode|\bid|\blot|suivi|colis|client|abonne"
    r"|identifiant|lampadaire|candelabre|poteau|borne)\s*[:.=]?\s*(?:n\W{0,2}|num\w*\W{0,2}"
    r"|no\.?)?\s*$"
)
_DATE_THEN_TIME = re.compile(r"(?:0[1-9]|[12]\d|3[01])([./-])(?:0[1-9]|1[0-2])\1\d\d(?:\d\d)?\s")
_NOT_AN_AMOUNT = re.compile(r"\s?(?:€|%|euros?\b|m[23]?\b|km\b|kwh?\b|habitants\b)")
# Not `$`: it also stands before a line feed, and what is on the line above is not glued.
_LETTERS_BEFORE = re.compile(r"[A-Za-z]+\Z")
_GLUED_CUES = ("tel", "port", "portable", "mobile", "fixe", "fax", "gsm")

# What lies before the number and may say what it is.
_CONTEXT = 60


def find_phones(reading: Reading) -> Iterator[Match]:
    """Yield the telephone numbers of a text, those spelt out in words included."""
    yield from find_spelled_phones(reading)
    previous_end = -1
    for found in _NATIONAL.finditer(reading.plain):
        start, end = found.span()
        if reading.in_other_number(start, end):
            continue
        score = _national_score(reading, start, end, follows_phone=start - previous_end <= 1)
        if score:
            previous_end = end
            yield Match(start, end, FindingType.PHONE, score)
    for found in _FRENCH.finditer(reading.plain):
        start, end = found.span()
        if found.group().startswith("(") and not found["closed"]:
            start += 1
        if not reading.in_other_number(start, end):
            yield Match(start, end, FindingType.PHONE, 0.98)
    for found in _FOREIGN.finditer(reading.plain):
        start, end = found.span()
        figures = sum(char.isdigit() for char in found.group())
        if (
            9 <= figures <= 16
            and not _NOT_AN_AMOUNT.match(reading.lower, end)
            and not reading.in_other_number(start, end)
        ):
            yield Match(start, end, FindingType.PHONE, 0.85)


def _national_score(reading: Reading, start: int, end: int, *, follows_phone: bool) -> float:
    written = reading.plain[start:end]
    before = reading.lower[max(0, start - _CONTEXT) : start]
    glued = _LETTERS_BEFORE.search(before)
    if glued and not glued.group().endswith(_GLUED_CUES):
        return 0
    grouping = tuple(len(group) for group in re.split(r"[^\doO]+", written))
    gaps = re.findall(r"[^\doO]+", written)
    cued = bool(glued or _CUE.search(before))
    if _DATE_THEN_TIME.match(written):
        return 0
    if before.endswith(("/", "-")) and before[-2:-1].isdigit() and not follows_phone:
        return 0
    if grouping == (10,) and not cued and _REFERENCE.search(before):
        return 0
    if grouping not in _GROUPINGS or ("," in "".join(gaps) and len(set(gaps)) > 1):
        return 0.6 if cued else 0
    # Numbers in 08 belong to services, hardly ever to a person.
    return 0.7 if written[1:].lstrip(" .-/")[0] == "8" else 0.98

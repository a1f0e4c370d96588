"""Number plates: the French series since 2009, the older one by department, and others if named."""

import re
from collections.abc import Iterator

from ..enums import FindingType
from .reading import Reading
from .spans import Match

# AB-123-CD. The gap is the same twice, or there is none.
_NEW = re.compile(
    r"(?<![A-Za-z0-9])(?P<first>[A-Za-z]{2})(?P<gap>\s?[-._/]\s?"
    r"|\s{0,2})\d{3}(?P<gap2>\s?[-._/]\s?|\s{0,2})"
    r"(?P<last>[A-Za-z]{2})(?![A-Za-z0-9])"
)
# 1234 AB 83
_OLD = re.compile(
    r"(?<![A-Za-z0-9])(?<!\d[.,/])\d{1,4}(?P<gap>\s?[-._/]\s?|\s{0,2})(?P<letters>[A-Za-z]{2,3})"
    r"(?P<gap2>\s?[-._/]\s?|\s{0,2})(?P<department>0[1-9]|[1-8]\d|9[0-5]|2[abAB]"
    r"|97[1-8])(?![A-Za-z0-9])(?![.,]\d)"
)
# After "immatriculé" anything with letters and figures is a plate: mopeds, temporary, foreign.
_OF_ANY_SHAPE = re.compile(
    r"(?i:immatricul\w*|\bimmat|plaques?(?: d'immatriculation)?(?: [a-z]+)?)"
    r"(?i:\s?(?:est|:|n\W{0,2}|sous le numero|-))?\s{0,2}"
    r"(?P<plate>(?=[\w .-]{0,8}\d{2})(?=[\w .-]{0,8}[A-Za-z])"
    r"(?:[A-Z0-9]{1,5}(?:[ .-]{0,2}(?:\d{1,4}|[A-Z]{1,3})){1,3}"
    r"|[a-z0-9]{2,4}-?[a-z0-9]{1,4}-?[a-z0-9]{1,4}))"
    r"(?![A-Za-z0-9])"
)

# The number is announced as a plate.
_ANNOUNCED = re.compile(r"(?:immat\w*|plaque[^.!?\n]{0,20})\s?(?:est|:|n\W{0,2}|-)?\s{0,2}$")
# A vehicle is spoken of.
_VEHICLE = re.compile(
    r"(?:immat|plaque|vehicule|voiture|scooter|\bmoto|camion|fourgon|utilitaire|caravane"
    r"|remorque|\bquad|cyclo|berline|automobile|stationn|\bauto\b|peugeot|renault|citroen|clio"
    r"|twingo|\bgolf|\baudi|\bbmw|mercedes|dacia|opel|\bfiat|toyota|volkswagen|kangoo"
    r"|berlingo)[^.!?\n]{0,60}$"
)
_LAND = re.compile(
    r"(?:parcel|section|cadastr|\bref|\bplan\b|norme|article|\blot|dossier)[^.!?\n]{0,30}$"
)
# The number of a thing stands right after its name: "le transformateur TR-204-BX".
_EQUIPMENT = re.compile(
    r"\b(?:etiquettes?|reperes?|ref(?:erences?|\.)?|transfo(?:rmateur)?s?|candelabres?"
    r"|lampadaires?|luminaires?|armoires?|coffrets?|poteaux?|modeles?|series?|deliberations?"
    r"|marches?|arretes?|devis|factures?|compteurs?|postes?|parcelles?|sections?|plans?|normes?"
    r"|lots?|dossiers?|bornes?|regards?|vannes?|pompes?)\.?\s?(?:n\W{0,2}|numero\s?|:\s?)?\s?$"
)
# Two letters that stand before or after a number without being a plate.
_NOT_FIRST = frozenset(
    "rd rn rt rm vc cr cd cv tr ht bt pk pr nf en za zi av de du le la et ou au un il km cm mm kg "
    "no ns hp tc te pi bd st ch pl al id iv vi ii sa qp".split()
)
_NOT_LAST = frozenset(
    "le la de du et en au un ou ne se ce il on sa si km cm mm kg ha an tr ht".split()
)
_UNITS = frozenset(
    """
    all an ans aou art au aux av ave avr bd bis bld bus ch chm cl cm cv db de dec des dpi du en et
    eur fev go ha hab ht hz ii iii imp iv jan jul jun kg km ko kv kw kwh la le les lgt log lot mai
    mar mg min ml mm mn mo nf nov oct ou par pl ppm pts rte rue sec sep sur ter to ttc un une vi
    vii za zac zi
    """.split()
)
_YEAR = re.compile(r"(?:19|20)\d\d\b")
_CONTEXT = 90


def find_plates(reading: Reading) -> Iterator[Match]:
    """Yield the number plates of a text."""
    for found in _NEW.finditer(reading.plain):
        score = _new_score(reading, found)
        if score:
            yield Match(*found.span(), FindingType.PLATE, score)
    for found in _OLD.finditer(reading.plain):
        score = _old_score(reading, found)
        if score:
            yield Match(*found.span(), FindingType.PLATE, score)
    if "immat" in reading.lower or "plaque" in reading.lower:
        for found in _OF_ANY_SHAPE.finditer(reading.plain):
            yield Match(*found.span("plate"), FindingType.PLATE, 0.8)


def _before(reading: Reading, found: re.Match[str], pattern: re.Pattern[str]) -> bool:
    start = found.start()
    return bool(pattern.search(reading.lower, max(0, start - _CONTEXT), start))


def _new_score(reading: Reading, found: re.Match[str]) -> float:
    """Return how sure it is that AA 123 AA is a plate, 0 when it is something else."""
    if _before(reading, found, _ANNOUNCED):
        return 0.98
    first, last = found["first"], found["last"]
    gap, written = found["gap"].strip(), first + last
    # I, O and U are never used: with them it is a reference of another kind.
    impossible = re.search("[iouIOU]", written)
    spoken_of = _before(reading, found, _VEHICLE)
    if gap and gap == found["gap2"].strip():
        if not spoken_of and _before(reading, found, _EQUIPMENT):
            return 0
        return 0.6 if impossible and not spoken_of else 0.95
    if first.lower() in _NOT_FIRST or last.lower() in _NOT_LAST:
        return 0
    if spoken_of:
        return 0.95
    if impossible or _before(reading, found, _LAND) or bool(found["gap"]) != bool(found["gap2"]):
        return 0
    if written.isupper():
        return 0.9
    return 0.6 if not found["gap"] else 0


def _old_score(reading: Reading, found: re.Match[str]) -> float:
    """Return how sure it is that 1234 AA 83 is a plate, 0 when it is something else."""
    letters = found["letters"]
    if letters.lower() in _UNITS or bool(found["gap"]) != bool(found["gap2"]):
        return 0
    if _before(reading, found, _ANNOUNCED):
        return 0.95
    if not letters.isupper() or _before(reading, found, _LAND):
        return 0
    if _before(reading, found, _EQUIPMENT):
        return 0
    if _before(reading, found, _VEHICLE):
        return 0.9
    if re.search("[IO]", letters) or _YEAR.match(found.group()):
        return 0
    return 0.7

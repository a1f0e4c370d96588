"""What everybody reads of a place: its words and its point, blurred as the body chose.

Everything public about a place comes from `public_place`: what is read here alone is exact.
"""

import re
from dataclasses import dataclass

from civic.territory.enums import PlacePrecision
from civic.territory.logic.streets import KINDS, WAYS, plain

# The sides of the squares a point is rounded to: about 100 metres for a street, a kilometre where
# no neighbourhood is known.
STREET_DECIMALS = 3
AREA_DECIMALS = 2
EXACT_DECIMALS = 5
# From the middle of its square to a corner: how far a street's public point may be from its own.
STREET_METRES = 80

_WORD = re.compile(r"[^\W_]+(?:[’'](?=\w))?")
_NUMBER = re.compile(r"\d{1,4}(?:bis|ter|quater|[a-d])?")
_REPEATS = frozenset({"bis", "ter", "quater", "a", "b", "c", "d"})
# The words that lead to a number, and say nothing without it: « à hauteur du 12 ».
_LEADING = frozenset("a au aux devant du entre et face hauteur le les niveau ou pres".split())
_LINKS = frozenset("de des du la l".split())
_NUMBER_SIGNS = frozenset({"n", "no", "num", "numero", "numeros"})
_MONTHS = frozenset(
    "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre".split()
)
# A number after these names a road or a thing of the public space, not a door.
_NUMBERED_THINGS = frozenset(
    """
    departementale nationale rd rn km kilometre arret ligne lampadaire lampe poteau candelabre
    borne quai voie place places terrain station parking zone
    """.split()
)
# What is said of where somebody lives.
_HOME = re.compile(
    r"\b(?:chez (?:moi|nous|lui|elle|eux|m|mr|mme|monsieur|madame)|mon domicile|notre domicile"
    r"|a domicile|(?:ma|notre) (?:maison|cour|terrasse|porte|fenetre)|mon (?:jardin|immeuble"
    r"|appartement|logement|garage|balcon|entree)|notre (?:jardin|immeuble|appartement|logement)"
    r"|(?:appartement|appart|appt|apt|logement|etage|digicode|interphone) ?(?:n |no )?\d+"
    r"|\d+ ?(?:er|e|eme|ieme)? etage|at home|my (?:home|house|flat|garden))\b"
)
_LOOSE = re.compile(r"^[\s,;:/&–-]+|[\s,;:/&(–-]+$")


@dataclass(frozen=True)
class PublicPlace:
    """What everybody reads of where something is; the degrees are both there or both missing."""

    label: str
    latitude: float | None
    longitude: float | None
    precision: PlacePrecision


def public_place(
    *,
    place: str,
    latitude: float | None,
    longitude: float | None,
    precision: str,
    area: str = "",
    centre: tuple[float, float] | None = None,
) -> PublicPlace:
    """Return what is public of a place, as precisely as a body chose and no more than is safe.

    A house number leaves its street alone; a home leaves the neighbourhood alone, named `area`
    with its `centre` where they are known.
    """
    allowed = allowed_precision(place, precision)
    point = None if latitude is None or longitude is None else (latitude, longitude)
    if allowed == PlacePrecision.NEIGHBOURHOOD:
        label = area if place or point else ""
        decimals = AREA_DECIMALS if centre is None else STREET_DECIMALS
        north, east = _rounded(point and (centre or point), decimals)
    else:
        label = without_numbers(place)
        decimals = STREET_DECIMALS if allowed == PlacePrecision.STREET else EXACT_DECIMALS
        north, east = _rounded(point, decimals)
    return PublicPlace(label, north, east, allowed)


def allowed_precision(place: str, precision: str) -> PlacePrecision:
    """Return how precisely a place may be shown at most, once its words were read."""
    if precision == PlacePrecision.NEIGHBOURHOOD or is_home(place):
        return PlacePrecision.NEIGHBOURHOOD
    if precision == PlacePrecision.STREET or without_numbers(place) != place.strip():
        return PlacePrecision.STREET
    return PlacePrecision.EXACT


def is_home(place: str) -> bool:
    """Tell whether the words of a place say where somebody lives."""
    words = " ".join(plain(word).rstrip("'’") for word in _WORD.findall(place))
    return bool(_HOME.search(words))


def without_numbers(place: str) -> str:
    """Return the words of a place without its house numbers: « 12 bis, rue du Pont »."""
    words = [(found, plain(found.group())) for found in _WORD.finditer(place)]
    said = [word for _found, word in words]
    doors = _doors(said)
    if not doors:
        return place.strip()
    left, end = [], 0
    for at, (found, _word) in enumerate(words):
        if at in doors:
            left.append(place[end : found.start()])
            end = found.end()
            # The sign of « n° » goes with its number.
            end += len(place[end:]) - len(place[end:].lstrip("°ºo." if _is_sign(said, at) else ""))
    left.append(place[end:])
    text = re.sub(r"\s*[-/&](?=\s*[-/&,])", "", " ".join(part for part in left if part.strip()))
    text = re.sub(r"\s+(?=[,.;:)])", "", " ".join(text.split()))
    text = re.sub(r"\(\s*\)", "", re.sub(r"([,;:])(?:\s*[,;:])+", r"\1", text))
    text = _LOOSE.sub("", text)
    text = re.sub(r"^(?:et|ou|au|a|à|,)\s+(?=\w)", "", text) if 0 in doors else text
    return text[:1].upper() + text[1:]


def _is_sign(words: list[str], at: int) -> bool:
    return words[at] in _NUMBER_SIGNS


def _doors(words: list[str]) -> set[int]:
    """Return the positions of the words that say a door: the number, its « bis », its « n° »."""
    doors: set[int] = set()
    for at, word in enumerate(words):
        if not _NUMBER.fullmatch(word):
            continue
        after = at + 1
        if after < len(words) and words[after] in _REPEATS and not _names_a_way(words, after):
            after += 1
        if not _is_door(words, at, after, doors):
            continue
        first = at
        while first and words[first - 1] in _NUMBER_SIGNS | _LEADING:
            first -= 1
        if first < at and words[at - 1] not in _NUMBER_SIGNS:
            # « au 12 de la rue du Pont »
            while after < len(words) and words[after].rstrip("'’") in _LINKS:
                after += 1
        doors |= set(range(first, after))
    return doors


def _names_a_way(words: list[str], at: int) -> bool:
    return words[at] in KINDS or words[at] in WAYS


def _is_door(words: list[str], at: int, after: int, doors: set[int]) -> bool:
    before = words[at - 1] if at else ""
    following = words[after] if after < len(words) else ""
    earlier = words[at - 2] if at > 1 else ""
    if following in _MONTHS or before in _MONTHS:
        return False
    if before in _NUMBERED_THINGS or (before in _NUMBER_SIGNS and earlier in _NUMBERED_THINGS):
        return False
    if before == "du" and (earlier in KINDS or earlier in WAYS):
        return False
    begins = at == 0 or at - 1 in doors or (at - 2 in doors and before in _LEADING)
    opens_a_way = following in KINDS or following in WAYS
    # « 12, 14 et 16 rue du Pont »: each leads to the way.
    leads = following in ("et", "ou", "a") or _NUMBER.fullmatch(following) is not None
    return (
        begins
        or opens_a_way
        or before in _NUMBER_SIGNS
        or before in ("au", "aux")
        or (
            (leads or after >= len(words))
            and any(_names_a_way(words, other) for other in range(len(words)))
        )
    )


def _rounded(
    point: tuple[float, float] | None, decimals: int
) -> tuple[float, float] | tuple[None, None]:
    if point is None:
        return None, None
    return round(point[0], decimals), round(point[1], decimals)

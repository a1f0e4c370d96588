"""Say whether a typed address names a place elsewhere: a postcode and its town, a large town."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from .streets import KINDS, WAYS, plain, read_street

_POSTCODE = re.compile(r"(?<![\w°/-])(\d{5})(?![\w-])")
# The label of a lamp or of a letter has five figures too.
_LABELLED = frozenset(
    "n no num numero lampe lampadaire candelabre luminaire poteau mat point borne armoire ref "
    "reference dossier demande".split()
)
_SEPARATOR = re.compile(r"[,;:()\n.–]")
_CEDEX = re.compile(r"\s+cedex\b.*", re.IGNORECASE)
_BEFORE_TOWN = re.compile(r"[,;()\n]|\bà\b", re.IGNORECASE)
_TOWN_WORDS = 4
# Named alone after a comma or « à », these are nobody's place name.
LARGE_TOWNS = frozenset(
    plain(name)
    for name in (
        "Paris, Marseille, Lyon, Toulouse, Nice, Nantes, Montpellier, Strasbourg, Bordeaux, Lille, "
        "Rennes, Reims, Toulon, Saint-Étienne, Le Havre, Grenoble, Dijon, Angers, Villeurbanne, "
        "Nîmes, Clermont-Ferrand, Aix-en-Provence, Le Mans, Brest, Tours, Amiens, Annecy, Limoges, "
        "Metz, Boulogne-Billancourt, Perpignan, Besançon, Orléans, Rouen, Mulhouse, Caen, Nancy, "
        "Avignon, Poitiers, Dunkerque, Versailles, La Rochelle, Pau, Cannes, Calais, Valence"
    ).split(", ")
)


@dataclass(frozen=True)
class Served:
    """What is known of the communes served: names of places, postcodes, official codes."""

    names: Collection[str]
    postcodes: frozenset[str]
    districts: frozenset[str]

    def names_one(self, text: str) -> bool:
        """Tell whether a text names one of the places."""
        said = f" {' '.join(read_street(text).words)} "
        words = (" ".join(read_street(name).words) for name in self.names)
        return any(name and f" {name} " in said for name in words)


def served(
    *, names: Iterable[str], addresses: Iterable[str], commune_codes: Iterable[str]
) -> Served:
    """Return what is known, from the names, the town halls' addresses and the official codes."""
    postcodes = {code for text in addresses for code in _POSTCODE.findall(text)}
    codes = [code for code in commune_codes if len(code) == 5]
    return Served(
        names=tuple(dict.fromkeys(names)),
        postcodes=frozenset(postcodes),
        districts=frozenset(_district(code) for code in (*postcodes, *codes)),
    )


def may_be_elsewhere(text: str) -> bool:
    """Tell whether a text holds anything `elsewhere` looks at, before the territory is read."""
    return bool(_POSTCODE.search(text)) or plain(_last_said(text)) in LARGE_TOWNS


def elsewhere(text: str, known: Served) -> str:
    """Return the place elsewhere that a typed address names, empty where none clearly is.

    A street nobody knows is not elsewhere: only a postcode with another town, a postcode of
    another part of the country, or a large town said as one.
    """
    for found in _POSTCODE.finditer(text):
        code = found[1]
        before = re.findall(r"[a-z]+", plain(text[: found.start()]))[-1:]
        if code in known.postcodes or code.startswith("00") or _LABELLED & set(before):
            continue
        town = _town_after(text[found.end() :])
        if town is None:
            continue
        if not town and _district(code) in (known.districts or {_district(code)}):
            continue
        if known.names_one(town or text):
            continue
        return f"{code} {town}".strip()
    last = _last_said(text)
    return last if plain(last) in LARGE_TOWNS and not known.names_one(last) else ""


def _last_said(text: str) -> str:
    return _BEFORE_TOWN.split(text)[-1].strip(" .")


def _town_after(rest: str) -> str | None:
    """Return the town after a postcode; None where the figures are a number in a street."""
    town = _CEDEX.sub("", _SEPARATOR.split(rest, maxsplit=1)[0]).strip()
    words = town.split()
    first = plain(words[0]).strip("'’") if words else ""
    if first in KINDS or first in WAYS:
        return None
    return " ".join(words[:_TOWN_WORDS]) if first[:1].isalpha() else ""


def _district(code: str) -> str:
    if code[:2] in ("2A", "2B"):
        return "20"
    return code[:3] if code[:2] in ("97", "98") else code[:2]

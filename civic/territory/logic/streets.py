"""Find a street in what somebody typed: accents, abbreviations and numbers do not count."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

# What people write for the kind of a way, and for the first words of a name.
KINDS = {
    "r": "rue",
    "av": "avenue",
    "ave": "avenue",
    "bd": "boulevard",
    "bld": "boulevard",
    "blvd": "boulevard",
    "bvd": "boulevard",
    "boul": "boulevard",
    "pl": "place",
    "plce": "place",
    "ch": "chemin",
    "che": "chemin",
    "chem": "chemin",
    "all": "allee",
    "imp": "impasse",
    "pass": "passage",
    "psg": "passage",
    "rte": "route",
    "sq": "square",
    "crs": "cours",
    "qu": "quai",
    "fg": "faubourg",
    "fbg": "faubourg",
    "esp": "esplanade",
    "lot": "lotissement",
    "res": "residence",
    "mte": "montee",
    "trav": "traverse",
    "vc": "voie",
}
TITLES = {
    "st": "saint",
    "ste": "sainte",
    "gal": "general",
    "gen": "general",
    "dr": "docteur",
    "mal": "marechal",
    "pdt": "president",
    "cdt": "commandant",
    "prof": "professeur",
    "pr": "professeur",
    "nd": "notre dame",
}
WAYS = frozenset(KINDS.values()) | {
    "sentier",
    "ruelle",
    "venelle",
    "rond",
    "pont",
    "porte",
    "parvis",
    "promenade",
    "voie",
    "hameau",
    "cite",
    "mail",
    "cour",
}
_LINKS = frozenset("a au aux d de des du en et l la le les sur sous".split())
_WORD = re.compile(r"[a-z0-9]+")
_NUMBER = re.compile(r"\d{1,4}")
_REPEATS = frozenset({"bis", "ter", "quater", "a", "b", "c", "d"})
_POSTCODE = 5
# Two letters wrong in ten: « rue Lucie-Aubrak » is found, another street is not.
_ALIKE = 0.86
_SHORTEST_END = 4


@dataclass(frozen=True)
class Written:
    """A street as it is compared: its kind, its significant words, the number in it."""

    kind: str
    words: tuple[str, ...]
    number: str = ""


def plain(text: str) -> str:
    """Return a text without accents, in small letters."""
    decomposed = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "oe"))
    return "".join(c for c in decomposed if not unicodedata.combining(c)).lower()


@lru_cache(maxsize=10_000)
def read_street(text: str) -> Written:
    """Read a street as people write it: « devant le 12 bis, av. Jaurès », « rue du 8-Mai »."""
    tokens = _WORD.findall(plain(text))
    number, places = _number_in(tokens)
    kind, words = "", []
    for at, token in enumerate(tokens):
        if at in places or (token.isdigit() and len(token) == _POSTCODE):
            continue
        if not kind and (token in KINDS or token in WAYS):
            kind = KINDS.get(token, token)
        elif token not in _LINKS:
            words += TITLES.get(token, token).split()
    return Written(kind, tuple(words), number)


def _number_in(tokens: list[str]) -> tuple[str, set[int]]:
    # A number begins the text or stands before the kind of way: « 8 mai » does not.
    for at, token in enumerate(tokens):
        if not _NUMBER.fullmatch(token):
            continue
        following = tokens[at + 1 : at + 3]
        repeated = bool(following) and following[0] in _REPEATS
        after = following[1:] if repeated else following[:1]
        if at == 0 or (after and (after[0] in KINDS or after[0] in WAYS)):
            return (f"{token} {following[0]}", {at, at + 1}) if repeated else (token, {at})
    return "", set()


def _contains(words: tuple[str, ...], sought: tuple[str, ...]) -> bool:
    size = len(sought)
    return bool(sought) and any(
        all(_same(a, b) for a, b in zip(words[at : at + size], sought, strict=True))
        for at in range(len(words) - size + 1)
    )


def _same(typed: str, known: str) -> bool:
    # An initial stands for the first name: « rue J. Jaurès ».
    return typed == known or (len(typed) == 1 and known.startswith(typed))


def find_streets(typed: str, streets: Iterable[str]) -> tuple[list[int], bool]:
    """Return the positions of the streets a text names, equally likely, and whether it is sure.

    The same kind and words come first, then the words alone (« Jean Jaurès »), then the end of a
    name (« rue Jaurès »), then what is written almost so, then the same words for another kind.
    """
    asked = read_street(typed)
    known = [read_street(street) for street in streets]
    named = [at for at, street in enumerate(known) if _contains(asked.words, street.words)]
    exact = [at for at in named if asked.kind in ("", known[at].kind)]
    if exact:
        return _longest(exact, known), True
    ends = [
        at
        for at, street in enumerate(known)
        if asked.kind in ("", street.kind)
        and max(map(len, asked.words), default=0) >= _SHORTEST_END
        and _contains(street.words, asked.words)
    ]
    return ends or _almost(asked, known) or _longest(named, known), False


def _longest(positions: list[int], known: list[Written]) -> list[int]:
    # « rue du Puits-Neuf » names that street, not also « rue du Puits ».
    most = max((len(known[at].words) for at in positions), default=0)
    return [at for at in positions if len(known[at].words) == most]


def _almost(asked: Written, known: list[Written]) -> list[int]:
    typed = " ".join(asked.words)
    scores = [
        SequenceMatcher(None, typed, " ".join(street.words)).ratio()
        if asked.kind in ("", street.kind)
        else 0.0
        for street in known
    ]
    best = max(scores, default=0.0)
    return [at for at, score in enumerate(scores) if score == best and score >= _ALIKE]

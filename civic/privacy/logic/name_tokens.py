"""Words of a text as the search for names needs them, and which of them may be part of a name."""

import re
from collections.abc import Container
from typing import NamedTuple

from .first_names import AMBIGUOUS_FIRST_NAMES, FIRST_NAMES, LOWER_CASE_WORDS
from .places import PLACE_NOUNS
from .surnames import AMBIGUOUS_SURNAMES, SURNAMES
from .words import COMMON_WORDS

# "d'" and "qu'" are left aside; "N'Diaye" and "O'Connor" are one word.
_TOKEN = re.compile(
    r"(?:[dlnsjmtc]|qu|jusqu|lorsqu|puisqu|quelqu)'(?=[A-Za-z])"
    r"|(?:[LJCS]|Qu|Jusqu|Lorsqu|Puisqu)'(?=[a-z])"
    r"|((?:[A-Z]'(?=[A-Z]))?[A-Za-z]+(?:-[A-Za-z]+)*)"
)
PARTICLES = frozenset(
    "de du des d la le les ben bel el al ait abd van von der den da das dos di del della do mac mc "
    "st saint sainte ould bou abou abu ter".split()
)
_GAP = re.compile(r"[ _]{1,2}(?:d'|l'|D'|L'|de l')?")


class Token(NamedTuple):
    """One word: where it stands, as it is written, and in lower case."""

    start: int
    end: int
    word: str
    lower: str

    @property
    def has_capital(self) -> bool:
        """Tell whether the word begins with a capital."""
        return self.word[0].isupper()

    @property
    def is_shouted(self) -> bool:
        """Tell whether the word is all in capitals."""
        return len(self.word) > 1 and self.word.isupper()


def tokens_of(plain: str) -> list[Token]:
    """Return the words of a simplified text in order, without elided articles."""
    return [
        Token(*found.span(1), found[1], found[1].lower())
        for found in _TOKEN.finditer(plain)
        if found[1]
    ]


def is_first_name(token: Token) -> bool:
    """Tell whether this word is a first name, ambiguous or not."""
    if token.lower in FIRST_NAMES:
        return True
    head, dash, tail = token.lower.partition("-")
    return bool(dash) and head in FIRST_NAMES and tail.rpartition("-")[2] in FIRST_NAMES


def is_plain_first_name(token: Token) -> bool:
    """Tell whether this word is a first name and nothing else."""
    words = AMBIGUOUS_FIRST_NAMES if token.has_capital else LOWER_CASE_WORDS
    return is_first_name(token) and token.lower not in words


def is_surname(token: Token) -> bool:
    """Tell whether this word is a widespread surname, ambiguous or not."""
    parts = token.lower.split("-")
    return token.lower in SURNAMES or (
        any(part in SURNAMES for part in parts) and COMMON_WORDS.isdisjoint(parts)
    )


def is_plain_surname(token: Token) -> bool:
    """Tell whether this word is a widespread surname and nothing else."""
    return is_surname(token) and token.lower not in AMBIGUOUS_SURNAMES


def may_be_a_name(token: Token) -> bool:
    """Tell whether a word written with a capital could name a person: not "Voirie", not "EDF"."""
    if not token.has_capital or len(token.word) < 2:
        return False
    if is_first_name(token) or is_surname(token):
        return True
    head = token.lower.partition("-")[0]
    if token.lower in COMMON_WORDS or head in ("saint", "sainte", "st", "ste", "notre"):
        return False
    return token.lower not in PLACE_NOUNS and not is_acronym(token)


# No surname ends so, but for those that are known.
_OF_A_THING = re.compile(
    r"(?:[tsx]ions?|[cr]ites?|[lnrdv]ites?|ements?|ances?|ences?|ismes?|iques?|ages?|ures?|eries?|ables?|ibles?)$"
)


def looks_like_a_thing(token: Token) -> bool:
    """Tell whether a word that no list knows is made as the name of a thing: "Humidité"."""
    known = is_first_name(token) or is_surname(token)
    return not known and bool(_OF_A_THING.search(token.lower))


def is_acronym(token: Token) -> bool:
    """Tell whether a word is a sigle rather than a surname in capitals."""
    return token.is_shouted and (len(token.word) <= 3 or not re.search("[AEIOUY]", token.word))


def adjoining(plain: str, left: Token, right: Token) -> bool:
    """Tell whether only a space, and at most an elided particle, separates two words."""
    return bool(_GAP.fullmatch(plain, left.end, right.start))


def end_of_name(
    plain: str, tokens: list[Token], index: int, *, outside: Container[int] = (), most: int = 4
) -> int:
    """Return the index after the longest run of name words from `index`, `index` if none is.

    A particle counts before a word with a capital only: "Jean de La Tour", "Karim EL AMRANI".
    """
    position = end = index
    taken = 0
    while position < len(tokens) and taken < most and position not in outside:
        token = tokens[position]
        if position > index and not adjoining(plain, tokens[position - 1], token):
            break
        if may_be_a_name(token) or (position > index and token.lower.startswith("saint")):
            taken += 1
            end = position + 1
        elif token.lower not in PARTICLES:
            break
        position += 1
    return end

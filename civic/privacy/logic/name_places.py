"""Which words of a text are the name of a place, so that no person is seen in them."""

import re

from .name_cues import announces_anybody
from .name_tokens import Token, is_first_name, is_plain_surname, is_surname
from .places import (
    HISTORIC_FIGURES,
    OWNED_NOUNS,
    PLACE_LINKS,
    PLACE_NOUNS,
    PLACE_TITLES,
    STREET_NOUNS,
)
from .words import COMMON_WORDS

CIVILITIES = frozenset(
    "m mm mr mrs mme mmes mlle mlles monsieur madame mademoiselle messieurs mesdames melle".split()
)
_SAINTS = frozenset("saint sainte st ste san santa los dame".split())
_SPACE = re.compile(r"\.?[ _]{0,2}(?:[dlDL]'|de l')?[\"(]?")
_AND = re.compile(r"\s?(?:,|/|&|-|\bet\b|\bou\b|\ba\b|\bavec\b)\s?(?:(?:la|le|les)\s|l')?")
_CROSSING = re.compile(r"(?:angle|croisement|intersection|entre)\b[^.!?\n]*$")
_CUT = frozenset(
    "av ave all bat bd bld blvd bvd cdt ch che chap col dr etab fbg fg gal gen imp lot lt mal mgr "
    "pl pr prof prom q res resid rte sgt sq st ste".split()
)
_PLURAL_STREETS = frozenset("rues avenues boulevards places squares ecoles quartiers".split())
_FIGURE_STARTS = frozenset(re.split("[ -]", name)[0] for name in HISTORIC_FIGURES)
_LONGEST_FIGURE = max(len(name.split()) for name in HISTORIC_FIGURES)
_MOST_WORDS = 6
_REACH = 60


def place_words(plain: str, lower: str, tokens: list[Token]) -> set[int]:
    """Return the indexes of the words that belong to a place, an organisation or a statue."""
    places: set[int] = set()
    index = 0
    while index < len(tokens):
        token = tokens[index]
        end = index
        on_the_spot = token.word == "place" and lower.endswith("sur ", 0, token.start)
        if on_the_spot:
            pass
        elif token.lower in PLACE_NOUNS and not _is_surname_here(plain, lower, tokens, index):
            end = _end_of_place(plain, tokens, index)
        elif token.lower in _SAINTS and token.has_capital:
            end = min(index + 2, len(tokens))
        elif token.lower.partition("-")[0] in _FIGURE_STARTS:
            end = _end_of_figure(tokens, index)
        places.update(range(index, end))
        index = max(end, index + 1)
    return places


def _is_surname_here(plain: str, lower: str, tokens: list[Token], index: int) -> bool:
    """Tell whether a place noun is somebody's name: "Sophie Place", "Mme Chemin"."""
    token = tokens[index]
    if index == 0 or not token.has_capital:
        return False
    previous = tokens[index - 1]
    gap = plain[previous.end : token.start]
    if previous.lower in CIVILITIES:
        return gap.strip() in ("", ".")
    if is_surname(token) and announces_anybody(lower, token.start):
        return True
    return gap == " " and previous.has_capital and is_first_name(previous) and is_surname(token)


def _end_of_place(plain: str, tokens: list[Token], index: int) -> int:
    """Return the index after the name that follows the place noun at `index`."""
    noun, start = tokens[index].lower, tokens[index].start
    position = end = index + 1
    while position < len(tokens) and position - index <= _MOST_WORDS:
        token = tokens[position]
        gap = plain[tokens[position - 1].end : token.start]
        if not _SPACE.fullmatch(gap):
            break
        if gap.startswith(". ") and not _is_cut_short(tokens[position - 1]):
            break
        linked_by_of = gap[-2:].lower() == "d'" or tokens[position - 1].lower == "de"
        owned = linked_by_of and noun in OWNED_NOUNS
        if noun in OWNED_NOUNS and position == index + 2 and _is_of_a_household(tokens, position):
            return index + 1
        if token.lower in CIVILITIES:
            # "rue Madame de Sévigné" is a street; "l'école de Mme Dupont" speaks of Mme Dupont.
            if noun not in STREET_NOUNS or position > index + 1:
                break
        elif token.lower not in PLACE_LINKS and token.lower not in PLACE_TITLES:
            if not _continues_a_place(token, tokens[index]):
                break
            if owned and end == index + 1 and is_first_name(token):
                return index + 1
            end = position + 1
        position += 1
    if noun in _PLURAL_STREETS or _CROSSING.search(plain[max(0, start - _REACH) : start].lower()):
        end = _end_of_crossing(plain, tokens, end)
    return end


def _is_of_a_household(tokens: list[Token], position: int) -> bool:
    """Tell whether a thing is that of a family: "la maison des Le Roux", "la voiture des Meyer"."""
    token, following = tokens[position], tokens[position + 1 : position + 2]
    if tokens[position - 1].lower != "des" or not token.has_capital:
        return False
    if token.word in ("Le", "La"):
        return bool(following) and following[0].has_capital and is_surname(following[0])
    return is_plain_surname(token)


def _is_cut_short(token: Token) -> bool:
    """Tell whether a full stop after this word says no more than that it is cut: "av. Foch"."""
    return token.lower in _CUT or len(token.word) == 1


def _continues_a_place(token: Token, noun: Token) -> bool:
    if token.has_capital:
        return token.lower not in COMMON_WORDS or is_first_name(token)
    # "rue jean jaures" typed without capitals.
    named = is_first_name(token) or is_surname(token)
    return named and not noun.has_capital and token.lower not in COMMON_WORDS


def _end_of_crossing(plain: str, tokens: list[Token], end: int) -> int:
    """Extend over the second street of a crossing: "rues Jean Jaurès et Victor Hugo"."""
    while link := _AND.match(plain, tokens[end - 1].end):
        second = next(
            (i for i in range(end, min(end + 3, len(tokens))) if tokens[i].start == link.end()),
            None,
        )
        if second is None or not _continues_a_place(tokens[second], tokens[second]):
            break
        if not tokens[second].has_capital or tokens[second].lower in CIVILITIES:
            break
        end = second + 1
        while (
            end < len(tokens)
            and plain[tokens[end - 1].end : tokens[end].start] == " "
            and tokens[end].has_capital
            and tokens[end].lower not in COMMON_WORDS
        ):
            end += 1
    return end


def _end_of_figure(tokens: list[Token], index: int) -> int:
    """Return the index after a historic figure named in full, or `index`."""
    for length in range(_LONGEST_FIGURE, 0, -1):
        words = tokens[index : index + length]
        if len(words) == length and " ".join(token.lower for token in words) in HISTORIC_FIGURES:
            return index + length
    return index

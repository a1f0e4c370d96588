"""Names of people: after a civility, as first name and surname, or where a cue announces them."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from ..enums import FindingType
from . import name_cues as cues
from .name_places import CIVILITIES, place_words
from .name_tokens import (
    PARTICLES,
    Token,
    adjoining,
    end_of_name,
    is_first_name,
    is_plain_first_name,
    is_plain_surname,
    is_surname,
    looks_like_a_thing,
    tokens_of,
)
from .reading import Reading
from .spans import Match
from .words import COMMON_WORDS, NOT_AFTER_CIVILITY, OFFICES, PERSON_VERBS

_SHORT_CIVILITIES = frozenset("m mm mr mrs mme mmes mlle mlles melle dr pr".split())
# These are ordinary words too: a capital has to follow.
_TITLES = frozenset("dr pr docteur me maitre professeur sieur capitaine commandant".split())
_COUPLE = re.compile(r"\.?\s?(?:et|ou|&|/|,)\s?")
_AFTER_CIVILITY = re.compile(r"\.?[\s_]{0,3}(?:[dlDL]')?")
_AFTER_TITLE = re.compile(r"\.?\s{1,2}")
_MOST_CIVILITIES = 3
_NOBILIARY = frozenset("de du des d".split())
_INITIALS = re.compile(r"(?<![\w.'-])[A-Z](?:\.?-?[A-Z])?\. ?$")


class _Name(NamedTuple):
    """A name found: offset of its first character, index after its last word, how sure it is."""

    start: int
    last: int
    score: float


def find_names(reading: Reading) -> Iterator[Match]:
    """Yield the names of people in a text."""
    search = _Search(reading.plain, reading.lower)
    for name in search.names():
        end = search.tokens[name.last - 1].end
        yield Match(name.start, end, FindingType.NAME, name.score)


class _Search:
    """One pass over the words of a text."""

    def __init__(self, plain: str, lower: str) -> None:
        self.plain = plain
        self.lower = lower
        self.tokens = tokens_of(plain)
        self.places = place_words(plain, lower, self.tokens)
        # In a text all in capitals, a capital says nothing.
        words = [token for token in self.tokens if len(token.word) > 1]
        self.shouted = len(words) > 3 and sum(t.is_shouted for t in words) * 10 > len(words) * 7

    def names(self) -> Iterator[_Name]:
        index = 0
        joined = False
        while index < len(self.tokens):
            found = self._after_civility(index)
            if found is None and index not in self.places:
                found = self._name(index, joined=joined)
            if found is not None:
                yield found
                index, joined = found.last, True
            else:
                joined = joined and self.tokens[index].lower in ("et", "ou")
                index += 1

    # After a civility

    def _after_civility(self, index: int) -> _Name | None:
        if not self._is_civility(index):
            return None
        last = self._last_civility(index)
        if self.tokens[index].lower in _TITLES and index in self.places:
            return None
        end = self._end_after_civility(last)
        return None if end is None else _Name(self.tokens[index].start, end, 0.95)

    def _is_civility(self, index: int) -> bool:
        token = self.tokens[index]
        if token.lower not in CIVILITIES and token.lower not in _TITLES:
            return False
        following = self.tokens[index + 1 : index + 2]
        if token.lower in _TITLES and not (following and following[0].has_capital):
            return False
        if token.lower == "me":
            return token.word == "Me"
        if token.lower in ("m", "mm"):
            # "120 m." is a length.
            if self.plain[max(0, token.start - 3) : token.start].rstrip()[-1:].isdigit():
                return False
            return self.plain[token.end : token.end + 1] == "." or (
                token.word.isupper() and bool(following)
            )
        return True

    def _last_civility(self, index: int) -> int:
        """Return the index of the civility nearest to the name: "M. et Mme Dupont"."""
        last = index
        for _ in range(_MOST_CIVILITIES):
            position = last + 1
            if position < len(self.tokens) and self.tokens[position].lower in ("et", "ou"):
                position += 1
            if position >= len(self.tokens) or self.tokens[position].lower not in CIVILITIES:
                return last
            if not _COUPLE.fullmatch(
                self.plain, self.tokens[last].end, self.tokens[position].start
            ):
                return last
            last = position
        return last

    def _end_after_civility(self, civility: int) -> int | None:
        """Return the index after the name that follows the civility, None if none does."""
        first = civility + 1
        if self.tokens[first : first + 1] and self.tokens[first].lower in ("veuve", "vve"):
            civility, first = first, first + 1
        if first >= len(self.tokens):
            return None
        token = self.tokens[first]
        gap = _AFTER_TITLE if self.tokens[civility].lower in _TITLES else _AFTER_CIVILITY
        if not gap.fullmatch(self.plain, self.tokens[civility].end, token.start):
            return None
        if len(token.word) == 1 and self.plain[token.end : token.end + 1] == ".":
            # "M. J. Dupont"
            return self._end_of_capitals(first + 1) if first + 1 < len(self.tokens) else None
        if token.has_capital:
            return self._end_of_capitals(first)
        if token.lower in PARTICLES:
            return self._end_of_particles(first) or self._end_in_lower_case(civility, first + 1)
        return self._end_in_lower_case(civility, first)

    def _end_of_particles(self, first: int) -> int | None:
        end = end_of_name(self.plain, self.tokens, first)
        if end == first:
            end = self._end_of_estate(first)
        return end if end > first and not is_office(self.tokens[first:end]) else None

    def _end_of_estate(self, first: int) -> int:
        """Return the index after a surname made of a common word: "M. de La Salle"."""
        token = self.tokens[first]
        if token.lower not in _NOBILIARY and not token.has_capital:
            return first
        position = first
        while position < len(self.tokens) and self.tokens[position].lower in PARTICLES:
            position += 1
            if position == len(self.tokens) or not adjoining(
                self.plain, self.tokens[position - 1], self.tokens[position]
            ):
                return first
        word = self.tokens[position]
        named = word.has_capital and len(word.word) > 2 and word.lower not in OFFICES
        return position + 1 if named else first

    def _end_of_capitals(self, first: int) -> int | None:
        token = self.tokens[first]
        if token.lower in PARTICLES:
            return self._end_of_particles(first)
        if not token.has_capital or len(token.word) < 2 or token.lower in NOT_AFTER_CIVILITY:
            return None
        end = first + 1
        if end < len(self.tokens) and adjoining(self.plain, token, self.tokens[end]):
            following = self.tokens[end]
            if not self.shouted or is_first_name(token) or is_surname(following):
                return max(end, end_of_name(self.plain, self.tokens, end, most=3))
        return end

    def _end_in_lower_case(self, civility: int, first: int) -> int | None:
        if first >= len(self.tokens):
            return None
        token = self.tokens[first]
        past_a_particle = first > civility + 1
        if past_a_particle and (
            token.has_capital or not adjoining(self.plain, self.tokens[first - 1], token)
        ):
            return None
        if token.lower in NOT_AFTER_CIVILITY or len(token.word) < 3:
            return None
        known = is_first_name(token) or is_surname(token)
        short = self.tokens[civility].lower in _SHORT_CIVILITIES
        if not known and (not short or token.lower in COMMON_WORDS):
            return None
        end = first + 1
        if is_first_name(token) and end < len(self.tokens):
            following = self.tokens[end]
            if (
                adjoining(self.plain, token, following)
                and len(following.word) > 2
                and following.lower not in COMMON_WORDS
            ):
                end += 1
        return end

    # Without a civility

    def _name(self, index: int, *, joined: bool) -> _Name | None:
        token = self.tokens[index]
        if not token.has_capital:
            return self._name_in_lower_case(index, joined=joined)
        if token.lower in PARTICLES and not is_first_name(token) and not self._opens_a_name(index):
            return None
        most = 2 if self.shouted else 4
        end = end_of_name(self.plain, self.tokens, index, outside=self.places, most=most)
        # People do not take an article: "l'INA".
        if end == index or self.lower.endswith("l'", 0, token.start):
            return None
        words = [
            word
            for word in self.tokens[index:end]
            if word.lower not in PARTICLES or is_first_name(word)
        ]
        joined = joined or self._joins_a_first_name(end)
        score = self._score(token.start, words, joined=joined)
        if score:
            end = self._end_with_initial(end)
            return _Name(self._start_with_initials(token), end, score)
        initials = self._start_with_initials(token)
        if initials < token.start and self._follows_initials(token, initials):
            return _Name(initials, end, 0.7)
        return None

    def _joins_a_first_name(self, end: int) -> bool:
        """Tell whether a second person follows: "Ginette et Raymond Pujol"."""
        following = self.tokens[end : end + 2]
        if len(following) < 2 or following[0].lower not in ("et", "ou"):
            return False
        return following[1].has_capital and is_plain_first_name(following[1])

    def _opens_a_name(self, index: int) -> bool:
        """Tell whether this particle begins a surname: "LE GOFF Anne", "l'agent Da Silva"."""
        token, following = self.tokens[index], self.tokens[index + 1 : index + 2]
        if token.is_shouted and not self.shouted and following and following[0].is_shouted:
            return True
        plural = cues.follows_plural(self.lower, token.start) and bool(following)
        if plural and following[0].has_capital and is_surname(following[0]):
            return True
        return cues.announces_anybody(self.lower, token.start)

    def _score(self, start: int, words: list[Token], *, joined: bool) -> float:
        end = words[-1].end
        anybody = (
            cues.announces_anybody(self.lower, start)
            or cues.has_age(self.lower, end)
            or cues.is_signature(self.lower, start, end)
            or cues.is_a_household(self.lower, start)
            or (
                cues.lives_there(self.lower, start, end)
                and not any(looks_like_a_thing(word) for word in words)
            )
        )
        if len(words) > 1:
            return self._score_of_full_name(words, anybody=anybody)
        return self._score_of_single_word(start, words[0], anybody=anybody, joined=joined)

    def _score_of_full_name(self, words: list[Token], *, anybody: bool) -> float:
        first, last = words[0], words[-1]
        somebody = anybody or cues.announces_somebody(self.lower, first.start)
        if is_plain_first_name(first):
            if self.shouted and not somebody and not is_surname(last):
                return 0
            return 0.9 if somebody or is_surname(last) else 0.8
        reversed_order = is_first_name(last) and (somebody or self._looks_reversed(words))
        if is_first_name(first) and not reversed_order:
            sure = (
                somebody
                or is_plain_surname(last)
                or (last.is_shouted and not self.shouted)
                or cues.is_reached(self.lower, last.end)
                or (is_surname(last) and cues.acts(self.lower, last.end))
            )
            return 0.75 if sure else 0
        if reversed_order:
            return 0.8
        if first.lower in COMMON_WORDS:
            return 0
        if is_plain_surname(last) and len(words) == 2:
            return 0.7
        if is_plain_surname(first) and cues.acts(self.lower, last.end):
            return 0.6
        return 0.6 if somebody and not self.shouted else 0

    def _looks_reversed(self, words: list[Token]) -> bool:
        """Tell whether the surname comes first: "ZIANI Kenza", "Dupont Jean"."""
        first, last = words[0], words[-1]
        if is_plain_surname(first) and len(words) == 2:
            return True
        if not is_plain_first_name(last) or self.shouted:
            return False
        if first.is_shouted or (is_surname(first) and first.lower not in COMMON_WORDS):
            return True
        return cues.heads_a_remark(self.lower, first.start, last.end)

    def _score_of_single_word(
        self, start: int, word: Token, *, anybody: bool, joined: bool
    ) -> float:
        household = cues.follows_plural(self.lower, start) and (
            is_surname(word) or self._takes_no_plural(word)
        )
        if is_plain_first_name(word):
            cued = (
                anybody
                or household
                or joined
                or cues.announces_somebody(self.lower, word.start)
                or cues.follows_preposition(self.lower, word.start)
                or cues.acts(self.lower, word.end)
                or cues.heads_a_remark(self.lower, word.start, word.end)
                or cues.is_to_be_called(self.lower, word.end)
                or cues.goes_by_an_initial(self.plain, word.end)
            )
            return 0.7 if cued else 0
        if anybody:
            return 0 if self.shouted and not is_surname(word) else 0.65
        if cues.announces_somebody(self.lower, word.start):
            known = is_first_name(word) or is_plain_surname(word)
            return 0.6 if known or cues.is_to_be_called(self.lower, word.end) else 0
        # "les Le Roux": nobody writes « les Le » of a colour.
        clear = is_plain_surname(word) or not is_surname(word) or word.start > start
        return 0.6 if household and clear else 0

    def _takes_no_plural(self, word: Token) -> bool:
        """Tell whether a plural article stands before a word without its mark: "les Escande"."""
        return (
            len(word.word) > 3
            and not word.is_shouted
            and "-" not in word.word
            and word.lower[-1] not in "sxz"
            and not looks_like_a_thing(word)
        )

    def _start_with_initials(self, token: Token) -> int:
        found = _INITIALS.search(self.plain, max(0, token.start - 8), token.start)
        return found.start() if found else token.start

    def _end_with_initial(self, end: int) -> int:
        """Return the index after the initial of a surname: "Ludivine T."."""
        if end < len(self.tokens) and is_first_name(self.tokens[end - 1]):
            token = self.tokens[end]
            if (
                len(token.word) == 1
                and token.has_capital
                and self.plain[self.tokens[end - 1].end : token.start] == " "
                and self.plain[token.end : token.end + 1] == "."
            ):
                return end + 1
        return end

    def _follows_initials(self, token: Token, start: int) -> bool:
        if is_plain_surname(token) or cues.announces_somebody(self.lower, start):
            return True
        if cues.announces_anybody(self.lower, start):
            return True
        if cues.acts(self.lower, token.end):
            return True
        return token.is_shouted and len(token.word) > 3 and not self.shouted

    def _name_in_lower_case(self, index: int, *, joined: bool) -> _Name | None:
        token = self.tokens[index]
        if not is_first_name(token):
            return None
        oneself = cues.names_oneself(self.lower, token.start)
        if is_plain_first_name(token) and (joined or oneself):
            return _Name(token.start, self._end_of_lower_case_name(index), 0.6)
        following = self.tokens[index + 1 : index + 3]
        couple = len(following) == 2 and following[0].lower == "et"
        if oneself and couple and is_first_name(following[1]):
            # "nous sommes pierre et jeanne"
            return _Name(token.start, index + 1, 0.55)
        if (
            following
            and is_plain_surname(following[0])
            and adjoining(self.plain, token, following[0])
        ):
            return _Name(token.start, index + 2, 0.65)
        if is_plain_first_name(token) and (
            cues.announces_anybody(self.lower, token.start)
            or cues.calls_for(self.lower, token.start)
            or cues.is_signature(self.lower, token.start, token.end)
        ):
            return _Name(token.start, index + 1, 0.55)
        return None

    def _end_of_lower_case_name(self, index: int) -> int:
        """Return the index after a first name and the surname that may follow it."""
        following = self.tokens[index + 1 : index + 2]
        if (
            following
            and adjoining(self.plain, self.tokens[index], following[0])
            and len(following[0].word) > 2
            and following[0].lower not in COMMON_WORDS
            and following[0].lower not in PERSON_VERBS
            and not looks_like_a_thing(following[0])
        ):
            return index + 2
        return index + 1


def is_office(words: list[Token]) -> bool:
    """Tell whether these words name an office: "le Maire"."""
    return all(word.lower in NOT_AFTER_CIVILITY or word.lower in PARTICLES for word in words)

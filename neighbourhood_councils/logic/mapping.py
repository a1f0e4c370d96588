"""Guess which column of a follow-up table holds what, from its header and from its content."""

from collections.abc import Callable, Iterable, Sequence
from collections.abc import Mapping as Map
from dataclasses import asdict, dataclass, fields, replace
from enum import StrEnum
from statistics import fmean
from typing import Self

from civic.opendata.logic.sheets import Cell
from neighbourhood_councils.logic.dates import looks_like_date
from neighbourhood_councils.logic.header_words import (
    ANSWER_WORDS,
    DEPARTMENT_WORDS,
    HEADER_WORDS,
    NEVER,
    OWN_HEADERS,
    STATE_WORDS,
    looks_like_council,
)
from neighbourhood_councils.logic.words import is_cut, plain

SAMPLE_ROWS = 200
LEAST_SCORE = 1.5


class Field(StrEnum):
    """What a follow-up table says about a request; the order settles a tie between two guesses."""

    TEXT = "text"
    DATE = "date"
    ANSWER = "answer"
    STATE = "state"
    TITLE = "title"
    DEPARTMENTS = "departments"
    COUNCIL = "council"


@dataclass(frozen=True, slots=True)
class Mapping:
    """For each field the index of its column (the first is 0), or None where there is none."""

    council: int | None = None
    title: int | None = None
    text: int | None = None
    departments: int | None = None
    date: int | None = None
    answer: int | None = None
    state: int | None = None

    @property
    def is_usable(self) -> bool:
        """Whether a request can be read at all: it needs a text or at least a title."""
        return self.text is not None or self.title is not None

    def to_json(self) -> dict[str, int | None]:
        """As a JSON object, one key per field."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Map[str, object]) -> Self:
        """From what `to_json` gave; unknown keys and what cannot be a column are ignored."""
        found = {field.name: data.get(field.name) for field in fields(cls)}
        return cls(**{n: i for n, i in found.items() if type(i) is int and i >= 0})


def header_score(field: Field, header: str) -> float:
    """How well a header names a field: 3 its very name, 0 nothing, below 0 a false friend."""
    words = plain(header)
    if not words:
        return 0.0
    if words in OWN_HEADERS:
        return -9.0
    if any(plain_never in words for plain_never in NEVER.get(field.value, ())):
        return -4.0
    cut = is_cut(header)
    best = 0.0
    for phrase, weight in HEADER_WORDS[field.value].items():
        if words == phrase:
            score = 3.0
        elif words.startswith(f"{phrase} ") or (cut and phrase.startswith(words)):
            score = 2.0
        elif f" {phrase} " in f" {words} " or (len(words) >= 4 and phrase.startswith(words)):
            score = 1.0
        else:
            continue
        best = max(best, score * weight)
    return best


@dataclass(frozen=True, slots=True)
class _Content:
    """What the cells of one column look like; shares are between 0 and 1, length in characters."""

    filled: int = 0
    length: float = 0.0
    distinct: float = 0.0
    dates: float = 0.0
    numbers: float = 0.0
    states: float = 0.0
    answers: float = 0.0
    departments: float = 0.0
    councils: float = 0.0
    is_longest: bool = False
    is_leftmost: bool = False


def _content(cells: Iterable[Cell]) -> _Content:
    filled = [cell for cell in cells if cell.text.strip()]
    if not filled:
        return _Content()
    texts = [plain(cell.text) for cell in filled]

    def share(marks: Iterable[bool]) -> float:
        return sum(marks) / len(filled)

    return _Content(
        filled=len(filled),
        length=fmean(len(cell.text) for cell in filled),
        distinct=len(set(texts)) / len(filled),
        dates=share(looks_like_date(cell.value, cell.text) for cell in filled),
        numbers=share(
            isinstance(cell.value, int | float) or cell.text.strip().isdigit() for cell in filled
        ),
        states=share(text in STATE_WORDS for text in texts),
        answers=share(text.startswith(ANSWER_WORDS) for text in texts),
        departments=share(any(word in DEPARTMENT_WORDS for word in text.split()) for text in texts),
        councils=share(looks_like_council(cell.text) for cell in filled),
    )


def _contents(width: int, rows: Sequence[Sequence[Cell]]) -> list[_Content]:
    found = [_content(row[index] for row in rows if index < len(row)) for index in range(width)]
    longest = max((content.length for content in found), default=0.0)
    leftmost = next((index for index, content in enumerate(found) if content.filled), 0)
    return [
        replace(
            content,
            is_longest=0 < content.length == longest,
            is_leftmost=index == leftmost,
        )
        for index, content in enumerate(found)
    ]


def _like_text(seen: _Content) -> float:
    prose = next(score for least, score in PROSE if seen.length >= least)
    varied = 0.5 if seen.distinct > 0.8 else 0.0
    return prose + seen.is_longest + varied - 4 * seen.dates - 2 * seen.states


def _like_date(seen: _Content) -> float:
    # One strange cell proves nothing; a column of them does.
    return 3 * seen.dates - (4 if seen.dates < 0.3 and seen.filled > 1 else 0)


def _like_answer(seen: _Content) -> float:
    return 2 * seen.answers + 0.5 * (seen.length >= 20) - 4 * seen.dates - 0.5 * seen.states


def _like_state(seen: _Content) -> float:
    return 2 * seen.states - 5 * (seen.length > 40) - 4 * seen.dates


def _like_title(seen: _Content) -> float:
    steady = 0.5 * seen.is_leftmost + 0.5 * (seen.distinct > 0.8)
    return steady - 2 * (seen.length > 120) - 3 * seen.dates - 3 * seen.numbers - 2 * seen.states


def _like_departments(seen: _Content) -> float:
    repeated = 0.5 * (seen.distinct < 0.6 and seen.length < 40)
    return (
        2 * seen.departments + repeated - 3 * (seen.length > 60) - 4 * seen.dates - 2 * seen.states
    )


def _like_council(seen: _Content) -> float:
    return 2 * seen.councils - 4 * seen.dates - 4 * (seen.length > 60)


# Mean length from which a column reads like prose, and what that is worth.
PROSE = ((60, 2.0), (30, 1.0), (15, 0.0), (0, -1.5))
CONTENT_SCORES: dict[Field, Callable[[_Content], float]] = {
    Field.TEXT: _like_text,
    Field.DATE: _like_date,
    Field.ANSWER: _like_answer,
    Field.STATE: _like_state,
    Field.TITLE: _like_title,
    Field.DEPARTMENTS: _like_departments,
    Field.COUNCIL: _like_council,
}


def _score(field: Field, header: str, seen: _Content) -> float:
    return header_score(field, header) + (CONTENT_SCORES[field](seen) if seen.filled else 0.0)


def guess_mapping(headers: Sequence[str], sample_rows: Sequence[Sequence[Cell]]) -> Mapping:
    """Guess the column of each field from the headers and from what stands below them.

    `sample_rows` are rows below the header; those of a single cell are ignored.
    """
    rows = [row for row in sample_rows if sum(bool(cell.text.strip()) for cell in row) > 1]
    contents = _contents(len(headers), rows[:SAMPLE_ROWS])
    scored = [
        (-_score(field, headers[index], content), order, index, field)
        for index, content in enumerate(contents)
        for order, field in enumerate(Field)
    ]
    chosen: dict[Field, int] = {}
    for score, _order, index, field in sorted(scored):
        if -score >= LEAST_SCORE and field not in chosen and index not in chosen.values():
            chosen[field] = index
    if Field.TEXT not in chosen:
        _find_a_text(chosen, contents)
    return Mapping(**{field.value: index for field, index in chosen.items()})


def _find_a_text(chosen: dict[Field, int], contents: Sequence[_Content]) -> None:
    """A column of prose called "Objet" is the text; without even a title, the longest column is."""
    title = chosen.get(Field.TITLE)
    free = [i for i, seen in enumerate(contents) if i not in chosen.values() and seen.filled]
    if title is not None and contents[title].length >= PROSE[0][0]:
        chosen[Field.TEXT] = chosen.pop(Field.TITLE)
    elif title is None and free:
        chosen[Field.TEXT] = max(free, key=lambda index: contents[index].length)

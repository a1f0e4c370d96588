"""The figures of the guard on texts written before its rules were read."""

import re
from collections import Counter
from collections.abc import Iterable

import pytest

from civic.privacy.enums import FRENCH_CODES, STRUCTURED_TYPES, FindingType
from civic.privacy.logic.detection import detect

from . import blind_texts as blind
from . import fresh_texts as fresh

_MARKED = re.compile(r"\{([A-Z]+)\|([^{}]*)\}")
STRUCTURED = frozenset(FRENCH_CODES[kind] for kind in STRUCTURED_TYPES)
NAMES = frozenset({FRENCH_CODES[FindingType.NAME]})

Spans = set[tuple[int, int, str]]


def _read(marked: str) -> tuple[str, Spans]:
    text, spans, position = "", set(), 0
    for found in _MARKED.finditer(marked):
        text += marked[position : found.start()]
        spans.add((len(text), len(text) + len(found[2]), found[1]))
        text += found[2]
        position = found.end()
    return text + marked[position:], spans


DIRECTORY = frozenset(fresh.DIRECTORY)


def _found(text: str) -> Spans:
    found = detect(text, public_names=DIRECTORY)
    return {(span.start, span.end, FRENCH_CODES[span.type]) for span in found}


def _measure(texts: Iterable[str], kinds: frozenset[str]) -> tuple[float, float]:
    counts: Counter[str] = Counter()
    for marked in texts:
        text, spans = _read(marked)
        expected = {span for span in spans if span[2] in kinds}
        found = {span for span in _found(text) if span[2] in kinds}
        counts["expected"] += len(expected)
        counts["found"] += len(found)
        counts["right"] += len(expected & found)
    return counts["right"] / counts["expected"], counts["right"] / counts["found"]


@pytest.mark.parametrize(
    "texts", [blind.BLIND_TEXTS, blind.HOLD_OUT, fresh.FIRST_SET, fresh.SECOND_SET]
)
def test_structured_data_are_found_to_the_character(texts: tuple[str, ...]) -> None:
    recall, precision = _measure(texts, STRUCTURED)
    assert recall >= 0.98
    assert precision >= 0.95


@pytest.mark.parametrize(
    "texts", [blind.BLIND_TEXTS, blind.HOLD_OUT, fresh.FIRST_SET, fresh.SECOND_SET]
)
def test_names_are_found_to_the_character(texts: tuple[str, ...]) -> None:
    recall, precision = _measure(texts, NAMES)
    assert recall >= 0.90
    assert precision >= 0.85


@pytest.mark.parametrize("marked", [*blind.INNOCENT, *fresh.INNOCENT])
def test_what_names_nobody_is_left_alone(marked: str) -> None:
    assert _found(marked) == set()

"""The figures the publication guard is held to, measured on labelled requests."""

import json
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from civic.privacy.enums import FRENCH_CODES, STRUCTURED_TYPES, FindingType
from civic.privacy.logic.detection import detect

_Finding = tuple[int, int, str]

STRUCTURED = frozenset(FRENCH_CODES[kind] for kind in STRUCTURED_TYPES)
NAMES = frozenset({FRENCH_CODES[FindingType.NAME]})


@dataclass(frozen=True)
class _Score:
    recall: float
    precision: float


@pytest.fixture
def requests(shared_data: Path) -> list[dict[str, Any]]:
    path = shared_data / "personal_data" / "requests_labelled.jsonl"
    if not path.is_file():
        pytest.skip(f"{path.name} is not in the shared data.")
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _expected(request: dict[str, Any]) -> set[_Finding]:
    return {(found["debut"], found["fin"], found["type"]) for found in request["entites"]}


def _found(request: dict[str, Any]) -> set[_Finding]:
    return {(s.start, s.end, FRENCH_CODES[s.type]) for s in detect(request["texte"])}


def _same(one: _Finding, other: _Finding) -> bool:
    return one == other


def _overlapping(one: _Finding, other: _Finding) -> bool:
    return one[2] == other[2] and one[0] < other[1] and other[0] < one[1]


def _measure(requests: list[dict[str, Any]], kinds: frozenset[str], agree: Any) -> _Score:
    counts: Counter[str] = Counter()
    for request in requests:
        expected = {finding for finding in _expected(request) if finding[2] in kinds}
        found = {finding for finding in _found(request) if finding[2] in kinds}
        counts["expected"] += len(expected)
        counts["found"] += len(found)
        counts["recalled"] += sum(any(agree(e, f) for f in found) for e in expected)
        counts["right"] += sum(any(agree(e, f) for e in expected) for f in found)
    return _Score(counts["recalled"] / counts["expected"], counts["right"] / counts["found"])


@pytest.mark.parametrize("agree", [_same, _overlapping])
def test_structured_data_are_recalled_at_98_percent_and_precise_at_95(requests, agree) -> None:
    score = _measure(requests, STRUCTURED, agree)
    assert score.recall >= 0.98
    assert score.precision >= 0.95


@pytest.mark.parametrize("agree", [_same, _overlapping])
def test_names_are_recalled_at_90_percent_and_precise_at_85(requests, agree) -> None:
    score = _measure(requests, NAMES, agree)
    assert score.recall >= 0.90
    assert score.precision >= 0.85


def test_two_thousand_short_texts_are_read_in_a_second(requests) -> None:
    texts = [request["texte"] for request in requests] * 3
    fastest = float("inf")
    for _ in range(3):
        start = time.process_time()
        for text in texts:
            detect(text)
        fastest = min(fastest, time.process_time() - start)
    assert len(texts) / fastest >= 2_000

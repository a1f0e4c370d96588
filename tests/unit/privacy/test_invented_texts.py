"""Texts nobody tuned the rules on: each is read exactly as a person reads it."""

import pytest

from civic.privacy.logic.detection import detect

from . import invented_texts as texts
from .innocent_texts import INNOCENT


def _cases(*blocks: str) -> list[object]:
    return [pytest.param(*case, id=case[0][:60]) for case in texts.labelled(*blocks)]


def _found(text: str) -> set[tuple[int, int, str]]:
    return {(span.start, span.end, span.type) for span in detect(text)}


@pytest.mark.parametrize(("text", "expected"), _cases(texts.PHONES))
def test_every_telephone_number_is_found(text, expected) -> None:
    assert _found(text) == set(expected)


@pytest.mark.parametrize(("text", "expected"), _cases(texts.EMAILS))
def test_every_email_address_is_found_even_disguised(text, expected) -> None:
    assert _found(text) == set(expected)


@pytest.mark.parametrize(("text", "expected"), _cases(texts.PLATES))
def test_every_number_plate_is_found(text, expected) -> None:
    assert _found(text) == set(expected)


@pytest.mark.parametrize(("text", "expected"), _cases(texts.ADDRESSES))
def test_every_home_is_found(text, expected) -> None:
    assert _found(text) == set(expected)


@pytest.mark.parametrize(("text", "expected"), _cases(texts.NUMBERS))
def test_official_numbers_are_found(text, expected) -> None:
    assert _found(text) == set(expected)


@pytest.mark.parametrize(("text", "expected"), _cases(texts.NAMES))
def test_neighbours_and_agents_are_found_by_name(text, expected) -> None:
    assert _found(text) == set(expected)


@pytest.mark.parametrize(("text", "expected"), _cases(texts.MIXED))
def test_several_kinds_are_found_in_one_text(text, expected) -> None:
    assert _found(text) == set(expected)


@pytest.mark.parametrize(("text", "expected"), _cases(INNOCENT))
def test_streets_schools_references_and_hours_are_left_alone(text, expected) -> None:
    assert not expected
    assert _found(text) == set()

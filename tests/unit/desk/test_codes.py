"""A code survives being written by hand, dictated and typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civic.desk.enums import SheetKind
from civic.desk.logic.codes import SheetCode, parse_code
from civic.desk.logic.retyping import compare, is_sampled

codes = st.builds(
    SheetCode,
    kind=st.sampled_from(SheetKind),
    target=st.integers(1, 999_999_999),
    serial=st.integers(0, 9_999),
)


@given(codes)
def test_a_code_is_read_back_however_it_is_typed(code: SheetCode) -> None:
    for typed in (str(code), str(code).lower(), str(code).replace("-", " "), f" {code} "):
        assert parse_code(typed) == code


@given(codes, st.data())
def test_one_digit_misread_is_caught(code: SheetCode, data: st.DataObject) -> None:
    written = str(code)
    places = [index for index, character in enumerate(written) if character.isdigit()]
    place = data.draw(st.sampled_from(places))
    other = data.draw(st.sampled_from([d for d in "0123456789" if d != written[place]]))
    assert parse_code(written[:place] + other + written[place + 1 :]) != code
    found = parse_code(written[:place] + other + written[place + 1 :])
    assert found is None


@pytest.mark.parametrize("typed", ["", "P12", "Z12-0007-3", "4821-9307", "P12-0007-", "P" * 40])
def test_what_is_no_code_is_none(typed: str) -> None:
    assert parse_code(typed) is None


def test_about_one_sheet_in_ten_is_typed_twice_and_always_the_same_ones() -> None:
    all_codes = [str(SheetCode(SheetKind.PROPOSAL, 12, serial)) for serial in range(1, 2_001)]
    drawn = [code for code in all_codes if is_sampled(code, "key")]
    assert 140 < len(drawn) < 260
    assert drawn == [code for code in all_codes if is_sampled(code, "key")]
    assert drawn != [code for code in all_codes if is_sampled(code, "another key")]


def test_two_typings_are_compared_character_by_character() -> None:
    [title, text] = compare(
        {"title": "Une haie", "text": "Le long du canal "},
        {"title": "Une haie", "text": "Le long du  cannal"},
    )
    assert title.wrong == 0
    assert (text.wrong, text.length) == (1, 17)


def test_a_field_left_empty_differs_wholly() -> None:
    [only] = compare({"text": "abc"}, {})
    assert (only.wrong, only.length) == (3, 3)

"""Promises are counted in working days, with French public holidays."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civic.cases.logic.clock import (
    ALSACE_MOSELLE,
    add_working_days,
    is_working_day,
    working_days_between,
)

DAYS = st.dates(date(1990, 1, 1), date(2090, 1, 1))
PLACES = st.sampled_from([None, ALSACE_MOSELLE, "974"])


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        (date(2026, 3, 2), 1, date(2026, 3, 3)),
        (date(2026, 3, 6), 1, date(2026, 3, 9)),
        (date(2026, 3, 7), 1, date(2026, 3, 9)),
        (date(2026, 4, 30), 1, date(2026, 5, 4)),
        (date(2026, 12, 24), 1, date(2026, 12, 28)),
        (date(2026, 12, 31), 1, date(2027, 1, 4)),
        (date(2026, 4, 1), 30, date(2026, 5, 19)),
        (date(2026, 4, 4), 0, date(2026, 4, 7)),
        (date(2026, 4, 3), 0, date(2026, 4, 3)),
    ],
)
def test_a_delay_skips_weekends_and_public_holidays(start: date, days: int, due: date) -> None:
    assert add_working_days(start, days) == due


def test_good_friday_and_saint_stephen_are_holidays_in_alsace_and_moselle_only() -> None:
    good_friday, saint_stephen = date(2026, 4, 3), date(2025, 12, 26)
    assert is_working_day(good_friday)
    assert is_working_day(saint_stephen)
    assert not is_working_day(good_friday, ALSACE_MOSELLE)
    assert not is_working_day(saint_stephen, ALSACE_MOSELLE)
    assert add_working_days(date(2026, 4, 2), 1, ALSACE_MOSELLE) == date(2026, 4, 7)


def test_the_year_2026_counts_252_working_days() -> None:
    assert working_days_between(date(2025, 12, 31), date(2026, 12, 31)) == 252


def test_a_negative_delay_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        add_working_days(date(2026, 1, 5), -1)


def test_an_unknown_subdivision_is_refused() -> None:
    with pytest.raises(NotImplementedError):
        is_working_day(date(2026, 1, 5), "Atlantis")


@given(DAYS, st.integers(1, 400), PLACES)
def test_counting_back_a_delay_gives_the_delay(start: date, days: int, place: str | None) -> None:
    due = add_working_days(start, days, place)
    assert is_working_day(due, place)
    assert working_days_between(start, due, place) == days
    assert working_days_between(due, start, place) == -days


@given(DAYS, st.integers(0, 800), PLACES)
def test_the_count_is_that_of_a_calendar_read_day_by_day(
    first: date, length: int, place: str | None
) -> None:
    days = (first + timedelta(days=n) for n in range(1, length + 1))
    worked = sum(is_working_day(day, place) for day in days)
    assert working_days_between(first, first + timedelta(days=length), place) == worked


@given(DAYS, st.integers(0, 200))
def test_a_longer_delay_never_ends_earlier(start: date, days: int) -> None:
    assert add_working_days(start, days) <= add_working_days(start, days + 1)

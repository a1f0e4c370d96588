"""When something is open, and why not."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from civic.participation.logic.windows import (
    Window,
    acts_open_at,
    closes_at,
    closure_at,
    is_open_at,
)

NOW = datetime(2027, 3, 10, 12, tzinfo=UTC)


def day(count: float) -> datetime:
    return NOW + timedelta(days=count)


def window(starts=None, ends=None, act="contribute", **extra) -> Window:
    return Window(
        act,
        None if starts is None else day(starts),
        None if ends is None else day(ends),
        **extra,
    )


def test_a_window_opens_at_its_start_and_is_closed_at_its_end():
    windows = [window(0, 1)]
    assert is_open_at(windows, "contribute", day(0))
    assert not is_open_at(windows, "contribute", day(1))
    assert not is_open_at(windows, "contribute", day(-0.001))


def test_windows_that_overlap_are_open_together():
    windows = [window(-5, 1), window(-1, 5, act="support")]
    assert acts_open_at(windows, NOW) == {"contribute", "support"}


def test_an_approximate_window_opens_nothing_whatever_its_dates():
    assert not is_open_at([window(-5, 5, approximate="printemps 2027")], "contribute", NOW)


def test_what_is_always_open_is_open_and_never_closes():
    windows = [window(always=True), window(-5, -1)]
    assert is_open_at(windows, "contribute", NOW)
    assert closes_at(windows, "contribute", NOW) is None


def test_windows_that_touch_close_together():
    windows = [window(-1, 2), window(2, 6), window(8, 9)]
    assert closes_at(windows, "contribute", NOW) == day(6)


def test_an_act_that_is_closed_has_no_closing_date():
    assert closes_at([window(-3, -1)], "contribute", NOW) is None


def test_the_reason_is_the_next_opening_first():
    closure = closure_at([window(-5, -2), window(3, 4), window(1, 2)], "contribute", NOW)
    assert closure.opens_at == day(1)


def test_the_reason_is_roughly_when_the_phase_comes_after_those_that_are_past():
    windows = [window(-5, -2, position=0), window(approximate="automne 2027", position=1)]
    assert closure_at(windows, "contribute", NOW).roughly == "automne 2027"


def test_a_rough_phase_that_was_overtaken_is_not_announced_again():
    windows = [window(approximate="hiver 2026", position=0), window(-5, -2, position=1)]
    assert closure_at(windows, "contribute", NOW).closed_at == day(-2)


def test_the_reason_is_the_last_closing():
    assert closure_at([window(-9, -7), window(-5, -2)], "contribute", NOW).closed_at == day(-2)


def test_an_act_no_phase_opens_has_no_date():
    closure = closure_at([window(-5, 2, act="support")], "contribute", NOW)
    assert (closure.opens_at, closure.roughly, closure.closed_at) == (None, "", None)


spans = st.lists(
    st.tuples(st.integers(-20, 20), st.integers(1, 20)).map(lambda s: window(s[0], s[0] + s[1])),
    max_size=6,
)


@given(spans)
def test_a_closing_date_is_the_first_moment_it_is_not_open_any_more(windows):
    end = closes_at(windows, "contribute", NOW)
    if is_open_at(windows, "contribute", NOW):
        assert end is not None
        assert not is_open_at(windows, "contribute", end)
        assert is_open_at(windows, "contribute", end - timedelta(seconds=1))
    else:
        assert end is None


@given(spans)
def test_what_is_closed_always_says_why(windows):
    if windows and not is_open_at(windows, "contribute", NOW):
        closure = closure_at(windows, "contribute", NOW)
        assert closure.opens_at or closure.closed_at

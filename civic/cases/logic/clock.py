"""Working-day arithmetic with French public holidays; Saturdays and Sundays are not worked."""

from datetime import date, timedelta
from functools import lru_cache

import holidays

# Good Friday and 26 December are holidays there too; one calendar serves the three departments.
ALSACE_MOSELLE = "Moselle"

_SATURDAY = 5


@lru_cache(maxsize=512)
def _weekday_holidays(year: int, subdivision: str | None) -> frozenset[date]:
    """Return the public holidays of a year that fall from Monday to Friday."""
    calendar = holidays.country_holidays("FR", years=year, subdiv=subdivision)
    return frozenset(day for day in calendar if day.weekday() < _SATURDAY)


def is_working_day(day: date, subdivision: str | None = None) -> bool:
    """Tell whether offices are open on a day.

    `subdivision` is a French subdivision with holidays of its own (`ALSACE_MOSELLE`, "974"…).
    Raises NotImplementedError for an unknown one, as `holidays` does.
    """
    return day.weekday() < _SATURDAY and day not in _weekday_holidays(day.year, subdivision)


def add_working_days(start: date, days: int, subdivision: str | None = None) -> date:
    """Return the working day that comes so many working days after `start`.

    The day of the start does not count. With 0, the first working day on or after `start`: a
    promise is due on a day when somebody can keep it. Raises ValueError below 0.
    """
    if days < 0:
        raise ValueError("A delay cannot be negative.")
    day = start
    while days > 0 or not is_working_day(day, subdivision):
        day += timedelta(days=1)
        days -= is_working_day(day, subdivision)
    return day


def working_days_between(first: date, second: date, subdivision: str | None = None) -> int:
    """Return how many working days lie after `first`, up to `second` included.

    Negative when `second` is earlier. `working_days_between(d, add_working_days(d, n)) == n` for
    every n above 0.
    """
    if second < first:
        return -working_days_between(second, first, subdivision)
    off = sum(
        first < day <= second
        for year in range(first.year, second.year + 1)
        for day in _weekday_holidays(year, subdivision)
    )
    return _weekdays_up_to(second) - _weekdays_up_to(first) - off


def _weekdays_up_to(day: date) -> int:
    """Count the days from Monday to Friday since Monday 1 January of the year 1."""
    weeks, rest = divmod(day.toordinal(), 7)
    return weeks * _SATURDAY + min(rest, _SATURDAY)

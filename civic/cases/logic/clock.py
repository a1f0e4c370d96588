"""Working days with French public holidays."""

from datetime import date, timedelta
from functools import lru_cache

import holidays


@lru_cache(maxsize=256)
def _holidays_of(year: int, subdivision: str | None) -> frozenset[date]:
    return frozenset(holidays.country_holidays("FR", subdiv=subdivision, years=year))


def is_working_day(day: date, subdivision: str | None = None) -> bool:
    """Tell whether offices are open on a day."""
    return day.weekday() < 5 and day not in _holidays_of(day.year, subdivision)


def add_working_days(start: date, days: int, subdivision: str | None = None) -> date:
    """Return the date that lies some working days after another."""
    day = start
    while days > 0:
        day += timedelta(days=1)
        if is_working_day(day, subdivision):
            days -= 1
    return day

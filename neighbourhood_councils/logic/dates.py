"""Read a date the way a French town hall types it, and say what is wrong with the others."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from neighbourhood_councils.logic.words import plain

EARLIEST_YEAR, LATEST_YEAR = 1950, 2100
# Two figures: 70 to 99 are of the last century.
CENTURY_TURNS_AT = 70
# A real date that lost its format comes as a number of days; these are the years 1982 to 2064.
SERIAL_DAYS = range(30_000, 60_001)
SERIAL_ORIGINS = {1900: date(1899, 12, 30), 1904: date(1904, 1, 1)}
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "janvier janv jan",
            "fevrier fevr fev",
            "mars",
            "avril avr",
            "mai",
            "juin",
            "juillet juil",
            "aout",
            "septembre sept sep",
            "octobre oct",
            "novembre nov",
            "decembre dec",
        ),
        start=1,
    )
    for name in names.split()
}
LONGEST_DATE = 50
WORDS_AROUND_DATES = frozenset(MONTHS) | {
    *("le", "du", "au", "en", "de", "a", "h", "er", "t", "z", "mois", "vers", "depuis"),
    *("date", "recu", "recue", "depose", "deposee", "debut", "mi", "fin", "courant"),
    *("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
}
# What is typed where the day is not known.
NO_DATE = frozenset(
    ("", "neant", "nc", "n c", "na", "n a", "nd", "inconnu", "inconnue", "sans date")
) | {"date inconnue"}
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_DAY, _MONTH_NUMBER, _YEAR = r"(?P<day>\d{1,2})", r"(?P<month>\d{1,2})", r"(?P<year>\d{4}|\d{2})"
# Neither is the middle of a longer number: a telephone number has such groups too.
_ALONE_BEFORE, _ALONE_AFTER = r"(?<!\d)(?<!\d[-/.])", r"(?!\d|[-/.]\d)"
ISO = re.compile(
    rf"{_ALONE_BEFORE}(?P<year>\d{{4}})[-/. ]{_MONTH_NUMBER}[-/. ]{_DAY}{_ALONE_AFTER}"
)
NUMERIC = re.compile(
    rf"{_ALONE_BEFORE}{_DAY}\s?[-/.]\s?{_MONTH_NUMBER}\s?[-/.]\s?{_YEAR}{_ALONE_AFTER}"
)
SPACED = re.compile(rf"{_ALONE_BEFORE}{_DAY} {_MONTH_NUMBER} (?P<year>\d{{4}}){_ALONE_AFTER}")
WORDED = re.compile(rf"(?<!\d){_DAY}\s?(?:er)?\s?(?P<name>{_MONTH})\s{_YEAR}(?!\d)")
MONTH_WORDED = re.compile(rf"(?<![a-z])(?P<name>{_MONTH})\s(?P<year>\d{{4}})(?!\d)")
# Excel shows a month this way; written by hand with a space, the number could be a day.
MONTH_OF_EXCEL = re.compile(rf"(?P<name>{_MONTH})-(?P<year>\d{{2}})")
MONTH_NUMERIC = re.compile(r"(?<![\d/.-])(?P<month>\d{1,2})[-/.](?P<year>\d{4})(?!\d)")


@dataclass(frozen=True, slots=True)
class DateReading:
    """What a cell says: a date, or a problem in words, or neither when it is empty.

    `approximate` is true where only the month is given: `day` is then its first one.
    """

    day: date | None = None
    problem: str = ""
    approximate: bool = False


@dataclass(frozen=True, slots=True)
class _Found:
    day: int | None
    month: int
    year: int
    shown: str


def read_date(value: object, text: str, *, epoch: int = 1900) -> DateReading:
    """Read the date of a cell: from its value (a date, a number of days), else from its text.

    `epoch` is the year from which the workbook counts its days, 1900 or 1904.
    """
    origin = SERIAL_ORIGINS[epoch]
    if isinstance(value, datetime):
        return _checked(value.date())
    if isinstance(value, date):
        return _checked(value)
    if isinstance(value, int | float) and not isinstance(value, bool) and int(value) in SERIAL_DAYS:
        return DateReading(origin + timedelta(days=int(value)))
    shown = " ".join(text.split())
    if plain(shown) in NO_DATE:
        return DateReading()
    if shown.isascii() and shown.isdigit() and len(shown) == 5 and int(shown) in SERIAL_DAYS:
        return DateReading(origin + timedelta(days=int(shown)))
    return _from_text(shown)


def looks_like_date(value: object, text: str) -> bool:
    """Whether a cell was meant as a date and nothing else, even one that does not exist."""
    if isinstance(value, date):
        return True
    shown = " ".join(text.split())
    if len(shown) > LONGEST_DATE:
        return False
    return bool(_dates_in(shown)) and set(re.findall("[a-z]+", plain(shown))) <= WORDS_AROUND_DATES


def mentions_date(text: str) -> bool:
    """Whether a text holds a date among other words."""
    return bool(_dates_in(" ".join(text.split())))


def _from_text(shown: str) -> DateReading:
    found = _dates_in(shown)
    text = shown if len(shown) <= LONGEST_DATE else f"{shown[:LONGEST_DATE]}…"
    different = {(one.day, one.month, one.year) for one in found}
    if len(different) > 1:
        return DateReading(
            problem=_("“%(text)s” holds several dates: keep only one.") % {"text": text}
        )
    if not found:
        return DateReading(
            problem=_("“%(text)s” is not understood as a date: write it like 31/12/2021.")
            % {"text": text}
        )
    return _from_parts(found[0])


def _dates_in(shown: str) -> list[_Found]:
    """Every date of a text; those without a day only where there is no other."""
    numbers = shown.replace("\u2010", "-").replace("\u2011", "-").replace("\u2013", "-")
    words = plain(shown)
    found = [
        _Found(int(match["day"]), int(match["month"]), int(match["year"]), match[0])
        for match in ISO.finditer(numbers)
    ]
    if not found:
        found = [
            _Found(int(match["day"]), int(match["month"]), _full_year(match["year"]), match[0])
            for pattern in (NUMERIC, SPACED)
            for match in pattern.finditer(numbers)
        ]
    found += [
        _Found(int(match["day"]), MONTHS[match["name"]], _full_year(match["year"]), match[0])
        for match in WORDED.finditer(words)
    ]
    if found:
        return found
    by_name = [
        _Found(None, MONTHS[m["name"]], int(m["year"]), m[0]) for m in MONTH_WORDED.finditer(words)
    ]
    if match := MONTH_OF_EXCEL.fullmatch(words.replace(" ", "-")) if "-" in numbers else None:
        by_name = [_Found(None, MONTHS[match["name"]], _full_year(match["year"]), shown)]
    by_number = [
        _Found(None, int(m["month"]), int(m["year"]), m[0]) for m in MONTH_NUMERIC.finditer(numbers)
    ]
    return by_name or by_number


def _full_year(digits: str) -> int:
    year = int(digits)
    if len(digits) == 4:
        return year
    return year + (1900 if year >= CENTURY_TURNS_AT else 2000)


def _from_parts(found: _Found) -> DateReading:
    words = {"text": found.shown, "month": found.month, "year": found.year}
    if not 1 <= found.month <= 12:
        return DateReading(
            problem=_(
                "“%(text)s” does not exist: there is no month %(month)s (day first, then month)."
            )
            % words
        )
    if not EARLIEST_YEAR <= found.year <= LATEST_YEAR:
        return DateReading(
            problem=_("“%(text)s” is probably mistyped: the year would be %(year)s.") % words
        )
    last_day = monthrange(found.year, found.month)[1]
    if found.day is None:
        return DateReading(date(found.year, found.month, 1), approximate=True)
    if not 1 <= found.day <= last_day:
        words["last"] = last_day
        return DateReading(
            problem=_("“%(text)s” does not exist: that month has %(last)s days.") % words
        )
    return DateReading(date(found.year, found.month, found.day))


def _checked(day: date) -> DateReading:
    return _from_parts(_Found(day.day, day.month, day.year, f"{day:%d/%m/%Y}"))

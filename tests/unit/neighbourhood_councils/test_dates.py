"""Dates the way a French town hall types them."""

import datetime

import pytest
from django.utils import translation

from neighbourhood_councils.logic.dates import looks_like_date, read_date

DAY = datetime.date(2021, 4, 12)


@pytest.mark.parametrize(
    "text",
    [
        "12/04/2021",
        "12/4/2021",
        "12/04/21",
        "12-04-2021",
        "12.04.2021",
        "12 / 04 / 2021",
        "12 04 2021",
        "2021-04-12",
        "2021/04/12",
        "2021-04-12T14:30:00",
        "12/04/2021 14:30",
        "12/04/2021 à 14h30",
        "le 12/04/2021",
        "12 avril 2021",
        "le 12 avril 2021",
        "Lundi 12 avril 2021",
        "12 avr. 2021",
        "12-avr-21",
        "12 AVRIL 2021",
        "12\u00a0avril\u00a02021",
        "12\u201104\u20112021",
        "12/04/21 (12 avril 2021)",
        "fait le 12/04/21",
        "44298",
    ],
)
def test_every_french_way_of_writing_a_day_is_understood(text: str) -> None:
    assert read_date(text, text).day == DAY


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("4/9/2021", datetime.date(2021, 9, 4)),
        ("28/02/20", datetime.date(2020, 2, 28)),
        ("29/02/2020", datetime.date(2020, 2, 29)),
        ("1er août 2021", datetime.date(2021, 8, 1)),
        ("1 er fevrier 2021", datetime.date(2021, 2, 1)),
        ("31 déc. 1998", datetime.date(1998, 12, 31)),
        ("12/04/98", datetime.date(1998, 4, 12)),
    ],
)
def test_the_day_comes_before_the_month(text: str, day: datetime.date) -> None:
    assert read_date(text, text).day == day


@pytest.mark.parametrize(
    "text", ["avril 2021", "Avril 2021", "avr. 2021", "04/2021", "début avril 2021", "avr-21"]
)
def test_a_month_is_its_first_day_and_said_to_be_approximate(text: str) -> None:
    reading = read_date(text, text)
    assert (reading.day, reading.approximate, reading.problem) == (
        datetime.date(2021, 4, 1),
        True,
        "",
    )


@pytest.mark.parametrize("value", [DAY, datetime.datetime(2021, 4, 12, 9, 5), 44298, 44298.0])
def test_a_real_date_is_taken_whatever_it_shows(value: object) -> None:
    assert read_date(value, "lundi").day == DAY


@pytest.mark.parametrize("text", ["", "   ", "-", "?", "/", "néant", "N/A", "nc", "sans date"])
def test_an_empty_date_is_no_mistake(text: str) -> None:
    reading = read_date(text, text)
    assert (reading.day, reading.problem) == (None, "")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("30/02/20", "that month has 29 days"),
        ("31/04/2021", "that month has 30 days"),
        ("29/02/2021", "that month has 28 days"),
        ("0/04/2021", "that month has 30 days"),
        ("31 avril 2021", "that month has 30 days"),
        ("4/28/2021", "there is no month 28"),
        ("04/09/2201", "probably mistyped"),
        ("04/09/0021", "probably mistyped"),
        ("12/04/2021 puis 15/05/2021", "several dates"),
        ("du 12 au 15 avril", "not understood"),
        ("12 avril", "not understood"),
        ("2021", "not understood"),
        ("bientôt", "not understood"),
        ("06.39.98.41.27", "not understood"),
        ("06 39 98 41 27", "not understood"),
    ],
)
def test_a_date_that_cannot_be_says_why(text: str, said: str) -> None:
    with translation.override("en"):
        reading = read_date(text, text)
    assert reading.day is None
    assert said in reading.problem


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("30/02/20", True),
        ("le 12 avril 2021", True),
        ("Fiche de suivi 02/05/2020", False),
        ("Réponse le 20/10/2020 Vincent va voir", False),
        ("06.39.98.41.27", False),
        ("12 rue d'avril", False),
        ("Consigne police municipale", False),
    ],
)
def test_a_text_that_mentions_a_day_is_not_a_date(text: str, expected: bool) -> None:
    assert looks_like_date(text, text) is expected

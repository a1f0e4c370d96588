"""Who is missing from a mixed group, what is full, whose turn it is."""

from datetime import date, timedelta

import pytest

from workshops.logic.seats import GroupStage, Quota, is_full, shortages, stage_at

TODAY = date(2027, 3, 10)
QUOTAS = [
    Quota("resident", 10, 18, 20),
    Quota("technical_officer", 4, 8, 10),
    Quota("elected_official", 4, 10, 10),
]


def test_a_group_with_every_minimum_lacks_nobody() -> None:
    seated = {"resident": 10, "technical_officer": 4, "elected_official": 5}
    assert shortages(QUOTAS, seated) == ()


def test_each_college_below_its_minimum_is_named() -> None:
    found = shortages(QUOTAS, {"resident": 9, "technical_officer": 4})
    assert [(one.college, one.minimum, one.seated) for one in found] == [
        ("resident", 10, 9),
        ("elected_official", 4, 0),
    ]


def test_a_group_without_elected_officials_is_not_mixed_even_without_seats_for_them() -> None:
    quotas = [Quota("resident", 1, 2, 3), Quota("technical_officer", 0, 1, 1)]
    found = shortages(quotas, {"resident": 2, "technical_officer": 1})
    assert [one.college for one in found] == ["elected_official"]


def test_a_college_is_full_at_its_maximum_and_without_seats() -> None:
    assert is_full(QUOTAS[0], 20)
    assert not is_full(QUOTAS[0], 19)
    assert is_full(None, 0)


@pytest.mark.parametrize(
    ("facts", "stage"),
    [
        ({"opened": False}, GroupStage.FORMING),
        ({}, GroupStage.WORKING),
        ({"term_ends_on": TODAY}, GroupStage.WORKING),
        ({"term_ends_on": TODAY - timedelta(days=1)}, GroupStage.REPORT_LATE),
        ({"reported": True}, GroupStage.REPORTED),
        ({"reported": True, "reply_due_on": TODAY}, GroupStage.REPORTED),
        ({"reported": True, "reply_due_on": TODAY - timedelta(days=1)}, GroupStage.REPLY_LATE),
        ({"reported": True, "reply_due_on": None}, GroupStage.REPORTED),
        ({"reported": True, "replied": True}, GroupStage.ANSWERED),
    ],
)
def test_where_a_group_stands(facts: dict[str, object], stage: GroupStage) -> None:
    known: dict[str, object] = {
        "opened": True,
        "term_ends_on": TODAY + timedelta(days=90),
        "reported": False,
        "reply_due_on": TODAY + timedelta(days=120),
        "replied": False,
        "today": TODAY,
    }
    assert stage_at(**(known | facts)) == stage  # type: ignore[arg-type]

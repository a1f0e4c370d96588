"""The mixed group of the demo: mixed by construction, its exceptions said, its sources named."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from .reading import leaves, load

NOT_FRENCH = re.compile(r"['\"]| [:;!?»](?:\s|$)|« |\.\.\.|\w[;!?](?:\s|$)")


@pytest.fixture(scope="module")
def groups() -> list[dict[str, Any]]:
    return load("mixed_groups")["mixed_groups"]


def test_each_college_sits_within_its_seats(groups: list[dict[str, Any]]) -> None:
    for group in groups:
        colleges = {quota["college"] for quota in group["quotas"]}
        assert colleges >= {"resident", "technical_officer", "elected_official"}
        for quota in group["quotas"]:
            assert quota["minimum"] <= quota["target"] <= quota["maximum"]
            assert quota["minimum"] <= group["seated"][quota["college"]] <= quota["maximum"]


def test_a_group_opened_below_a_minimum_says_why(groups: list[dict[str, Any]]) -> None:
    for group in groups:
        short = [
            quota["college"]
            for quota in group["quotas"]
            if group["seated_at_opening"][quota["college"]] < quota["minimum"]
        ]
        assert bool(short) == bool(group["derogation"])


def test_a_reference_says_it_is_invented_and_makes_a_whole(groups: list[dict[str, Any]]) -> None:
    for group in groups:
        for reference in group["references"]:
            assert "invent" in reference["source"]
            assert 99 <= sum(reference["shares"].values()) <= 101


def test_no_more_people_come_than_sit(groups: list[dict[str, Any]]) -> None:
    for group in groups:
        for session in group["sessions"]:
            for college, (came, new) in (session["attendance"] or {}).items():
                assert new <= came <= group["seated"][college]


def words(value: Any) -> Iterator[str]:
    return (text for _name, text in leaves(value))


def test_the_texts_follow_french_typography(groups: list[dict[str, Any]]) -> None:
    for text in words(groups):
        assert not NOT_FRENCH.search(text), text

"""Counting, the rule, and what may be published without saying who voted what."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from civic.voting.enums import Choice, Verdict
from civic.voting.logic.receipts import ALPHABET, fingerprint, is_code, new_code, plain
from civic.voting.logic.tally import OTHERS, SMALLEST_GROUP, Paper, count


def papers(choice: str, number: int, college: str = "resident", channel: str = "online"):
    return [Paper(choice, college, channel)] * number


def verdict(votes_for: int, against: int, abstain: int = 0, quorum: int = 0, majority: int = 50):
    cast = papers("for", votes_for) + papers("against", against) + papers("abstain", abstain)
    return count(cast, quorum=quorum, majority_percent=majority).verdict


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ((11, 10), Verdict.ADOPTED),
        ((10, 11), Verdict.REJECTED),
        ((10, 10), Verdict.TIE),
        ((0, 0, 12), Verdict.TIE),
        ((0, 0, 0), Verdict.NO_QUORUM),
        ((9, 0, 0, 10), Verdict.NO_QUORUM),
        ((9, 0, 1, 10), Verdict.ADOPTED),
        ((66, 34, 0, 0, 66), Verdict.REJECTED),
        ((67, 33, 0, 0, 66), Verdict.ADOPTED),
    ],
)
def test_the_rule_is_applied_to_the_votes_for_and_against(numbers, expected) -> None:
    assert verdict(*numbers) == expected


def test_a_small_college_is_published_with_others() -> None:
    tally = count(
        papers("for", 30)
        + papers("against", 6, "association")
        + papers("for", 1, "business")
        + papers("against", 4, "elected_official"),
        quorum=0,
        majority_percent=50,
    )
    assert [(group.name, group.voters) for group in tally.by_college] == [
        ("resident", 30),
        ("association", 6),
        (OTHERS, 5),
    ]
    assert tally.merged_colleges == ["business", "elected_official"]


def test_a_lone_small_college_takes_another_with_it() -> None:
    tally = count(
        papers("for", 30) + papers("against", 6, "association") + papers("for", 1, "business"),
        quorum=0,
        majority_percent=50,
    )
    assert [(group.name, group.voters) for group in tally.by_college] == [
        ("resident", 30),
        (OTHERS, 7),
    ]


def test_when_everybody_is_alike_no_college_is_published() -> None:
    tally = count(papers("for", 30) + papers("for", 1, "business"), quorum=0, majority_percent=50)
    assert tally.by_college == []
    assert tally.choices == {"for": 31, "against": 0, "abstain": 0}


def test_the_channel_stays_out_of_the_file_when_it_would_single_somebody_out() -> None:
    alike = papers("for", 20) + papers("for", 20, channel="paper")
    singled = alike + papers("for", 5, "association") + papers("against", 1, "association", "paper")
    assert count(
        alike + papers("for", 9, "association") + papers("for", 9, "association", "paper"),
        quorum=0,
        majority_percent=50,
    ).channel_in_file
    assert not count(singled, quorum=0, majority_percent=50).channel_in_file


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from([choice.value for choice in Choice]),
            st.sampled_from(["resident", "association", "business", "elected_official"]),
            st.sampled_from(["online", "paper", "desk"]),
        ),
        max_size=80,
    )
)
def test_whatever_is_cast_groups_add_up_and_none_is_small(cast) -> None:
    tally = count([Paper(*paper) for paper in cast], quorum=0, majority_percent=50)
    assert sum(tally.choices.values()) == tally.voters == len(cast)
    for groups in (tally.by_college, tally.by_channel):
        if groups:
            assert len(groups) > 1
            assert sum(group.voters for group in groups) == tally.voters
            assert all(group.voters >= SMALLEST_GROUP for group in groups)
            for choice in Choice:
                assert sum(group.choices[choice] for group in groups) == tally.choices[choice]


def test_a_receipt_is_read_whatever_its_case_and_separators() -> None:
    code = new_code()
    assert is_code(code)
    assert len(plain(code)) == 20
    assert set(plain(code)) <= set(ALPHABET)
    for typed in (code.lower(), code.replace("-", " "), f"  {plain(code)} "):
        assert fingerprint(typed) == fingerprint(code)
    assert not is_code("")
    assert not is_code(code[:-1])
    assert not is_code("é" * 20)


def test_receipts_do_not_repeat() -> None:
    assert len({new_code() for _time in range(2000)}) == 2000

"""« Always the same people? »: what is counted, and what is never shown."""

import pytest
from django.utils import translation

from civic.analysis.logic.sameness import (
    Share,
    Voice,
    concentration,
    concentration_sentence,
    measure,
    newcomers_sentence,
    shown_count,
    shown_share,
    suggestion,
)


@pytest.fixture(autouse=True)
def english() -> object:
    with translation.override("en"):
        yield


def voices(count: int, channel: str = "online", said: int = 1, start: int = 0) -> list[Voice]:
    return [Voice(start + one, channel, "2027-03", said) for one in range(count)]


@pytest.mark.parametrize("count", range(5))
def test_a_count_under_five_is_never_shown(count: int) -> None:
    assert shown_count(count) == "fewer than 5"


def test_a_count_from_five_is_shown() -> None:
    assert shown_count(5) == "5"


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (Share(3, 4), "too few people"),
        (Share(0, 0), "too few people"),
        (Share(4, 40), "fewer than 5 people"),
        (Share(37, 40), "nearly all"),
        (Share(10, 40), "25 %"),
    ],
)
def test_a_share_gives_away_neither_a_part_nor_its_complement(share: Share, said: str) -> None:
    assert shown_share(share) == said


def test_newcomers_are_those_not_seen_before() -> None:
    found = measure(voices(20), known_before=[0, 1, 2, 3, 4, 5])
    assert (found.newcomers.part, found.newcomers.whole) == (14, 20)
    assert newcomers_sentence(found) == (
        "14 of the 20 people who said something had never taken part before (70 %)."
    )


def test_somebody_known_who_said_nothing_here_does_not_count() -> None:
    found = measure(voices(20), known_before=[90, 91, 92, 93, 94])
    assert found.newcomers.part == 20


def test_one_person_in_two_channels_is_one_person() -> None:
    found = measure([*voices(8), *voices(8, "paper")], known_before=[])
    assert found.people == 8
    assert [(one.channel, one.people) for one in found.channels] == [("online", 8), ("paper", 8)]


def test_four_people_show_nothing_but_that_it_begins() -> None:
    found = measure(voices(4), known_before=[])
    assert not found.is_known
    assert newcomers_sentence(found).startswith("Fewer than 5 people")
    assert concentration_sentence(found) == ""


def test_the_most_active_tenth_holds_its_share() -> None:
    amounts = [10.0] * 10 + [1.0] * 90
    found = concentration(amounts)
    assert found is not None
    assert (found.people, found.percent) == (10, 53)


def test_a_tenth_of_a_small_group_is_never_fewer_than_five_people() -> None:
    found = concentration([9.0] * 2 + [1.0] * 28)
    assert found is not None
    assert found.people == 5


@pytest.mark.parametrize("amounts", [[], [5.0] * 19, [0.0] * 40])
def test_concentration_is_silent_when_it_would_point_at_somebody(amounts: list[float]) -> None:
    assert concentration(amounts) is None


def test_an_earlier_process_shared_by_four_people_is_not_named() -> None:
    found = measure(voices(20), known_before=[], earlier=[("Budget", 4), ("Mobilités", 6)])
    assert [one.title for one in found.overlaps] == ["Mobilités"]


def test_people_are_new_in_the_month_they_first_spoke() -> None:
    later = [Voice(one, "online", "2027-04", 1) for one in range(3, 12)]
    found = measure([*voices(6), *later], known_before=[0, 1, 2, 3, 4, 5])
    assert dict(found.months)["2027-04"].whole == 6


def test_the_villages_that_said_nothing_are_to_be_called_first() -> None:
    found = measure(voices(20), known_before=[], silent=["Fontarelle", "Lauzerac"])
    assert suggestion(found).startswith("2 villages have said nothing yet (Fontarelle, Lauzerac")


def test_when_all_came_online_paper_is_suggested() -> None:
    assert "paper slips" in suggestion(measure(voices(30), known_before=[]))


def test_when_few_are_new_a_draw_is_suggested() -> None:
    mixed = [*voices(10), *voices(20, "paper", start=10)]
    assert "draw" in suggestion(measure(mixed, known_before=range(24)))


def test_nothing_is_suggested_when_all_is_well() -> None:
    mixed = [*voices(20), *voices(20, "paper", start=20)]
    assert suggestion(measure(mixed, known_before=range(8))) == ""

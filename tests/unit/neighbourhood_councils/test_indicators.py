"""The figures of a council, from counts anybody can put in a spreadsheet."""

from neighbourhood_councils.logic.indicators import council_life_1

COUNTED = {
    "presence": [30, 20, 10],
    "first_time": 9,
    "first_time_asked": 60,
    "speech": {"resident": 3_000, "elected_official": 1_000},
    "requests": 40,
    "answered": 30,
    "projects": 12,
    "delays": [5, 9, 12, 20, 61, 14, 15, 16, 18, 19],
    "subjects": 8,
    "subjects_kept": 5,
    "questions": 4,
    "questions_in_time": 3,
    "members": {"resident": 6, "association": 2, "elected_official": 1, "technical_officer": 1},
    "new_members": 3,
    "trained": 7,
}


def test_the_figures_are_those_of_a_hand_count() -> None:
    assert council_life_1(COUNTED) == {
        "people_per_meeting": 20.0,
        "presence_rate": 200.0,
        "first_time_share": 15.0,
        "residents_speech_share": 75.0,
        "requests": 40,
        "answered_share": 75.0,
        "delay_median": 15,
        "delay_ninetieth": 20,
        "projects": 12,
        "subjects": 8,
        "subjects_kept_share": 62.5,
        "questions_in_time_share": 75.0,
        "members": 10,
        "residents_share": 60.0,
        "renewal_share": 30.0,
        "trained_share": 70.0,
    }


def test_a_council_where_nothing_happened_has_no_share() -> None:
    nothing = {name: type(value)() for name, value in COUNTED.items()}
    figures = council_life_1(nothing)
    assert {name for name, value in figures.items() if value} == set()
    assert figures["answered_share"] is None


def test_neither_a_delay_nor_a_share_of_newcomers_is_given_on_fewer_than_five() -> None:
    few = council_life_1(COUNTED | {"delays": [1, 2, 3, 4], "first_time_asked": 4})
    assert (few["delay_median"], few["delay_ninetieth"], few["first_time_share"]) == (None,) * 3

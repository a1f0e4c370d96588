"""Whose words are whose once a paragraph is cut in two, or two are joined."""

from civic.texts.logic.attribution import joined_runs, parted_runs

WHOLE = "La piste longe le canal jusqu’au pont."
RUNS = [["resident", 3], ["elected_official", 5]]


def test_each_word_keeps_its_college_when_a_paragraph_is_cut() -> None:
    first, second = parted_runs(WHOLE, RUNS, "La piste longe le")
    assert first == [["resident", 3], ["elected_official", 1]]
    assert second == [["elected_official", 4]]


def test_joining_gives_back_what_cutting_parted() -> None:
    first, second = parted_runs(WHOLE, RUNS, "La piste longe le")
    joined = joined_runs(("La piste longe le", first), ("canal jusqu’au pont.", second))
    assert joined == RUNS

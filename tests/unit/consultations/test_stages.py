"""Where a consultation stands, its statutory form, its filters."""

from datetime import UTC, date, datetime, timedelta

from civic.participation.logic.windows import Window
from consultations.logic.filters import ProposalFilters, Sort, read_filters
from consultations.logic.stages import StageState, stage_at
from consultations.logic.statutory import Gap, statutory_gaps

NOW = datetime(2027, 3, 10, 12, tzinfo=UTC)
ALLOWED = {
    "theme": frozenset({"mobilites"}),
    "commune": frozenset({"saint-aurel"}),
    "college": frozenset({"resident"}),
    "channel": frozenset({"paper"}),
}


def window(starts: int | None, ends: int | None, approximate: str = "") -> Window:
    return Window(
        "contribute",
        None if starts is None else NOW + timedelta(days=starts),
        None if ends is None else NOW + timedelta(days=ends),
        approximate,
    )


def test_it_is_open_until_its_last_closing():
    stage = stage_at([window(-2, 3), window(5, 9)], NOW)
    assert stage.state == StageState.OPEN
    assert stage.closes_at == NOW + timedelta(days=9)


def test_it_rests_between_two_openings():
    stage = stage_at([window(-5, -2), window(3, 4)], NOW)
    assert stage.state == StageState.BETWEEN
    assert stage.opens_at == NOW + timedelta(days=3)


def test_it_is_upcoming_before_its_first_opening():
    assert stage_at([window(3, 4)], NOW).state == StageState.UPCOMING


def test_it_is_upcoming_while_dates_are_only_rough():
    stage = stage_at([window(None, None, "printemps 2028")], NOW)
    assert (stage.state, stage.roughly) == (StageState.UPCOMING, "printemps 2028")


def test_it_is_closed_after_its_last_closing():
    stage = stage_at([window(-5, -2), window(None, None, "printemps 2028")], NOW)
    assert (stage.state, stage.closes_at) == (StageState.CLOSED, NOW - timedelta(days=2))


def test_a_statutory_form_lacks_everything_at_first():
    gaps = statutory_gaps(notice_on=None, opens_on=None, closes_on=None, has_file=False)
    assert set(gaps) == {Gap.NO_DATES, Gap.NO_NOTICE, Gap.NO_FILE}


def test_a_notice_fourteen_days_before_is_too_late_and_fifteen_is_not():
    opens, closes = date(2027, 4, 16), date(2027, 5, 20)
    late = statutory_gaps(
        notice_on=date(2027, 4, 2), opens_on=opens, closes_on=closes, has_file=True
    )
    assert late == (Gap.NOTICE_TOO_LATE,)
    assert not statutory_gaps(
        notice_on=date(2027, 4, 1), opens_on=opens, closes_on=closes, has_file=True
    )


def test_twenty_nine_days_are_too_short():
    gaps = statutory_gaps(
        notice_on=date(2027, 1, 1),
        opens_on=date(2027, 4, 1),
        closes_on=date(2027, 4, 30),
        has_file=True,
    )
    assert gaps == (Gap.OPEN_TOO_SHORT,)


def test_values_that_are_not_offered_are_left_out():
    filters = read_filters(
        {"theme": "inconnu", "commune": "saint-aurel", "sort": "; drop", "state": "retard"},
        ALLOWED,
    )
    assert filters == ProposalFilters(commune="saint-aurel", state="retard")


def test_filters_are_written_back_as_they_were_read():
    given = {"q": "haie vive", "theme": "mobilites", "sort": Sort.SUPPORTED}
    filters = read_filters(given, ALLOWED)
    assert filters.query() == "?q=haie+vive&theme=mobilites&sort=soutenues"
    assert filters.without("q").query() == "?theme=mobilites&sort=soutenues"
    assert ProposalFilters().query() == ""


def test_a_search_is_cut_and_loses_its_null_characters():
    assert read_filters({"q": "a\x00b" + " c" * 200}, ALLOWED).q.startswith("ab c c")
    assert len(read_filters({"q": "c" * 500}, ALLOWED).q) == 200

"""What the demo's councils follow, and how its texts are written."""

import re
from collections import Counter, defaultdict
from itertools import combinations
from typing import Any

import pytest

from civic.accounts.enums import College
from civic.cases.enums import CLOSING_STATES, ENDED_STATES, REQUEST_OUTCOMES, CaseOrigin, CaseState
from civic.cases.selectors import DEFAULT_WORKING_DAYS
from civic.privacy.logic.detection import detect

from .participation_content import (  # noqa: F401
    A_YEAR,
    COUNCILS,
    FORMULAS,
    NOT_FRENCH,
    OFFICIAL_KEYS,
    WHEN,
    comments,
    content,
    departments,
    plan,
    proposals,
    requests,
    sentences,
    what_people_read,
    words,
)
from .reading import leaves, load


def test_six_councils_have_members_of_several_colleges_a_next_meeting_and_minutes() -> None:
    councils = content("councils")
    assert {item["key"] for item in councils} == COUNCILS
    assert sum(item["chair"] == "bruno" for item in councils) == 1
    for item in councils:
        assert item["name"].startswith("Conseil de quartier ")
        assert 9 <= len(item["members"]) <= 12
        assert len({member["college"] for member in item["members"]}) >= 4
        for member in item["members"]:
            assert member["college"] in College.values
            assert member["term_starts_in_days"] < 0 < member["term_ends_in_days"]
            if member["college"] == "resident" and not member["person"]:
                assert re.fullmatch(r"[\w’-]+ [A-ZÉ]\.", member["display_name"]), member
        assert item["next_meeting"]["starts_in_days"] > 0
        assert item["next_meeting"]["agenda"]
        assert len(item["past_meetings"]) == 2
        for meeting in item["past_meetings"]:
            assert meeting["starts_in_days"] < 0
            assert words(meeting["minutes"]) >= 40
            assert meeting["attendance_count"] > 0


def test_three_hundred_requests_in_every_state_and_channel(
    requests: list[dict[str, Any]], departments: set[tuple[str, str]]
) -> None:
    assert len(requests) == 300
    assert len({item["key"] for item in requests}) == 300
    assert {item["council"] for item in requests} == COUNCILS
    assert min(Counter(item["council"] for item in requests).values()) >= 40
    channels = {"online": 135, "meeting": 75, "telephone": 36, "paper": 30, "desk": 24}
    assert Counter(item["channel"] for item in requests) == channels
    states = Counter(item["state"] for item in requests)
    assert set(states) <= set(CaseState.values)
    assert min(states.values()) >= 6
    assert 0.13 <= states[CaseState.CLOSED_BEFORE] / 300 <= 0.17
    assert {item["outcome"] for item in requests} - {""} == set(REQUEST_OUTCOMES)
    for item in requests:
        assert (item["organisation"], item["department"]) in departments, item["key"]
        assert 0 <= item["received_days_ago"] <= 700
        assert 1 <= sentences(item["text"]) <= 5, item["key"]
        assert len(item["title"]) <= 90, item["key"]


def test_no_request_is_closed_without_an_answer_that_explains(
    requests: list[dict[str, Any]],
) -> None:
    for item in requests:
        answered = item["state"] in CLOSING_STATES
        assert answered == (item["outcome"] in REQUEST_OUTCOMES), item["key"]
        assert answered == (item["answered_days_ago"] is not None), item["key"]
        if answered:
            assert len(item["reason"]) >= 40, item["key"]
            assert not FORMULAS.match(item["reason"])
            assert len(item["next_steps"]) >= 20, item["key"]
            assert 0 <= item["answered_days_ago"] < item["received_days_ago"], item["key"]
        elif item["state"] == CaseState.WITHDRAWN:
            assert len(item["reason"]) >= 40, item["key"]
            assert 0 < item["withdrawn_days_ago"] < item["received_days_ago"]
        else:
            assert not item["reason"], item["key"]
        assert bool(item["waiting_for"]) == item["state"].startswith("waiting"), item["key"]
        imported = item["state"] == CaseState.CLOSED_BEFORE
        assert imported == bool(item["imported_answer"]), item["key"]


def test_the_delay_promised_is_the_one_the_first_department_announces(
    requests: list[dict[str, Any]],
) -> None:
    announced = {
        (item["organisation"], item["slug"]): item["announced_working_days"]
        for item in load("territory")["departments"]
    }
    for item in requests:
        first = item["transfers"][0] if item["transfers"] else None
        # Nothing belongs to another body without the transfer that says so.
        assert bool(first) == (item["organisation"] != item["commune"]), item["key"]
        holder = (
            (first["from_organisation"], first["from_department"])
            if first
            else (item["organisation"], item["department"])
        )
        if item["state"] == CaseState.CLOSED_BEFORE:
            assert item["promised_working_days"] is None
            assert not first
        elif item["to_route"]:
            assert item["state"] == CaseState.RECEIVED
            assert item["promised_working_days"] == DEFAULT_WORKING_DAYS[CaseOrigin.REQUEST]
        else:
            assert item["promised_working_days"] == announced[holder], item["key"]


def test_what_is_planned_says_when(requests: list[dict[str, Any]]) -> None:
    undated = [
        item["key"]
        for item in requests
        if CaseState.PLANNED in {item["state"], item["outcome"]}
        and not WHEN.search(item["next_steps"])
    ]
    assert undated == []


def test_requests_name_no_year_because_their_dates_move(requests: list[dict[str, Any]]) -> None:
    dated = [
        (item["key"], key)
        for item in requests
        for key in ("text", "reason", "next_steps", "waiting_for")
        if A_YEAR.search(item[key])
    ]
    assert dated == []


def test_about_twelve_requests_are_late_and_no_other(requests: list[dict[str, Any]]) -> None:
    late = 0
    for item in requests:
        if item["state"] in ENDED_STATES:
            assert not item["late"]
            continue
        # Bounds of the working days elapsed: public holidays may take ten of them.
        days, promised = item["received_days_ago"], item["promised_working_days"]
        if item["late"]:
            assert days * 5 / 7 - 10 > promised, item["key"]
            late += 1
        else:
            assert min(days, days * 5 // 7 + 2) <= promised, item["key"]
    assert 10 <= late <= 14


def test_what_the_town_does_not_do_is_handed_over_to_the_intercommunality(
    requests: list[dict[str, Any]], departments: set[tuple[str, str]]
) -> None:
    # A body of the site takes the request over and answers; one outside it is named.
    handed_over = [item for item in requests if item["outcome"] == "handed_over"]
    assert handed_over
    assert all(item["receiving_body_name"] for item in handed_over)
    moved = [item for item in requests if item["transfers"]]
    assert len(moved) >= 25
    for item in moved:
        for transfer in item["transfers"]:
            origin = (transfer["from_organisation"], transfer["from_department"])
            destination = (transfer["to_organisation"], transfer["to_department"])
            assert {origin, destination} <= departments, item["key"]
            assert destination == (item["organisation"], item["department"])
            assert (item["answered_days_ago"] or 0) <= transfer["days_ago"]
            assert transfer["days_ago"] <= item["received_days_ago"]
            assert 20 <= len(transfer["reason"]) <= 250


def test_the_guard_finds_a_person_in_the_six_held_requests_and_nowhere_else(
    requests: list[dict[str, Any]],
) -> None:
    public = frozenset(item["name"] for item in load("territory")["public_names"])
    held = {item["key"] for item in requests if item["held"]}
    assert len(held) == 6
    found = set()
    for where, text in what_people_read():
        if detect(text, public_names=public):
            found.add(where.split()[0])
    assert found - {"councils", "workshops"} == held


def test_no_two_meetings_of_councils_fall_on_the_same_evening() -> None:
    days = [item["next_meeting"]["starts_in_days"] for item in content("councils")]
    days += [item["in_days"] for item in load("council_life")["meetings"]]
    days += [item["day"] for item in load("agenda") if "conseil-" in item["slug"]]
    coming = [day for day in days if day > 0]
    assert sorted(coming) == sorted(set(coming))


def test_three_workshops_of_which_one_is_full_and_one_has_minutes() -> None:
    workshops = content("workshops")
    assert len(workshops) == 3
    known = {item["key"] for item in content("consultations")}
    sessions = [session for item in workshops for session in item["sessions"]]
    for item in workshops:
        assert item["consultation"] in known
        assert item["purpose"]
        assert len(item["programme"]) >= 4
        assert item["contact_phone"]
        assert {part["college"] for part in item["colleges"]} <= set(College.values)
    coming = [session for session in sessions if session["starts_in_days"] > 0]
    assert sum(session["registrations"] > session["capacity"] for session in coming) == 1
    past = [session for session in sessions if session["minutes"]]
    assert len(past) == 1
    assert past[0]["starts_in_days"] < 0
    assert all(len(session["how_to_come"]) <= 300 for session in sessions)


def test_no_text_is_written_twice() -> None:
    places = defaultdict(list)
    for where, text in what_people_read():
        if text:
            places[text.casefold()].append(where)
    assert [found for found in places.values() if len(found) > 1] == []


def test_no_text_is_the_template_of_another() -> None:
    """Two texts share at most a third of their runs of four words, a quotation included."""
    runs: dict[str, set[tuple[str, ...]]] = {}
    owners = defaultdict(set)
    for where, text in what_people_read():
        parts = re.findall(r"\w+", text.casefold())
        found = {tuple(parts[at : at + 4]) for at in range(len(parts) - 3)}
        if len(found) < 12:
            continue
        runs[where] = found
        for run in found:
            owners[run].add(where)
    shared: Counter[tuple[str, str]] = Counter()
    for together in owners.values():
        shared.update(combinations(sorted(together), 2))
    assert len(runs) > 1000
    alike = {
        pair: round(number / min(len(runs[pair[0]]), len(runs[pair[1]])), 2)
        for pair, number in shared.items()
        if number > min(len(runs[pair[0]]), len(runs[pair[1]])) / 3
    }
    assert len(alike) <= 2, alike
    assert all(ratio < 0.5 for ratio in alike.values()), alike


@pytest.mark.parametrize(
    "name", ["consultations", "proposals", "decision", "councils", "requests", "workshops"]
)
def test_official_texts_follow_french_typography(name: str) -> None:
    wrong = [
        (key, text[:60])
        for key, text in leaves(content(name))
        if key in OFFICIAL_KEYS and NOT_FRENCH.search(text)
    ]
    assert wrong == []

"""What the demo's territory says, asks, decides and answers: complete, varied and well written."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import combinations
from typing import Any

import pytest

from civic.accounts.enums import College
from civic.cases.enums import (
    CLOSING_STATES,
    CONTRIBUTION_OUTCOMES,
    ENDED_STATES,
    REQUEST_OUTCOMES,
    CaseOrigin,
    CaseState,
)
from civic.cases.selectors import DEFAULT_WORKING_DAYS
from civic.core.enums import OFFLINE_CHANNELS, Channel
from civic.discussion.enums import MAX_LEVEL, Stance
from civic.privacy.logic.detection import detect
from civic.voting.enums import Choice

from .reading import leaves, load

PLAN = "plan-climat"
COUNCILS = {
    "faubourg-saint-loup", "les-tanneries", "centre-ancien", "plateau-des-vignes",
    "haut-montfaucelle", "les-pres-de-la-gare",
}  # fmt: skip
FORMULAS = re.compile(r"^\W*(fait|vu|réglé|ok|transmis|traité|en cours)\W*$", re.IGNORECASE)
# Months are enough in a request: its dates move with the day the demo is loaded.
A_YEAR = re.compile(r"\b20(2[3-9]|3\d)\b")
WHEN = re.compile(
    r"\b20\d\d\b|\bjanvier|février|\bmars\b|avril|\bmai\b|juin|juillet|août|septembre|octobre"
    r"|novembre|décembre|automne|hiver|printemps|été\b|Pâques|Toussaint|Noël",
    re.IGNORECASE,
)
# Typewriter habits: a straight apostrophe, an ordinary space where French wants a narrow one.
NOT_FRENCH = re.compile(r"['\"]| [:;!?»](?:\s|$)|« |\.\.\.|\w[;!?](?:\s|$)")
OFFICIAL_KEYS = {
    "reason", "next_steps", "waiting_for", "introduction", "what_is_open", "what_is_fixed",
    "how_decided", "offline_way", "rule_text", "context", "criteria", "summary", "minutes",
    "agenda", "programme", "purpose", "how_to_come", "measures", "risks", "title",
}  # fmt: skip


def content(name: str) -> Any:
    """Read a file that holds one thing, under its own name."""
    return load(name)[name]


@pytest.fixture(scope="module")
def proposals() -> list[dict[str, Any]]:
    return content("proposals")


@pytest.fixture(scope="module")
def plan(proposals: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [item for item in proposals if item["consultation"] == PLAN]


@pytest.fixture(scope="module")
def comments() -> list[dict[str, Any]]:
    return content("comments")


@pytest.fixture(scope="module")
def requests() -> list[dict[str, Any]]:
    return content("requests")


@pytest.fixture(scope="module")
def departments() -> set[tuple[str, str]]:
    return {(item["organisation"], item["slug"]) for item in load("territory")["departments"]}


def words(text: str) -> int:
    return len(text.split())


def sentences(text: str) -> int:
    return len(re.findall(r"[.!?…](?:\s|$)", text))


def what_people_read() -> Iterator[tuple[str, str]]:
    """Give every text written for the demo, with where it stands; imported answers left out."""
    for item in content("requests"):
        for key in ("text", "reason", "next_steps", "waiting_for"):
            yield f"{item['key']} {key}", item[key]
    for item in content("proposals"):
        for key in ("title", "text"):
            yield f"{item['key']} {key}", item[key]
        for key in ("reason", "next_steps"):
            yield f"{item['key']} answer {key}", (item["answer"] or {}).get(key, "")
    for item in content("comments"):
        yield item["key"], item["text"]
    for item in content("decision")["items"]:
        for key in ("reason", "next_steps"):
            yield f"decision {item['proposal']} {key}", item[key]
    for name in ("councils", "workshops"):
        for key, text in leaves(content(name)):
            if key in {"introduction", "purpose", "minutes"}:
                yield f"{name} {key} {text[:20]}", text


def test_three_consultations_show_the_three_moments_of_a_consultation() -> None:
    consultations = content("consultations")
    assert [(item["key"], item["status"]) for item in consultations] == [
        (PLAN, "open"), ("renovation-mediatheque", "closed"), ("place-de-la-halle", "upcoming"),
    ]  # fmt: skip
    for item in consultations:
        for key in (
            "question", "participation_level", "decider", "what_is_open", "what_is_fixed",
            "how_decided", "answer_due_in_days", "contact_phone", "offline_way", "documents",
        ):  # fmt: skip
            assert item[key], (item["key"], key)
        assert len(item["question"]) <= 250
        assert item["question"].count("?") == 1
        for phase in item["phases"]:
            dated = phase["starts_in_days"] is not None
            assert dated != bool(phase["approximate"]), phase["title"]
            if dated:
                assert phase["ends_in_days"] > phase["starts_in_days"]


def test_the_climate_plan_respects_its_legal_form_and_is_shown_in_both_towns() -> None:
    plan = content("consultations")[0]
    assert plan["preset"] == "l123_19"
    assert plan["participation_level"] == "involve"
    assert plan["territories"] == ["saint-aurel", "montfaucelle"]
    opening = [phase for phase in plan["phases"] if phase["open_acts"]]
    first = min(phase["starts_in_days"] for phase in opening)
    assert -plan["notice_published_days_ago"] <= first - 15
    assert max(phase["ends_in_days"] for phase in opening) - first >= 30
    assert any(phase["approximate"] == "printemps 2027" for phase in plan["phases"])
    acts = {(act["activity"], act["act"]) for phase in opening for act in phase["open_acts"]}
    assert acts == {
        ("propositions", "contribute"), ("propositions", "comment"),
        ("propositions", "support"), ("cars-du-samedi", "vote"),
    }  # fmt: skip


def test_the_ballot_says_its_rule_and_gives_reasons_on_every_side() -> None:
    ballot = content("consultations")[0]["activities"][1]["ballot"]
    assert len(ballot["rule_text"]) <= 1000
    assert {option["choice"] for option in ballot["options"]} == set(Choice.values)
    given = Counter(reason["choice"] for reason in ballot["reasons"])
    assert set(given) == set(Choice.values)
    assert all(given[choice] <= ballot["cast"][choice] for choice in given)
    assert {reason["college"] for reason in ballot["reasons"]} <= set(College.values)


def test_every_activity_tells_what_becomes_of_personal_data() -> None:
    for consultation in content("consultations"):
        for activity in consultation["activities"]:
            sheet = activity["processing"]
            for key in (
                "purpose", "legal_basis", "data_categories", "recipients", "rights_contact",
                "risks", "measures",
            ):  # fmt: skip
                assert sheet[key], (activity["title"], key)
            assert sheet["retention_months"] > 0
            assert "vérifier" in sheet["legal_basis"]


def test_one_hundred_and_twenty_proposals_speak_from_every_college_and_channel(
    plan: list[dict[str, Any]],
) -> None:
    assert len(plan) == 120
    assert len({item["key"] for item in plan}) == 120
    assert Counter(item["college"] for item in plan) == {
        "resident": 90, "association": 14, "technical_officer": 7,
        "elected_official": 5, "council": 4,
    }  # fmt: skip
    channels = Counter(item["channel"] for item in plan)
    assert channels == {"online": 96, "paper": 10, "desk": 7, "telephone": 5, "meeting": 2}
    assert sum(channels[channel] for channel in OFFLINE_CHANNELS) == 24
    assert all(item["college_label"] for item in plan if item["college"] != "resident")


def test_proposals_stand_somewhere_that_exists(plan: list[dict[str, Any]]) -> None:
    territory = load("territory")
    communes = {item["slug"] for item in territory["communes"]}
    assert {item["theme"] for item in plan} == {item["slug"] for item in territory["themes"]}
    assert {item["commune"] for item in plan} - {""} <= communes
    assert len({item["commune"] for item in plan}) > 30
    hoods = {
        feature["properties"]["slug"]: feature["properties"]["commune"]
        for feature in load("neighbourhoods")["features"]
    }
    for item in plan:
        if item["neighbourhood"]:
            assert hoods[item["neighbourhood"]] == item["commune"], item["key"]


def test_proposals_have_the_length_of_something_one_really_wrote(
    plan: list[dict[str, Any]],
) -> None:
    lengths = {item["key"]: words(item["text"]) for item in plan}
    assert {key: n for key, n in lengths.items() if n < 60 or n > 300} == {}
    assert sum(n > 200 for n in lengths.values()) >= 2
    assert {item["key"] for item in plan if len(item["title"]) > 110} == set()
    opening = content("consultations")[0]["phases"][1]["starts_in_days"]
    assert all(0 < item["days_ago"] <= -opening for item in plan)


def test_two_thousand_supports_go_mostly_to_a_few_proposals(plan: list[dict[str, Any]]) -> None:
    supports = sorted((item["supports"] for item in plan), reverse=True)
    assert sum(supports) == 2000
    assert supports[-1] >= 1
    # One support per person: the demo has 260 of them.
    assert supports[0] < 200
    assert sum(supports[:12]) > 600


def test_each_proposal_of_the_closed_consultation_has_its_argued_answer(
    proposals: list[dict[str, Any]],
) -> None:
    closed = [item for item in proposals if item["consultation"] == "renovation-mediatheque"]
    assert len(closed) == 12
    assert {item["answer"]["outcome"] for item in closed} == set(CONTRIBUTION_OUTCOMES)
    for item in closed:
        answer = item["answer"]
        assert words(answer["reason"]) >= 60, item["key"]
        assert 2 <= sentences(answer["reason"]) <= 4, item["key"]
        assert A_YEAR.search(answer["next_steps"]), item["key"]
        assert answer["answered_days_ago"] < item["days_ago"]


def test_four_hundred_comments_answer_the_proposals(
    plan: list[dict[str, Any]], comments: list[dict[str, Any]]
) -> None:
    days = {item["key"]: item["days_ago"] for item in plan}
    assert len(comments) == 400
    assert len({item["key"] for item in comments}) == 400
    assert {item["stance"] for item in comments} == set(Stance.values)
    assert {item["college"] for item in comments} <= set(College.values)
    assert {item["channel"] for item in comments} <= set(Channel.values)
    for item in comments:
        assert item["days_ago"] <= days[item["proposal"]], item["key"]
        assert 1 <= sentences(item["text"]) <= 6, item["key"]
    per_proposal = Counter(item["proposal"] for item in comments)
    assert per_proposal.most_common(1)[0][1] >= 40
    assert len(per_proposal) > 60


def test_a_reply_follows_what_it_answers(comments: list[dict[str, Any]]) -> None:
    by_key = {item["key"]: item for item in comments}
    depths: Counter[int] = Counter()
    for position, item in enumerate(comments):
        depth, above = 0, item
        while above["reply_to"]:
            parent = by_key[above["reply_to"]]
            assert parent["proposal"] == item["proposal"]
            assert (-parent["days_ago"], parent["hour"]) <= (-above["days_ago"], above["hour"])
            assert comments.index(parent) < position
            depth, above = depth + 1, parent
        depths[depth] += 1
    assert max(depths) <= MAX_LEVEL
    replies = sum(number for depth, number in depths.items() if depth)
    assert 0.3 <= replies / len(comments) <= 0.4
    assert depths[3] >= 5


def test_the_institution_answers_under_its_department_and_capacity(
    comments: list[dict[str, Any]], departments: set[tuple[str, str]]
) -> None:
    official = [item for item in comments if item["institutional"]]
    assert 12 <= len(official) <= 20
    for item in official:
        assert ("val-de-brevanne", item["department"]) in departments, item["key"]
        assert item["college"] == College.TECHNICAL_OFFICER
        assert item["college_label"]


def test_the_decision_answers_thirty_proposals_each_with_its_own_reason(
    plan: list[dict[str, Any]], departments: set[tuple[str, str]]
) -> None:
    decision = content("decision")
    days = {item["key"]: item["days_ago"] for item in plan}
    assert len(decision["summary"]) <= 600
    assert decision["summary"].count("\n") == 2
    assert len(decision["question"]) <= 250
    assert decision["legal_act"]
    assert "Élise Fontanel" in decision["decided_by_name"]
    items = decision["items"]
    assert len({item["proposal"] for item in items}) == 30
    assert {item["outcome"] for item in items} == set(CONTRIBUTION_OUTCOMES)
    for item in items:
        assert days[item["proposal"]] > decision["decided_days_ago"]
        assert 2 <= sentences(item["reason"]) <= 5, item["proposal"]
        assert words(item["reason"]) >= 40, item["proposal"]
        assert A_YEAR.search(item["next_steps"]), item["proposal"]
    assert len(decision["commitments"]) == 6
    for commitment in decision["commitments"]:
        assert len(commitment["text"]) <= 300
        assert commitment["due_in_days"] > 0
        assert ("val-de-brevanne", commitment["department"]) in departments


def test_the_summary_of_the_decision_counts_right() -> None:
    decision = content("decision")
    outcomes = Counter(item["outcome"] for item in decision["items"])
    assert outcomes == {"accepted": 13, "adapted": 12, "not_retained": 5}
    for said in ("Vingt-cinq des trente", "treize telles quelles", "douze avec", "cinq n’y"):
        assert said in decision["summary"]


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
    handed_over = [item for item in requests if item["outcome"] == "handed_over"]
    assert len(handed_over) >= 10
    assert all(item["transfers"] for item in handed_over)
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

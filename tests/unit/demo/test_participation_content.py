"""What the demo's territory says, asks, decides and answers: complete, varied and well written."""

from collections import Counter
from typing import Any

from civic.accounts.enums import College
from civic.cases.enums import CONTRIBUTION_OUTCOMES
from civic.core.enums import OFFLINE_CHANNELS, Channel
from civic.discussion.enums import MAX_LEVEL, Stance
from civic.voting.enums import Choice

from .participation_content import (  # noqa: F401
    A_YEAR,
    PLAN,
    comments,
    content,
    departments,
    plan,
    proposals,
    requests,
    sentences,
    words,
)
from .reading import load


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

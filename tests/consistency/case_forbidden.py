"""The forbidden writes of what is owed an answer: promises, transitions, contests, figures."""

from tests.consistency.writes import Copy, Write

_NEW_CASE = {"number": "'0000-0000'", "state": "'received'", "turn": "'authority'"}
_ANSWER = (
    "reason = 'Une raison assez longue pour être lue.', next_steps = 'En mai.', "
    "outcome = 'done', answered_on = '2026-01-05', turn = 'nobody', state = 'answered'"
)
_WITH_ITS_ANSWER = (
    f"UPDATE cases_case SET {_ANSWER}, contest_until = '2099-01-01', "
    "answered_by_id = (SELECT MIN(id) FROM accounts_user) "
    "WHERE state = 'received'",
)
_ASKED = (
    *_WITH_ITS_ANSWER,
    "UPDATE cases_case SET state = 'review', turn = 'authority', "
    "review_asked_on = '2026-01-10' WHERE state = 'answered' AND review_asked_on IS NULL "
    "AND contest_until IS NOT NULL",
)
_IN_REVIEW = "WHERE state = 'review' AND contest_until IS NOT NULL"
_RULES = (
    "INSERT INTO cases_answerrules (organisation_id, contest_days, review_working_days, "
    "fewest_answers, holiday_calendar) SELECT id, 30, 20, 5, '' FROM territory_organisation "
    "WHERE NOT EXISTS (SELECT 1 FROM cases_answerrules) ORDER BY id LIMIT 1",
)
_FIGURE = (
    "INSERT INTO cases_delayfigure (organisation_id, day, scope, key, label, answered, in_time, "
    "waiting, late, contested, rated, satisfied) SELECT MIN(id), '2026-01-01', 'all', '', '', "
    "4, 4, 0, 0, 0, 0, 0 FROM territory_organisation",
)
_NEWS = (
    "INSERT INTO cases_plannews (case_id, word, text, planned_before, said_on) "
    "SELECT MIN(id), 'done', 'Le banc a été posé devant l''école.', '2026-01-01', '2026-01-05' "
    "FROM cases_case",
)

_HELD = (
    "INSERT INTO cases_assignment (case_id, position, organisation_id, since, assigned_by, reason) "
    "SELECT id, 0, organisation_id, '2026-01-05 10:00:00', 'filing', '' FROM cases_case "
    "WHERE id = (SELECT MIN(id) FROM cases_case)",
)

_DETAILS = (
    *_WITH_ITS_ANSWER,
    "INSERT INTO cases_answerdetails (case_id, is_review, cost, cost_covers, works_from, "
    "works_until, budget_line) SELECT MAX(id), FALSE, 10, 'pose', '2027-05-03', '2027-05-04', "
    "'Voirie' FROM cases_case WHERE state = 'answered'",
)
_FILE_COLUMNS = (
    "INSERT INTO cases_answerfile (case_id, is_review, key, file, kind, title, size, added_at, "
    "published_on) SELECT MIN(id), FALSE, '00000000000000000000000000000001', 'a.pdf', 'pdf', "
    "'Plan', 10, '2026-01-05 10:00:00', {day} FROM cases_case WHERE answered_on IS NULL"
)
_FILE = (_FILE_COLUMNS.format(day="NULL"),)

CASE_WRITES: dict[str, Write | Copy] = {
    "cases_assignment_is_history": Write("UPDATE cases_assignment SET assigned_by = 'rule'", _HELD),
    "cases_case_number_is_kept": Write("UPDATE cases_case SET received_on = '2001-01-01'"),
    "cases_case_promise_is_kept": Write("UPDATE cases_case SET promised_on = '2099-12-31'"),
    "case_answer_has_an_outcome": Write(
        f"UPDATE cases_case SET {_ANSWER}, outcome = '' WHERE state = 'received'".replace(
            "outcome = 'done', ", ""
        )
    ),
    "case_answer_has_a_reason": Write(
        "UPDATE cases_case SET reason = '          trop court            ' WHERE state = 'answered'"
    ),
    "case_answer_says_what_happens_when": Write(
        "UPDATE cases_case SET next_steps = '   ' WHERE state = 'answered'"
    ),
    "case_handed_over_names_a_body": Write(
        "UPDATE cases_case SET outcome = 'handed_over', receiving_body_id = NULL, "
        "receiving_body_name = '   '"
    ),
    "case_turn_follows_its_state": Write("UPDATE cases_case SET turn = 'third_party'"),
    "case_has_an_announced_delay": Copy(
        "cases_case", _NEW_CASE | {"promised_on": "NULL", "review_asked_on": "NULL"}
    ),
    "case_promise_follows_reception": Copy(
        "cases_case", _NEW_CASE | {"promised_on": "'2001-01-01'"}
    ),
    # One step at a time, and no other: the tests of transitions try each pair.
    "cases_case_moves_as_the_table_says": Write(
        "UPDATE cases_case SET state = 'received', turn = 'authority'", _WITH_ITS_ANSWER
    ),
    "cases_case_begins_before_its_answer": Copy(
        "cases_case", _NEW_CASE | {"state": "'answered'", "turn": "'nobody'"}
    ),
    # A contest.
    "cases_case_is_reviewed_once": Write(
        "UPDATE cases_case SET state = 'review', turn = 'authority', review_asked_on = NULL "
        "WHERE state = 'answered'",
        _WITH_ITS_ANSWER,
    ),
    "cases_case_is_contested_in_time": Write(
        "UPDATE cases_case SET state = 'review', turn = 'authority', "
        "review_asked_on = '2099-01-02' WHERE contest_until IS NOT NULL",
        _WITH_ITS_ANSWER,
    ),
    "cases_case_is_reviewed_by_somebody_else": Write(
        f"UPDATE cases_case SET state = 'answered', turn = 'nobody', first_reason = reason "
        f"{_IN_REVIEW}",
        _ASKED,
    ),
    "cases_case_first_answer_stays": Write(
        "UPDATE cases_case SET state = 'answered', turn = 'nobody', answered_by_id = NULL, "
        f"first_reason = '', reason = 'Une tout autre raison, donnée après.' {_IN_REVIEW}",
        _ASKED,
    ),
    "case_is_contested_after_its_answer": Write(
        "UPDATE cases_case SET contest_until = '2099-01-01' WHERE state = 'received'"
    ),
    # What an answer says of cost and works, and its files.
    "answer_cost_is_not_negative": Write("UPDATE cases_answerdetails SET cost = -1", _DETAILS),
    "answer_cost_covers_something": Write(
        "UPDATE cases_answerdetails SET cost_covers = '  '", _DETAILS
    ),
    "answer_works_end_after_they_begin": Write(
        "UPDATE cases_answerdetails SET works_until = '2027-05-02'", _DETAILS
    ),
    "answer_details_say_something": Write(
        "UPDATE cases_answerdetails SET cost = NULL, works_from = NULL, works_until = NULL, "
        "budget_line = ' '",
        _DETAILS,
    ),
    "cases_answerdetails_come_with_an_answer": Write(
        "INSERT INTO cases_answerdetails (case_id, is_review, cost_covers, budget_line) "
        "SELECT MIN(id), FALSE, '', 'Voirie' FROM cases_case WHERE answered_on IS NULL"
    ),
    "answer_file_has_a_title": Write("UPDATE cases_answerfile SET title = ' '", _FILE),
    "answer_file_is_not_empty": Write("UPDATE cases_answerfile SET size = 0", _FILE),
    "answer_picture_has_a_size": Write("UPDATE cases_answerfile SET kind = 'webp'", _FILE),
    "cases_answerfile_published_with_its_answer_insert": Write(
        _FILE_COLUMNS.format(day="'2026-01-05'")
    ),
    "cases_answerfile_published_with_its_answer_update": Write(
        "UPDATE cases_answerfile SET published_on = '2026-01-05'", _FILE
    ),
    # What is planned.
    "cases_case_planned_is_dated": Write(
        f"UPDATE cases_case SET {_ANSWER}, origin = 'request' WHERE state = 'received'".replace(
            "'done'", "'planned'"
        )
    ),
    "case_plan_is_overdue_after_its_date": Write(
        "UPDATE cases_case SET planned_for = '2026-01-05', plan_overdue_on = '2026-01-05'"
    ),
    "plan_news_have_a_reason": Write("UPDATE cases_plannews SET text = 'fait'", _NEWS),
    "plan_moved_has_a_date": Write("UPDATE cases_plannews SET word = 'moved'", _NEWS),
    # Rules and figures.
    "answer_rules_leave_time_to_contest": Write(
        "UPDATE cases_answerrules SET contest_days = 1", _RULES
    ),
    "answer_rules_publish_nothing_of_a_few": Write(
        "UPDATE cases_answerrules SET fewest_answers = 4", _RULES
    ),
    "delay_figure_says_nothing_of_a_few": Write(
        "UPDATE cases_delayfigure SET median_days = 3", _FIGURE
    ),
    "delay_figure_in_time_is_answered": Write(
        "UPDATE cases_delayfigure SET in_time = answered + 1", _FIGURE
    ),
}

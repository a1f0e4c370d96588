"""The forbidden writes: for each trigger and each CHECK, a statement the database must refuse."""

from tests.consistency.case_forbidden import CASE_WRITES
from tests.consistency.council_forbidden import COUNCIL_WRITES
from tests.consistency.request_forbidden import REQUEST_WRITES
from tests.consistency.text_forbidden import TEXT_WRITES
from tests.consistency.writes import Copy, Write

_ELSEWHERE = (
    "INSERT INTO territory_citydepartment (organisation_id, name, slug, email, aliases) "
    "SELECT o.id, 'Ailleurs', 'ailleurs', '', '[]' FROM territory_organisation o WHERE o.id NOT IN "
    "(SELECT holder_id FROM territory_competenceholder)",
)


def _guarded(
    table: str, label: str, key: str = "id", other: dict[str, str] | None = None
) -> dict[str, Write | Copy]:
    """A text with an open finding is published neither by a change nor by a new row."""
    number = "'" + label + ":' || "
    finding = (
        'INSERT INTO privacy_finding (target, field, start, "end", type, words_mark, score, '
        f"decision, reason, found_at) SELECT {number}{{}}, 'text', 0, 4, 'phone', '', 1.0, "
        f"'open', '', CURRENT_TIMESTAMP FROM {table} LIMIT 1"
    )
    released = {"screening": "'released'", "held_for": "''", key: "987654"} | (other or {})
    return {
        f"guard_{table}_update": Write(
            f"UPDATE {table} SET screening = 'released', held_for = ''", (finding.format(key),)
        ),
        f"guard_{table}_insert": Copy(table, released, first=(finding.format("987654"),)),
    }


_SIGNED = "decision_id IN (SELECT id FROM decisions_reasoneddecision WHERE state = 'signed')"
_OPEN = "ballot_id IN (SELECT id FROM voting_ballot WHERE state = 'open')"
_CLOSED = "ballot_id IN (SELECT id FROM voting_ballot WHERE state = 'closed')"

_OTHER_GROUP = {"group_id": "(SELECT MIN(id) FROM workshops_mixedgroup)"}

_OTHER_PHOTO = {"key": "'00000000000000000000000000000001'", "looked_at": "added_at"}

FORBIDDEN: dict[str, Write | Copy] = {
    # The journal.
    "audit_journal_no_update": Write("UPDATE audit_journalentry SET action = 'other'"),
    "audit_journal_no_delete": Write("DELETE FROM audit_journalentry"),
    # People and places.
    "organisation_only_communes_have_a_parent": Write(
        "UPDATE territory_organisation SET kind = 'intercommunality' "
        "WHERE intercommunality_id IS NOT NULL"
    ),
    "person_official_college_is_verified": Write(
        "UPDATE accounts_person SET college = 'elected_official', college_verified_at = NULL"
    ),
    "person_text_messages_are_agreed": Write(
        "UPDATE accounts_person SET contact_preference = 'sms', sms_agreed_at = NULL"
    ),
    "person_erased_keeps_nothing_personal": Write(
        "UPDATE accounts_person SET erased_at = CURRENT_TIMESTAMP WHERE email <> ''"
    ),
    # The publication guard.
    "finding_span": Write('UPDATE privacy_finding SET "end" = start'),
    "finding_kept_has_a_reason": Write("UPDATE privacy_finding SET decision = 'kept', reason = ''"),
    **_guarded("cases_request", "cases.request"),
    **_guarded("cases_requestphoto", "cases.requestphoto", other=_OTHER_PHOTO),
    **_guarded("cases_satisfactionwords", "cases.satisfactionwords"),
    **_guarded("participation_contribution", "participation.contribution"),
    **_guarded("neighbourhood_councils_agendaproposal", "neighbourhood_councils.agendaproposal"),
    **_guarded("discussion_comment", "discussion.comment", "xtdcomment_ptr_id"),
    "cases_request_held_has_a_reason": Write(
        "UPDATE cases_request SET screening = 'held', held_for = ''"
    ),
    "participation_contribution_held_has_a_reason": Write(
        "UPDATE participation_contribution SET screening = 'held', held_for = ''"
    ),
    "discussion_comment_held_has_a_reason": Write(
        "UPDATE discussion_comment SET screening = 'held', held_for = ''"
    ),
    "discussion_reopened_has_a_reason": Write(
        "UPDATE discussion_threadconclusion SET reopened_at = CURRENT_TIMESTAMP, "
        "reopened_because = ''"
    ),
    # What is owed an answer.
    "territory_holder_answers_itself_update": Write(
        "UPDATE territory_competenceholder SET department_id = (SELECT MIN(d.id) FROM "
        "territory_citydepartment d WHERE d.organisation_id <> "
        "territory_competenceholder.holder_id)",
        _ELSEWHERE,
    ),
    "territory_holder_answers_itself_insert": Write(
        "INSERT INTO territory_competenceholder (competence_id, territory_id, holder_id, "
        "department_id) SELECT (SELECT MAX(id) FROM territory_competence), d.organisation_id, "
        "(SELECT MIN(o.id) FROM territory_organisation o WHERE o.id <> d.organisation_id), d.id "
        "FROM territory_citydepartment d WHERE d.id = (SELECT MIN(id) FROM "
        "territory_citydepartment)",
        ("INSERT INTO territory_competence (name, code) VALUES ('Nouvelle', 'nouvelle')",),
    ),
    **CASE_WRITES,
    "service_level_of_a_type_is_for_requests": Write(
        "UPDATE cases_servicelevel SET origin = 'contribution', "
        "request_type_id = (SELECT MIN(id) FROM cases_requesttype)"
    ),
    **REQUEST_WRITES,
    "typed_answer_has_a_reason": Write("UPDATE cases_answertemplate SET reason = ' fait '"),
    # Time and places.
    "phase_ends_after_it_starts": Write(
        "UPDATE participation_phase SET ends_at = starts_at WHERE starts_at IS NOT NULL"
    ),
    "session_ends_after_it_starts": Write("UPDATE participation_session SET ends_at = starts_at"),
    "session_never_over_capacity": Write(
        "UPDATE participation_session SET confirmed_count = capacity + 1 WHERE capacity IS NOT NULL"
    ),
    **COUNCIL_WRITES,
    "consultation_published_is_framed": Write(
        "UPDATE consultations_consultation SET decider = '' WHERE is_published = TRUE"
    ),
    "promise_kept_says_how": Write("UPDATE consultations_promisekept SET words = 'Fait.'"),
    # Live rooms.
    "room_closed_is_dated": Write("UPDATE workshops_room SET state = 'closed', closed_at = NULL"),
    "card_says_something": Write("UPDATE workshops_card SET text = ''"),
    "card_merged_has_an_heir": Write(
        "UPDATE workshops_card SET merged_into_id = NULL WHERE state = 'merged'"
    ),
    "dot_is_on_one_thing": Write("UPDATE workshops_dotvote SET card_id = NULL"),
    "minutes_correction_refused_has_a_reason": Write(
        "UPDATE workshops_minutescorrection SET state = 'refused', reason = ''"
    ),
    # Discussions.
    "discussion_comment_author_is_kept": Write(
        "UPDATE discussion_comment SET college = 'elected_official'"
    ),
    "report_settled_is_dated": Write(
        "UPDATE discussion_report SET state = 'kept', settled_at = NULL"
    ),
    # Ballots.
    "voting_ballot_rules_are_fixed": Write(
        "UPDATE voting_ballot SET question = 'Autre chose ?' WHERE state = 'open'"
    ),
    "voting_ballot_never_goes_back": Write(
        "UPDATE voting_ballot SET state = 'draft' WHERE state = 'open'"
    ),
    "voting_ballot_result_is_kept": Write(
        "UPDATE voting_ballot SET tally = '{\"for\": 1}' WHERE state = 'closed'"
    ),
    "voting_ballot_is_kept": Write("DELETE FROM voting_ballot WHERE state = 'open'"),
    "ballot_no_result_before_close": Write(
        "UPDATE voting_ballot SET tally = '{\"for\": 1}' WHERE state = 'open'"
    ),
    "ballot_open_has_a_date": Copy(
        "voting_ballot", {"state": "'open'", "opened_at": "NULL", "tally": "NULL"}
    ),
    "ballot_closed_has_a_tally": Copy(
        "voting_ballot",
        {"state": "'closed'", "tally": "NULL", "opened_at": "CURRENT_TIMESTAMP"},
    ),
    "ballot_majority_is_a_majority": Copy("voting_ballot", {"majority_percent": "40"}),
    "roll_vote_has_a_channel": Write(
        f"UPDATE voting_rollentry SET voted_on = '2026-01-01', channel = '' WHERE {_OPEN} "
        "AND voted_on IS NULL"
    ),
    "voting_rollentry_vote_is_kept": Write(
        "UPDATE voting_rollentry SET voted_on = NULL WHERE voted_on IS NOT NULL"
    ),
    "voting_rollentry_votes_while_open": Write(
        "UPDATE voting_rollentry SET voted_on = '2026-01-01', channel = 'desk' "
        f"WHERE {_CLOSED} AND voted_on IS NULL"
    ),
    "voting_rollentry_list_is_frozen": Copy("voting_rollentry", where=_CLOSED),
    "voting_rollentry_is_whose_it_is": Write(
        f"UPDATE voting_rollentry SET college = 'association' WHERE {_OPEN}"
    ),
    "voting_rollentry_is_kept": Write(f"DELETE FROM voting_rollentry WHERE {_OPEN}"),
    "voting_castballot_only_while_open": Copy("voting_castballot", where=_CLOSED),
    "voting_castballot_is_kept_as_cast": Write("UPDATE voting_castballot SET choice = 'abstain'"),
    "voting_castballot_is_kept": Write("DELETE FROM voting_castballot"),
    # Decisions.
    "decisions_signed_is_kept": Write(
        "UPDATE decisions_reasoneddecision SET summary = 'Autre chose.' WHERE state = 'signed'"
    ),
    "decisions_signed_is_not_deleted": Write(
        "DELETE FROM decisions_reasoneddecision WHERE state = 'signed'"
    ),
    "decisions_is_drafted_first": Copy("decisions_reasoneddecision", {"state": "'signed'"}),
    "decisions_is_signed_with_its_answers": Write(
        "UPDATE decisions_reasoneddecision SET state = 'signed', signed_at = CURRENT_TIMESTAMP, "
        "decided_on = '2026-01-01', summary = 'Voilà.' WHERE state = 'draft' AND NOT EXISTS "
        "(SELECT 1 FROM decisions_decisionitem i WHERE i.decision_id = "
        "decisions_reasoneddecision.id)"
    ),
    "decision_signed_is_dated": Write(
        "UPDATE decisions_reasoneddecision SET state = 'signed', signed_at = NULL "
        "WHERE state = 'draft' AND EXISTS (SELECT 1 FROM decisions_decisionitem i "
        "WHERE i.decision_id = decisions_reasoneddecision.id)"
    ),
    "decisions_item_insert_before_signing": Copy("decisions_decisionitem", where=_SIGNED),
    "decisions_item_update_before_signing": Write(
        f"UPDATE decisions_decisionitem SET position = 7 WHERE {_SIGNED}"
    ),
    "decisions_item_delete_before_signing": Write(
        f"DELETE FROM decisions_decisionitem WHERE {_SIGNED}"
    ),
    "decision_item_has_a_reason": Write(
        f"UPDATE decisions_decisionitem SET reason = 'trop court' WHERE NOT ({_SIGNED})"
    ),
    "decision_item_says_what_happens_when": Write(
        f"UPDATE decisions_decisionitem SET next_steps = '' WHERE NOT ({_SIGNED})"
    ),
    "decisions_commitment_insert_before_signing": Copy("decisions_commitment", where=_SIGNED),
    "decisions_commitment_delete_before_signing": Write(
        f"DELETE FROM decisions_commitment WHERE {_SIGNED}"
    ),
    "decisions_commitment_is_kept_as_promised": Write(
        f"UPDATE decisions_commitment SET text = 'Autre chose' WHERE {_SIGNED}"
    ),
    "decisions_commitment_moves_with_a_note": Write(
        f"UPDATE decisions_commitment SET state = 'dropped' WHERE {_SIGNED}"
    ),
    "decisions_commitment_carries_out_its_decision": Write(
        "INSERT INTO decisions_commitment_carries_out (commitment_id, decisionitem_id) "
        "SELECT c.id, i.id FROM decisions_commitment c JOIN decisions_decisionitem i "
        "ON i.decision_id <> c.decision_id LIMIT 1"
    ),
    "decisions_note_is_kept": Write("UPDATE decisions_commitmentnote SET text = 'Autre chose'"),
    "decisions_note_is_not_deleted": Write("DELETE FROM decisions_commitmentnote"),
    "commitment_note_says_something": Copy("decisions_commitmentnote", {"text": "''"}),
    "commitment_note_is_not_ahead": Copy("decisions_commitmentnote", {"done_on": "'2999-01-01'"}),
    "session_cancelled_says_why": Write(
        "UPDATE participation_session SET cancelled_at = CURRENT_TIMESTAMP, cancelled_reason = ''"
    ),
    # Paper, desk, telephone.
    "second_typing_differs_at_most_wholly": Write(
        "UPDATE desk_secondtyping SET differing = characters + 1"
    ),
    "sheet_voided_says_why": Write(
        "UPDATE desk_sheet SET state = 'voided', void_reason = '' WHERE state = 'blank'"
    ),
    "mandate_lasts_a_year_at_most": Write("UPDATE desk_mandate SET days = 400"),
    "mandate_ends_after_it_starts": Write("UPDATE desk_mandate SET ends_on = starts_on"),
    "mandate_for_a_space_names_it": Write(
        "UPDATE desk_mandate SET scope = 'space', space_id = NULL"
    ),
    "desk_entry_is_offline": Write("UPDATE desk_entry SET channel = 'online'"),
    "letters_are_printed_before_they_are_posted": Write(
        "UPDATE desk_letterbatch SET posted_on = '2026-01-01', printed_at = NULL"
    ),
    "letter_returned_is_dated": Write(
        "UPDATE desk_letter SET state = 'returned', returned_on = NULL"
    ),
    "call_kept_was_made": Write(
        "UPDATE desk_callpromise SET state = 'kept', called_at = NULL WHERE state = 'pending'"
    ),
    "call_moved_says_why": Write(
        "UPDATE desk_callpromise SET state = 'moved', moved_reason = '' WHERE state = 'pending'"
    ),
    "desk_broken_call_stays_broken": Write(
        "UPDATE desk_callpromise SET state = 'pending'",
        first=("UPDATE desk_callpromise SET state = 'broken'",),
    ),
    "desk_sheet_serves_once": Write(
        "UPDATE desk_sheet SET state = 'blank' WHERE state = 'entered'"
    ),
    "desk_entry_is_kept": Write("DELETE FROM desk_entry"),
    # Mixed groups.
    "attendance_first_time_within_count": Write(
        "UPDATE participation_sessionattendance SET first_time = count + 1"
    ),
    "group_term_ends_after_it_starts": Write(
        "UPDATE workshops_mixedgroup SET term_ends_on = term_starts_on"
    ),
    "group_referral_names_who_asks": Write(
        "UPDATE workshops_mixedgroup SET asked_by_id = NULL WHERE origin = 'referral'"
    ),
    "quota_minimum_target_maximum": Write(
        "UPDATE workshops_collegequota SET minimum = maximum + 1"
    ),
    "derogation_has_a_reason": Copy(
        "workshops_derogation", {"reason": "'non'", "college": "'business'"}
    ),
    "derogation_is_below_the_minimum": Copy(
        "workshops_derogation", {"seated": "minimum", "college": "'business'"}
    ),
    "group_member_term_ends_after_it_starts": Write(
        "UPDATE workshops_groupmembership SET term_ends_on = term_starts_on"
    ),
    "group_member_answers_once": Write(
        "UPDATE workshops_groupmembership SET declined_at = accepted_at "
        "WHERE accepted_at IS NOT NULL"
    ),
    "group_member_leaves_after_accepting": Write(
        "UPDATE workshops_groupmembership SET left_at = invited_at, accepted_at = NULL, "
        "named = FALSE"
    ),
    "group_member_named_after_accepting": Write(
        "UPDATE workshops_groupmembership SET accepted_at = NULL, left_at = NULL, named = TRUE"
    ),
    "reference_has_a_source": Write("UPDATE workshops_referencepopulation SET source = ''"),
    "share_is_a_percent": Write("UPDATE workshops_populationshare SET percent = 101"),
    "reply_has_a_reason": Copy("workshops_motivatedreply", _OTHER_GROUP | {"reason": "'non'"}),
    "reply_says_who_and_what_happens_when": Copy(
        "workshops_motivatedreply", _OTHER_GROUP | {"next_steps": "''"}
    ),
    "postponement_has_a_reason": Write("UPDATE workshops_replypostponement SET reason = 'non'"),
    "workshops_reply_is_kept": Write(
        "UPDATE workshops_motivatedreply SET reason = 'Une tout autre raison, écrite après.'"
    ),
    "workshops_reply_is_not_deleted": Write("DELETE FROM workshops_motivatedreply"),
    "workshops_derogation_is_kept": Write(
        "UPDATE workshops_derogation SET reason = 'Une tout autre raison, écrite après.'"
    ),
    "workshops_derogation_is_not_deleted": Write("DELETE FROM workshops_derogation"),
    "workshops_reply_date_moves_in_public": Write(
        "UPDATE workshops_mixedgroup SET reply_due_on = '2099-01-01' WHERE opened_at IS NOT NULL"
    ),
    **TEXT_WRITES,
}

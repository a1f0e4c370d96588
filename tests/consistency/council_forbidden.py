"""The forbidden writes of the councils."""

from tests.consistency.writes import Copy, Write

_TABLE = "neighbourhood_councils"
_ROUND = f"{_TABLE}_qualityround"
_OPEN_SHEET = "987654"
_REFERRAL = f"{_TABLE}_referral"
_QUESTION = f"{_TABLE}_councilquestion"
COUNCIL_WRITES: dict[str, Write | Copy] = {
    "membership_term_ends_after_it_starts": Write(
        f"UPDATE {_TABLE}_councilmembership SET term_ends_on = term_starts_on"
    ),
    "membership_substitute_of_another": Write(
        f"UPDATE {_TABLE}_councilmembership SET substitute_of_id = id"
    ),
    "meeting_preparatory_prepares": Write(
        f"UPDATE {_TABLE}_meeting SET kind = 'open' WHERE prepares_id IS NOT NULL"
    ),
    "meeting_with_officials_has_questions": Write(
        f"UPDATE {_TABLE}_meeting SET questions_until = NULL WHERE kind = 'with_officials'"
    ),
    "agenda_decided_is_dated": Write(
        f"UPDATE {_TABLE}_agendaproposal SET decided_at = NULL WHERE state <> 'waiting'"
    ),
    "agenda_kept_for_a_meeting": Write(
        f"UPDATE {_TABLE}_agendaproposal SET meeting_id = NULL WHERE state = 'kept'"
    ),
    "agenda_deferred_has_a_reason": Write(
        f"UPDATE {_TABLE}_agendaproposal SET reason = 'non' WHERE state = 'deferred'"
    ),
    "neighbourhood_councils_agendaproposal_held_has_a_reason": Write(
        f"UPDATE {_TABLE}_agendaproposal SET screening = 'held', held_for = ''"
    ),
    "question_answer_is_argued": Write(
        f"UPDATE {_QUESTION} SET answered_on = sent_on, answer = 'vu' WHERE answered_on IS NULL"
    ),
    "council_question_is_sent_in_time": Write(
        f"UPDATE {_QUESTION} SET sent_on = '2999-01-01' WHERE sent_on IS NULL"
    ),
    "council_question_sent_is_kept": Write(
        f"UPDATE {_QUESTION} SET text = 'Autre' WHERE sent_on IS NOT NULL"
    ),
    "council_answer_is_kept": Write(
        f"UPDATE {_QUESTION} SET answer = answer || '.' WHERE answered_on IS NOT NULL"
    ),
    "council_question_sent_is_not_deleted": Write(
        f"DELETE FROM {_QUESTION} WHERE sent_on IS NOT NULL"
    ),
    "council_correction_refused_has_a_reason": Write(
        f"UPDATE {_TABLE}_councilcorrection SET state = 'refused', reason = ''"
    ),
    "quality_published_once_both_closed": Write(
        f"UPDATE {_ROUND} SET published_at = opened_at WHERE services_closed_at IS NULL"
    ),
    "quality_side_stays_closed": Write(
        f"UPDATE {_ROUND} SET members_closed_at = NULL WHERE published_at IS NOT NULL"
    ),
    "quality_criterion_of_a_grid_that_served_insert": Copy(
        f"{_TABLE}_qualitycriterion", {"position": "99"}
    ),
    "quality_criterion_of_a_grid_that_served_update": Write(
        f"UPDATE {_TABLE}_qualitycriterion SET statement = 'Autre'"
    ),
    "quality_criterion_of_a_grid_that_served_delete": Write(
        f"DELETE FROM {_TABLE}_qualitycriterion"
    ),
    "quality_sheet_while_its_side_is_open": Copy(f"{_TABLE}_qualitysheet"),
    "quality_sheet_keeps_its_side": Write(
        f"UPDATE {_TABLE}_qualitysheet SET side = CASE side WHEN 'members' THEN 'services' "
        "ELSE 'members' END"
    ),
    "quality_mark_in_scale": Write(
        f"UPDATE {_TABLE}_qualitymark SET mark = 9 WHERE sheet_id = {_OPEN_SHEET}",
        (
            f"INSERT INTO {_TABLE}_qualitysheet (id, round_id, side, filled_at) SELECT 987654, "
            f"id, 'members', opened_at FROM {_ROUND} WHERE members_closed_at IS NULL",
            f"INSERT INTO {_TABLE}_qualitymark (sheet_id, criterion_id, mark) SELECT 987654, "
            f"MIN(id), 3 FROM {_TABLE}_qualitycriterion",
        ),
    ),
    "quality_mark_while_its_side_is_open_insert": Write(
        f"INSERT INTO {_TABLE}_qualitymark (sheet_id, criterion_id, mark) SELECT sheet_id, "
        f"criterion_id, 3 FROM {_TABLE}_qualitymark"
    ),
    "quality_mark_while_its_side_is_open_update": Write(
        f"UPDATE {_TABLE}_qualitymark SET mark = 1"
    ),
    "quality_mark_while_its_side_is_open_delete": Write(f"DELETE FROM {_TABLE}_qualitymark"),
    "quality_result_once_both_closed": Copy(
        f"{_TABLE}_qualityresult",
        {"round_id": f"(SELECT id FROM {_ROUND} WHERE members_closed_at IS NULL)"},
    ),
    "quality_result_of_five_people": Copy(f"{_TABLE}_qualityresult", {"respondents": "4"}),
    "quality_result_no_update": Write(f"UPDATE {_TABLE}_qualityresult SET total = 1"),
    "quality_result_no_delete": Write(f"DELETE FROM {_TABLE}_qualityresult"),
    "snapshot_ends_after_it_starts": Copy(
        "analysis_indicatorsnapshot", {"ends_on": "'2000-01-01'"}
    ),
    "analysis_indicatorsnapshot_no_update": Write(
        "UPDATE analysis_indicatorsnapshot SET formula_version = 9"
    ),
    "analysis_indicatorsnapshot_no_delete": Write("DELETE FROM analysis_indicatorsnapshot"),
    "analysis_snapshotrecount_no_update": Write(
        "UPDATE analysis_snapshotrecount SET differs = NOT differs"
    ),
    "analysis_snapshotrecount_no_delete": Write("DELETE FROM analysis_snapshotrecount"),
    "referral_reply_after_the_opinions": Write(
        f"UPDATE {_REFERRAL} SET opinions_due_on = reply_due_on"
    ),
    "referral_deliberation_is_written": Write(
        f"UPDATE {_REFERRAL} SET deliberated_on = opened_on WHERE deliberated_on IS NULL"
    ),
    "council_deliberation_is_kept": Write(
        f"UPDATE {_REFERRAL} SET deliberation = deliberation || '.' "
        "WHERE deliberated_on IS NOT NULL"
    ),
    "council_reply_date_moves_in_public": Write(
        f"UPDATE {_REFERRAL} SET reply_due_on = '2999-01-01'"
    ),
    "council_opinion_is_argued": Write(
        f"UPDATE {_TABLE}_councilopinion SET published_at = CURRENT_TIMESTAMP "
        "WHERE published_at IS NULL"
    ),
    "council_opinion_is_kept": Write(
        f"UPDATE {_TABLE}_councilopinion SET stance = 'unfavourable' WHERE published_at IS NOT NULL"
    ),
    "council_opinion_is_not_deleted": Write(
        f"DELETE FROM {_TABLE}_councilopinion WHERE published_at IS NOT NULL"
    ),
    "council_reply_has_a_reason": Copy(f"{_TABLE}_councilreply", {"reason": "'non'"}),
    "council_reply_says_who_and_what_happens_when": Copy(
        f"{_TABLE}_councilreply", {"decided_by": "''"}
    ),
    "council_reply_is_kept": Write(f"UPDATE {_TABLE}_councilreply SET outcome = 'partly'"),
    "council_reply_is_not_deleted": Write(f"DELETE FROM {_TABLE}_councilreply"),
    "council_postponement_has_a_reason": Write(
        f"UPDATE {_TABLE}_councilreplypostponement SET reason = 'non'"
    ),
    "training_lasts_an_hour": Write(f"UPDATE {_TABLE}_training SET hours = 0"),
    "training_date_ends_after_it_starts": Write(
        f"UPDATE {_TABLE}_trainingdate SET ends_at = starts_at"
    ),
}

"""What the database refuses about councils: what was said in public does not change."""

from civic.core.registry import Trigger

_SENT = "neighbourhood_councils_councilquestion"

_ROUND = "neighbourhood_councils_qualityround"
_CRITERION = "neighbourhood_councils_qualitycriterion"
_SHEET = "neighbourhood_councils_qualitysheet"
_MARK = "neighbourhood_councils_qualitymark"
_RESULT = "neighbourhood_councils_qualityresult"


def _side_closed(sheet: str) -> str:
    # The names of tables are written here, never taken from a request.
    return (
        f"EXISTS (SELECT 1 FROM {_ROUND} r WHERE r.id = {sheet}.round_id AND "  # noqa: S608
        f"(({sheet}.side = 'services' AND r.services_closed_at IS NOT NULL) "
        f"OR ({sheet}.side = 'members' AND r.members_closed_at IS NOT NULL)))"
    )


def _mark_closed(row: str) -> str:
    return (
        f"EXISTS (SELECT 1 FROM {_SHEET} s WHERE s.id = {row}.sheet_id "  # noqa: S608
        f"AND {_side_closed('s')})"
    )


QUALITY = (
    *(
        Trigger(
            f"quality_criterion_of_a_grid_that_served_{operation.lower()}",
            _CRITERION,
            operation,
            "A grid that served does not change: adopt another version.",
            when=f"EXISTS (SELECT 1 FROM {_ROUND} WHERE grid_id = {row}.grid_id)",  # noqa: S608
        )
        for operation, row in (("INSERT", "NEW"), ("UPDATE", "OLD"), ("DELETE", "OLD"))
    ),
    Trigger(
        "quality_side_stays_closed",
        _ROUND,
        "UPDATE",
        "What is closed or published stays so.",
        when="(OLD.services_closed_at IS NOT NULL AND NEW.services_closed_at IS NULL) "
        "OR (OLD.members_closed_at IS NOT NULL AND NEW.members_closed_at IS NULL) "
        "OR (OLD.published_at IS NOT NULL AND NEW.published_at IS NULL) "
        "OR NEW.grid_id <> OLD.grid_id",
    ),
    Trigger(
        "quality_sheet_while_its_side_is_open",
        _SHEET,
        "INSERT",
        "This side is closed.",
        when=_side_closed("NEW"),
    ),
    Trigger(
        "quality_sheet_keeps_its_side",
        _SHEET,
        "UPDATE",
        "A filled grid keeps its side.",
        when="NEW.side <> OLD.side OR NEW.round_id <> OLD.round_id",
    ),
    *(
        Trigger(
            f"quality_mark_while_its_side_is_open_{operation.lower()}",
            _MARK,
            operation,
            "This side is closed.",
            when=_mark_closed(row),
        )
        for operation, row in (("INSERT", "NEW"), ("UPDATE", "OLD"), ("DELETE", "OLD"))
    ),
    Trigger(
        "quality_result_once_both_closed",
        _RESULT,
        "INSERT",
        "Nothing is counted before both sides are closed.",
        when=f"NOT EXISTS (SELECT 1 FROM {_ROUND} WHERE id = NEW.round_id "  # noqa: S608
        "AND services_closed_at IS NOT NULL AND members_closed_at IS NOT NULL)",
    ),
    *(
        Trigger(
            f"quality_result_no_{operation.lower()}",
            _RESULT,
            operation,
            "A published result does not change.",
        )
        for operation in ("UPDATE", "DELETE")
    ),
)

_OPINION = "neighbourhood_councils_councilopinion"
_REPLY = "neighbourhood_councils_councilreply"
REFERRALS = (
    Trigger(
        "council_opinion_is_kept",
        _OPINION,
        "UPDATE",
        "A published opinion does not change.",
        when="OLD.published_at IS NOT NULL",
    ),
    Trigger(
        "council_opinion_is_not_deleted",
        _OPINION,
        "DELETE",
        "A published opinion is not deleted.",
        when="OLD.published_at IS NOT NULL",
    ),
    Trigger(
        "council_reply_is_kept",
        _REPLY,
        "UPDATE",
        "A published reply does not change.",
        columns=("outcome", "reason", "next_steps", "decided_by", "due_on", "published_at"),
    ),
    Trigger(
        "council_reply_is_not_deleted",
        _REPLY,
        "DELETE",
        "A published reply is not deleted.",
    ),
    Trigger(
        "council_reply_date_moves_in_public",
        "neighbourhood_councils_referral",
        "UPDATE",
        "A reply date moves with a public reason.",
        when="NEW.reply_due_on <> OLD.reply_due_on AND NOT EXISTS "
        "(SELECT 1 FROM neighbourhood_councils_councilreplypostponement "
        "WHERE referral_id = OLD.id AND due_before = OLD.reply_due_on "
        "AND due_after = NEW.reply_due_on)",
    ),
    Trigger(
        "council_deliberation_is_kept",
        "neighbourhood_councils_referral",
        "UPDATE",
        "What was concluded together does not change.",
        when="OLD.deliberated_on IS NOT NULL AND (NEW.deliberated_on IS NULL "
        "OR NEW.deliberated_on <> OLD.deliberated_on OR NEW.deliberation <> OLD.deliberation)",
    ),
)

FORBIDDEN = (
    Trigger(
        "council_question_is_sent_in_time",
        _SENT,
        "UPDATE",
        "A question is sent before its last day.",
        when="NEW.sent_on IS NOT NULL AND OLD.sent_on IS NULL AND NOT EXISTS "
        "(SELECT 1 FROM neighbourhood_councils_meeting WHERE session_id = NEW.session_id "
        "AND questions_until >= NEW.sent_on)",
    ),
    Trigger(
        "council_question_sent_is_kept",
        _SENT,
        "UPDATE",
        "A question that was sent does not change.",
        when="OLD.sent_on IS NOT NULL AND (NEW.sent_on IS NULL OR NEW.sent_on <> OLD.sent_on "
        "OR NEW.text <> OLD.text)",
    ),
    Trigger(
        "council_answer_is_kept",
        _SENT,
        "UPDATE",
        "An answer that was given does not change.",
        when="OLD.answered_on IS NOT NULL AND (NEW.answered_on IS NULL "
        "OR NEW.answered_on <> OLD.answered_on OR NEW.answer <> OLD.answer "
        "OR NEW.answered_as <> OLD.answered_as)",
    ),
    Trigger(
        "council_question_sent_is_not_deleted",
        _SENT,
        "DELETE",
        "A question that was sent is not deleted.",
        when="OLD.sent_on IS NOT NULL",
    ),
    *QUALITY,
    *REFERRALS,
)

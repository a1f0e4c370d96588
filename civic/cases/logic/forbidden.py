"""Forbidden writes of cases: what a CHECK cannot say, because it looks at what was before."""

from collections.abc import Iterable

from civic.core.registry import Trigger

from ..enums import HANDED_OVER_FROM, INITIAL_STATES, TRANSITIONS, CaseState


def _in(states: Iterable[CaseState]) -> str:
    return ", ".join(f"'{state.value}'" for state in sorted(states))


def allowed_moves() -> str:
    """Return the table of transitions as an SQL condition on OLD and NEW."""
    by_destinations: dict[tuple[CaseState, ...], list[CaseState]] = {}
    for origin, destinations in TRANSITIONS.items():
        by_destinations.setdefault(destinations, []).append(origin)
    moves = [
        f"(OLD.state IN ({_in(origins)}) AND NEW.state IN ({_in(destinations)}))"
        for destinations, origins in by_destinations.items()
        if destinations
    ]
    moves.append(
        f"(OLD.state IN ({_in(HANDED_OVER_FROM)}) AND NEW.state = 'received' "
        "AND NEW.organisation_id <> OLD.organisation_id)"
    )
    return " OR ".join(moves)


TRIGGERS = (
    Trigger(
        "cases_assignment_is_history",
        "cases_assignment",
        "UPDATE",
        "Who held a request is not rewritten.",
        when="NEW.case_id <> OLD.case_id OR NEW.position <> OLD.position "
        "OR NEW.organisation_id <> OLD.organisation_id OR NEW.assigned_by <> OLD.assigned_by",
    ),
    Trigger(
        "cases_case_number_is_kept",
        "cases_case",
        "UPDATE",
        "A case keeps its number and its first clock.",
        when="NEW.number <> OLD.number OR NEW.received_on <> OLD.received_on",
    ),
    Trigger(
        "cases_case_promise_is_kept",
        "cases_case",
        "UPDATE",
        "An announced delay is not changed afterwards.",
        when="OLD.promised_on IS NOT NULL "
        "AND (NEW.promised_on IS NULL OR NEW.promised_on <> OLD.promised_on)",
    ),
    Trigger(
        "cases_case_moves_as_the_table_says",
        "cases_case",
        "UPDATE",
        "A case does not pass from this state to that one.",
        when=f"NEW.state <> OLD.state AND NOT ({allowed_moves()})",
    ),
    Trigger(
        "cases_case_begins_before_its_answer",
        "cases_case",
        "INSERT",
        "A case begins before its answer.",
        when=f"NEW.state NOT IN ({_in(INITIAL_STATES)})",
    ),
    Trigger(
        "cases_case_is_reviewed_once",
        "cases_case",
        "UPDATE",
        "A review is asked for once, on a day.",
        when="NEW.state = 'review' AND OLD.state <> 'review' "
        "AND (OLD.review_asked_on IS NOT NULL OR NEW.review_asked_on IS NULL)",
    ),
    Trigger(
        "cases_case_is_contested_in_time",
        "cases_case",
        "UPDATE",
        "An answer is contested until the announced day.",
        when="NEW.state = 'review' AND OLD.state <> 'review' "
        "AND NEW.review_asked_on > OLD.contest_until",
    ),
    Trigger(
        "cases_case_is_reviewed_by_somebody_else",
        "cases_case",
        "UPDATE",
        "A review is answered by somebody else than the first answer.",
        when="OLD.state = 'review' AND NEW.state = 'answered' "
        "AND NEW.answered_by_id = OLD.answered_by_id",
    ),
    Trigger(
        "cases_case_first_answer_stays",
        "cases_case",
        "UPDATE",
        "The first answer stays public beside the second.",
        when="OLD.state = 'review' AND NEW.state = 'answered' AND NEW.first_reason <> OLD.reason",
    ),
    Trigger(
        "cases_case_planned_is_dated",
        "cases_case",
        "UPDATE",
        "What is planned says for when.",
        when="NEW.state = 'answered' AND NEW.outcome = 'planned' AND NEW.origin = 'request' "
        "AND NEW.planned_for IS NULL AND (OLD.state <> 'answered' OR OLD.outcome <> 'planned' "
        "OR OLD.planned_for IS NOT NULL)",
    ),
    Trigger(
        "cases_answerdetails_come_with_an_answer",
        "cases_answerdetails",
        "INSERT",
        "The details of an answer come with it.",
        when="EXISTS (SELECT 1 FROM cases_case c WHERE c.id = NEW.case_id "
        "AND c.answered_on IS NULL)",
    ),
    *(
        Trigger(
            f"cases_answerfile_published_with_its_answer_{operation.lower()}",
            "cases_answerfile",
            operation,
            "A file is published with its answer.",
            when="NEW.published_on IS NOT NULL AND EXISTS (SELECT 1 FROM cases_case c "
            "WHERE c.id = NEW.case_id AND c.answered_on IS NULL)",
        )
        for operation in ("INSERT", "UPDATE")
    ),
    *(
        Trigger(
            f"cases_duplicatelink_no_chain_{operation.lower()}",
            "cases_duplicatelink",
            operation,
            "The original of a duplicate is nobody's duplicate.",
            when="EXISTS (SELECT 1 FROM cases_duplicatelink other WHERE "
            "other.duplicate_id = NEW.original_id "
            "OR other.original_id = NEW.duplicate_id)",
        )
        for operation in ("INSERT", "UPDATE")
    ),
)

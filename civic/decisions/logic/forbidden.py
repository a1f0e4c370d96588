"""What the database refuses about decisions: a signed one is kept, with its answers."""

from civic.core.registry import Trigger

_WORDS = (
    "space_id",
    "title",
    "summary",
    "question",
    "context",
    "criteria",
    "decided_by_name",
    "legal_act",
)
_DATED = ("decided_on", "signed_at")
_TABLE = "decisions_reasoneddecision"


def _text_changed(*columns: str) -> str:
    return " OR ".join(
        f"COALESCE(CAST(NEW.{name} AS TEXT), '') <> COALESCE(CAST(OLD.{name} AS TEXT), '')"
        for name in columns
    )


def _signed(row: str) -> str:
    # Names of this module only: nothing a person typed comes here.
    return f"(SELECT state FROM {_TABLE} WHERE id = {row}.decision_id) = 'signed'"  # noqa: S608


FORBIDDEN = (
    Trigger(
        "decisions_signed_is_kept",
        _TABLE,
        "UPDATE",
        "A signed decision does not change.",
        when="OLD.state = 'signed' AND "
        f"(NEW.state <> 'signed' OR {_text_changed(*_WORDS, *_DATED)})",
    ),
    Trigger(
        "decisions_signed_is_not_deleted",
        _TABLE,
        "DELETE",
        "A signed decision is not deleted.",
        when="OLD.state = 'signed'",
    ),
    Trigger(
        "decisions_is_drafted_first",
        _TABLE,
        "INSERT",
        "A decision is drafted, then signed.",
        when="NEW.state <> 'draft'",
    ),
    Trigger(
        "decisions_is_signed_with_its_answers",
        _TABLE,
        "UPDATE",
        "A decision is signed with an answer to each of its items.",
        when="OLD.state = 'draft' AND NEW.state = 'signed' AND ("
        "NOT EXISTS (SELECT 1 FROM decisions_decisionitem WHERE decision_id = NEW.id) "
        "OR EXISTS (SELECT 1 FROM decisions_decisionitem i JOIN cases_case c ON c.id = i.case_id "
        "WHERE i.decision_id = NEW.id AND c.state <> 'answered'))",
    ),
    *(
        Trigger(
            f"decisions_item_{operation.lower()}_before_signing",
            "decisions_decisionitem",
            operation,
            "The answers of a signed decision do not change.",
            when=_signed("OLD" if operation == "DELETE" else "NEW")
            + (f" OR {_signed('OLD')}" if operation == "UPDATE" else ""),
        )
        for operation in ("INSERT", "UPDATE", "DELETE")
    ),
    *(
        Trigger(
            f"decisions_commitment_{operation.lower()}_before_signing",
            "decisions_commitment",
            operation,
            "What a signed decision promised does not change.",
            when=_signed("OLD" if operation == "DELETE" else "NEW"),
        )
        for operation in ("INSERT", "DELETE")
    ),
    Trigger(
        "decisions_commitment_is_kept_as_promised",
        "decisions_commitment",
        "UPDATE",
        "What a signed decision promised does not change.",
        when=f"{_signed('OLD')} AND (NEW.text <> OLD.text OR NEW.due_on <> OLD.due_on "
        "OR NEW.decision_id <> OLD.decision_id)",
    ),
    Trigger(
        "decisions_commitment_carries_out_its_decision",
        "decisions_commitment_carries_out",
        "INSERT",
        "A commitment carries out answers of its own decision.",
        when="(SELECT decision_id FROM decisions_commitment WHERE id = NEW.commitment_id) <> "
        "(SELECT decision_id FROM decisions_decisionitem WHERE id = NEW.decisionitem_id)",
    ),
    Trigger(
        "decisions_note_is_kept",
        "decisions_commitmentnote",
        "UPDATE",
        "What was said of a commitment does not change.",
        when=_text_changed("commitment_id", "state", "text", "postponed_to", "done_on", "noted_on"),
    ),
    Trigger(
        "decisions_note_is_not_deleted",
        "decisions_commitmentnote",
        "DELETE",
        "What was said of a commitment is not deleted.",
    ),
    Trigger(
        "decisions_commitment_moves_with_a_note",
        "decisions_commitment",
        "UPDATE",
        "A commitment moves with a public note.",
        # Names of this module only: nothing a person typed comes here.
        when=f"{_signed('OLD')} AND ({_text_changed('state', 'postponed_to')}) "  # noqa: S608
        "AND NOT EXISTS (SELECT 1 FROM decisions_commitmentnote n WHERE n.commitment_id = NEW.id "
        "AND n.state = NEW.state AND COALESCE(CAST(n.postponed_to AS TEXT), '') = "
        "COALESCE(CAST(NEW.postponed_to AS TEXT), ''))",
    ),
)

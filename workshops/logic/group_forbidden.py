"""What the database refuses about mixed groups: what was said in public does not change."""

from civic.core.registry import Trigger

FORBIDDEN = (
    Trigger(
        "workshops_reply_is_kept",
        "workshops_motivatedreply",
        "UPDATE",
        "A published reply does not change.",
        columns=("outcome", "reason", "next_steps", "decided_by", "due_on", "published_at"),
    ),
    Trigger(
        "workshops_reply_is_not_deleted",
        "workshops_motivatedreply",
        "DELETE",
        "A published reply is not deleted.",
    ),
    Trigger(
        "workshops_derogation_is_kept",
        "workshops_derogation",
        "UPDATE",
        "A derogation does not change.",
        columns=("college", "minimum", "seated", "reason", "decided_at"),
    ),
    Trigger(
        "workshops_derogation_is_not_deleted",
        "workshops_derogation",
        "DELETE",
        "A derogation is not deleted.",
    ),
    Trigger(
        "workshops_reply_date_moves_in_public",
        "workshops_mixedgroup",
        "UPDATE",
        "A reply date moves with a public reason.",
        when="OLD.opened_at IS NOT NULL AND OLD.reply_due_on IS NOT NULL "
        "AND (NEW.reply_due_on IS NULL OR (NEW.reply_due_on <> OLD.reply_due_on "
        "AND NOT EXISTS (SELECT 1 FROM workshops_replypostponement WHERE group_id = OLD.id "
        "AND due_before = OLD.reply_due_on AND due_after = NEW.reply_due_on)))",
    ),
)

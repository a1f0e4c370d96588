"""What an authority must say when it replies: what becomes of it, why, what happens when, who."""

from django.utils.translation import gettext as _

from civic.core.exceptions import Refusal

from ..enums import ReplyOutcome
from .public_words import checked_reason, checked_text


def checked_reply(
    *, organisation_id: int, outcome: str, reason: str, next_steps: str, decided_by: str
) -> dict[str, str]:
    """Return the words of a public reply as they are kept; raise Refusal with the field."""
    if outcome not in ReplyOutcome.values:
        raise Refusal(_("Say what becomes of the report."), code="unknown_outcome", field="outcome")
    argued = checked_reason(reason, organisation_id=organisation_id)
    steps, _named = checked_text(
        next_steps,
        organisation_id=organisation_id,
        field="next_steps",
        missing=_("Say what happens next, and when."),
    )
    if not decided_by.strip():
        raise Refusal(_("Say who decided."), code="decider_missing", field="decided_by")
    return {
        "outcome": outcome,
        "reason": argued,
        "next_steps": steps,
        "decided_by": decided_by.strip()[:150],
    }

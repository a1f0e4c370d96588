"""What staff and members publish at once is read by the guard first."""

from django.utils.translation import gettext as _

from civic.cases.logic.formulas import is_formula, trimmed
from civic.cases.models.case import MIN_REASON
from civic.core.exceptions import Refusal
from civic.privacy.services.screening import findings_in


def checked_text(
    text: str,
    *,
    organisation_id: int,
    field: str,
    missing: str,
    keep_findings_because: str = "",
) -> tuple[str, bool]:
    """Return a public text as it is kept, and whether it names somebody for a stated reason.

    Raises Refusal when it is empty, or names somebody without a reason for the name to stay.
    """
    kept = trimmed(text)
    if not kept:
        raise Refusal(missing, code="text_missing", field=field)
    spans = findings_in(kept, organisation_id=organisation_id)
    if spans and not keep_findings_because.strip():
        raise Refusal(
            _("This would publish « %(words)s ». Rewrite it, or say why it may stay.")
            % {"words": " », « ".join(span.text for span in spans)},
            code="finding",
            field=field,
        )
    return kept, bool(spans)


def checked_reason(reason: str, *, organisation_id: int, field: str = "reason") -> str:
    """Return a public reason; raise Refusal when it is short, a formula, or names somebody."""
    kept, _named = checked_text(
        reason,
        organisation_id=organisation_id,
        field=field,
        missing=_("Say why, in a sentence people can check."),
    )
    if len(kept) < MIN_REASON or is_formula(kept):
        raise Refusal(
            _("Say why in at least %(min)s characters: this is read by everybody.")
            % {"min": MIN_REASON},
            code="reason_too_short",
            field=field,
        )
    return kept

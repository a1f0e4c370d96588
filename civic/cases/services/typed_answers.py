"""What a typed answer may say before any case has filled it."""

from django.utils.translation import gettext as _

from civic.core.exceptions import Refusal
from civic.privacy.services.screening import findings_in

from ..logic.formulas import is_formula
from ..logic.gaps import GAPS, unknown_gaps
from ..models import AnswerTemplate


def check_template(template: AnswerTemplate) -> None:
    """Refuse a typed answer that is a formula, has a gap no case fills, or names somebody."""
    if is_formula(template.reason):
        raise Refusal(
            _("Give a reason: « fait » or « vu » is not an answer, whoever it is sent to."),
            code="formula",
            field="reason",
        )
    for field in ("reason", "next_steps"):
        text = getattr(template, field)
        if unknown := unknown_gaps([text]):
            raise Refusal(
                _("No request can fill {%(unknown)s}. Those that exist: {%(known)s}.")
                % {"unknown": "}, {".join(unknown), "known": "}, {".join(GAPS)},
                code="unknown_gap",
                field=field,
            )
        if spans := findings_in(text, organisation_id=template.organisation_id):
            raise Refusal(
                _("This answer would publish « %(words)s ». Say it without naming anybody.")
                % {"words": " », « ".join(span.text for span in spans)},
                code="finding",
                field=field,
            )

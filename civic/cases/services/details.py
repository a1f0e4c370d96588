"""What an answer says of the works: cost, dates, budget line, checked and kept with it."""

from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from civic.core.exceptions import Refusal
from civic.privacy.services.screening import findings_in

from ..models import AnswerDetails, Case

MOST_EUROS = Decimal("9999999999.99")


@dataclass(frozen=True)
class Details:
    """Cost, dates of the works and budget line as an officer gives them; all optional."""

    cost: Decimal | None = None
    cost_covers: str = ""
    works_from: date | None = None
    works_until: date | None = None
    budget_line: str = ""

    @property
    def is_empty(self) -> bool:
        return not any(value or value == 0 for value in asdict(self).values())


NO_DETAILS = Details()


def details_of(given: dict[str, Any]) -> Details:
    """Return the details among the values of a valid form."""
    return Details(
        cost=given.get("cost"),
        cost_covers=given.get("cost_covers", "").strip(),
        works_from=given.get("works_from"),
        works_until=given.get("works_until"),
        budget_line=given.get("budget_line", "").strip(),
    )


def check_details(*, case: Case, details: Details, keep_findings_because: str = "") -> None:
    """Refuse details that may not be published, with the field to correct; write nothing."""
    if details.cost is not None and not 0 <= details.cost <= MOST_EUROS:
        raise Refusal(
            _("A cost is an amount in euros, zero or more: 1 250,50."),
            code="cost_negative",
            field="cost",
        )
    if details.cost is not None and not details.cost_covers:
        raise Refusal(
            _("Say what this amount covers: « supply and laying, without tax »."),
            code="cost_covers_missing",
            field="cost_covers",
        )
    if details.cost_covers and details.cost is None:
        raise Refusal(
            _("Give the amount, or empty what it covers."), code="cost_missing", field="cost"
        )
    if details.works_until is not None and details.works_from is None:
        raise Refusal(
            _("Say also when the works begin; for one day, give that day alone."),
            code="works_from_missing",
            field="works_from",
        )
    if (
        details.works_from is not None
        and details.works_until is not None
        and details.works_until < details.works_from
    ):
        raise Refusal(
            _("The works end before they begin: check both dates."),
            code="works_end_first",
            field="works_until",
        )
    if keep_findings_because.strip():
        return
    for field in ("cost_covers", "budget_line"):
        spans = findings_in(getattr(details, field), organisation_id=case.organisation_id)
        if spans:
            raise Refusal(
                _("This answer would publish « %(words)s ». Rewrite it, or say why it may stay.")
                % {"words": " », « ".join(span.text for span in spans)},
                code="finding",
                field=field,
            )


def keep_details(case: Case, details: Details) -> None:
    """Keep the details of the answer a case has just got, inside its transaction."""
    if details.is_empty:
        return
    AnswerDetails.objects.create(
        case=case, is_review=case.reviewed_on is not None, **asdict(details)
    )

"""What a person finds of their own proposals and supports in « my contributions »."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from civic.accounts.models import Person
from civic.cases.enums import CaseState
from civic.participation.models import Contribution
from civic.participation.registry import participation_registry

from .proposals import answer_state


def my_proposals(person: Person) -> "QuerySet[Contribution]":
    """Return the proposals the person wrote, the latest first."""
    return _latest(Contribution.objects.filter(author=person))


def my_supports(person: Person) -> "QuerySet[Contribution]":
    """Return the public proposals the person supports, the latest first."""
    return _latest(Contribution.objects.public().filter(supports__person=person))


def _latest(found: "QuerySet[Contribution]") -> "QuerySet[Contribution]":
    return found.select_related("case", "activity").order_by("-said_at", "-pk")


def proposal_lines(rows: Sequence[Contribution], *, mine: bool = True) -> list[dict[str, Any]]:
    """Return one line per proposal of an account page; an answer to one's own may be contested."""
    today = timezone.localdate()
    addresses = participation_registry.addresses_of(rows)
    lines = []
    for row in rows:
        case = row.case
        state, label = answer_state(
            case.state,
            case.outcome,
            case.promised_on,
            withdrawn=row.withdrawn_at is not None,
            today=today,
        )
        lines.append(
            {
                "title": row.title,
                "url": addresses.get(row.case_id, ""),
                "state": state,
                "state_label": label,
                "meta": _("No. %(number)s") % {"number": case.number},
                "review_url": (
                    reverse("ask_review", args=[case.number])
                    if mine and case.state == CaseState.ANSWERED and case.review_asked_on is None
                    else ""
                ),
            }
        )
    return lines

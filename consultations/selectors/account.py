"""What a person finds of their own proposals and supports in « my contributions »."""

from collections.abc import Iterable
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

LINES = 50


def my_proposals(person: Person) -> Iterable[dict[str, Any]]:
    """Return one line per proposal the person wrote, the latest first."""
    return _lines(Contribution.objects.filter(author=person), mine=True)


def my_supports(person: Person) -> Iterable[dict[str, Any]]:
    """Return one line per public proposal the person supports, the latest first."""
    return _lines(Contribution.objects.public().filter(supports__person=person))


def _lines(found: "QuerySet[Contribution]", *, mine: bool = False) -> list[dict[str, Any]]:
    today = timezone.localdate()
    rows = list(found.select_related("case", "activity").order_by("-said_at", "-pk")[:LINES])
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

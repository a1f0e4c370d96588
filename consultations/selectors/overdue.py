"""The consultations whose announced result is due and not published."""

from datetime import date
from typing import Any

from django.utils import timezone

from ..models import Consultation
from .calendar import is_overdue, stage_of, with_calendar


def overdue_consultations(today: date | None = None, **where: Any) -> list[Consultation]:
    """Return the consultations whose result is overdue, the latest first, in a constant number.

    `where` are filters; a consultation that is archived or still open is not overdue.
    """
    day = today or timezone.localdate()
    due = Consultation.objects.filter(
        is_published=True,
        outcome_published_on=None,
        answer_due_on__lt=day,
        space__archived_at=None,
        **where,
    ).order_by("answer_due_on", "pk")
    return [
        consultation
        for consultation in with_calendar(due)
        if is_overdue(consultation, stage_of(consultation), day)
    ]

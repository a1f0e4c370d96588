"""Filters on cases."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

from .enums import OPEN_STATES, CaseState, Outcome, PlanWord

_WAITING_FIRST_ANSWER = tuple(sorted(OPEN_STATES - {CaseState.REVIEW}))


def is_late(day: date, prefix: str = "") -> Q:
    """Return what should have been answered before a day: a contested answer has its own promise.

    `prefix` leads to the case, as "case__".
    """
    return Q(
        **{
            f"{prefix}state__in": _WAITING_FIRST_ANSWER,
            f"{prefix}promised_on__lt": day,
        }
    ) | Q(**{f"{prefix}state": CaseState.REVIEW, f"{prefix}review_promised_on__lt": day})


class CaseQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Cases, as an officer and the public ask for them."""

    def open(self) -> Self:
        """Keep what still waits for its answer."""
        return self.filter(state__in=OPEN_STATES)

    def answered(self) -> Self:
        """Keep what has its argued answer."""
        return self.filter(state=CaseState.ANSWERED)

    def late_on(self, day: date) -> Self:
        """Keep what should have been answered before a day."""
        return self.filter(is_late(day))

    def contested(self) -> Self:
        """Keep what whoever asked contests, until somebody else answers."""
        return self.filter(state=CaseState.REVIEW)

    def plan_overdue_on(self, day: date) -> Self:
        """Keep what was planned for a day that is past and is neither done nor given up."""
        settled = [PlanWord.DONE, PlanWord.DROPPED]
        planned = self.answered().filter(outcome=Outcome.PLANNED, planned_for__lt=day)
        return planned.exclude(plan_news__word__in=settled)

    def once(self) -> Self:
        """Leave out the requests that repeat an earlier one, which is counted for both."""
        links = self.model._meta.apps.get_model("cases", "DuplicateLink")
        return self.exclude(pk__in=links.objects.order_by().values("duplicate__case"))

    def owed(self) -> Self:
        """Keep what counts in the coverage: everything but what its author withdrew."""
        return self.exclude(state=CaseState.WITHDRAWN)

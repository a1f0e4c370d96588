"""Filters on cases."""

from datetime import date
from typing import Self

from django.db import models

from .enums import OPEN_STATES, CaseState


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
        return self.open().filter(promised_on__lt=day)

    def owed(self) -> Self:
        """Keep what counts in the coverage: everything but what its author withdrew."""
        return self.exclude(state=CaseState.WITHDRAWN)

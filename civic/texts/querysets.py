"""Filters of texts, reading as English."""

from typing import Self

from django.db import models


class TextQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Texts written together."""

    def public(self) -> Self:
        """Keep what everybody reads: a version was published, in a space that is public."""
        return self.exclude(state="drafting").filter(activity__space__published_at__isnull=False)

    def joined(self) -> Self:
        """Join the activity, the space and the organisation, without outlines of territories."""
        return self.select_related("activity__space__organisation", "activity__department").defer(
            "activity__space__organisation__boundary"
        )

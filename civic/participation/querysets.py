"""Filters of participation, reading as English."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from civic.core.querysets import with_stems
from civic.privacy.models import GuardedQuerySet


class SpaceQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Spaces of a branch."""

    def published(self) -> Self:
        """Keep what the public may see."""
        return self.filter(published_at__isnull=False)

    def shown_in(self, organisation_id: int) -> Self:
        """Keep what belongs to an organisation or is shared with it."""
        return self.filter(
            Q(organisation_id=organisation_id)
            | Q(
                pk__in=self.model.territories.through.objects.filter(
                    organisation_id=organisation_id
                ).values("space_id")
            )
        )


class PhaseQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Intervals of a space."""

    def open_at(self, moment: datetime) -> Self:
        """Keep the intervals that contain a moment."""
        return self.filter(
            Q(starts_at=None) | Q(starts_at__lte=moment), Q(ends_at=None) | Q(ends_at__gt=moment)
        )


class ContributionQuerySet(GuardedQuerySet):
    """Contributions, as the public list asks for them."""

    def matching(self, text: str) -> Self:
        """Keep what holds every word of a text, once stemmed."""
        return with_stems(self, text)

    def for_list(self) -> Self:
        """Join what one line of the list shows, so that a page is one query."""
        return self.select_related("author", "theme", "case", "commune", "neighbourhood")

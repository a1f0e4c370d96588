"""Filters on comments and reports, reading as English."""

from typing import Self

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q

from civic.privacy.enums import ScreeningState
from civic.privacy.models import GuardedQuerySet, HoldReason

from .enums import ReportState


def thread_seen_by(person_id: int | None) -> Q:
    """Return the condition under which somebody sees a thread, told of its first comment.

    That comment is public, or was hidden, or is the reader's own, or has replies, which could only
    be written while it was public.
    """
    seen = (
        Q(screening=ScreeningState.RELEASED) | Q(held_for=HoldReason.HIDDEN) | Q(nested_count__gt=0)
    )
    if person_id is not None:
        seen |= Q(person_id=person_id)
    return Q(level=0) & seen


class CommentQuerySet(GuardedQuerySet):
    """Comments, as a thread asks for them."""

    def about(self, target: models.Model) -> Self:
        """Keep the comments of one discussed object."""
        return self.filter(
            content_type=ContentType.objects.get_for_model(target), object_pk=str(target.pk)
        )

    def hidden(self) -> Self:
        """Keep what a moderator hid."""
        return self.filter(held_for=HoldReason.HIDDEN)


class ReportQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Reports, as moderators ask for them."""

    def open(self) -> Self:
        """Keep what nobody has settled."""
        return self.filter(state=ReportState.OPEN)

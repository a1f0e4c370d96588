"""Where a comment stands in its thread: order, level and counts, under the caller's lock."""

from dataclasses import dataclass

from django.db.models import F, Max, Min, Q
from django_comments_xtd.models import XtdComment

from ..enums import MAX_LEVEL
from ..models import Comment


@dataclass(frozen=True)
class Place:
    """The place of a reply; `thread_id` and `parent_id` are zero for the first of a thread."""

    thread_id: int = 0
    parent_id: int = 0
    level: int = 0
    order: int = 1


def make_room(answered: Comment) -> Place:
    """Open a place after the last reply of a comment, shifting what follows.

    Past the last level the reply stands beside what it answers, below the same parent. The caller
    holds the lock of the discussion: orders are read, then written.
    """
    thread = XtdComment.norel_objects.filter(thread_id=answered.thread_id)
    above = answered
    if answered.level >= MAX_LEVEL:
        above = thread.get(pk=answered.parent_id)
    ends = thread.aggregate(
        following=Min("order", filter=Q(order__gt=above.order, level__lte=above.level)),
        last=Max("order"),
    )
    order = ends["following"]
    if order is None:
        order = ends["last"] + 1
    else:
        thread.filter(order__gte=order).update(order=F("order") + 1)
    # In a thread read from the top, the last comment of each level before `above` stands over it.
    lineage = (
        thread.filter(order__lte=above.order, level__lte=above.level)
        .values("level")
        .annotate(nearest=Max("order"))
        .order_by("level")
        .values("nearest")
    )
    thread.filter(order__in=lineage).update(nested_count=F("nested_count") + 1)
    return Place(
        thread_id=answered.thread_id, parent_id=above.pk, level=above.level + 1, order=order
    )

"""Keep the counter and the live stream equal to what the guard lets through."""

from django.db import models, transaction
from django.db.models import F

from civic.core.services.events import append_event
from civic.notifications.services.notices import withdraw_notices

from ..models import Comment
from ..registry import Discussed, discussion_registry
from ..tasks import tell_of_comment_later


def _discussed(comment: Comment) -> Discussed:
    model = comment.content_type.model_class()
    return discussion_registry.of(model)


def _stream_of(comment: Comment) -> str:
    return f"{_discussed(comment).stream}{comment.object_pk}"


def _about(comment: Comment) -> str:
    return f"{_discussed(comment).model._meta.label_lower}:{comment.object_pk}"


def _count(comment: Comment, by: int) -> None:
    model: type[models.Model] = _discussed(comment).model
    model._default_manager.filter(pk=int(comment.object_pk)).update(
        comments_count=F("comments_count") + by
    )


def shown(comment: Comment) -> None:
    """Count a comment that has become public, inside the transaction that releases it."""
    _count(comment, 1)
    append_event(stream=_stream_of(comment), kind="comment.shown", payload={"comment": comment.pk})
    tell_after_commit(comment)


def tell_after_commit(comment: Comment) -> None:
    """Tell people of a comment once it is stored, outside the request."""
    transaction.on_commit(lambda: tell_of_comment_later.enqueue(comment.pk), robust=True)


def taken_back(comment: Comment) -> None:
    """Stop counting a comment that is public no more; who has not been told of it will not be."""
    _count(comment, -1)
    withdraw_notices(about=_about(comment), key=f"comment:{comment.pk}")
    append_event(
        stream=_stream_of(comment),
        kind="comment.taken_back",
        payload={"comment": comment.pk},
    )

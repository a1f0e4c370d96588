"""Keep the counter and the live stream equal to what the guard lets through."""

from django.db import transaction

from civic.core.services.events import append_event
from civic.participation.services.counters import change_comments_count

from ..models import Comment
from ..tasks import tell_of_comment_later


def stream_of(contribution_id: int | str) -> str:
    """Return the name of the event stream of a contribution's page."""
    return f"contribution:{contribution_id}"


def shown(comment: Comment) -> None:
    """Count a comment that has become public, inside the transaction that releases it."""
    change_comments_count(int(comment.object_pk), 1)
    append_event(
        stream=stream_of(comment.object_pk), kind="comment.shown", payload={"comment": comment.pk}
    )
    tell_after_commit(comment)


def tell_after_commit(comment: Comment) -> None:
    """Tell people of a comment once it is stored, outside the request."""
    transaction.on_commit(lambda: tell_of_comment_later.enqueue(comment.pk), robust=True)


def taken_back(comment: Comment) -> None:
    """Stop counting a comment that is public no more."""
    change_comments_count(int(comment.object_pk), -1)
    append_event(
        stream=stream_of(comment.object_pk),
        kind="comment.taken_back",
        payload={"comment": comment.pk},
    )

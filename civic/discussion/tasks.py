"""Background work: tell people of a comment once it is stored."""

from datetime import timedelta

from django_tasks import task

from .models import Comment, ThreadConclusion
from .notifications import tell_fate, tell_of_comment, tell_of_conclusions
from .selectors import target_of

# What nobody held is released in the transaction that stores it.
AT_ONCE = timedelta(seconds=20)


@task()
def tell_of_comment_later(comment_id: int) -> None:
    """Tell of one comment as it is now, and its author when a moderator released it."""
    comment = (
        Comment.objects.select_related("person", "answered__person").filter(pk=comment_id).first()
    )
    if comment is None:
        return
    discussed = target_of(comment)
    tell_of_comment(comment, discussed=discussed)
    if comment.released_at and comment.released_at - comment.submit_date > AT_ONCE:
        tell_fate(comment, discussed=discussed)


@task()
def tell_of_conclusions_later(conclusion_id: int) -> None:
    """Tell whoever took part in a discussion that it is closed, unless it is open again."""
    conclusion = (
        ThreadConclusion.objects.select_related("organisation", "content_type")
        .prefetch_related("points")
        .filter(pk=conclusion_id, reopened_at=None)
        .first()
    )
    if conclusion is not None:
        tell_of_conclusions(conclusion)

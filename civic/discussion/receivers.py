"""Keep the library's receiver away: with it, hiding a comment would hide its replies."""

from typing import Any

from django.db.models.signals import pre_save
from django_comments_xtd.models import publish_or_unpublish_on_pre_save

from .models import Comment


def leave_replies_alone(**kwargs: Any) -> None:
    """Do nothing when a comment is saved: here each comment is public or not on its own."""


def take_the_place_of_the_librarys_receiver() -> None:
    """Disconnect the library's receiver, and hold its place whichever app is ready first.

    A signal keeps one receiver per identity; holding the library's makes its own connection,
    when it comes later, a repetition. The system check beside proves it.
    """
    pre_save.disconnect(publish_or_unpublish_on_pre_save, sender=Comment)
    pre_save.connect(
        leave_replies_alone,
        sender=Comment,
        weak=False,
        dispatch_uid=id(publish_or_unpublish_on_pre_save),  # type: ignore[arg-type]
    )

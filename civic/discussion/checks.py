"""System check: the library's own signal stays disconnected."""

from typing import Any

from django.core.checks import CheckMessage, Error, register
from django.db.models.signals import pre_save
from django_comments_xtd.models import publish_or_unpublish_on_pre_save

from .models import Comment


@register()
def the_librarys_signal_is_disconnected(**kwargs: Any) -> list[CheckMessage]:
    """Prove that saving a comment does not hide its replies: it depends on the order of apps."""
    receivers = pre_save._live_receivers(Comment)[0]
    if publish_or_unpublish_on_pre_save not in receivers:
        return []
    return [
        Error(
            "django_comments_xtd connects its signal after civic.discussion disconnected it.",
            hint="Place django_comments_xtd before civic.discussion in INSTALLED_APPS.",
            id="civic.E002",
        )
    ]

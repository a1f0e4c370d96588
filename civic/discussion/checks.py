"""System check: the library's own receiver stays away."""

from typing import Any

from django.core.checks import CheckMessage, Error, register
from django.db.models.signals import pre_save
from django_comments_xtd.models import publish_or_unpublish_on_pre_save

from .models import Comment


@register()
def the_librarys_receiver_stays_away(**kwargs: Any) -> list[CheckMessage]:
    """Prove that saving a comment does not hide its replies."""
    receivers, _asynchronous = pre_save._live_receivers(Comment)
    if publish_or_unpublish_on_pre_save not in receivers:
        return []
    return [
        Error(
            "Saving a comment would hide its replies: the library's receiver is connected.",
            hint="Place django_comments_xtd before civic.discussion in INSTALLED_APPS.",
            id="civic.E002",
        )
    ]

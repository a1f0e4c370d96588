"""The moderators' queue in the administration."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from .policies import MODERATORS
from .views.queue import queue


class ReportsMenuItem(MenuItem):
    """A way to what was reported, for whoever moderates."""

    def is_shown(self, request: HttpRequest) -> bool:
        actor: Any = request.actor  # type: ignore[attr-defined]
        return bool(actor.has_role_anywhere(*MODERATORS))


@hooks.register("register_admin_urls")
def urls() -> list[URLPattern]:
    """Declare the address of the queue, below the administration."""
    return [path("moderation/", queue, name="moderation_queue")]


@hooks.register("register_admin_menu_item")
def reports_item() -> MenuItem:
    """Add the queue to the menu."""
    return ReportsMenuItem(
        _("Reported texts"), reverse("moderation_queue"), icon_name="warning", order=95
    )

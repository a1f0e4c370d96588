"""The reasons to read, in the administration."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from .policies import MODERATORS
from .views import reasons


class ReasonsMenuItem(MenuItem):
    """A way to the reasons given with a vote, for whoever moderates."""

    def is_shown(self, request: HttpRequest) -> bool:
        actor: Any = request.actor  # type: ignore[attr-defined]
        return bool(actor.has_role_anywhere(*MODERATORS))


@hooks.register("register_admin_urls")
def urls() -> list[URLPattern]:
    """Declare the address of the reasons to read, below the administration."""
    return [path("voting/reasons/", reasons, name="voting_reasons")]


@hooks.register("register_admin_menu_item")
def reasons_item() -> MenuItem:
    """Add the reasons to read to the menu."""
    return ReasonsMenuItem(
        _("Reasons of voters"), reverse("voting_reasons"), icon_name="openquote", order=96
    )

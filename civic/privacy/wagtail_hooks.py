"""What was removed, for the data-protection officer, in the administration."""

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from civic.accounts.policies import actor_for

from .policies import can_see_removals
from .views.removals import removals


class RemovalsMenuItem(MenuItem):
    """A way to what was removed, for whoever answers for personal data."""

    def is_shown(self, request: HttpRequest) -> bool:
        return can_see_removals(actor_for(request.user))


@hooks.register("register_admin_urls")
def urls() -> list[URLPattern]:
    """Declare the address of the screen, below the administration."""
    return [path("removals/", removals, name="removals")]


@hooks.register("register_admin_menu_item")
def removals_item() -> MenuItem:
    """Add the screen to the menu."""
    return RemovalsMenuItem(_("Removed data"), reverse("removals"), icon_name="bin", order=96)

"""The communication kit, one click away from a page in the administration."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.widgets import Button
from wagtail.models import Page

KIT = "kit"


@hooks.register("register_page_header_buttons")
def kit_button(
    page: Page, user: Any, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    """Lead from a published page that has a kit to its posters, cards and texts."""
    routes = getattr(page.specific_class, "page_routes", ())
    if page.live and any(route.name == KIT for route in routes):
        yield Button(
            _("Communication kit"), page.specific.url_of(KIT), icon_name="media", priority=15
        )

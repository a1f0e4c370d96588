"""Consultations in the menu of the administration: prepare one, find one, edit their pages."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

from civic.accounts.policies import Actor

from .policies import OPENERS, organisations_to_prepare_for
from .viewsets import ConsultationViewSet

# Higher apps add to the same menu: the pages of the branch, for instance.
MENU = "register_consultations_menu_item"


def _actor(request: HttpRequest) -> Actor:
    return request.actor  # type: ignore[attr-defined]


class PrepareMenuItem(MenuItem):
    """A way to a new consultation, for whoever may start one."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(organisations_to_prepare_for(_actor(request)).exists())


class RunMenuItem(MenuItem):
    """A way to the consultations of one's organisations."""

    def is_shown(self, request: HttpRequest) -> bool:
        return _actor(request).has_role_anywhere(*OPENERS)


@hooks.register("register_admin_viewset")
def consultations() -> list[Any]:
    """Declare the screens where consultations are prepared and run."""
    return [ConsultationViewSet("consultations")]


@hooks.register("register_admin_menu_item")
def menu() -> MenuItem:
    """Gather what concerns consultations under one word."""
    return SubmenuMenuItem(
        _("Consultations"),
        Menu(register_hook_name=MENU),
        name="consultations",
        icon_name="comment",
        order=20,
    )


@hooks.register(MENU)
def prepare_item() -> MenuItem:
    """Add the way to a new consultation."""
    return PrepareMenuItem(
        _("Prepare a consultation"),
        reverse("consultations:add"),
        name="prepare-consultation",
        icon_name="plus",
        order=10,
    )


@hooks.register(MENU)
def run_item() -> MenuItem:
    """Add the way to the consultations being prepared and run."""
    return RunMenuItem(
        _("Prepared and running"),
        reverse("consultations:index"),
        name="run-consultations",
        icon_name="list-ul",
        order=20,
    )


@hooks.register("insert_global_admin_css")
def style() -> str:
    """Add the few rules of the preparation screens."""
    return format_html('<link rel="stylesheet" href="{}">', static("consultations/admin.css"))

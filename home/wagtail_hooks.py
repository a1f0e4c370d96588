"""The administration: a menu in the words of the people who work there, what is due today."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from civic.cases.policies import ANSWERERS
from civic.core.selectors import page_url
from civic.core.templatetags.language import language_of
from civic.decisions.models import DecisionIndexPage
from civic.privacy.policies import READERS
from civic.territory.models import OrganisationPage
from civic.territory.policies import can_change_vocabulary
from consultations.models import ConsultationIndexPage
from neighbourhood_councils.models import CouncilIndexPage
from workshops.models import WorkshopIndexPage

from .models import NewsIndexPage
from .policies import actor_for
from .selectors.due import due_today, latest_late
from .selectors.opening import next_steps
from .views.matrix import (
    competence_matrix,
    export_matrix,
    give_competence,
    import_matrix,
)
from .views.routing_quality import routing_quality
from .viewsets.journal import JournalViewSet
from .viewsets.rules import RulesGroup
from .viewsets.territory import TerritoryGroup

FILE_ACTIONS = ("add", "change", "choose")


class SectionMenuItem(MenuItem):
    """A way to the section of one's own branch that lists pages of a kind."""

    def __init__(self, label: Any, model: type[Page], icon: str, order: int) -> None:
        super().__init__(label, "", name=model._meta.model_name, icon_name=icon, order=order)
        self.model = model

    def is_shown(self, request: HttpRequest) -> bool:
        return self._section(request) is not None

    def render_component(self, request: HttpRequest) -> Any:
        section = self._section(request)
        self.url = reverse("wagtailadmin_explore", args=[section.pk]) if section else ""
        return super().render_component(request)

    def _section(self, request: HttpRequest) -> Page | None:
        allowed = page_permission_policy.instances_user_has_any_permission_for(
            request.user, {"add", "change", "publish"}
        )
        sections: QuerySet[Page] = self.model.objects.filter(pk__in=allowed.values("pk"))
        return sections.order_by("path").first()


class ScreenMenuItem(MenuItem):
    """A way to a screen outside the administration, for whoever holds one of some roles."""

    def __init__(
        self, label: Any, screen: str, roles: Iterable[str], icon: str, order: int
    ) -> None:
        super().__init__(label, "", name=screen, icon_name=icon, order=order)
        self.roles = tuple(roles)

    def is_shown(self, request: HttpRequest) -> bool:
        return actor_for(request.user).has_role_anywhere(*self.roles)

    def render_component(self, request: HttpRequest) -> Any:
        # The address holds the language of whoever looks.
        self.url = reverse(self.name)
        return super().render_component(request)


@hooks.register("before_serve_page")
def in_the_language_of_the_reader(
    page: Page, request: HttpRequest, args: Any, kwargs: Any
) -> HttpResponse | None:
    """Lead to the translation of a page where it exists, when its address is its own."""
    language = get_language()
    if request.method not in {"GET", "HEAD"} or language_of(page) in {"", language}:
        return None
    translated = (
        Page.objects.live()
        .filter(translation_key=page.translation_key, locale__language_code=language)
        .first()
    )
    # Only the page itself: what lies below (a proposal, a step) exists once.
    if translated is None or request.path != page_url(page):
        return None
    return redirect(page_url(translated))


SECTIONS = (
    (_("Neighbourhood councils"), CouncilIndexPage, "group"),
    (_("Workshops"), WorkshopIndexPage, "calendar"),
    (_("Decisions"), DecisionIndexPage, "clipboard-list"),
    (_("News"), NewsIndexPage, "doc-full"),
)


def _add_section(label: Any, model: type[Page], icon: str, order: int) -> None:
    @hooks.register("register_admin_menu_item")
    def item() -> MenuItem:
        return SectionMenuItem(label, model, icon, order)


for _position, (_label, _model, _icon) in enumerate(SECTIONS):
    _add_section(_label, _model, _icon, 30 + _position * 10)


@hooks.register("register_consultations_menu_item")
def consultation_pages_item() -> MenuItem:
    """Add the pages of one's branch to the menu of consultations."""
    return SectionMenuItem(_("Pages of the consultations"), ConsultationIndexPage, "doc-full", 30)


@hooks.register("register_admin_urls")
def routing_urls() -> list[URLPattern]:
    """Declare the screens of who does what, below the administration."""
    return [
        path("who-does-what/", competence_matrix, name="competence_matrix"),
        path("who-does-what/export.csv", export_matrix, name="export_matrix"),
        path("who-does-what/import/", import_matrix, name="import_matrix"),
        path("who-does-what/misaddressed/", routing_quality, name="routing_quality"),
        path("who-does-what/<slug:code>/", give_competence, name="give_competence"),
    ]


class MatrixMenuItem(MenuItem):
    """A way to the matrix, for whoever keeps what every body shares."""

    def is_shown(self, request: HttpRequest) -> bool:
        return can_change_vocabulary(actor_for(request.user))


@hooks.register("register_admin_menu_item")
def matrix_item() -> MenuItem:
    """Add who does what, where, to the menu."""
    return MatrixMenuItem(
        _("Who does what, where"), reverse("competence_matrix"), icon_name="table", order=93
    )


@hooks.register("register_admin_menu_item")
def quality_item() -> MenuItem:
    """Add the requests that went astray to the menu of those who answer."""
    return ScreenMenuItem(_("Misaddressed requests"), "routing_quality", ANSWERERS, "redirect", 94)


@hooks.register("register_admin_menu_item")
def inbox_item() -> MenuItem:
    """Add the officer's inbox to the menu."""
    return ScreenMenuItem(_("Requests to handle"), "inbox", ANSWERERS, "tasks", 90)


@hooks.register("register_admin_menu_item")
def held_item() -> MenuItem:
    """Add what waits to be read before publication to the menu."""
    return ScreenMenuItem(_("Texts to read"), "held", READERS, "glasses", 91)


@hooks.register("construct_main_menu")
def sensible_menu(request: HttpRequest, items: list[MenuItem]) -> None:
    """Leave to administrators what only they understand."""
    if not request.user.is_superuser:
        items[:] = [item for item in items if item.name not in {"reports", "help"}]


@hooks.register("register_admin_viewset")
def viewsets() -> list[Any]:
    """Declare the territory, the rules and the journal."""
    return [TerritoryGroup(), RulesGroup(), JournalViewSet("journal")]


class DueTodayPanel(Component):
    """What waits today, counted where one holds a role, each number leading to its list."""

    name = "due_today"
    order = 10
    template_name = "home/admin/due_today.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        request = parent_context["request"]
        actor = request.actor
        return {
            "due": due_today(actor),
            "latest": list(latest_late(actor)),
        }


class NextStepsPanel(Component):
    """What an administrator still has to do before the first residents come."""

    name = "next_steps"
    order = 5
    template_name = "home/admin/next_steps.html"

    def __init__(self, steps: list[Any]) -> None:
        self.steps = steps

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {"steps": self.steps, "done": sum(step.is_done for step in self.steps)}


@hooks.register("construct_homepage_panels")
def due_today_first(request: HttpRequest, panels: list[Any]) -> None:
    """Put what waits before what was edited, and the opening of the site before both."""
    panels.insert(0, DueTodayPanel())
    actor = request.actor  # type: ignore[attr-defined]
    if steps := next_steps(actor):
        panels.insert(0, NextStepsPanel(steps))


@hooks.register("before_create_page")
def only_administrators_open_branches(
    request: HttpRequest, parent: Page, page_class: type[Page]
) -> None:
    """Refuse a new home to whoever keeps a branch: it would be closed to them at once."""
    if page_class is OrganisationPage and not request.user.is_superuser:
        raise PermissionDenied


@hooks.register("construct_page_chooser_queryset")
def no_drafts_of_others(pages: "QuerySet[Page]", request: HttpRequest) -> "QuerySet[Page]":
    """Link to what is published, or to one's own drafts."""
    if request.user.is_superuser:
        return pages
    mine = page_permission_policy.explorable_instances(request.user)
    return pages.filter(pk__in=mine.values("pk")) | pages.filter(live=True)


class BranchPagesAPI(PagesAdminAPIViewSet):
    """The explorer's own API, closed like the explorer."""

    def get_base_queryset(self) -> "QuerySet[Page]":
        return page_permission_policy.explorable_instances(self.request.user)


class BranchImagesAPI(ImagesAdminAPIViewSet):
    """The images of the collections one may choose from."""

    def get_queryset(self) -> "QuerySet[Model]":
        # Wagtail builds it once its apps are ready.
        from wagtail.images.permissions import permission_policy as image_policy

        allowed = image_policy.instances_user_has_any_permission_for(
            self.request.user, FILE_ACTIONS
        )
        return super().get_queryset().filter(pk__in=allowed.values("pk"))


class BranchDocumentsAPI(DocumentsAdminAPIViewSet):
    """The documents of the collections one may choose from."""

    def get_queryset(self) -> "QuerySet[Model]":
        from wagtail.documents.permissions import permission_policy as document_policy

        allowed = document_policy.instances_user_has_any_permission_for(
            self.request.user, FILE_ACTIONS
        )
        return super().get_queryset().filter(pk__in=allowed.values("pk"))


@hooks.register("construct_admin_api", order=100)
def close_the_api(router: WagtailAPIRouter) -> None:
    """Replace the endpoints that would list what belongs to another branch."""
    router.register_endpoint("pages", BranchPagesAPI)
    router.register_endpoint("images", BranchImagesAPI)
    router.register_endpoint("documents", BranchDocumentsAPI)

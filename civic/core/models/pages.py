"""The base of every public page, and routes that name their views."""

from dataclasses import dataclass
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin
from wagtail.models import Page, PageViewRestriction
from wagtail.url_routing import RouteResult


@dataclass(frozen=True)
class PageRoute:
    """One address below a page: a Django path pattern, a view as "module.function", a name.

    The view is called as `view(request, page, **kwargs)`. It is named and not imported, because
    models are below views; a system check proves that each name leads to a function.
    """

    pattern: str
    view: str
    name: str


def _method_calling(dotted: str) -> Any:
    def method(page: Page, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return import_string(dotted)(request, page, **kwargs)

    method.__name__ = dotted.rpartition(".")[2]
    return method


class BasePage(RoutablePageMixin, Page):
    """What every public page has: an introduction, an address, routes."""

    page_routes: ClassVar[tuple[PageRoute, ...]] = ()

    introduction = models.TextField(
        _("introduction"),
        blank=True,
        max_length=600,
        help_text=_("Two or three sentences; also used where the page is listed."),
    )

    content_panels = [*Page.content_panels, FieldPanel("introduction")]

    class Meta:
        abstract = True

    @classmethod
    def get_subpage_urls(cls) -> tuple[URLPattern, ...]:
        return tuple(
            path(route.pattern, _method_calling(route.view), name=route.name)
            for route in cls.page_routes
        )

    def get_absolute_url(self) -> str:
        """Return the public address of the page, for the active language."""
        from ..selectors import page_url

        return page_url(self)

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str, str] | None:
        """Return what Wagtail builds "view live" and redirects from: site, host, path."""
        from ..selectors import site_roots

        for root in site_roots():
            if self.url_path.startswith(root.url_path):
                return root.site_id, settings.BASE_URL, self.get_absolute_url()
        return None

    def get_view_restrictions(self) -> "QuerySet[PageViewRestriction]":
        """Return what restricts the page, without a query on a site where nothing is restricted."""
        from ..selectors import has_restricted_pages

        if not has_restricted_pages():
            return PageViewRestriction.objects.none()
        return super().get_view_restrictions()

    def url_of(self, route: str, **kwargs: Any) -> str:
        """Return the address of one of the page's routes."""
        return self.get_absolute_url() + self.reverse_subpage(route, kwargs=kwargs).lstrip("/")

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Find the view of the rest of a path; a file ("export.csv") has no closing slash."""
        if self.live and path_components and not request.path.endswith("/"):
            try:
                match = self.resolve_subpage("/" + "/".join(path_components))
            except Http404:
                pass
            else:
                return RouteResult(self, args=(match.func, match.args, match.kwargs))
        return super().route(request, path_components)

    def serve(
        self,
        request: HttpRequest,
        view: Any = None,
        args: Any = None,
        kwargs: dict[str, Any] | None = None,
    ) -> HttpResponse:
        if view is not None:
            return view(request, **(kwargs or {}))
        return TemplateResponse(request, self.get_template(request), self.get_context(request))

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        request.is_preview = True  # type: ignore[attr-defined]
        # The preview wears the face of the branch the page is in.
        request.served_page = self  # type: ignore[attr-defined]
        if self.page_routes and self.page_routes[0].pattern == "":
            return self.resolve_subpage("/").func(request)
        return self.serve(request)

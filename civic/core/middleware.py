"""Small middleware: the language of pages, the site of a request, the admin's content policy."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils import translation
from wagtail.models import Site

from .selectors import remembering, roots_for

Handler = Callable[[HttpRequest], HttpResponse]
# What is there is there in no language: a missing one is not looked for below a language.
WITHOUT_LANGUAGE = ("/api/", "/cms/", "/documents/", "/health/", "/media/", "/static/", "/theme/")


class PagesLocaleMiddleware(LocaleMiddleware):
    """Look for a missing page below a language; a program that asks gets its 404."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if response.status_code == 404 and request.path_info.startswith(WITHOUT_LANGUAGE):
            response.headers.setdefault("Content-Language", translation.get_language() or "fr")
            return response
        return super().process_response(request, response)


def site_middleware(get_response: Handler) -> Handler:
    """Give Wagtail the site of the request from the cache instead of a query."""

    def middleware(request: HttpRequest) -> HttpResponse:
        with remembering():
            roots = roots_for(request)
            if roots:
                root = roots[0]
                request._wagtail_site = Site(  # type: ignore[attr-defined]
                    pk=root.site_id,
                    hostname=root.hostname,
                    root_page_id=root.page_id,
                    is_default_site=root.is_default,
                )
            return get_response(request)

    return middleware


def admin_policy_middleware(get_response: Handler) -> Handler:
    """Replace the public content policy on Wagtail's own screens, which cannot run under it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.path.startswith("/cms/"):
            response._csp_replace = settings.ADMIN_CONTENT_SECURITY_POLICY  # type: ignore[attr-defined]
        return response

    return middleware

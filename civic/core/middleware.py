"""Small middleware: the site of a request, the admin's content policy."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from wagtail.models import Site

from .selectors import remembering, roots_for

Handler = Callable[[HttpRequest], HttpResponse]


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

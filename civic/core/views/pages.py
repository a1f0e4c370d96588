"""Serve a page of the tree: its path is resolved in one query."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from wagtail import hooks
from wagtail.models import Page
from wagtail.views import serve_chain

from ..selectors import pages_on, roots_for


def serve_page(request: HttpRequest, path: str = "") -> HttpResponse:
    """Serve the deepest published page on a path, or the route it declares for the rest."""
    if "\x00" in path:
        raise Http404("No address holds a null character.")
    language = get_language() or "fr"
    roots = roots_for(request)
    locales = {root.language for root in roots}
    components = [component for component in path.split("/") if component]
    found = list(pages_on(path, roots, language).select_related("locale"))
    preferred = language if language in locales else None
    found.sort(key=lambda page: (-page.depth, page.locale.language_code != preferred))
    prefix_of = {root.language: root.url_path for root in roots}
    for page in found:
        prefix = prefix_of.get(page.locale.language_code, "")
        used = len([c for c in page.url_path[len(prefix) :].split("/") if c])
        if not page.live:
            continue
        specific = page.specific
        try:
            routed, args, kwargs = specific.route(request, components[used:])
        except Http404:
            continue
        return _respond(request, routed, args, kwargs)
    raise Http404("No published page has this address.")


def _respond(request: HttpRequest, page: Page, args: list, kwargs: dict) -> HttpResponse:  # type: ignore[type-arg]
    request.served_page = page  # type: ignore[attr-defined]
    chain = serve_chain
    for hook in reversed(hooks.get_hooks("on_serve_page")):
        chain = hook(chain)
    for hook in hooks.get_hooks("before_serve_page"):
        result = hook(page, request, args, kwargs)
        if isinstance(result, HttpResponse):
            return result
    response: HttpResponse = chain(page, request, args, kwargs)
    return response

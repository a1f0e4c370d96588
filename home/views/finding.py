"""What lets people and machines find the pages: the site map, in two forms, and robots.txt."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from wagtail.models import Page

from civic.core.selectors import page_url

from ..models import NewsPage
from ..selectors.pages import public_pages

# A search engine has nothing to learn there, and each visit would cost.
NOT_FOR_ROBOTS = ("/cms/", "/fr/compte/", "/en/compte/", "/fr/recherche/", "/en/recherche/")


@require_safe
@cache_control(public=True, max_age=3600)
def robots(request: HttpRequest) -> HttpResponse:
    """Tell robots what to read; an invented territory is not to be indexed."""
    lines = ["User-agent: *"]
    if settings.DEMO:
        lines.append("Disallow: /")
    else:
        lines += [f"Disallow: {path}" for path in NOT_FOR_ROBOTS]
        lines.append(f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}")
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")


@require_safe
@cache_control(public=True, max_age=3600)
def sitemap(request: HttpRequest) -> HttpResponse:
    """List the public pages, each in the language it is written in."""
    entries = []
    for page in public_pages().select_related("locale"):
        with translation.override(page.locale.language_code):
            address = page_url(page)
        entries.append(
            {"address": request.build_absolute_uri(address), "changed": page.last_published_at}
        )
    return render(request, "home/sitemap.xml", {"entries": entries}, content_type="application/xml")


@require_safe
def site_map(request: HttpRequest) -> HttpResponse:
    """Show every public page but the news items, as the tree they form."""
    news = NewsPage.objects.values("pk")
    pages = public_pages().exclude(pk__in=news).select_related("locale")
    context = {
        "trees": _tree(list(pages), translation.get_language() or "fr"),
        "breadcrumbs": [{"title": _("Home"), "url": reverse("home")}, {"title": _("Site map")}],
    }
    return render(request, "home/site_map.html", context)


def _tree(pages: list[Page], language: str) -> list[dict[str, Any]]:
    # A page and its translations are one node: the reader's language is shown where it exists.
    by_path = {page.path: page for page in pages}
    nodes: dict[Any, dict[str, Any]] = {}
    for page in sorted(pages, key=lambda page: page.locale.language_code != language):
        node = {"page": page, "url": page_url(page), "children": []}
        nodes.setdefault(page.translation_key, node)
    roots: list[dict[str, Any]] = []
    for page in pages:
        node = nodes[page.translation_key]
        if node["page"] is not page:
            continue
        above = by_path.get(page.path[: -Page.steplen])
        siblings = nodes[above.translation_key]["children"] if above is not None else roots
        siblings.append(node)
    return roots

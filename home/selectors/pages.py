"""Reads of the page tree: what lies above a page, what may be shown to everybody."""

from django.db.models import QuerySet
from wagtail.models import Page, PageViewRestriction

from civic.core.selectors import site_roots

from .directory import STEP, Entry, directory


def pages_above(page: Page) -> list[Entry]:
    """Return the pages above a page inside its site, the home first.

    Homes and pages of the menus are known by heart; anything else costs one query.
    """
    root_depth = _root_depth(page)
    paths = [page.path[: depth * STEP] for depth in range(root_depth, page.depth)]
    known = directory().titles()
    if not all(path in known for path in paths):
        missing = [path for path in paths if path not in known]
        for above in Page.objects.filter(path__in=missing).select_related("locale"):
            known[above.path] = Entry(
                page_id=above.pk,
                path=above.path,
                url_path=above.url_path,
                title=above.title,
                language=above.locale.language_code,
                translation_key=above.translation_key,
            )
    return [known[path] for path in paths if path in known]


def _root_depth(page: Page) -> int:
    # A page's url_path has one part per level: its depth less the depth of the site's root.
    depths = [
        root.url_path.count("/") for root in site_roots() if page.url_path.startswith(root.url_path)
    ]
    return max(depths, default=page.depth)


def public_pages() -> "QuerySet[Page]":
    """Return the published pages anybody may read, in the order of the tree."""
    pages = Page.objects.live().filter(depth__gt=1).order_by("path")
    for restriction in PageViewRestriction.objects.select_related("page"):
        pages = pages.exclude(path__startswith=restriction.page.path)
    return pages

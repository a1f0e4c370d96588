"""What every template may count on."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, get_language_info

from civic.core.registry import registry
from civic.core.selectors import page_url

from .selectors.directory import Branch, Entry, branch_of, site_branch
from .selectors.pages import pages_above


def site_context(request: HttpRequest) -> dict[str, Any]:
    """Return the organisation, menus, breadcrumb, languages and person of a request.

    An anonymous page costs one query at most, for a breadcrumb deeper than the menus: the
    branches come from the cache and the session of a visitor without a cookie is not touched.
    """
    branch, site = branch_of(request), site_branch(request)
    served = getattr(request, "served_page", None)
    path = served.path if served is not None else ""
    return {
        "organisation": branch.face if branch else None,
        "site_organisation": site.face if site else None,
        "home_url": branch.url if branch else None,
        "navigation": _menu(branch.sections, path) if branch else [],
        "footer_links": _footer(branch, site),
        "breadcrumbs": _breadcrumbs(request) if served is not None else [],
        # A view below a page adds its own, which replace these.
        "extra_breadcrumbs": [],
        "language_links": _language_links(request),
        "person": SimpleLazyObject(lambda: _person(request)),
        "unread_count": 0,
        "demo_cast": _demo_cast(request),
    }


def _menu(entries: tuple[Entry, ...], path: str) -> list[dict[str, Any]]:
    return [
        {
            "title": entry.title,
            "url": entry.url,
            "current": bool(path) and path.startswith(entry.path),
            "here": path == entry.path,
        }
        for entry in entries
    ]


def _footer(branch: Branch | None, site: Branch | None) -> list[dict[str, Any]]:
    # A commune's own legal pages come first; what it does not say, the site says for it.
    links: dict[str, Entry] = {}
    for source in (branch, site):
        for entry in source.footer if source else ():
            links.setdefault(entry.title, entry)
    return [{"title": entry.title, "url": entry.url} for entry in links.values()]


def _breadcrumbs(request: HttpRequest) -> list[dict[str, str]]:
    served = request.served_page  # type: ignore[attr-defined]
    above = pages_above(served)
    if not above:
        return []
    crumbs = [{"title": entry.title, "url": entry.url} for entry in above]
    return [*crumbs, {"title": served.title, "url": page_url(served)}]


def _language_links(request: HttpRequest) -> list[dict[str, Any]]:
    language = get_language() or settings.LANGUAGE_CODE
    prefix = f"/{language}/"
    if not request.path.startswith(prefix):
        return []
    # What was sent by a form is not sent again: only its address is kept.
    address = request.get_full_path() if request.method in {"GET", "HEAD"} else request.path
    return [
        {
            "code": code,
            "name": get_language_info(code)["name_local"].capitalize(),
            "url": f"/{code}/{address[len(prefix) :]}",
            "current": code == language,
        }
        for code, _name in settings.LANGUAGES
    ]


def _person(request: HttpRequest) -> Any:
    # Asking a session for something would mark every anonymous page as depending on its cookie.
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return None
    actor = getattr(request, "actor", None)
    return (actor.person or actor.user) if actor is not None else None


def _demo_cast(request: HttpRequest) -> list[dict[str, Any]]:
    members = getattr(registry, "demo_cast", None)
    return list(members(request)) if settings.DEMO and members is not None else []

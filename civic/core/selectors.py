"""Reads the whole site needs on each request, answered from the cache."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar

from django.core.cache import cache
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from wagtail.models import Page, PageViewRestriction, Site

from .models import Heartbeat

ROOTS_KEY = "civic.core.roots"
ROOTS_SECONDS = 60
RESTRICTIONS_KEY = "civic.core.restrictions"

Found = TypeVar("Found")
_remembered: ContextVar[dict[str, Any] | None] = ContextVar("remembered", default=None)


@contextmanager
def remembering() -> Iterator[None]:
    """Let reads declared `once_per_request` answer from memory until the end of the block."""
    token = _remembered.set({})
    try:
        yield
    finally:
        _remembered.reset(token)


def once_per_request(read: Callable[[], Found]) -> Callable[[], Found]:
    """Ask a read without arguments once in a request: a page asks for its menus thirty times."""
    name = f"{read.__module__}.{read.__qualname__}"

    @wraps(read)
    def remembered() -> Found:
        memory = _remembered.get()
        if memory is None:
            return read()
        if name not in memory:
            memory[name] = read()
        found: Found = memory[name]
        return found

    return remembered


def forget_what_was_read() -> None:
    """Read again what this request remembers, after a write that changes it."""
    memory = _remembered.get()
    if memory is not None:
        memory.clear()


@dataclass(frozen=True)
class SiteRoot:
    """Where one language of one site starts in the page tree."""

    site_id: int
    hostname: str
    is_default: bool
    url_path: str
    language: str
    page_id: int


@once_per_request
def site_roots() -> tuple[SiteRoot, ...]:
    """Return the roots of every site and language; cached for a minute."""
    found: tuple[SiteRoot, ...] | None = cache.get(ROOTS_KEY)
    if found is not None:
        return found
    roots = []
    for site in Site.objects.select_related("root_page__locale").order_by("pk"):
        for root in Page.objects.filter(
            translation_key=site.root_page.translation_key
        ).select_related("locale"):
            roots.append(
                SiteRoot(
                    site_id=site.pk,
                    hostname=site.hostname,
                    is_default=site.is_default_site,
                    url_path=root.url_path,
                    language=root.locale.language_code,
                    page_id=root.pk,
                )
            )
    cache.set(ROOTS_KEY, tuple(roots), ROOTS_SECONDS)
    return tuple(roots)


@once_per_request
def has_restricted_pages() -> bool:
    """Tell whether some page of the site is not for everybody; cached for a minute."""
    found: bool | None = cache.get(RESTRICTIONS_KEY)
    if found is None:
        found = PageViewRestriction.objects.exists()
        cache.set(RESTRICTIONS_KEY, found, ROOTS_SECONDS)
    return found


def roots_for(request: HttpRequest) -> tuple[SiteRoot, ...]:
    """Return the roots of the site a request was sent to, or those of the default site."""
    host = request.get_host().rpartition(":")[0] or request.get_host()
    roots = site_roots()
    mine = tuple(r for r in roots if r.hostname == host)
    return mine or tuple(r for r in roots if r.is_default)


def page_url(page: Page) -> str:
    """Return a page's address in the active language.

    A page without a translation is shown under both language prefixes, so that switching the
    interface never leads to a missing page.
    """
    language = get_language() or "fr"
    for root in sorted(site_roots(), key=lambda r: -len(r.url_path)):
        if page.url_path.startswith(root.url_path):
            return f"/{language}/{page.url_path[len(root.url_path) :]}"
    return f"/{language}/"


def pages_on(path: str, roots: tuple[SiteRoot, ...], language: str) -> QuerySet[Page]:
    """Return, in one query, the pages lying on a path, the deepest first.

    The asked language comes first, then the others in which the page may only exist.
    """
    components = [component for component in path.split("/") if component]
    candidates: dict[str, int] = {}
    for root in sorted(roots, key=lambda r: r.language != language):
        prefix = root.url_path
        candidates.setdefault(prefix, 0)
        for depth, component in enumerate(components[:12], start=1):
            prefix += f"{component}/"
            candidates.setdefault(prefix, depth)
    return Page.objects.filter(url_path__in=list(candidates)).order_by("-depth", "pk")


def heartbeat_age(name: str = "tick") -> int | None:
    """Return the seconds since a periodic job last ran; None when it never did."""
    beat = Heartbeat.objects.filter(name=name).first()
    return None if beat is None else int((timezone.now() - beat.ran_at).total_seconds())

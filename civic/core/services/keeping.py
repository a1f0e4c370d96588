"""Keep for a few seconds what every visitor reads alike, until something public is taken back."""

import hashlib
import uuid
from collections.abc import Callable
from typing import TypeVar

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import get_language

_GENERATION = "civic.core.kept"
Found = TypeVar("Found")


def kept_key(request: HttpRequest, *parts: object) -> str:
    """Return the name of what a visitor without a session reads, or "" when nothing is kept.

    `parts` are everything the text depends on besides its language and the query of its address,
    which links inside it may repeat. Whoever has a session always reads what the database holds:
    their own words, and the effect of what they have just done.
    """
    is_visitor = settings.SESSION_COOKIE_NAME not in request.COOKIES
    if not settings.KEPT_SECONDS or not is_visitor or request.method not in {"GET", "HEAD"}:
        return ""
    asked = (*parts, request.META.get("QUERY_STRING", ""))
    digest = hashlib.sha256(repr(asked).encode()).hexdigest()
    return f"{_GENERATION}.{_generation()}.{get_language()}.{digest}"


def counted_key(group: str, *parts: object) -> str:
    """Return the name of what everybody reads alike, kept until `forget_counted` for the group.

    For figures that cost a walk through a whole table and change with its rows only. "" when
    nothing is kept.
    """
    if not settings.KEPT_SECONDS:
        return ""
    digest = hashlib.sha256(repr(parts).encode()).hexdigest()
    return f"{group}.{_generation(group)}.{get_language()}.{digest}"


def kept(key: str, read: Callable[[], Found], *, seconds: int | None = None) -> Found:
    """Return what is kept under a key, or read it and keep it; an empty key keeps nothing."""
    if not key:
        return read()
    found: Found | None = cache.get(key)
    if found is None:
        found = read()
        cache.set(key, found, seconds or settings.KEPT_SECONDS)
    return found


def forget_kept() -> None:
    """Let nobody read again what was kept: a text was held, hidden, changed or erased.

    Forgotten at once and after the commit, because a page may be written again in between.
    """
    forget_counted(_GENERATION)


def forget_counted(group: str) -> None:
    """Let nobody read again the figures of a group: one of its rows changed."""
    cache.delete(group)
    transaction.on_commit(lambda: cache.delete(group), robust=True)


def _generation(group: str = _GENERATION) -> str:
    found: str | None = cache.get(group)
    if found is None:
        found = uuid.uuid4().hex
        # Never replaced by an older one: two requests may ask at the same moment.
        if not cache.add(group, found, timeout=None):
            found = cache.get(group) or found
    return found

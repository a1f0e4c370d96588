"""When the home pages, written once for everybody, are written again."""

import uuid

from django.core.cache import cache

VERSION_KEY = "home.live.version"


def version() -> str:
    """Return what changes when a home page must be written again before its time."""
    found: str | None = cache.get(VERSION_KEY)
    if found is None:
        found = uuid.uuid4().hex
        cache.set(VERSION_KEY, found, None)
    return found


def forget_lists() -> None:
    """Write every home page again at its next reading."""
    cache.delete(VERSION_KEY)

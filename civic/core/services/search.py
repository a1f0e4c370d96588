"""Keep the site search equal to what is public."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from ..logic.stemming import search_document
from ..models import SearchEntry
from ..registry import registry
from .keeping import forget_kept


@dataclass(frozen=True)
class SearchDocument:
    """What a source gives the index; `texts` are searched, `excerpt` is shown."""

    key: str
    kind: str
    title: str
    url: str
    texts: tuple[str, ...]
    excerpt: str = ""
    organisation_id: int | None = None
    theme_id: int | None = None
    happened_on: date | None = None


_left_for_the_end: ContextVar[bool] = ContextVar("civic.search.left_for_the_end", default=False)


def _columns(document: SearchDocument) -> dict[str, object]:
    return {
        "kind": document.kind,
        "title": document.title[:300],
        "excerpt": document.excerpt[:400],
        "url": document.url,
        "stems": search_document(document.title, *document.texts),
        "organisation_id": document.organisation_id,
        "theme_id": document.theme_id,
        "happened_on": document.happened_on,
    }


def index_document(document: SearchDocument) -> None:
    """Write or replace one entry, inside the caller's transaction."""
    SearchEntry.objects.update_or_create(key=document.key, defaults=_columns(document))
    forget_kept()


def index(document_of: Callable[[], SearchDocument | None]) -> None:
    """Write the entry of what has one; it is not even asked for inside `rebuilt_at_the_end`."""
    if _left_for_the_end.get():
        return
    document = document_of()
    if document is not None:
        index_document(document)


@contextmanager
def rebuilt_at_the_end() -> Iterator[None]:
    """Rebuild the index once a whole territory is loaded, rather than at each thing it holds."""
    token = _left_for_the_end.set(True)
    try:
        yield
    finally:
        _left_for_the_end.reset(token)
    rebuild_index()


def remove_from_index(key: str) -> None:
    """Remove what is no longer public."""
    SearchEntry.objects.filter(key=key).delete()
    forget_kept()


def rebuild_index() -> int:
    """Rebuild every entry from the declared sources; return how many there are."""
    with transaction.atomic():
        SearchEntry.objects.all().delete()
        count = 0
        for source in registry.search_sources.values():
            batch = [SearchEntry(key=document.key, **_columns(document)) for document in source()]
            SearchEntry.objects.bulk_create(batch, batch_size=500)
            count += len(batch)
    return count

"""Keep the site search equal to what is public."""

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

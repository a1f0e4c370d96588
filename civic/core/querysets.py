"""Filters shared by every app, reading as English."""

from typing import Any, Self, TypeVar

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db import connections, models

from .logic.stemming import stems_of

QuerySetT = TypeVar("QuerySetT", bound=models.QuerySet[Any])


def locked(queryset: QuerySetT) -> QuerySetT:
    """Lock the rows of a queryset until the end of the transaction.

    Only the model's own table is locked (`of`), so that a join never locks a neighbour; on
    SQLite the IMMEDIATE transaction is already the lock and the clause is ignored.
    """
    features = connections[queryset.db].features
    if features.has_select_for_update_of:
        # Rows that point to this one may still be inserted: waiting for them could deadlock.
        return queryset.select_for_update(
            of=("self",), no_key=features.has_select_for_no_key_update
        )
    return queryset.select_for_update()


def with_stems(queryset: QuerySetT, text: str, column: str = "stems") -> QuerySetT:
    """Keep the rows whose stems column holds every stem of a text, alike on both engines."""
    stems = list(dict.fromkeys(stems_of(text)))[:12]
    if not stems:
        return queryset.none() if text.strip() else queryset
    if connections[queryset.db].vendor == "postgresql":
        vector = SearchVector(column, config="simple")
        query = SearchQuery(stems[0], config="simple")
        for stem in stems[1:]:
            query = query & SearchQuery(stem, config="simple")
        return queryset.alias(_stem_vector=vector).filter(_stem_vector=query)
    for stem in stems:
        queryset = queryset.filter(**{f"{column}__contains": f" {stem} "})
    return queryset


class SearchEntryQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Site search."""

    def matching(self, text: str) -> Self:
        """Keep what holds every word of a text, once stemmed."""
        return with_stems(self, text)

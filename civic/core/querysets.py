"""Filters shared by every app, reading as English."""

from typing import Any, Self, TypeVar

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db import connections, models
from django.db.models import Value
from django.db.models.functions import JSONObject
from django.utils import timezone

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


def read_together(*querysets: models.QuerySet[Any]) -> list[list[Any]]:
    """Read rows of several models in one query: a list for each queryset, in the order of its keys.

    For the small tables around one object: columns travel as JSON. `only` and `defer` are heeded.
    """
    asked = [(queryset, _fields(queryset)) for queryset in querysets]
    parts = [
        queryset.order_by()
        .annotate(
            _part=Value(position),
            _row=JSONObject(**{field.attname: field.attname for field in fields}),
        )
        .values_list("_part", "_row")
        for position, (queryset, fields) in enumerate(asked)
        # A union would take the columns of its first part, and `none()` has none.
        if not queryset.query.is_empty()
    ]
    found: list[list[Any]] = [[] for _queryset in querysets]
    if parts:
        for position, row in parts[0].union(*parts[1:], all=True):
            queryset, fields = asked[position]
            found[position].append(_instance(queryset, fields, row))
    return [sorted(rows, key=lambda row: row.pk) for rows in found]


def _fields(queryset: models.QuerySet[Any]) -> "list[models.Field[Any, Any]]":
    named, is_deferred = queryset.query.deferred_loading
    return [
        field
        for field in queryset.model._meta.concrete_fields
        if field.primary_key or (field.name in named) != is_deferred
    ]


def _instance(
    queryset: models.QuerySet[Any], fields: "list[models.Field[Any, Any]]", row: dict[str, Any]
) -> models.Model:
    values = []
    for field in fields:
        value = field.to_python(row[field.attname])
        if isinstance(field, models.DateTimeField) and value and timezone.is_naive(value):
            # SQLite writes the hour of its own time zone, without saying so.
            value = timezone.make_aware(value, connections[queryset.db].timezone)
        values.append(value)
    return queryset.model.from_db(queryset.db, [field.attname for field in fields], values)


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

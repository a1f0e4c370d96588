"""Read the site search: what matches, and how many under each facet."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, F, IntegerField, QuerySet, Value, When

from civic.core.models import SearchEntry
from civic.territory.models import Organisation, Theme

from ..enums import SearchKind

# Only these exist once per language; what people wrote exists once.
TRANSLATED_KINDS = (SearchKind.PAGE, SearchKind.NEWS, SearchKind.CONSULTATION)


@dataclass(frozen=True)
class Query:
    """What is looked for; an empty facet keeps everything."""

    text: str
    kind: str = ""
    organisation: Organisation | None = None
    theme: Theme | None = None


@dataclass(frozen=True)
class Facet:
    """One value of a facet, with the number of results it would leave."""

    value: str
    label: str
    count: int


def results(query: Query, language: str) -> "QuerySet[SearchEntry]":
    """Return what matches a query, titles first, then the most recent."""
    in_title = Case(
        When(title__icontains=query.text.strip(), then=Value(0)),
        default=Value(1),
        output_field=IntegerField(),
    )
    return _filtered(query, language).order_by(
        in_title, F("happened_on").desc(nulls_last=True), "pk"
    )


def facets(query: Query, language: str) -> dict[str, list[Facet]]:
    """Return the values each facet may take, counted under the other facets."""
    return {
        "kind": _kinds(query, language),
        "territory": _named(
            query, language, "organisation", "organisation_id", Organisation.objects.all()
        ),
        "theme": _named(query, language, "theme", "theme_id", Theme.objects.all()),
    }


def _filtered(query: Query, language: str, without: str = "") -> "QuerySet[SearchEntry]":
    entries = (
        SearchEntry.objects.matching(query.text)
        if query.text.strip()
        else (SearchEntry.objects.none())
    )
    if language == "fr":
        # Pages are written in French first: their translations would come twice.
        entries = entries.exclude(kind__in=TRANSLATED_KINDS, url__startswith="/en/")
    if query.kind and without != "kind":
        entries = entries.filter(kind=query.kind)
    if query.organisation is not None and without != "organisation":
        entries = entries.filter(organisation_id=query.organisation.pk)
    if query.theme is not None and without != "theme":
        entries = entries.filter(theme_id=query.theme.pk)
    return entries


def _kinds(query: Query, language: str) -> list[Facet]:
    counts = dict(
        _filtered(query, language, "kind")
        .order_by()
        .values_list("kind")
        .annotate(how_many=Count("pk"))
    )
    return [
        Facet(kind.value, str(kind.label), counts[kind.value])
        for kind in SearchKind
        if counts.get(kind.value)
    ]


def _named(
    query: Query, language: str, without: str, column: str, rows: "QuerySet[Any]"
) -> list[Facet]:
    counts = dict(
        _filtered(query, language, without)
        .filter(**{f"{column}__isnull": False})
        .order_by()
        .values_list(column)
        .annotate(how_many=Count("pk"))
    )
    named = rows.filter(pk__in=counts) if counts else rows.none()
    found = [Facet(row.slug, str(row), counts[row.pk]) for row in named]
    return sorted(found, key=lambda facet: -facet.count)

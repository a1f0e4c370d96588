"""Read the site search: what matches, and how many under each facet."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, F, IntegerField, QuerySet, Value, When

from civic.core.models import SearchEntry
from civic.territory.models import Organisation, Theme

from ..enums import SearchKind

# Only these exist once per language; what people wrote exists once.
TRANSLATED_KINDS = (SearchKind.PAGE, SearchKind.NEWS, SearchKind.CONSULTATION)
_ORGANISATION_NAME = ("kind", "name", "short_name", "slug")


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
    return (
        _narrowed(query, language)
        .defer("stems")
        .order_by(in_title, F("happened_on").desc(nulls_last=True), "pk")
    )


@dataclass(frozen=True)
class Counted:
    """How many results there are, and how many each facet's values would leave."""

    total: int
    facets: dict[str, list[Facet]]


def counted(query: Query, language: str) -> Counted:
    """Count what matches under each facet, the other facets applied, in three queries.

    One query groups what matches the text; the rest is adding up.
    """
    groups = list(
        _matching(query, language)
        .order_by()
        .values_list("kind", "organisation_id", "theme_id")
        .annotate(how_many=Count("pk"))
    )
    chosen = (
        query.kind or None,
        query.organisation.pk if query.organisation else None,
        query.theme.pk if query.theme else None,
    )
    sums: tuple[Counter[Any], ...] = (Counter(), Counter(), Counter())
    total = 0
    for *values, how_many in groups:
        fits = [
            wanted is None or wanted == value for wanted, value in zip(chosen, values, strict=True)
        ]
        total += how_many if all(fits) else 0
        for facet, value in enumerate(values):
            if value is not None and all(fits[:facet] + fits[facet + 1 :]):
                sums[facet][value] += how_many
    kinds, territories, themes = sums
    return Counted(
        total,
        {
            "kind": [
                Facet(kind.value, str(kind.label), kinds[kind.value])
                for kind in SearchKind
                if kinds[kind.value]
            ],
            "territory": _named(territories, Organisation.objects.only(*_ORGANISATION_NAME)),
            "theme": _named(themes, Theme.objects.all()),
        },
    )


def _matching(query: Query, language: str) -> "QuerySet[SearchEntry]":
    entries = (
        SearchEntry.objects.matching(query.text)
        if query.text.strip()
        else SearchEntry.objects.none()
    )
    if language == "fr":
        # Pages are written in French first: their translations would come twice.
        entries = entries.exclude(kind__in=TRANSLATED_KINDS, url__startswith="/en/")
    return entries


def _narrowed(query: Query, language: str) -> "QuerySet[SearchEntry]":
    entries = _matching(query, language)
    if query.kind:
        entries = entries.filter(kind=query.kind)
    if query.organisation is not None:
        entries = entries.filter(organisation_id=query.organisation.pk)
    if query.theme is not None:
        entries = entries.filter(theme_id=query.theme.pk)
    return entries


def _named(counts: Counter[Any], rows: "QuerySet[Any]") -> list[Facet]:
    named = rows.filter(pk__in=list(counts)) if counts else rows.none()
    found = [Facet(row.slug, str(row), counts[row.pk]) for row in named]
    return sorted(found, key=lambda facet: -facet.count)

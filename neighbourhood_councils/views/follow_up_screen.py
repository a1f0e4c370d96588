"""The screen of a follow-up table, whoever's it is: sentence, filters, rows, files."""

from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from civic.core.logic.numbers import written_number
from civic.core.models import BasePage
from civic.core.services.keeping import counted_key, kept_key
from civic.opendata.resources import PLACED_DOWNLOADS, download
from civic.territory.logic.points import points_as_geojson

from ..enums import READING_WORKING_DAYS
from ..resources import FollowUpDownload
from ..selectors.corrections import corrected_on
from ..selectors.follow_up import ROWS_PER_PAGE, headers_for, whole_line_of
from ..selectors.follow_up_facts import FOLLOW_UP, FollowUpCounts, TableFacts, count_of
from ..selectors.follow_up_query import MAP, FollowUpQuery, shown_labels, sort_labels
from ..selectors.follow_up_tables import MOST_ROWS_PRINTED, FollowUpTable, TablePage
from ..selectors.places import POINTS_SHOWN, placed_requests

# Asks for all rows on one page, to print them.
WHOLE = "tout"
# Asks for the points of the map, which the page draws when a reader opens it.
POINTS = "points"
# Below the map, so that a keyboard comes to its end.
LISTED_PER_PAGE = 50


def show_table(
    request: HttpRequest, page: BasePage, table: FollowUpTable, *, route: str, export: str
) -> HttpResponse:
    """Show a table; everything a reader asked is in the address."""
    today = timezone.localdate()
    query = FollowUpQuery.read(request.GET)
    if not table.with_council:
        query = query.with_(council="")
    whole = request.GET.get("page") == WHOLE
    asked = TablePage(
        table,
        query,
        today,
        number=1 if whole else request.GET.get("page", 1),
        per_page=MOST_ROWS_PRINTED if whole else ROWS_PER_PAGE,
    )
    table_url = page.url_of(route)
    if POINTS in request.GET:
        return _points(asked, table_url)
    # What is kept of the figures is forgotten as soon as a request changes: what is written too.
    about = (counted_key(FOLLOW_UP), table.key, page.pk, today, query, asked.number, whole)
    # The words of the outcomes are read with the organisation: another word is another page.
    about = (*about, *sorted(table.labels.items()))
    context = {
        "page": page,
        "table": table,
        "table_url": table_url,
        "query": query,
        # Lazy: while what is written is kept for everybody, nothing of it is read.
        "shown": SimpleLazyObject(lambda: _shown(asked, table_url)),
        "map": SimpleLazyObject(lambda: _map_of(asked, table_url)),
        "head_key": kept_key(request, "follow_up.head", *about),
        "rows_key": kept_key(request, "follow_up.rows", *about),
        "downloads": [
            {
                "label": form.label,
                "url": page.url_of(export, format=form.extension) + query.with_(view="").address,
            }
            for form in PLACED_DOWNLOADS.values()
        ],
        "today": today,
        "address": f"{settings.BASE_URL}{table_url}".partition("//")[2],
        "whole": whole,
        "most_printed": MOST_ROWS_PRINTED,
        "extra_breadcrumbs": [{"title": _("Follow-up table"), "url": ""}],
    }
    return render(request, "neighbourhood_councils/follow_up_table.html", context)


def _shown(asked: TablePage, table_url: str) -> dict[str, Any]:
    """Return what the page says of the requests a reader asked for."""
    query, facts = asked.query, asked.facts
    return {
        "counts": facts.counts,
        "held": held_sentence(facts.held),
        "page": asked.page,
        "headers": headers_for(query, asked.table.columns),
        "rows": lines_of(asked, table_url) if not query.view else [],
        "views": _views(query),
        "sentence": count_sentence(query, asked.total, facts),
        "search": {
            "label": _("Search: words, a street, or a number"),
            "value": query.words,
        },
        "quick": quick_links(query, facts.lines),
        "selects": selects_for(query, facts, with_council=asked.table.with_council),
        "applied": applied_filters(query, facts),
        "reset_url": table_url + FollowUpQuery(view=query.view).address.removesuffix("?"),
        "empty": empty_sentence(query),
        "whole_url": _whole_url(query, asked) if not query.view else "",
    }


def send_file(
    request: HttpRequest, page: BasePage, table: FollowUpTable, extension: str
) -> HttpResponseBase:
    """Give the rows of the same question as a file."""
    today = timezone.localdate()
    query = FollowUpQuery.read(request.GET)
    if not table.with_council:
        query = query.with_(council="")
    return download(
        request,
        FollowUpDownload(table, today),
        TablePage(table, query, today).every_row(),
        extension=extension,
        name=table.file_name,
        title=page.title,
    )


def lines_of(asked: TablePage, table_url: str) -> list[dict[str, Any]]:
    """Return the lines of a page of a table, a cell per column."""
    context = asked.table.context(asked.facts, asked.rows)
    corrected = corrected_on(asked.rows)
    return [
        whole_line_of(row, asked.table.columns, context, table_url, corrected.get(row.pk))
        for row in asked.rows
    ]


def _points(asked: TablePage, table_url: str) -> HttpResponse:
    points = (each.point(table_url) for each in placed_requests(asked)[:POINTS_SHOWN])
    return JsonResponse(points_as_geojson(points), content_type="application/geo+json")


def _map_of(asked: TablePage, table_url: str) -> dict[str, Any]:
    placed = placed_requests(asked)
    shown = placed[:POINTS_SHOWN]
    sentence = ngettext(
        "%(n)s of these requests has a place on the map.",
        "%(n)s of these requests have a place on the map.",
        len(shown),
    ) % {"n": len(shown)}
    if len(placed) > POINTS_SHOWN:
        sentence = _(
            "The map shows the first %(n)s: filter, or search a street, to see the others."
        ) % {"n": POINTS_SHOWN}
    address = asked.query.address
    listed = Paginator(shown, LISTED_PER_PAGE).get_page(asked.number)
    return {
        "sentence": sentence,
        "page": listed,
        # By its address: what htmx puts in a page holds no script, not even one of data.
        "features_url": f"{table_url}{address}{'' if address == '?' else '&'}{POINTS}=1",
        "items": [each.item(table_url) for each in listed],
    }


def _views(query: FollowUpQuery) -> list[dict[str, Any]]:
    """Return the two ways to see what the filters leave."""
    return [
        {
            "label": label,
            "url": query.with_(view=view).address,
            "current": query.view == view,
            "count": None,
        }
        for view, label in (("", _("As a table")), (MAP, _("On a map")))
    ]


def _whole_url(query: FollowUpQuery, asked: TablePage) -> str:
    """The address of all rows on one page; empty where one page already holds them."""
    if asked.total <= asked.per_page:
        return ""
    address = query.address
    return f"{address}{'' if address == '?' else '&'}page={WHOLE}"


def count_sentence(query: FollowUpQuery, shown: int, facts: TableFacts) -> str:
    """Say what the table shows, as a sentence: of the lines, how many repeat another."""
    if query.is_bare:
        said = ngettext("%(n)s request followed", "%(n)s requests followed", shown) % {
            "n": written_number(shown)
        }
        duplicates = facts.counts.duplicates
        if not duplicates:
            return f"{said}."
        twice = ngettext(
            "of which %(n)s duplicate, counted once with the request it repeats",
            "of which %(n)s duplicates, each counted once with the request it repeats",
            duplicates,
        ) % {"n": written_number(duplicates)}
        return f"{said}, {twice}."
    found = ngettext("%(n)s request", "%(n)s requests", shown) % {"n": written_number(shown)}
    return _("%(found)s of %(total)s: %(filters)s.") % {
        "found": found,
        "total": written_number(facts.lines.total),
        "filters": ", ".join(label for label, _rest in _applied(query, facts)),
    }


def held_sentence(held: int) -> str:
    """Say how many requests wait to be read before they are published, and how soon they are."""
    if not held:
        return ""
    return ngettext(
        "%(n)s request received is being read before it is published, so that nobody is named: at "
        "most %(days)s working days.",
        "%(n)s requests received are being read before they are published, so that nobody is "
        "named: at most %(days)s working days.",
        held,
    ) % {"n": written_number(held), "days": READING_WORKING_DAYS}


def quick_links(query: FollowUpQuery, counts: FollowUpCounts) -> list[dict[str, Any]]:
    """Return the filters on the state as links, each with its figure."""
    return [
        {
            "label": label[:1].upper() + label[1:],
            "url": query.with_(shown=name).address,
            "active": query.shown == name,
            "count": count_of(counts, name),
        }
        for name, label in shown_labels().items()
        if count_of(counts, name) or name in ("", query.shown)
    ]


def selects_for(
    query: FollowUpQuery, facts: TableFacts, *, with_council: bool
) -> list[dict[str, Any]]:
    """Return the lists one filters and sorts by; a list of one choice filters nothing."""
    sort = query.sort if query.sort in sort_labels() else ""
    lists: list[tuple[str, str, list[tuple[str, str]], str]] = [
        ("etat", _("State"), list(shown_labels().items()), query.shown),
        (
            "service",
            _("Department"),
            [("", _("all departments")), *facts.options.departments],
            query.department,
        ),
        ("theme", _("Theme"), [("", _("all themes")), *facts.options.themes], query.theme),
        (
            "quartier",
            _("Neighbourhood"),
            [("", _("all neighbourhoods")), *facts.options.neighbourhoods],
            query.neighbourhood,
        ),
    ]
    if with_council:
        lists.insert(
            1,
            (
                "conseil",
                _("Council"),
                [("", _("all councils")), *facts.options.councils],
                query.council,
            ),
        )
    lists.append(("tri", _("Order"), list(sort_labels().items()), sort))
    # In the form, so that narrowing the map leaves a map.
    views = [("", _("as a table")), (MAP, _("on a map"))]
    lists.append(("vue", _("Shown"), views, query.view))
    return [
        {
            "name": name,
            "label": label,
            "options": [
                {"value": value, "label": text, "selected": value == chosen}
                for value, text in choices
            ],
        }
        for name, label, choices, chosen in lists
        if len(choices) > 2 or chosen or name == "vue"
    ]


def _applied(query: FollowUpQuery, facts: TableFacts) -> list[tuple[str, FollowUpQuery]]:
    """What is filtered, in words, each with the question without it."""
    applied = []
    if query.shown:
        applied.append((shown_labels()[query.shown], query.with_(shown="")))
    for name, options in (
        ("council", facts.options.councils),
        ("department", facts.options.departments),
        ("theme", facts.options.themes),
        ("neighbourhood", facts.options.neighbourhoods),
    ):
        chosen = getattr(query, name)
        if chosen:
            label = dict(options).get(chosen, chosen.lstrip("~"))
            applied.append((label, query.with_(**{name: ""})))
    if query.words:
        applied.append((f"« {query.words} »", query.with_(words="")))
    return applied


def applied_filters(query: FollowUpQuery, facts: TableFacts) -> list[dict[str, str]]:
    """Return what is filtered, each with the address without it."""
    return [{"label": label, "remove_url": rest.address} for label, rest in _applied(query, facts)]


def empty_sentence(query: FollowUpQuery) -> str:
    """Say why there is no row."""
    if query.is_bare:
        return _(
            "No request yet. What the council asks, and what it is answered, will be listed here."
        )
    return _("No request matches. Remove a filter, or search with another word.")

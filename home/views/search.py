"""The site search."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from civic.core.logic.numbers import written_number
from civic.core.logic.stemming import stems_of
from civic.core.models import SearchEntry
from civic.core.services.keeping import kept_key

from ..enums import ONE_OF_A_KIND
from ..forms import SearchForm
from ..logic.highlight import highlighted
from ..selectors.search import Counted, Facet, Query, counted, results

RESULTS_PER_PAGE = 20


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Find pages, contributions, answers, requests and decisions; the address keeps the facets."""
    form = SearchForm(request.GET)
    form.is_valid()
    asked = form.cleaned_data
    text = asked.get("q") or request.GET.get("q", "")[:200].replace("\x00", "")
    query = Query(text, asked.get("kind", ""), asked.get("territory"), asked.get("theme"))
    language = get_language() or "fr"
    number = request.GET.get("page", "1")
    # Lazy: while the results are kept for everybody, nothing of them is read.
    counts: Any = SimpleLazyObject(lambda: counted(query, language))
    page: Any = SimpleLazyObject(lambda: _page_of(query, language, counts.total, number))
    stems = frozenset(stems_of(text))
    context = {
        "query": text,
        "kept_key": kept_key(request, "search", query, number),
        "page_of_results": page,
        "results": SimpleLazyObject(lambda: [_shown(entry, stems, language) for entry in page]),
        "filters": SimpleLazyObject(lambda: _filters(query, counts)) if text.strip() else None,
        "summary": SimpleLazyObject(lambda: _summary(text, counts.total)),
        "breadcrumbs": [{"title": _("Home"), "url": reverse("home")}, {"title": _("Search")}],
    }
    return render(request, "home/search.html", context)


def _page_of(query: Query, language: str, total: int, number: str) -> Page[SearchEntry]:
    paginator = Paginator(results(query, language), RESULTS_PER_PAGE)
    # Known already: the paginator would count again.
    paginator.count = total  # type: ignore[misc]
    return paginator.get_page(number)


def _shown(entry: SearchEntry, stems: frozenset[str], language: str) -> dict[str, Any]:
    written_in = entry.url[1:3] if entry.url[:4] in {"/fr/", "/en/"} else ""
    return {
        "title": list(highlighted(entry.title, stems)),
        "excerpt": list(highlighted(entry.excerpt, stems)),
        # Whatever its language, a page is read without leaving the reader's interface.
        "url": f"/{language}/{entry.url[4:]}" if written_in else entry.url,
        "language": written_in,
        "kind": str(ONE_OF_A_KIND.get(entry.kind, entry.kind)),  # type: ignore[call-overload]
        "happened_on": entry.happened_on,
    }


def _summary(text: str, count: int) -> str:
    if not text.strip():
        return ""
    return ngettext("%(n)s result for « %(text)s »", "%(n)s results for « %(text)s »", count) % {
        "n": written_number(count),
        "text": text.strip(),
    }


def _filters(query: Query, counts: Counted) -> dict[str, Any]:
    values = {
        "q": query.text,
        "kind": query.kind,
        "territory": query.organisation.slug if query.organisation else "",
        "theme": query.theme.slug if query.theme else "",
    }
    offered = counts.facets
    labels = {"kind": _("What"), "territory": _("Where"), "theme": _("Theme")}
    applied = [
        {"label": _label(offered[name], values[name]), "remove_url": _address(values, name)}
        for name in labels
        if values[name]
    ]
    return {
        "selects": [
            {"name": name, "label": label, "options": _options(offered[name], values[name])}
            for name, label in labels.items()
            if offered[name]
        ],
        "applied": applied,
        "reset_url": _address({"q": query.text}),
        "search": {"label": _("Search the whole site"), "value": query.text},
    }


def _label(offered: list[Facet], value: str) -> str:
    return next((facet.label for facet in offered if facet.value == value), value)


def _options(offered: list[Facet], chosen: str) -> list[dict[str, Any]]:
    everything = {"value": "", "label": _("Everything"), "selected": not chosen}
    return [
        everything,
        *(
            {
                "value": facet.value,
                "label": f"{facet.label} ({facet.count})",
                "selected": facet.value == chosen,
            }
            for facet in offered
        ),
    ]


def _address(values: Mapping[str, str], without: str = "") -> str:
    kept = {name: value for name, value in values.items() if value and name != without}
    return f"{reverse('search')}?{urlencode(kept)}"

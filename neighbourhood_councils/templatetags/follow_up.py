"""The follow-up table of one council, or of a territory, inside any page."""

from dataclasses import replace
from typing import Any

from django import template
from django.utils import timezone
from django.utils.translation import gettext as _

from civic.core.models import BasePage
from civic.territory.models import OrganisationPage

from ..models import NeighbourhoodCouncil
from ..selectors.councils import council_pages
from ..selectors.follow_up import headers_for
from ..selectors.follow_up_query import FollowUpQuery
from ..selectors.follow_up_tables import (
    FollowUpTable,
    TablePage,
    table_of_council,
    table_of_territory,
)
from ..views.follow_up_screen import count_sentence, empty_sentence, lines_of, selects_for

register = template.Library()


@register.inclusion_tag("neighbourhood_councils/follow_up_short.html", takes_context=True)
def follow_up_table(
    context: Any,
    slug: str,
    count: int,
    shown: str | None = "",
    department: str | None = "",
    theme: str | None = "",
) -> dict[str, Any]:
    """Show the requests of a council, or of an organisation, known by its short address.

    `shown`, `department` and `theme` are what the editor chose; a reader sorts and filters in
    place, in parameters that begin with the short address. What does not exist, is not published
    or has no page shows nothing: an editor's mistake in a block never breaks a page.
    """
    found = _council_table(slug) or _territory_table(slug)
    if found is None:
        return {"rows": None}
    table, page, route = found
    prefix, anchor = f"{slug}-", f"suivi-{slug}"
    request = context.get("request")
    parameters = request.GET if request is not None else {}
    query = FollowUpQuery.read(
        parameters,
        prefix=prefix,
        shown=shown or "",
        department=department or "",
        theme=theme or "",
    )
    if not table.with_council:
        query = query.with_(council="")
    asked = TablePage(table, query, timezone.localdate(), per_page=count)
    table_url = page.url_of(route)
    plain = replace(query, prefix="", chosen=frozenset())
    return {
        "rows": lines_of(asked, table_url),
        "headers": headers_for(query, table.columns, f"#{anchor}"),
        "title": table.title,
        "anchor": anchor,
        "prefix": prefix,
        "here": request.path if request is not None else "",
        "words": query.words,
        "selects": [
            # The first choice of a list says "all" in so many words: an editor's filter is left so.
            select | {"name": f"{prefix}{select['name']}", "id": f"{anchor}-{select['name']}"}
            for select in selects_for(query, asked.facts, with_council=table.with_council)
        ],
        "sentence": count_sentence(query, asked.total, asked.facts),
        "empty": empty_sentence(query),
        "total": asked.total,
        "whole_url": table_url + (plain.address if not plain.is_bare else ""),
        "search_label": _("Search in the requests, or a number"),
    }


def _council_table(slug: str) -> tuple[FollowUpTable, BasePage, str] | None:
    council = (
        NeighbourhoodCouncil.objects.filter(space__slug=slug, space__published_at__isnull=False)
        .select_related("space__organisation__answer_rules")
        .first()
    )
    page = council_pages([council.space_id]).get(council.space_id) if council else None
    if council is None or page is None:
        return None
    return table_of_council(council, page.title), page, "table"


def _territory_table(slug: str) -> tuple[FollowUpTable, BasePage, str] | None:
    page = (
        OrganisationPage.objects.live()
        .filter(organisation__slug=slug)
        .select_related("organisation__answer_rules", "locale")
        .defer("body")
        .order_by("pk")
        .first()
    )
    if page is None:
        return None
    return table_of_territory(page.organisation), page, "follow_up"

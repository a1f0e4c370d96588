"""The follow-up table of one council, inside any page."""

from typing import Any

from django import template
from django.utils import timezone

from ..models import NeighbourhoodCouncil
from ..selectors.councils import council_pages
from ..selectors.follow_up import line_of
from ..selectors.follow_up_query import FollowUpQuery
from ..selectors.follow_up_tables import TablePage, table_of_council

register = template.Library()


@register.inclusion_tag("neighbourhood_councils/follow_up_short.html")
def follow_up_table(council_slug: str, count: int) -> dict[str, Any]:
    """Show the latest requests of a council, known by the short address of its space.

    A council that does not exist, is not published or has no page shows nothing: an editor's
    mistake in a block never breaks a page.
    """
    council = (
        NeighbourhoodCouncil.objects.filter(
            space__slug=council_slug, space__published_at__isnull=False
        )
        .select_related("space")
        .first()
    )
    page = council_pages([council.space_id]).get(council.space_id) if council else None
    if council is None or page is None:
        return {"rows": None}
    table_url = page.url_of("table")
    today = timezone.localdate()
    latest = TablePage(
        table_of_council(council, page.title), FollowUpQuery(), today, per_page=count
    )
    return {
        "rows": [line_of(row, table_url, today) for row in latest.rows],
        "title": page.title,
        "counts": latest.facts.counts(),
        "table_url": table_url,
    }

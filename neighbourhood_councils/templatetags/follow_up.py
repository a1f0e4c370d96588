"""The follow-up table of one council, inside any page."""

from typing import Any

from django import template
from django.utils import timezone

from ..models import NeighbourhoodCouncil
from ..selectors.councils import council_pages, follow_up_counts
from ..selectors.follow_up import FollowUpQuery, asked, followed_by, line_of

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
    today = timezone.localdate()
    requests = followed_by(council.space_id)
    table_url = page.url_of("table")
    rows = [
        line_of(row, table_url, today) for row in asked(requests, FollowUpQuery(), today)[:count]
    ]
    return {
        "rows": rows,
        "title": page.title,
        "counts": follow_up_counts(requests, today),
        "table_url": table_url,
    }

"""Where one asks something; what the sheet of a request shows beside its text."""

from typing import Any

from django import template
from django.urls import reverse

from civic.cases.models import Request
from civic.cases.policies import can_move
from civic.privacy.views.visits import visitor

from ..selectors.duplicates import repeats_of
from ..selectors.photos import shown_photos
from ..selectors.requests_pages import requests_pages

register = template.Library()


@register.simple_tag
def asking_url(organisation_id: int) -> str:
    """Give the address of the form of an organisation; empty while its branch has none."""
    page = requests_pages([organisation_id]).get(organisation_id)
    return page.url_of("file") if page else ""


@register.inclusion_tag("neighbourhood_councils/request_more.html", takes_context=True)
def request_more(context: Any, found: Request) -> dict[str, Any]:
    """Show the photos of a public request and what repeats it; lead the staff to link it."""
    actor = visitor(context["request"])
    may_link = actor is not None and can_move(actor, found.case)
    return {
        "photos": shown_photos(found),
        "repeats": repeats_of(found),
        "add_url": reverse("photo_add", args=[found.case.number]) if may_link else "",
        "duplicate_url": reverse("duplicate", args=[found.case.number]) if may_link else "",
    }

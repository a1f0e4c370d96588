"""Where one asks; what a request's sheet shows beside its text, the inbox beside the answers."""

from typing import Any

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

from civic.cases.models import Request
from civic.cases.policies import can_move
from civic.cases.selectors.satisfaction import words_lately
from civic.privacy.views.visits import visitor

from ..selectors.duplicates import repeats_of
from ..selectors.photos import held_photos, shown_photos
from ..selectors.requests_pages import requests_pages
from ..selectors.suspected import suspected_pairs

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


@register.inclusion_tag("neighbourhood_councils/waiting_beside.html", takes_context=True)
def waiting_beside(context: Any) -> dict[str, Any]:
    """Lead an officer to the photos to look at, the possible duplicates, the texts to read."""
    actor = visitor(context["request"])
    if actor is None or actor.user is None:
        return {"links": []}
    counted = (
        ("photos", _("Photos to look at"), held_photos(actor).order_by().count()),
        ("duplicates", _("Asked twice?"), len(suspected_pairs(actor))),
        ("opinions", _("Said of the answers"), words_lately(actor)),
    )
    return {
        "links": [
            {"url": reverse(name), "label": label, "count": count}
            for name, label, count in counted
            if count
        ]
    }

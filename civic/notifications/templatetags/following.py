"""The buttons that follow an object, and the list of what one follows."""

from typing import Any

from django import template
from django.conf import settings
from django.db.models import Model
from django.http import HttpRequest

from civic.accounts.models import Person
from civic.audit.services import key_of

from ..selectors import followed_by, standing_of

register = template.Library()

# In the address of a page that lists what one follows.
FOLLOWED_PAGE = "followed"


@register.inclusion_tag("components/follow.html", takes_context=True)
def follow_buttons(context: Any, row: Model, title: str = "") -> dict[str, Any]:
    """Offer to follow a row, to stop, to mute it; `title` is said to screen readers."""
    request: HttpRequest = context["request"]
    target = key_of(row)
    return {
        "target": target,
        "standing": standing_of(_person(request), target),
        "title": title or str(row),
        "here": request.get_full_path(),
    }


@register.inclusion_tag("notifications/followed.html", takes_context=True)
def followed_objects(context: Any) -> dict[str, Any]:
    """List what the reader follows and has muted, each with its buttons."""
    request: HttpRequest = context["request"]
    person = _person(request)
    return {
        "rows": followed_by(person, request.GET.get(FOLLOWED_PAGE)) if person else [],
        "parameter": FOLLOWED_PAGE,
        "here": request.get_full_path(),
    }


def _person(request: HttpRequest) -> Person | None:
    # Asking a session for something would mark every anonymous page as depending on its cookie.
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return None
    person: Person | None = request.actor.person  # type: ignore[attr-defined]
    return person

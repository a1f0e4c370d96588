"""What pages show of paper and desk: the link to a sheet, results by channel."""

import re
from typing import Any

from django import template
from django.urls import reverse

from civic.core.models import BasePage
from civic.participation.models import Activity, Contribution, Session, Space
from civic.privacy.views.visits import visitor

from ..enums import SheetKind
from ..policies import can_communicate, desks_of
from ..selectors.calls import calls_due, first_calls
from ..selectors.channels import by_channel as counted

register = template.Library()
CALLS = 20
_HYPHEN = re.compile(r"(?<=\w)-(?=\w)")


@register.filter
def unbroken(words: str) -> str:
    """Keep a compound name on one line of a poster: « Saint-Loup » is not cut at its hyphen."""
    return _HYPHEN.sub("\N{NON-BREAKING HYPHEN}", words)


@register.inclusion_tag("desk/paper_link.html")
def paper_link(target: Activity | Space | Session | Contribution, kind: str = "") -> dict[str, Any]:
    """Link to the sheet of a page; `kind` says which one for a proposal (support or comment)."""
    match target:
        case Activity():
            key = f"{SheetKind.PROPOSAL}-{target.pk}"
        case Space():
            key = f"{SheetKind.REQUEST}-{target.pk}"
        case Session():
            key = f"{SheetKind.REGISTRATION}-{target.pk}"
        case _:
            key = f"{kind or SheetKind.SUPPORT}-{target.pk}"
    return {"url": reverse("paper_sheet", args=[key])}


@register.inclusion_tag("desk/promised_calls.html", takes_context=True)
def promised_calls(context: template.Context) -> dict[str, Any]:
    """Show an agent the calls they answer for, above what is due."""
    actor = getattr(context.get("request"), "actor", None)
    if actor is None or actor.user is None:
        return {"calls": [], "count": 0, "desks": []}
    calls, count = first_calls(calls_due(actor), CALLS)
    return {"calls": calls, "count": count, "more": count - len(calls), "desks": desks_of(actor)}


@register.inclusion_tag("desk/by_channel.html")
def by_channel(place: Activity | Space, key: str = "") -> dict[str, Any]:
    """Show what was done here by channel: a sentence, then a table; `key` makes the id unique."""
    if isinstance(place, Activity):
        found = counted([place.space_id], [place.pk])
    else:
        found = counted([place.pk])
    return {
        "sentence": found.sentence,
        "typing": found.typing_sentence,
        "columns": found.columns,
        "rows": found.rows,
        "key": key or f"{place._meta.model_name}-{place.pk}",
    }


@register.inclusion_tag("kit/link.html", takes_context=True)
def kit_link(context: template.Context, page: BasePage, space: Space) -> dict[str, Any]:
    """Link to the communication kit of a page, for whoever may take it."""
    request = context.get("request")
    actor = visitor(request) if request is not None else None
    if actor is None or actor.user is None or not can_communicate(actor, space):
        return {"url": ""}
    return {"url": page.url_of("kit")}

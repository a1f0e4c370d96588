"""The texts of a space, on the page that shows the space; a difference, side by side."""

from typing import Any

from django import template
from django.template.context import RequestContext
from django.urls import reverse

from civic.accounts.enums import College
from civic.participation.models import Space

from ..logic.differences import Difference
from ..logic.numbering import letter_of
from ..policies import can_write_in
from ..selectors.addresses import text_url
from ..selectors.reading import texts_in

register = template.Library()


@register.inclusion_tag("texts/texts_of.html", takes_context=True)
def texts_of(context: RequestContext, space: Space, sits: bool = False) -> dict[str, Any]:
    """List the texts of a space, each with where it stands; nothing when there is none to see.

    `sits` is given by a page that knows already that the reader is one of those who write.
    """
    actor = context["request"].actor
    writes = not actor.is_anonymous and (sits or can_write_in(actor, space))
    return {
        "rows": [
            {
                "text": text,
                "url": text_url(text),
                "letter": letter_of(text.version) if text.version else "",
            }
            for text in texts_in(space.pk, drafts=writes)
        ],
        "start_url": f"{reverse('text_start')}?espace={space.slug}" if writes else "",
    }


@register.inclusion_tag("texts/difference.html")
def side_by_side(
    difference: Difference, caption: str, before: str = "", after: str = ""
) -> dict[str, Any]:
    """Show both sides of a change as a table; the words that changed say so to a screen reader."""
    return {"difference": difference, "caption": caption, "before": before, "after": after}


@register.simple_tag
def college_name(college: str) -> str:
    """Give the word for a college that was copied at the act."""
    return str(College(college).label) if college in College.values else college

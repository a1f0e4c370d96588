"""What every view of a text starts from."""

from typing import Any
from uuid import UUID

from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from civic.core.exceptions import NotAllowed, Refusal, TooMany
from civic.participation.models import PhaseSetting
from civic.participation.views.acting import actor_of, status_of

from ..models import AmendmentDetail, Paragraph, Text
from ..policies import can_publish, can_read, can_write
from ..registry import text_registry
from ..selectors.addresses import paragraph_url, text_url
from ..selectors.amendments import readable_amendment


def text_of(request: HttpRequest, slug: str) -> Text:
    """Return a text the reader may see, or 404; the page of its space gives the breadcrumb."""
    settings = PhaseSetting.objects.select_related("phase").order_by("pk")
    # Read once: the page, the policy and the service ask the same calendar what is open.
    joined = Text.objects.joined().prefetch_related(Prefetch("activity__settings", settings))
    text = joined.filter(slug=slug).first()
    if text is None or not can_read(actor_of(request), text):
        raise Http404
    page = text_registry.page(text.activity.space)
    if page is not None:
        request.served_page = page  # type: ignore[attr-defined]
    return text


def writable_text(request: HttpRequest, slug: str) -> Text:
    """Return a text for whoever writes it; raise NotAllowed for everybody else."""
    text = text_of(request, slug)
    if not can_write(actor_of(request), text):
        raise NotAllowed(_("Only the members of this group, and those who run it, write here."))
    return text


def paragraph_of(text: Text, key: UUID) -> Paragraph:
    """Return a paragraph of a text by its key, also once removed, or 404."""
    found = (
        Paragraph.objects.filter(text=text, key=key).select_related("current", "section").first()
    )
    if found is None:
        raise Http404
    found.text = text
    return found


def amendment_of(request: HttpRequest, text: Text, number: str) -> AmendmentDetail:
    """Return an amendment the reader may see, or 404."""
    found = readable_amendment(text, number, actor_of(request))
    if found is None:
        raise Http404
    # The calendar and the space were read with the text.
    found.contribution.activity = text.activity
    found.paragraph.text = text
    return found


def shown(
    request: HttpRequest,
    template: str,
    text: Text,
    *,
    crumbs: tuple[tuple[str, str], ...] = (),
    status: int = 200,
    **extra: Any,
) -> HttpResponse:
    """Render a page of a text with what all of them show."""
    actor = actor_of(request)
    here = text_url(text)
    context = {
        "text": text,
        "text_url": here,
        "may_write": can_write(actor, text),
        "may_publish": can_publish(actor, text),
        "organisation_of_text": text.activity.space.organisation,
        "extra_breadcrumbs": [
            {"title": text.title, "url": here},
            *({"title": title, "url": url} for title, url in crumbs),
        ],
        **extra,
    }
    return render(request, template, context, status=status)


def paragraph_crumb(paragraph: Paragraph, number: str) -> tuple[str, str]:
    """Return the breadcrumb of a paragraph."""
    title = number.capitalize() if number else _("Removed paragraph")
    return title, paragraph_url(paragraph)


def refusal_status(response: HttpResponse, refusal: Refusal) -> HttpResponse:
    """Give a response the status of a refusal, and when to try again."""
    response.status_code = status_of(refusal)
    if isinstance(refusal, TooMany):
        response["Retry-After"] = str(refusal.retry_after)
    return response

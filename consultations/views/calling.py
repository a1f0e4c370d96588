"""What every view below a call for proposals starts from."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from civic.accounts.policies import Actor
from civic.core.exceptions import NotAllowed, Refusal, TooMany
from civic.participation.logic.addresses import client_address
from civic.participation.models import Activity, Contribution, PhaseSetting
from civic.participation.services.limits import spend

from ..models import CallForProposalsPage, Consultation
from ..policies import can_see
from ..selectors import readable_proposal

# A village hall, a library or a school share one address.
ACTS_AN_HOUR_PER_ADDRESS = 120


def actor_of(request: HttpRequest) -> Actor:
    """Return who makes a request."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def activity_of(request: HttpRequest, page: CallForProposalsPage) -> Activity:
    """Return the activity of a page with its space, or 404 while it is being prepared."""
    # `get` and no order: ordering a select this wide costs more than running it.
    activity = (
        Activity.objects.select_related(
            "space__organisation", "space__consultation", "department", "processing_sheet"
        )
        # Read once: the page, the policy and the service ask the same calendar what is open.
        .prefetch_related(Prefetch("settings", PhaseSetting.objects.select_related("phase")))
        .defer("space__organisation__boundary")
        .get(pk=page.activity_id)
    )
    consultation = consultation_of(activity)
    if consultation is not None:
        consultation.space = activity.space
        if not consultation.is_published and not can_see(actor_of(request), consultation):
            raise Http404
    return activity


def consultation_of(activity: Activity) -> Consultation | None:
    """Return the consultation of an activity, already joined by `activity_of`."""
    return getattr(activity.space, "consultation", None)


def proposal_of(request: HttpRequest, activity: Activity, number: str) -> Contribution:
    """Return a proposal the reader may see, or 404: what is held exists for its author only."""
    found = readable_proposal(activity, number, actor_of(request))
    if found is None:
        raise Http404
    return found


def address_of(request: HttpRequest) -> str:
    """Return the network address of a request's client."""
    return client_address(
        request.META.get("REMOTE_ADDR", ""),
        request.META.get("HTTP_X_FORWARDED_FOR", ""),
        settings.TRUSTED_PROXIES,
    )


def spend_address(request: HttpRequest, act: str) -> None:
    """Count one write of a network address; raise TooMany when there are too many."""
    spend(
        act=act,
        who=f"address:{address_of(request)}",
        at_most=ACTS_AN_HOUR_PER_ADDRESS,
        seconds=3600,
    )


def status_of(refusal: Refusal) -> int:
    """Return the HTTP status of a refusal: what was typed is shown again with it."""
    match refusal:
        case TooMany():
            return 429
        case NotAllowed():
            return 403
        case _ if refusal.code in {"closed", "archived", "already_answered", "withdrawn"}:
            return 409
        case _:
            return 422


def refused(
    request: HttpRequest, template: str, context: Mapping[str, Any], refusal: Refusal
) -> HttpResponse:
    """Show a page again with the reason of a refusal and its status."""
    response = render(request, template, dict(context), status=status_of(refusal))
    if isinstance(refusal, TooMany):
        response["Retry-After"] = str(refusal.retry_after)
    return response

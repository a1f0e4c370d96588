"""What every view below a call for proposals starts from."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from civic.core.exceptions import Refusal, TooMany
from civic.core.services.keeping import kept, kept_key
from civic.participation.models import Activity, Contribution, PhaseSetting
from civic.participation.views.acting import actor_of, address_of, spend_address, status_of

from ..models import CallForProposalsPage, Consultation
from ..policies import can_see
from ..selectors import readable_proposal

__all__ = [
    "activity_of",
    "actor_of",
    "address_of",
    "consultation_of",
    "proposal_of",
    "refused",
    "spend_address",
    "status_of",
]


def activity_of(request: HttpRequest, page: CallForProposalsPage) -> Activity:
    """Return the activity of a page with its space, or 404 while it is being prepared."""
    key = kept_key(request, "activity", page.activity_id)
    activity = kept(key, lambda: _read_activity(page.activity_id))
    consultation = consultation_of(activity)
    if consultation is not None:
        consultation.space = activity.space
        if not consultation.is_published and not can_see(actor_of(request), consultation):
            raise Http404
    return activity


def _read_activity(activity_id: int) -> Activity:
    # `get` and no order: ordering a select this wide costs more than running it.
    found: Activity = (
        Activity.objects.select_related(
            "space__organisation", "space__consultation", "department", "processing_sheet"
        )
        # Read once: the page, the policy and the service ask the same calendar what is open.
        .prefetch_related(Prefetch("settings", PhaseSetting.objects.select_related("phase")))
        .defer("space__organisation__boundary")
        .get(pk=activity_id)
    )
    return found


def consultation_of(activity: Activity) -> Consultation | None:
    """Return the consultation of an activity, already joined by `activity_of`."""
    return getattr(activity.space, "consultation", None)


def proposal_of(request: HttpRequest, activity: Activity, number: str) -> Contribution:
    """Return a proposal the reader may see, or 404: what is held exists for its author only."""
    key = kept_key(request, "proposal", activity.pk, number)
    # What nobody may read is kept as nothing, and read again each time.
    found = kept(key, lambda: readable_proposal(activity, number, actor_of(request)))
    if found is None:
        raise Http404
    found.activity = activity
    return found


def refused(
    request: HttpRequest, template: str, context: Mapping[str, Any], refusal: Refusal
) -> HttpResponse:
    """Show a page again with the reason of a refusal and its status."""
    response = render(request, template, dict(context), status=status_of(refusal))
    if isinstance(refusal, TooMany):
        response["Retry-After"] = str(refusal.retry_after)
    return response

"""The minutes of a meeting before they are published: written, corrected by the members."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from civic.core.exceptions import NotAllowed, Refusal
from civic.participation.models import Session
from civic.participation.policies import can_host
from civic.participation.views.acting import status_of
from civic.participation.views.draft_minutes import draft_context
from civic.privacy.views.visits import signed_in

from ..models import CouncilCorrection, CouncilMinutes, CouncilPage
from ..policies import can_correct_minutes
from ..selectors.councils import council_of
from ..services.council_minutes import (
    propose_correction,
    publish_draft,
    save_draft,
    settle_correction,
    share_draft,
)


def _whole(request: HttpRequest, name: str) -> int:
    typed = request.POST.get(name, "")
    return int(typed) if typed.isdecimal() and len(typed) < 10 else 0


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def review(request: HttpRequest, page: CouncilPage, meeting_id: int) -> HttpResponse:
    """Show the draft to those who may read it, and do what its forms ask for."""
    council = council_of(page)
    query = Session.objects.select_related("space__organisation")
    meeting = get_object_or_404(query, pk=meeting_id, space_id=council.space_id)
    actor = request.actor  # type: ignore[attr-defined]
    if not can_correct_minutes(actor, meeting):
        raise NotAllowed(_("These minutes are being written: they are published here soon."))
    refusal: Refusal | None = None
    if request.method == "POST":
        try:
            said = _perform(request, meeting)
        except NotAllowed:
            raise
        except Refusal as error:
            refusal = error
        else:
            messages.success(request, said)
            published = request.POST.get("act") == "publish"
            return redirect(
                page.url_of("public_meeting", meeting_id=meeting.pk) if published else request.path
            )
    draft = CouncilMinutes.objects.filter(session=meeting).first()
    rows = CouncilCorrection.objects.filter(draft=draft).select_related("person")
    context = draft_context(draft, rows, request, refusal) | {
        "page": page,
        "meeting": meeting,
        "runs": can_host(actor, council.space),
        "may_redraft": False,
        "share_label": _("Show it to the members"),
        "publish_hint": _(
            "Everybody reads it; the members receive it, by letter or telephone if they have no "
            "e-mail."
        ),
        "extra_breadcrumbs": [
            {"title": meeting.title, "url": page.url_of("public_meeting", meeting_id=meeting.pk)},
            {"title": _("Draft minutes"), "url": ""},
        ],
    }
    status = status_of(refusal) if refusal else 200
    return render(request, "neighbourhood_councils/review_minutes.html", context, status=status)


def _perform(request: HttpRequest, meeting: Session) -> str:
    actor = request.actor  # type: ignore[attr-defined]
    data = request.POST
    match data.get("act", ""):
        case "save":
            save_draft(
                actor=actor,
                session=meeting,
                text=data.get("text", ""),
                version=_whole(request, "version") or None,
            )
            return _("The text is kept.")
        case "share":
            share_draft(actor=actor, session=meeting, days=_whole(request, "days"))
            return _("The members are told, and may correct it.")
        case "correct":
            propose_correction(
                actor=actor,
                session=meeting,
                passage=data.get("passage", ""),
                proposed=data.get("proposed", ""),
            )
            return _("Your correction is received: you read here what becomes of it.")
        case "accept" | "refuse" as verb:
            settle_correction(
                actor=actor,
                session=meeting,
                correction=_whole(request, "correction"),
                accept=verb == "accept",
                reason=data.get("reason", ""),
            )
            return _("This correction is settled.")
        case "publish":
            publish_draft(
                actor=actor,
                session=meeting,
                keep_findings_because=data.get("keep_findings_because", ""),
            )
            return _("The minutes are published, and the members are told.")
    raise Refusal(_("This button is not known here: open the page again."), code="unknown_act")

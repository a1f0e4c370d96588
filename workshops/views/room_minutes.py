"""The minutes of a session: written and settled by whoever runs it, corrected by who was there."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from civic.core.exceptions import NotAllowed, Refusal
from civic.participation.views.draft_minutes import draft_context

from ..models import MinutesCorrection, MinutesDraft
from ..policies import InRoom
from ..selectors.places import session_url
from ..services.minutes import (
    draft_minutes,
    may_correct,
    propose_correction,
    publish_draft,
    save_minutes,
    settle_correction,
    share_minutes,
)
from .room_acts import whole
from .room_visit import in_room


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@in_room
def minutes(request: HttpRequest, who: InRoom) -> HttpResponse:
    """Show the draft to those who may read it, and do what its forms ask for."""
    if not may_correct(who):
        raise NotAllowed(_("These minutes are being written: they are published here soon."))
    refusal = None
    if request.method == "POST":
        try:
            said = _perform(who, request)
        except NotAllowed:
            raise
        except Refusal as error:
            refusal = error
        else:
            messages.success(request, said)
            published = request.POST.get("act") == "publish"
            public = session_url(who.room.session.space_id, who.room.session_id)
            address = public if published and public else request.path
            response = redirect(address)
            response.status_code = 303
            return response
    context = _context(request, who, refusal)
    return render(request, "workshops/room_minutes.html", context, status=409 if refusal else 200)


def _perform(who: InRoom, request: HttpRequest) -> str:
    data = request.POST
    match data.get("act", ""):
        case "draft":
            draft_minutes(who=who, again="again" in data)
            return _("The draft is written from the room: read it again.")
        case "save":
            save_minutes(who=who, text=data.get("text", ""), version=whole(data, "version") or 0)
            return _("The text is kept.")
        case "share":
            share_minutes(who=who, days=whole(data, "days") or 0)
            return _("Those who were there are told, and may correct it.")
        case "correct":
            propose_correction(
                who=who, passage=data.get("passage", ""), proposed=data.get("proposed", "")
            )
            return _("Your correction is received: you read here what becomes of it.")
        case "accept" | "refuse" as verb:
            settle_correction(
                who=who,
                correction=whole(data, "correction") or 0,
                accept=verb == "accept",
                reason=data.get("reason", ""),
            )
            return _("This correction is settled.")
        case "publish":
            publish_draft(who=who, keep_findings_because=data.get("keep_findings_because", ""))
            return _("The minutes are published, and those who were there are told.")
    raise Refusal(_("This button is not known here: open the page again."), code="unknown_act")


def _context(request: HttpRequest, who: InRoom, refusal: Refusal | None) -> dict[str, Any]:
    draft = MinutesDraft.objects.filter(session_id=who.room.session_id).first()
    rows = MinutesCorrection.objects.filter(draft=draft).select_related("participant", "person")
    return draft_context(draft, rows, request, refusal) | {
        "room": who.room,
        "runs": who.runs,
        "may_redraft": True,
        "share_label": _("Show it to those who were there"),
        "publish_hint": _(
            "Everybody reads it; those who were there or had a place receive it, by letter or "
            "telephone if they have no e-mail."
        ),
        "console_url": reverse("room_console", args=[who.room.pk]) if who.runs else "",
        "session_url": session_url(who.room.session.space_id, who.room.session_id),
    }

"""What was written in a room, for everybody, once it is closed."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ..enums import RoomState
from ..models import Card
from ..selectors.places import session_url
from ..selectors.room import polls_of, room_with, speech_of
from ..selectors.written import CARD, written_in, written_page
from .room_visit import dress


@require_safe
def written(request: HttpRequest, room_id: int) -> HttpResponse:
    """Show by group the cards handed on and let through by the guard, each with its answer."""
    room = room_with(room_id)
    if room is None or room.state != RoomState.CLOSED:
        raise Http404(_("What is written in this room can be read once it is closed."))
    dress(request, room.session)
    asked = request.GET.get(CARD, "")
    is_key = asked.isascii() and asked.isdigit() and len(asked) < 19
    page = written_page(room, request.GET.get("page"), int(asked) if is_key else None)
    groups = written_in(room, page)
    cards = Card.objects.filter(room=room)
    context: dict[str, Any] = {
        "room": room,
        "groups": groups,
        "page_of_cards": page,
        "shown": page.paginator.count,
        "waiting": cards.filter(contribution__isnull=False, contribution__screening="held").count(),
        "polls": [poll for poll in polls_of(room) if poll.state == "closed"],
        "speech": speech_of(room.session_id),
        "session_url": session_url(room.session.space_id, room.session_id),
        "extra_breadcrumbs": [{"title": _("What was written"), "url": ""}],
    }
    return render(request, "workshops/room_written.html", context)

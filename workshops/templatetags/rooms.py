"""The door of a live room, on the page of its session."""

from typing import Any

from django import template
from django.conf import settings
from django.urls import reverse

from civic.accounts.policies import Actor
from civic.participation.models import Session

from ..enums import RoomState
from ..logic.codes import shown_code
from ..models import Room
from ..policies import can_run

register = template.Library()


@register.inclusion_tag("workshops/room_door.html", takes_context=True)
def room_door(context: template.Context, session: Session) -> dict[str, Any]:
    """Show how to come into the room of a session, and to those who run it how to run it."""
    request = context["request"]
    room = Room.objects.filter(session=session).first()
    # An anonymous page must not depend on a cookie.
    known = settings.SESSION_COOKIE_NAME in request.COOKIES
    actor: Actor | None = getattr(request, "actor", None) if known else None
    runs = actor is not None and actor.user is not None and can_run(actor, session)
    here = bool(room and (settings.DEMO or runs))
    return {
        "is_open": bool(room and room.state == RoomState.OPEN),
        "is_closed": bool(room and room.state == RoomState.CLOSED),
        "enter_url": reverse("room_enter"),
        # Elsewhere the code is on the wall of the room alone.
        "code": shown_code(room.code) if room and here else "",
        "join_url": reverse("room_join", args=[room.code]) if room and here else "",
        "written_url": reverse("room_written", args=[room.pk]) if room else "",
        "run_url": _run_url(room, session) if runs else "",
    }


def _run_url(room: Room | None, session: Session) -> str:
    if room is None:
        return reverse("room_prepare", args=[session.pk])
    return reverse("room_console", args=[room.pk])

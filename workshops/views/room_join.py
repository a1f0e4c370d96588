"""Come into a room with the code on the wall, without an account."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from civic.accounts.enums import College
from civic.core.exceptions import NotAllowed, Refusal, TooMany
from civic.core.views.errors import too_many

from ..enums import RoomState
from ..forms import CodeForm, JoinForm
from ..models import Room
from ..services.joining import find_room, join_room
from .room_visit import address_of, dress, keep_token, new_token, token_in, who_visits


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def enter_code(request: HttpRequest) -> HttpResponse:
    """Ask for the code on the screen."""
    form = CodeForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                room = find_room(code=form.cleaned_data["code"], address=address_of(request))
            except TooMany as refusal:
                return too_many(request, refusal.retry_after)
            except Refusal as refusal:
                form.add_error(refusal.field or None, str(refusal.message))
                status = 409
            else:
                return redirect("room_join", code=room.code)
    return render(request, "workshops/room_enter.html", {"form": form}, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, code: str) -> HttpResponse:
    """Come in: one button, a name and a college if one likes."""
    try:
        room = find_room(code=code, address=address_of(request))
    except TooMany as refusal:
        return too_many(request, refusal.retry_after)
    except Refusal as refusal:
        raise Http404(str(refusal.message)) from refusal
    dress(request, room.session)
    visitor = who_visits(request, room)
    if visitor.participant is not None and visitor.participant.withdrawn_at is None:
        return redirect("room", room_id=room.pk)
    person = visitor.actor.person
    initial = {
        "college": person.college if person else College.RESIDENT,
        "name": person.public_name if person else "",
        "token": new_token(),
    }
    form = JoinForm(request.POST or None, room=room, initial=initial)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            response = _joined(request, room, form)
            if response is not None:
                return response
            status = 409
    context: dict[str, Any] = {
        "room": room,
        "form": form,
        "is_closed": room.state == RoomState.CLOSED,
        "written_url": reverse("room_written", args=[room.pk]),
    }
    return render(request, "workshops/room_join.html", context, status=status)


def _joined(request: HttpRequest, room: Room, form: JoinForm) -> HttpResponse | None:
    given = form.cleaned_data
    # The secret comes with the form: sent twice, it is the same phone.
    token = token_in(request.COOKIES, room.pk) or given["token"]
    try:
        join_room(
            actor=request.actor,  # type: ignore[attr-defined]
            room=room,
            token=token,
            name=given["name"],
            college=given["college"],
            table=given["table"],
        )
    except TooMany as refusal:
        return too_many(request, refusal.retry_after)
    except NotAllowed as refusal:
        return render(
            request,
            "workshops/room_out.html",
            {"room": room, "reason": refusal.message},
            status=403,
        )
    except Refusal as refusal:
        form.add_error(refusal.field or None, str(refusal.message))
        return None
    return keep_token(redirect("room", room_id=room.pk), room, token)

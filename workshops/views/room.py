"""A room on a phone: what we do now, my one action, time left, my table's board."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from civic.core.exceptions import NotAllowed, Refusal
from civic.core.logic.codes import qr_svg

from ..enums import RoomState, StepAct
from ..forms import JoinForm
from ..models import RoomTable
from ..policies import InRoom
from ..selectors.room import (
    CARDS_SHOWN,
    act_of,
    boards_of,
    changes_text,
    late_of,
    mine_in,
    open_poll,
    polls_of,
    reached_in,
    state_of,
)
from ..services.room_events import shown_out_sentence
from .room_acts import PARTICIPANT_ACTS, perform
from .room_visit import in_room, refused, wants_json


@never_cache
@require_safe
@in_room
def room(request: HttpRequest, who: InRoom) -> HttpResponse:
    """Show the room to somebody who joined; anybody else is asked for the code."""
    out = _turned_away(request, who)
    if out is not None:
        return out
    return _page(request, who)


def _turned_away(request: HttpRequest, who: InRoom) -> HttpResponse | None:
    if who.may_read:
        return None
    if who.participant is None:
        return redirect("room_enter")
    reason = shown_out_sentence(who.participant.withdrawn_reason)
    context = {"room": who.room, "reason": reason}
    return render(request, "workshops/room_out.html", context, status=403)


def _page(
    request: HttpRequest, who: InRoom, refusal: Refusal | None = None, status: int = 200
) -> HttpResponse:
    context = _context(request, who)
    context["refusal"] = str(refusal.message) if refusal else ""
    context["typed"] = request.POST.get("text", "") if refusal else ""
    part = request.GET.get("part") == "live" and refusal is None
    template = "workshops/room_live.html" if part else "workshops/room.html"
    return render(request, template, context, status=status)


def _context(request: HttpRequest, who: InRoom) -> dict[str, Any]:
    room = who.room
    tables = list(room.tables.order_by("number"))
    table = _table_shown(request, who, tables)
    page = _number(request.GET.get("page"), 1, 100)
    board = boards_of(room, [table], page=page)[0]
    mine = mine_in(who.participant)
    act = act_of(room)
    polls = polls_of(room)
    return {
        "room": room,
        "upto": room.reached,
        "participant": who.participant,
        "runs": who.runs,
        "act": act,
        "acts": StepAct,
        "is_open": room.state == RoomState.OPEN,
        "is_closed": room.state == RoomState.CLOSED,
        "tables": tables,
        "table": table,
        "is_my_table": who.participant is not None and who.participant.table_id == table.pk,
        "board": board,
        "page_number": page,
        "more_url": f"?table={table.number}&page={page + 1}"
        if board.total > page * CARDS_SHOWN
        else "",
        "back_url": f"?table={table.number}&page={page - 1}" if page > 1 else "",
        "mine": mine,
        "late": late_of(room, who.participant),
        "dots_left": max(0, room.dots_each - mine.dots),
        "poll": open_poll(polls),
        "last_poll": next((poll for poll in reversed(polls) if poll.state == "closed"), None),
        "card_key": uuid.uuid4(),
        "act_url": reverse("room_act", args=[room.pk]),
        "changes_url": reverse("room_changes", args=[room.pk]),
        "console_url": reverse("room_console", args=[room.pk]) if who.runs else "",
        "written_url": reverse("room_written", args=[room.pk]),
        "introduction": JoinForm(
            room=room,
            initial={
                "name": who.participant.name,
                "college": who.participant.asked_college or who.participant.college,
                "table": who.participant.table_id,
            },
        )
        if who.participant is not None
        else None,
    }


def _table_shown(request: HttpRequest, who: InRoom, tables: list[RoomTable]) -> RoomTable:
    asked = _number(request.GET.get("table") or request.POST.get("shown"), 0, 1_000)
    mine = who.participant.table_id if who.participant is not None else None
    for table in tables:
        if table.number == asked:
            return table
    return next((table for table in tables if table.pk == mine), tables[0])


def _number(text: str | None, default: int, most: int) -> int:
    if text is None or not text.isdecimal() or len(text) > 9:
        return default
    return max(1, min(most, int(text)))


@never_cache
@require_POST
@in_room
def act(request: HttpRequest, who: InRoom) -> HttpResponse:
    """Do one thing in the room; a form without a script is led back to the room."""
    if not who.may_read and who.participant is None and not wants_json(request):
        return redirect("room_enter")
    try:
        done = perform(PARTICIPANT_ACTS, who, request.POST)
    except NotAllowed as refusal:
        if wants_json(request) or not who.may_read:
            raise
        return _page(request, who, refusal, status=403)
    except Refusal as refusal:
        if wants_json(request):
            return refused(request, refusal)
        return _page(request, who, refusal, status=409)
    if wants_json(request):
        return JsonResponse({"done": True, "upto": reached_in(who.room.pk), **done})
    address = reverse("room", args=[who.room.pk])
    shown = request.POST.get("shown", "")
    if shown.isdecimal() and request.POST.get("act") != "me.change":
        address += f"?table={shown}"
    anchor = done.get("card") or ""
    response = redirect(f"{address}#card-{anchor}" if anchor else f"{address}#board")
    response.status_code = 303
    return response


@never_cache
@require_safe
@in_room
def changes(request: HttpRequest, who: InRoom) -> HttpResponse:
    """Give what changed since a number, as full rows."""
    _check_reads(who)
    since = request.GET.get("since", "0")
    number = int(since) if since.isdecimal() and len(since) < 16 else 0
    _upto, text = changes_text(who.room, number)
    return HttpResponse(text, content_type="application/json")


@never_cache
@require_safe
@in_room
def state(request: HttpRequest, who: InRoom) -> HttpResponse:
    """Give the whole state of the room, its keys sorted."""
    _check_reads(who)
    return JsonResponse(state_of(who.room), json_dumps_params={"sort_keys": True})


def _check_reads(who: InRoom) -> None:
    if who.may_read:
        return
    if who.participant is not None:
        raise NotAllowed(shown_out_sentence(who.participant.withdrawn_reason), code="withdrawn")
    raise NotAllowed(_("Join the room first, with the code on the screen."), code="not_joined")


@never_cache
@require_safe
@in_room
def code_image(request: HttpRequest, who: InRoom) -> HttpResponse:
    """Draw the QR code that leads into the room, for those who are in it already."""
    _check_reads(who)
    address = request.build_absolute_uri(reverse("room_join", args=[who.room.code]))
    return HttpResponse(qr_svg(address), content_type="image/svg+xml")

"""Run a room: open it, lead it, type paper cards, time who speaks, hand the cards on."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from civic.accounts.enums import College
from civic.core.exceptions import NotAllowed, Refusal
from civic.participation.enums import RegistrationState
from civic.participation.models import Registration, Session
from civic.privacy.views.visits import signed_in

from ..enums import CardState, Gender, RoomState, StepAct
from ..logic.codes import shown_code
from ..models import Card, Room
from ..policies import InRoom, can_run
from ..selectors.places import session_url
from ..selectors.room import (
    LATE_SHOWN,
    boards_of,
    consultation_of,
    open_poll,
    polls_of,
    presence,
    ranking,
    reached_in,
    running_turn,
    speech_of,
    tables_with_counts,
    wall_of,
)
from ..services.handing_on import hand_cards_on
from ..services.rooms import prepare_room
from .room_acts import RUNNER_ACTS, perform, whole
from .room_visit import dress, in_room, refused, wants_json
from .workshop import paged

CONSOLE_CARDS = 600
PEOPLE, EXPECTED = 50, "attendus"
ASKING = 10
_TYPED = {"text": "", "table": "", "college": "", "question": "", "options": ""}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def prepare(request: HttpRequest, session_id: int) -> HttpResponse:
    """Prepare the room of a session: how many tables."""
    session = get_object_or_404(
        Session.objects.select_related("space__organisation"), pk=session_id
    )
    actor: Any = request.actor  # type: ignore[attr-defined]
    if not can_run(actor, session):
        raise NotAllowed(_("You may not run the room of this session."))
    found = Room.objects.filter(session=session).first()
    if found is not None:
        return redirect("room_console", room_id=found.pk)
    refusal = ""
    if request.method == "POST":
        try:
            room = prepare_room(
                actor=actor, session=session, tables=whole(request.POST, "tables") or 0
            )
            return redirect("room_console", room_id=room.pk)
        except NotAllowed:
            raise
        except Refusal as error:
            refusal = str(error.message)
    dress(request, session)
    context = {"session": session, "refusal": refusal, "tables": request.POST.get("tables", "3")}
    return render(request, "workshops/room_prepare.html", context, status=409 if refusal else 200)


@never_cache
@require_safe
@signed_in
@in_room
def console(request: HttpRequest, who: InRoom) -> HttpResponse:
    """Show everything whoever runs the room needs, on one screen."""
    _check_runs(who)
    return _console(request, who)


def _check_runs(who: InRoom) -> None:
    if not who.runs:
        raise NotAllowed(_("Only whoever runs this room may see this."))


def _console(
    request: HttpRequest, who: InRoom, refusal: Refusal | None = None, status: int = 200
) -> HttpResponse:
    context = _context(request, who)
    context["refusal"] = str(refusal.message) if refusal else ""
    context["typed"] = _TYPED | (request.POST.dict() if refusal else {})
    part = request.GET.get("part") == "live" and refusal is None
    template = "workshops/room_console_live.html" if part else "workshops/room_console.html"
    return render(request, template, context, status=status)


def _context(request: HttpRequest, who: InRoom) -> dict[str, Any]:
    room = who.room
    page = Paginator(range(room.cards_count), CONSOLE_CARDS).get_page(request.GET.get("page"))
    tables = tables_with_counts(room)
    asking = room.participants.filter(withdrawn_at=None).exclude(asked_college="").order_by("pk")
    to_confirm = Paginator(asking, ASKING).get_page(1)
    here = presence(room)
    polls = polls_of(room)
    return {
        "room": room,
        "upto": room.reached,
        "code": shown_code(room.code),
        "states": RoomState,
        "steps": list(room.steps.order_by("position", "pk")),
        "step_acts": StepAct.choices,
        "tables": tables,
        "page_of_cards": page,
        "boards": boards_of(
            room,
            [row["table"] for row in tables],
            page=page.number,
            at_most=CONSOLE_CARDS,
        ),
        "here": here,
        "here_count": sum(row["count"] for row in here),
        "to_confirm": to_confirm,
        "more_to_confirm": to_confirm.paginator.count - len(to_confirm),
        "late": Paginator(
            Card.objects.filter(room=room, state=CardState.LATE)
            .select_related("table")
            .order_by("position", "sequence"),
            LATE_SHOWN,
        ).get_page(1),
        "removed": list(
            Card.objects.filter(room=room, state=CardState.REMOVED)
            .select_related("table")
            .order_by("-changed")[:20]
        ),
        "polls": polls,
        "poll": open_poll(polls),
        "speech": speech_of(room.session_id),
        "turn": running_turn(room.session_id),
        "colleges": College.choices,
        "genders": Gender.choices,
        "ranking": ranking(room, 6),
        "consultation": consultation_of(room),
        "card_key": uuid.uuid4(),
        "run_url": reverse("room_run", args=[room.pk]),
        "screen_url": reverse("room_screen", args=[room.pk]),
        "room_url": reverse("room", args=[room.pk]),
        "receipts_url": reverse("room_receipts", args=[room.pk]),
        "people_url": reverse("room_people", args=[room.pk]),
        "minutes_url": reverse("room_minutes", args=[room.pk]),
        "changes_url": reverse("room_changes", args=[room.pk]),
        "session_url": session_url(room.session.space_id, room.session_id),
    }


@never_cache
@require_POST
@signed_in
@in_room
def run(request: HttpRequest, who: InRoom) -> HttpResponse:
    """Do one thing as whoever runs the room."""
    _check_runs(who)
    if request.POST.get("act") == "cards.hand_on":
        return _hand_on(request, who)
    try:
        done = perform(RUNNER_ACTS, who, request.POST)
    except NotAllowed:
        raise
    except Refusal as refusal:
        if wants_json(request):
            return refused(request, refusal)
        if request.POST.get("back") == "people":
            return _people(request, who, refusal, status=409)
        return _console(request, who, refusal, status=409)
    if wants_json(request):
        return JsonResponse({"done": True, "upto": reached_in(who.room.pk), **done})
    back = "room_people" if request.POST.get("back") == "people" else "room_console"
    anchor = request.POST.get("at", "")
    address = reverse(back, args=[who.room.pk])
    response = redirect(f"{address}#{anchor}" if anchor.isidentifier() else address)
    response.status_code = 303
    return response


def _hand_on(request: HttpRequest, who: InRoom) -> HttpResponse:
    cards = [int(value) for value in request.POST.getlist("cards") if value.isdecimal()]
    try:
        found = hand_cards_on(who=who, cards=cards)
    except NotAllowed:
        raise
    except Refusal as refusal:
        return _console(request, who, refusal, status=409)
    said = ngettext(
        "%(n)s card has its number: an answer is owed to it.",
        "%(n)s cards have their number: an answer is owed to each.",
        len(found),
    )
    messages.success(request, said % {"n": len(found)})
    return redirect("room_receipts", room_id=who.room.pk)


@never_cache
@require_safe
@signed_in
@in_room
def people(request: HttpRequest, who: InRoom) -> HttpResponse:
    """List who is in the room, for whoever runs it alone."""
    _check_runs(who)
    return _people(request, who)


def _people(
    request: HttpRequest, who: InRoom, refusal: Refusal | None = None, status: int = 200
) -> HttpResponse:
    rows = who.room.participants.select_related("table").order_by("withdrawn_at", "joined_at", "pk")
    here = who.room.participants.filter(person__isnull=False)
    expected = (
        Registration.objects.filter(
            session_id=who.room.session_id, state=RegistrationState.CONFIRMED
        )
        .exclude(person__in=here.values("person"))
        .select_related("person")
    )
    written = {row.college: row.count for row in who.room.session.attendance.all()}
    counted = written or {row["college"]: row["count"] for row in presence(who.room)}
    context = {
        "room": who.room,
        "people": paged(request, "page", rows, PEOPLE),
        "expected": paged(request, EXPECTED, expected, PEOPLE),
        "expected_name": EXPECTED,
        "counts": [
            {"college": college, "label": label, "count": counted.get(college, 0)}
            for college, label in College.choices
        ],
        "refusal": str(refusal.message) if refusal else "",
        "run_url": reverse("room_run", args=[who.room.pk]),
        "console_url": reverse("room_console", args=[who.room.pk]),
    }
    return render(request, "workshops/room_people.html", context, status=status)


@never_cache
@require_safe
@signed_in
@in_room
def receipts(request: HttpRequest, who: InRoom) -> HttpResponse:
    """List card → number, to be printed and given out at the tables."""
    _check_runs(who)
    cards = (
        Card.objects.filter(room=who.room, contribution__isnull=False)
        .select_related("contribution__case", "table")
        .order_by("table__number", "position", "sequence", "pk")
    )
    context = {
        "room": who.room,
        "cards": list(cards),
        "consultation": consultation_of(who.room),
        "console_url": reverse("room_console", args=[who.room.pk]),
        "track_url": reverse("track"),
    }
    return render(request, "workshops/room_receipts.html", context)


@never_cache
@require_safe
@signed_in
@in_room
def screen(request: HttpRequest, who: InRoom) -> HttpResponse:
    """Show the room on a wall: readable at ten metres, the code always in a corner."""
    _check_runs(who)
    room = who.room
    tables = list(room.tables.order_by("number"))
    polls = polls_of(room)
    here = presence(room)
    current = room.current_step.act if room.current_step else StepAct.LISTEN
    context = {
        "room": room,
        "upto": room.reached,
        "act": current,
        "acts": StepAct,
        "is_closed": room.state == RoomState.CLOSED,
        "code": shown_code(room.code),
        "join_address": request.build_absolute_uri(reverse("room_enter")).split("://")[-1],
        "qr_url": reverse("room_code", args=[room.pk]),
        "boards": wall_of(tables),
        "ranking": ranking(room),
        "poll": open_poll(polls) or next(iter(reversed(polls)), None),
        "here_count": sum(row["count"] for row in here),
        "here": here,
        "speech": speech_of(room.session_id),
        "changes_url": reverse("room_changes", args=[room.pk]),
    }
    part = request.GET.get("part") == "live"
    template = "workshops/room_screen_live.html" if part else "workshops/room_screen.html"
    return render(request, template, context)

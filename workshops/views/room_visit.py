"""Who visits a room: somebody who joined, whoever runs it, nobody known."""

import secrets
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.signing import BadSignature, TimestampSigner
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from civic.core.exceptions import NotAllowed, Refusal, TooMany
from civic.core.views.errors import too_many
from civic.participation.logic.addresses import client_address
from civic.participation.models import Session

from ..models import Room
from ..policies import InRoom, can_run
from ..selectors.places import page_of_space
from ..selectors.room import room_with
from ..services.joining import known_participant

COOKIE_SALT = "civic.room"
COOKIE_SECONDS = 60 * 60 * 24 * 3

RoomView = Callable[..., HttpResponse]


def cookie_of(room_id: int) -> str:
    """Return the name of the cookie in which a phone keeps its secret."""
    return f"room-{room_id}"


def signed_token(room_id: int, token: str) -> str:
    """Return what the cookie of a phone holds."""
    return TimestampSigner(salt=f"{COOKIE_SALT}.{room_id}").sign(token)


def token_in(cookies: Mapping[str, str], room_id: int) -> str:
    """Return the secret of a phone from its cookies, of a page or of a socket; "" without one."""
    kept = cookies.get(cookie_of(room_id), "")
    try:
        signer = TimestampSigner(salt=f"{COOKIE_SALT}.{room_id}")
        return signer.unsign(kept, max_age=COOKIE_SECONDS)
    except BadSignature:
        return ""


def new_token() -> str:
    """Draw the secret of a phone."""
    return secrets.token_urlsafe(24)


def keep_token(response: HttpResponse, room: Room, token: str) -> HttpResponse:
    """Let the phone keep its secret, out of reach of scripts."""
    response.set_cookie(
        cookie_of(room.pk),
        signed_token(room.pk, token),
        max_age=COOKIE_SECONDS,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response


def address_of(request: HttpRequest) -> str:
    """Return the network address of a visitor."""
    return client_address(
        request.META.get("REMOTE_ADDR", ""),
        request.META.get("HTTP_X_FORWARDED_FOR", ""),
        settings.TRUSTED_PROXIES,
    )


def who_visits(request: HttpRequest, room: Room) -> InRoom:
    """Return whoever visits a room."""
    actor: Any = request.actor  # type: ignore[attr-defined]
    participant = known_participant(
        room=room, person=actor.person, token=token_in(request.COOKIES, room.pk)
    )
    return InRoom(room, actor, participant, runs=can_run(actor, room.session))


def wants_json(request: HttpRequest) -> bool:
    """Tell whether a script sent the form, and reads the answer."""
    return "application/json" in request.headers.get("Accept", "")


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Answer a refusal to a script: a code, a sentence, the field."""
    status = 409
    if isinstance(refusal, NotAllowed):
        status = 403
    elif isinstance(refusal, TooMany):
        status = 429
    return JsonResponse(
        {"code": refusal.code, "detail": str(refusal.message), "field": refusal.field},
        status=status,
    )


def in_room(view: RoomView) -> RoomView:
    """Give a view the room of its address and whoever visits it."""

    @wraps(view)
    def wrapped(request: HttpRequest, room_id: int, **kwargs: Any) -> HttpResponse:
        room = room_with(room_id)
        if room is None:
            raise Http404(_("This room does not exist."))
        # What a script asks for has no face.
        if not wants_json(request) and "part" not in request.GET:
            dress(request, room.session)
        try:
            return view(request, who_visits(request, room), **kwargs)
        except TooMany as refusal:
            if wants_json(request):
                return refused(request, refusal)
            return too_many(request, refusal.retry_after)
        except NotAllowed as refusal:
            if wants_json(request):
                return refused(request, refusal)
            raise PermissionDenied(str(refusal.message)) from refusal

    return wrapped


def dress(request: HttpRequest, session: Session) -> None:
    """Give a page of a room the face of the branch its workshop is in."""
    page = page_of_space(session.space_id)
    if page is not None:
        request.served_page = page  # type: ignore[attr-defined]

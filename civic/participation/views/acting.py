"""What every view where somebody acts starts from: who, how often, what a refusal answers."""

from collections.abc import Iterable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django_htmx.http import HttpResponseClientRedirect

from civic.accounts.models import Person
from civic.accounts.policies import Actor
from civic.accounts.views.identify import identify_step
from civic.core.exceptions import NotAllowed, Refusal, TooMany

from ..logic.addresses import client_address
from ..models import Activity
from ..services.limits import spend

# A village hall, a library or a school share one address.
ACTS_AN_HOUR_PER_ADDRESS = 120
_SESSION_KEY = "civic_pending"


def actor_of(request: HttpRequest) -> Actor:
    """Return who makes a request."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


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
        case _ if refusal.code in {
            "closed",
            "archived",
            "already_answered",
            "withdrawn",
            "adopted",
            "already_closed",
            "claimed",
            "concluded",
            "moved",
            "removed",
        }:
            return 409
        case _:
            return 422


def given(request: HttpRequest, names: Iterable[str]) -> dict[str, str] | None:
    """Return what was sent, or what was kept for this address before identifying; None if nothing.

    A kept act was sent by a POST of the same session: completing it on the way back from the
    e-mailed code is the second half of that POST.
    """
    if request.method == "POST":
        return {name: request.POST.get(name, "") for name in names}
    kept = request.session.get(_SESSION_KEY)
    if kept and kept["path"] == request.path:
        return {name: kept["data"].get(name, "") for name in names}
    return None


def person_for(
    request: HttpRequest,
    activity: Activity,
    data: dict[str, str],
    *,
    back_url: str,
    button: str,
) -> Person | HttpResponse:
    """Return the person who acts, sure enough for the activity, or the step that asks who they are.

    What was sent is kept twice meanwhile: in the session, for the way through the e-mailed code,
    and in the form of the step, for a session that expires.
    """
    person = actor_of(request).person
    if person is None or person.assurance_level < activity.assurance_level:
        request.session[_SESSION_KEY] = {"path": request.path, "data": data}
        if request.htmx:  # type: ignore[attr-defined]
            return HttpResponseClientRedirect(request.path)
        answer = identify_step(
            request,
            next_url=request.path,
            assurance_level=activity.assurance_level,
            back_url=back_url,
            button=button,
            kept=[(name, value) for name, value in data.items() if value],
        )
        if isinstance(answer, HttpResponse):
            return answer
        person = answer
    if _SESSION_KEY in request.session:
        del request.session[_SESSION_KEY]
    return person

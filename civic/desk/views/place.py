"""Every screen of the desk belongs to one organisation, and opens to its own agents."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from civic.accounts.policies import Actor
from civic.core.exceptions import NotAllowed, Refusal, TooMany
from civic.territory.models import Organisation

from ..policies import can_contact, can_follow_calls, can_work_at

DeskView = Callable[..., HttpResponseBase]
_NOT_KEPT = frozenset({"csrfmiddlewaretoken"})


def at_desk(view: DeskView) -> DeskView:
    """Open a view to the desk agents of the organisation of its address."""
    return _guarded(view, can_work_at)


def at_contact(view: DeskView) -> DeskView:
    """Open a view to whoever writes and calls for the organisation of its address."""
    return _guarded(view, can_contact)


def at_telephone(view: DeskView) -> DeskView:
    """Open a view to whoever calls for the organisation of its address, or guarantees a call."""
    return _guarded(view, can_follow_calls)


def _guarded(view: DeskView, may: Callable[[Actor, Organisation], bool]) -> DeskView:
    @never_cache
    @wraps(view)
    def wrapped(request: HttpRequest, place: str, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return signed_out(request)
        organisation = get_object_or_404(
            Organisation.objects.select_related("intercommunality").defer(
                "boundary", "intercommunality__boundary"
            ),
            slug=place,
        )
        if not may(actor_of(request), organisation):
            raise PermissionDenied(_("This desk is kept by the agents of its organisation."))
        try:
            return view(request, organisation, **kwargs)
        except NotAllowed as refusal:
            raise PermissionDenied(str(refusal.message)) from refusal

    return wrapped


def signed_out(request: HttpRequest) -> HttpResponse:
    """Send to the sign-in; what was typed when the session ended is kept on the page, to resend."""
    sign_in = reverse("account_login")
    if request.method != "POST":
        return redirect(f"{sign_in}?{urlencode({'next': request.get_full_path()})}")
    typed = [
        {"name": name, "value": value}
        for name, values in request.POST.lists()
        if name not in _NOT_KEPT
        for value in values
    ]
    context = {"typed": typed, "action": request.get_full_path(), "sign_in_url": sign_in}
    return render(request, "desk/signed_out.html", context, status=403)


def actor_of(request: HttpRequest) -> Actor:
    """Return who acts."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def status_of(refusal: Refusal) -> int:
    """Return the status a refusal is answered with."""
    if isinstance(refusal, TooMany):
        return 429
    return 422 if refusal.field else 409

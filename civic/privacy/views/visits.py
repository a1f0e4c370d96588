"""Who visits: nobody known, somebody signed in, somebody entitled."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from civic.accounts.policies import Actor
from civic.core.exceptions import NotAllowed

View = Callable[..., HttpResponseBase]


def visitor(request: HttpRequest) -> Actor | None:
    """Return who visits; None for somebody without a cookie, whose page is the same for all."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return None
    actor: Any = getattr(request, "actor", None)
    return actor


def signed_in(view: View) -> View:
    """Send whoever is not signed in to the sign-in and back; a refusal of the policy is a 403."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            address = urlencode({"next": request.get_full_path()})
            return redirect(f"{reverse('account_login')}?{address}")
        try:
            return view(request, *args, **kwargs)
        except NotAllowed as refusal:
            raise PermissionDenied(str(refusal.message)) from refusal

    return wrapped

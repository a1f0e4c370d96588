"""Who visits a page, asked without giving every anonymous page a session."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from civic.accounts.policies import Actor


def visitor(request: HttpRequest) -> Actor | None:
    """Return who visits; None for somebody without a cookie, whose page stays the same for all."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return None
    actor: Any = getattr(request, "actor", None)
    return actor


def sign_in_first(request: HttpRequest) -> HttpResponse | None:
    """Send somebody nobody knows to the sign-in, and back afterwards."""
    if request.user.is_authenticated:
        return None
    return redirect(f"{reverse('account_login')}?{urlencode({'next': request.get_full_path()})}")

"""What the demo adds: becoming somebody in one click, reading what was sent."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from civic.accounts.models import User
from civic.core.logic.mail_files import read_message, split_messages

from .logic.content import content

NOBODY = "personne"
MAILS_SHOWN = 40


def cast(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the people of the demo bar, the current one marked."""
    # A request refused at the door has no visitor yet.
    user = getattr(request, "user", None)
    current = user.email if user is not None and user.is_authenticated else ""
    people = [
        {
            "key": entry["key"],
            "name": entry["public_name"],
            "role": entry["college_label"],
            "hint": entry["hint"],
            "url": reverse("demo_become", args=[entry["key"]]),
            "current": entry["email"] == current,
        }
        for entry in content("people")["cast"]
    ]
    visitor = {
        "key": NOBODY,
        "name": "Visiteur",
        "role": "Quelqu’un de passage, sans compte",
        "hint": "",
        "url": reverse("demo_become", args=[NOBODY]),
        "current": not current,
    }
    return [visitor, *people]


@never_cache
@require_POST
def become(request: HttpRequest, key: str) -> HttpResponse:
    """Sign in as somebody of the cast, or out again; exists in the demo alone."""
    if not settings.DEMO:
        raise Http404
    address = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(address, allowed_hosts={request.get_host()}):
        address = reverse("home")
    logout(request)
    if key != NOBODY:
        entry = next((e for e in content("people")["cast"] if e["key"] == key), None)
        if entry is None:
            raise Http404
        user = User.objects.get(email=entry["email"])
        login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    return redirect(address)


@never_cache
@require_safe
def mail(request: HttpRequest) -> HttpResponse:
    """Show the mail the demo sent, the latest first."""
    if not settings.DEMO:
        raise Http404
    folder = Path(getattr(settings, "EMAIL_FILE_PATH", ""))
    files = sorted(folder.glob("*.log"), key=lambda path: -path.stat().st_mtime)
    mails = [_read(path) for path in files[:MAILS_SHOWN]]
    return render(request, "demo/mail.html", {"mails": [read for read in mails if read]})


@never_cache
@require_safe
def sms(request: HttpRequest) -> HttpResponse:
    """Show the text messages the demo sent, the latest first."""
    if not settings.DEMO:
        raise Http404
    files = sorted(settings.SMS_FILE_PATH.glob("*.json"), key=lambda path: -path.stat().st_mtime)
    sent = [json.loads(path.read_text()) for path in files[:MAILS_SHOWN]]
    return render(request, "demo/sms.html", {"messages_sent": sent})


def _read(path: Path) -> dict[str, Any] | None:
    messages = split_messages(path.read_bytes())
    if not messages:
        return None
    message = read_message(messages[0])
    body = message.get_body(preferencelist=("plain",))
    return {
        "subject": message["subject"],
        "to": message["to"],
        "date": message["date"],
        "text": body.get_content() if body else "",
    }

"""What carries text messages: a gateway set by `CIVIC_SMS_URL`, or a folder without one."""

import base64
import json
import logging
import os
import urllib.error
import urllib.request
from dataclasses import asdict
from typing import Any
from urllib.parse import unquote, urlsplit, urlunsplit

from django.conf import settings

from ..logic.segments import segments

logger = logging.getLogger(__name__)
TIMEOUT_SECONDS = 10
# Answers that say "later"; any other refusal will be the same next time.
_LATER = frozenset({408, 425, 429})
_ALREADY = 409


class NotReachable(Exception):
    """This number will not be written to, however often one tries."""


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    # Following one would hand the number and the key to another host.
    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


_opener = urllib.request.build_opener(_NoRedirect)


def send_message(*, key: str, to: str, text: str, callback: str) -> None:
    """Hand a message over; the same key is the same message, which a gateway sends once.

    Raises NotReachable for a number the gateway refuses, OSError for whatever may pass.
    """
    message = {"id": key, "to": to, "text": text, **asdict(segments(text)), "callback": callback}
    if settings.SMS_URL:
        _post(key, message)
    else:
        _keep(key, message)


def _post(key: str, message: dict[str, Any]) -> None:
    parts = urlsplit(settings.SMS_URL)
    host = parts.netloc.rpartition("@")[2]
    request = urllib.request.Request(  # noqa: S310
        urlunsplit(parts._replace(netloc=host)),
        data=json.dumps(message).encode(),
        headers={"Content-Type": "application/json", "Idempotency-Key": key},
        method="POST",
    )
    if parts.password or parts.username:
        request.add_header("Authorization", _authorization(parts.username, parts.password))
    try:
        with _opener.open(request, timeout=TIMEOUT_SECONDS):
            return
    except urllib.error.HTTPError as error:
        # Neither the number nor the text is logged.
        logger.warning("The SMS gateway answered %s to %s.", error.code, key)
        if error.code == _ALREADY:
            return
        if 400 <= error.code < 500 and error.code not in _LATER | {401, 403, 404}:
            raise NotReachable from error
        raise OSError(f"gateway: {error.code}") from error


def _authorization(user: str | None, password: str | None) -> str:
    user, password = unquote(user or ""), unquote(password or "")
    if not user:
        return f"Bearer {password}"
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


def _keep(key: str, message: dict[str, Any]) -> None:
    """Write a message in `var/sms`, as mail is in `var/mail`; sent again, it is the same file."""
    settings.SMS_FILE_PATH.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = settings.SMS_FILE_PATH / f"{key}.json"
    beside = path.with_suffix(".part")
    descriptor = os.open(beside, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        json.dump(message, stream, ensure_ascii=False, indent=1)
    beside.replace(path)

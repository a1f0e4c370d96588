"""The numbered event stream: what live surfaces are told."""

from typing import Any

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.db import transaction
from django.db.models import F

from ..models import Event, EventStream


def append_event(*, stream: str, kind: str, payload: dict[str, Any] | None = None) -> Event:
    """Write the next event of a stream inside the caller's transaction.

    The head row is updated first: that update is the lock under which numbers are given, so a
    stream has neither gap nor double. After commit a socket message says "up to n" and no more.
    """
    with transaction.atomic(savepoint=False):
        mine = EventStream.objects.filter(name=stream)
        if not mine.update(last_number=F("last_number") + 1):
            EventStream.objects.get_or_create(name=stream)
            mine.update(last_number=F("last_number") + 1)
        head = mine.get()
        event = Event.objects.create(
            stream=head, number=head.last_number, kind=kind, payload=payload or {}
        )
        transaction.on_commit(lambda: _announce(stream, event.number), robust=True)
    return event


def group_of(stream: str) -> str:
    """Return the channel-layer group of a stream: ASCII letters, digits, dots and dashes."""
    return "stream." + "".join(c if c.isalnum() and c.isascii() else "-" for c in stream)[:80]


def _announce(stream: str, number: int) -> None:
    layer = get_channel_layer()
    if layer is not None:
        message = {"type": "stream.reached", "stream": stream, "number": number}
        async_to_sync(layer.group_send)(group_of(stream), message)

"""The numbered event stream: what live surfaces are told."""

from typing import Any

from django.db import connection, transaction

from ..models import Event, EventStream
from .listening import announce

REACHED = "stream.reached"


def append_event(*, stream: str, kind: str, payload: dict[str, Any] | None = None) -> Event:
    """Write the next event of a stream inside the caller's transaction.

    The head row is written first: that write is the lock under which numbers are given, so a
    stream has neither gap nor double. After commit a socket message says "up to n" and no more.
    """
    with transaction.atomic(savepoint=False):
        stream_id, number = _next_number(stream)
        event = Event.objects.create(
            stream_id=stream_id, number=number, kind=kind, payload=payload or {}
        )
        transaction.on_commit(lambda: _announce(stream, number), robust=True)
    return event


def _next_number(stream: str) -> tuple[int, int]:
    """Return the key of a stream, made at its first event, and its next number: one statement."""
    table = connection.ops.quote_name(EventStream._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (name, last_number) VALUES (%s, 1) "  # noqa: S608
            f"ON CONFLICT (name) DO UPDATE SET last_number = {table}.last_number + 1 "
            "RETURNING id, last_number",
            [stream],
        )
        stream_id, number = cursor.fetchone()
    return stream_id, number


def group_of(stream: str) -> str:
    """Return the channel-layer group of a stream: ASCII letters, digits, dots and dashes."""
    return "stream." + "".join(c if c.isalnum() and c.isascii() else "-" for c in stream)[:80]


def _announce(stream: str, number: int) -> None:
    announce(group_of(stream), {"type": REACHED, "number": number})

"""A live socket only says how far a public stream has come."""

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from asgiref.testing import ApplicationCommunicator
from django.conf import settings
from django.db import connection

from civic.asgi import application
from civic.core.models import Event, EventStream
from civic.core.registry import registry
from civic.core.services.events import append_event

ORIGIN = [(b"origin", b"http://testserver"), (b"host", b"testserver")]


@pytest.fixture(autouse=True)
def a_public_stream() -> None:
    registry.stream_public("test:")


class Browser(ApplicationCommunicator):
    """One socket, speaking ASGI as a server would."""

    def __init__(self, stream: str = "test:1", headers: list[tuple[bytes, bytes]] = ORIGIN) -> None:
        super().__init__(
            application,
            {
                "type": "websocket",
                "path": f"/live/{stream}/",
                "query_string": b"",
                "headers": headers,
                "subprotocols": [],
            },
        )

    async def connect(self) -> dict[str, Any]:
        await self.send_input({"type": "websocket.connect"})
        return await self.receive_output(3)

    async def hear(self) -> dict[str, Any]:
        return json.loads((await self.receive_output(3))["text"])

    async def say(self, text: str) -> None:
        await self.send_input({"type": "websocket.receive", "text": text})

    async def leave(self) -> None:
        await self.send_input({"type": "websocket.disconnect", "code": 1000})
        await self.wait(3)


def test_numbers_follow_one_another_without_a_gap(db: None) -> None:
    numbers = [append_event(stream="test:1", kind="said").number for _ in range(5)]

    assert numbers == [1, 2, 3, 4, 5]
    assert EventStream.objects.get().last_number == Event.objects.count() == 5


@pytest.mark.django_db(transaction=True)
async def test_a_browser_hears_how_far_the_stream_has_come() -> None:
    await sync_to_async(append_event)(stream="test:1", kind="said")
    browser = Browser()
    assert (await browser.connect())["type"] == "websocket.accept"
    assert await browser.hear() == {"upto": 1}

    await sync_to_async(append_event)(stream="test:1", kind="said")
    assert await browser.hear() == {"upto": 2}
    await browser.leave()


@pytest.mark.django_db(transaction=True)
async def test_a_stream_nobody_declared_public_is_refused() -> None:
    answer = await Browser("accounts:secret").connect()
    assert (answer["type"], answer["code"]) == ("websocket.close", 4404)


@pytest.mark.django_db(transaction=True)
async def test_a_foreign_page_is_refused() -> None:
    foreign = [(b"origin", b"https://elsewhere.example.org"), (b"host", b"testserver")]
    assert (await Browser(headers=foreign).connect())["type"] == "websocket.close"


@pytest.mark.django_db(transaction=True)
async def test_a_client_that_talks_too_fast_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    # All of it happens in one second, however slow the machine.
    monkeypatch.setattr("civic.core.consumers.time.monotonic", lambda: 1000.0)
    browser = Browser()
    await browser.connect()
    for _message in range(45):
        await browser.say("{}")
    answers = [await browser.receive_output(3) for _answer in range(22)]
    assert answers[-1] == {"type": "websocket.close", "code": 4429}


def test_hosts_are_named_so_that_origins_are_checked() -> None:
    assert "*" not in settings.ALLOWED_HOSTS


@pytest.mark.django_db(transaction=True)
async def test_a_browser_that_cannot_follow_is_told_the_last_number_alone() -> None:
    browser = Browser()
    await browser.connect()
    assert await browser.hear() == {"upto": 0}

    def much() -> None:
        for _event in range(30):
            append_event(stream="test:1", kind="said")
        connection.close()

    # The loop is kept busy while thirty things happen.
    with ThreadPoolExecutor(1) as other:
        other.submit(much).result()
    assert await browser.hear() == {"upto": 30}
    assert await browser.receive_nothing(0.1)
    await browser.leave()

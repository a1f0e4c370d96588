"""A process is told once and wakes its own sockets, whatever happens to Redis."""

import asyncio
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from channels.layers import channel_layers

from civic.core.services import listening
from civic.core.services.feeding import Feed, Gap, feed_of
from civic.core.services.listening import announce, listeners

GROUP = "stream.test-1"


class Layer:
    """A channel layer shared with other processes, which can be away."""

    def __init__(self) -> None:
        self.is_away = False
        self.groups: dict[str, set[str]] = {}
        self.sent: list[dict[str, Any]] = []
        self.tries = 0
        self.inbox: asyncio.Queue[dict[str, Any]] = asyncio.Queue()

    def _check(self) -> None:
        self.tries += 1
        if self.is_away:
            raise ConnectionRefusedError

    async def new_channel(self) -> str:
        self._check()
        return "mine"

    async def receive(self, channel: str) -> dict[str, Any]:
        return await self.inbox.get()

    async def group_add(self, group: str, channel: str) -> None:
        self._check()
        self.groups.setdefault(group, set()).add(channel)

    async def group_discard(self, group: str, channel: str) -> None:
        self.groups[group].discard(channel)

    async def group_send(self, group: str, message: dict[str, Any]) -> None:
        self._check()
        self.sent.append(message)


@pytest.fixture
def layer(monkeypatch: pytest.MonkeyPatch) -> Iterator[Layer]:
    monkeypatch.setattr(listening, "AGAIN_SECONDS", 0.01)
    monkeypatch.setattr(listening, "JOIN_SECONDS", 0.05)
    shared = Layer()
    before = channel_layers.set("default", shared)
    yield shared
    channel_layers.set("default", before)


async def test_a_plain_thread_wakes_whoever_listens() -> None:
    heard: asyncio.Queue[Any] = asyncio.Queue()
    await listeners().add(GROUP, heard.put_nowait)
    # The background worker of a small commune writes from such a thread.
    thread = threading.Thread(target=announce, args=(GROUP, {"type": "said"}))
    thread.start()
    assert await asyncio.wait_for(heard.get(), 3) == {"type": "said"}
    thread.join()
    await listeners().discard(GROUP, heard.put_nowait)


async def test_whoever_left_hears_nothing_more() -> None:
    heard: list[Any] = []
    await listeners().add(GROUP, heard.append)
    await listeners().discard(GROUP, heard.append)
    await asyncio.to_thread(announce, GROUP, {"type": "said"})
    await asyncio.sleep(0.05)
    assert heard == []


async def test_a_process_joins_a_group_once_for_all_its_sockets(layer: Layer) -> None:
    first, second = asyncio.Queue[Any](), asyncio.Queue[Any]()
    await listeners().add(GROUP, first.put_nowait)
    await listeners().add(GROUP, second.put_nowait)
    assert layer.tries == 2, "one channel, one group"
    layer.inbox.put_nowait({"type": "live", "group": GROUP, "message": {"type": "elsewhere"}})
    for one in (first, second):
        assert await asyncio.wait_for(one.get(), 3) == {"type": "elsewhere"}

    await listeners().discard(GROUP, first.put_nowait)
    assert layer.groups[GROUP] == {"mine"}
    await listeners().discard(GROUP, second.put_nowait)
    assert layer.groups[GROUP] == set()


async def test_without_redis_the_sockets_of_the_same_process_hear_and_the_others_later(
    layer: Layer,
) -> None:
    layer.is_away = True
    heard: asyncio.Queue[Any] = asyncio.Queue()
    await listeners().add(GROUP, heard.put_nowait)
    with pytest.raises(ConnectionRefusedError):
        await asyncio.to_thread(announce, GROUP, {"type": "here"})
    assert await asyncio.wait_for(heard.get(), 3) == {"type": "here"}

    layer.is_away = False
    for _wait in range(300):
        if layer.groups.get(GROUP):
            break
        await asyncio.sleep(0.01)
    assert layer.groups[GROUP] == {"mine"}
    await asyncio.to_thread(announce, GROUP, {"type": "both"})
    assert [told["message"] for told in layer.sent] == [{"type": "both"}]
    await listeners().discard(GROUP, heard.put_nowait)


async def test_a_stream_nobody_follows_any_more_is_kept_by_no_process() -> None:
    async def reached() -> int:
        return 0

    async def read(since: int) -> Gap:
        return Gap(since, since, "")

    def feed() -> Feed:
        return feed_of(GROUP, reached=reached, read=read)

    heard: list[Gap] = []
    first = feed()
    await first.add(heard.append)
    await first.add(print)
    await first.discard(print)
    assert feed() is first
    await first.discard(heard.append)
    second = feed()
    assert second is not first
    await second.add(heard.append)
    # Told twice that a phone left, the room of those who came since goes on.
    await first.discard(heard.append)
    assert feed() is second
    await second.discard(heard.append)

"""What changes in a stream, read once by a process and handed to each of its sockets.

Told only "up to n", each of 200 phones asks for the same gap: 200 requests, one answer. Here a
process reads the gap once, and writes it to its sockets.
"""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from .events import REACHED
from .listening import Message, listeners

logger = logging.getLogger(__name__)
# What another process announced may be lost with Redis: the number is read now and then.
CHECK_SECONDS = 2.0
# A thousand sockets take a tenth of a second to be written to: the next gap is read after.
SECONDS_PER_SOCKET = 0.0001


@dataclass(frozen=True, slots=True)
class Gap:
    """What changed after `since` up to `upto`, as the text that is sent."""

    since: int
    upto: int
    text: str


Take = Callable[[Gap], None]


class Feed:
    """The gaps of one stream in one event loop; `take` is called in the loop and must not block."""

    def __init__(
        self,
        group: str,
        reached: Callable[[], Awaitable[int]],
        read: Callable[[int], Awaitable[Gap]],
    ) -> None:
        self.given = 0
        self._group, self._reached, self._read = group, reached, read
        self._announced = 0
        self._takers: set[Take] = set()
        self._wake = asyncio.Event()
        self._starting = asyncio.Lock()
        self._running: asyncio.Task[None] | None = None

    async def add(self, take: Take) -> None:
        """Hand every gap from now on; `given` is where the first one starts, or before."""
        self._takers.add(take)
        async with self._starting:
            if self._running is None:
                await listeners().add(self._group, self._hear)
                self.given = await self._reached()
                self._running = asyncio.create_task(self._run())

    async def discard(self, take: Take) -> None:
        """Stop handing; the last one leaves the stream, and nothing of it stays in memory."""
        self._takers.discard(take)
        async with self._starting:
            if self._takers:
                return
            self._forget()
            if self._running is None:
                return
            self._running.cancel()
            self._running = None
            await listeners().discard(self._group, self._hear)

    def _forget(self) -> None:
        feeds = _feeds.get(asyncio.get_running_loop(), {})
        # Whoever came in between has made another one.
        if feeds.get(self._group) is self:
            del feeds[self._group]

    def _hear(self, message: Message) -> None:
        if message["type"] == REACHED and message["number"] > self._announced:
            self._announced = message["number"]
            self._wake.set()

    async def _run(self) -> None:
        while True:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), CHECK_SECONDS)
            self._wake.clear()
            try:
                if self._announced <= self.given:
                    self._announced = await self._reached()
                while self._announced > self.given:
                    await self._hand()
            except Exception:
                # The database may be away: what changed is read at the next check.
                logger.exception("Following a stream goes on after an error.")
                self._announced = self.given

    async def _hand(self) -> None:
        gap = await self._read(self.given)
        if gap.upto <= self.given:
            self._announced = self.given
            return
        self.given = gap.upto
        for take in tuple(self._takers):
            take(gap)
        await asyncio.sleep(len(self._takers) * SECONDS_PER_SOCKET)


_feeds: "WeakKeyDictionary[asyncio.AbstractEventLoop, dict[str, Feed]]" = WeakKeyDictionary()


def feed_of(
    group: str,
    *,
    reached: Callable[[], Awaitable[int]],
    read: Callable[[int], Awaitable[Gap]],
) -> Feed:
    """Return the feed of a stream in the running event loop, made for the first who follows it.

    `add` is called on it at once: between the two, the last one to leave would drop it.
    """
    feeds = _feeds.setdefault(asyncio.get_running_loop(), {})
    if group not in feeds:
        feeds[group] = Feed(group, reached, read)
    return feeds[group]

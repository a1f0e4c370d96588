"""The sockets of this process, told in one pass; other processes are told through Redis.

A channel layer hands each socket its own copy: a queue, two tasks and a hop to a thread for each,
which made a room of 300 phones four times slower than its message. Here a process listens once to
a group, and a message wakes what each of its sockets keeps.
"""

import asyncio
import contextlib
import logging
import threading
from collections.abc import Callable
from typing import Any
from weakref import WeakKeyDictionary

from asgiref.sync import async_to_sync
from channels.layers import InMemoryChannelLayer, get_channel_layer

logger = logging.getLogger(__name__)
Message = dict[str, Any]
Hear = Callable[[Message], None]
AGAIN_SECONDS = 1.0
# A socket opens although Redis is away: its own process is told directly, and it asks now and then.
JOIN_SECONDS = 2.0


class Listeners:
    """What listens in one event loop, by group; `hear` is called in the loop and must not block."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._by_group: dict[str, set[Hear]] = {}
        self._joined: set[str] = set()
        self._joining: dict[str, asyncio.Task[None]] = {}
        self._channel = ""
        self._lock = asyncio.Lock()
        self._reader: asyncio.Task[None] | None = None

    async def add(self, group: str, hear: Hear) -> None:
        """Call `hear` with each message of a group, from now on."""
        self._by_group.setdefault(group, set()).add(hear)
        if _shared_layer() is None or group in self._joined:
            return
        if group not in self._joining:
            task = asyncio.create_task(self._join(group))
            self._joining[group] = task
            task.add_done_callback(lambda _done: self._joining.pop(group, None))
        await asyncio.wait({self._joining[group]}, timeout=JOIN_SECONDS)

    async def discard(self, group: str, hear: Hear) -> None:
        """Stop calling `hear`; the last one of a group leaves it."""
        kept = self._by_group.get(group, set())
        kept.discard(hear)
        if kept:
            return
        self._by_group.pop(group, None)
        layer = _shared_layer()
        async with self._lock:
            if layer is None or group not in self._joined or group in self._by_group:
                return
            self._joined.discard(group)
            # Without Redis there is nothing to leave.
            with contextlib.suppress(Exception):
                await layer.group_discard(group, self._channel)

    def tell_soon(self, group: str, message: Message) -> None:
        """Tell a group from any thread."""
        # A loop that was closed has no socket left.
        with contextlib.suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._tell, group, message)

    def _tell(self, group: str, message: Message) -> None:
        for hear in tuple(self._by_group.get(group, ())):
            hear(message)

    async def _join(self, group: str) -> None:
        layer = _shared_layer()
        while layer is not None and group in self._by_group:
            async with self._lock:
                try:
                    if not self._channel:
                        self._channel = await layer.new_channel()
                        self._reader = asyncio.create_task(self._read(layer, self._channel))
                    await layer.group_add(group, self._channel)
                    self._joined.add(group)
                    return
                except Exception:
                    logger.warning("Live messages of other processes are not heard yet.")
            await asyncio.sleep(AGAIN_SECONDS)

    async def _read(self, layer: Any, channel: str) -> None:
        while True:
            try:
                told = await layer.receive(channel)
            except Exception:
                logger.exception("Reading live messages goes on after an error.")
                await asyncio.sleep(AGAIN_SECONDS)
            else:
                self._tell(told["group"], told["message"])


_loops: "WeakKeyDictionary[asyncio.AbstractEventLoop, Listeners]" = WeakKeyDictionary()
_loops_lock = threading.Lock()


def listeners() -> Listeners:
    """Return what listens in the running event loop."""
    loop = asyncio.get_running_loop()
    with _loops_lock:
        if loop not in _loops:
            _loops[loop] = Listeners(loop)
        return _loops[loop]


def announce(group: str, message: Message) -> None:
    """Tell every socket of a group, in this process and in the others; call it after a commit.

    A socket of this process may hear the same twice: what is announced must bear it.
    """
    with _loops_lock:
        here = list(_loops.values())
    for one in here:
        one.tell_soon(group, message)
    layer = _shared_layer()
    if layer is not None:
        told = {"type": "live", "group": group, "message": message}
        async_to_sync(layer.group_send)(group, told)


def _shared_layer() -> Any:
    layer = get_channel_layer()
    return None if isinstance(layer, InMemoryChannelLayer) else layer

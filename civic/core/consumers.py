"""Live sockets: they only say "up to n"; whoever missed something asks for the gap."""

import asyncio
import contextlib
import time
from collections import deque
from typing import Any

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncJsonWebsocketConsumer
from django.conf import settings

from .models import EventStream
from .registry import registry
from .services.events import REACHED, group_of
from .services.listening import Message, listeners
from .services.worker import BackgroundWorker

MAX_MESSAGES_PER_SECOND = 20
# Close codes a client can explain (RFC 6455 leaves 4000-4999 to applications).
REFUSED_UNKNOWN_STREAM = 4404
REFUSED_TOO_FAST = 4429


class StreamConsumer(AsyncJsonWebsocketConsumer):
    """Tell a browser how far a public stream has come.

    Sends `{"upto": n}` at once and at each event; a client that sends anything gets the present
    number again. An unknown stream is refused with code 4404, more than 20 messages in a second
    with 4429.
    """

    # No layer of its own: a process listens once for all its sockets (services.listening).
    channel_layer_alias = "unused"
    _passing: asyncio.Task[None] | None = None
    group = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._reached, self._said = 0, 0
        self._messages: deque[Message] = deque()
        self._wake = asyncio.Event()

    async def connect(self) -> None:
        self.stream = self.scope["url_route"]["kwargs"]["stream"]
        self._second, self._count = 0, 0
        if not any(self.stream.startswith(prefix) for prefix in registry.public_streams):
            await self.close(code=REFUSED_UNKNOWN_STREAM)
            return
        await self.accept()
        await self._listen()

    async def disconnect(self, code: int) -> None:
        await self._leave()
        if self._passing is not None:
            self._passing.cancel()

    async def _listen(self) -> None:
        """Listen first, then say how far the stream has come: nothing falls between."""
        self.group = group_of(self.stream)
        await listeners().add(self.group, self._hear)
        await self._say_how_far()
        self._passing = asyncio.create_task(self._pass_on())

    async def _leave(self) -> None:
        group, self.group = self.group, ""
        if group:
            await listeners().discard(group, self._hear)

    def _hear(self, message: Message) -> None:
        if message["type"] == REACHED:
            if message["number"] <= self._reached:
                return
            self._reached = message["number"]
        else:
            self._messages.append(message)
        self._wake.set()

    async def _pass_on(self) -> None:
        """Say the last number alone: a phone that cannot follow is not told each step."""
        # Whoever left is told nothing; the server says that it left by itself.
        with contextlib.suppress(OSError):
            while True:
                await self._wake.wait()
                self._wake.clear()
                await self._pass_news()
                while self._messages:
                    await self.told(self._messages.popleft())

    async def _pass_news(self) -> None:
        if self._reached > self._said:
            self._said = self._reached
            # Written at once: encoding through the base class costs more.
            await self.send(text_data=f'{{"upto": {self._said}}}')

    async def told(self, message: Message) -> None:
        """Take any other message of the group."""

    async def receive_json(self, content: Any, **kwargs: Any) -> None:
        if self._too_fast():
            await self.close(code=REFUSED_TOO_FAST)
            return
        await self._say_how_far()

    def _too_fast(self) -> bool:
        second = int(time.monotonic())
        self._count = self._count + 1 if second == self._second else 1
        self._second = second
        return self._count > MAX_MESSAGES_PER_SECOND

    async def _say_how_far(self) -> None:
        self._said = max(self._said, self._reached, await self._last_number())
        await self.send_json({"upto": self._said})

    @database_sync_to_async
    def _last_number(self) -> int:
        head = EventStream.objects.filter(name=self.stream).first()
        return head.last_number if head else 0


class EmbeddedWorkerLifespan:
    """Start the background worker with the web process, and stop it with it."""

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        worker: BackgroundWorker | None = None
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                if settings.WORKER_EMBEDDED:
                    worker = BackgroundWorker()
                    worker.start()
                await send({"type": "lifespan.startup.complete"})
            elif message["type"] == "lifespan.shutdown":
                if worker is not None:
                    await asyncio.to_thread(worker.stop)
                await send({"type": "lifespan.shutdown.complete"})
                return

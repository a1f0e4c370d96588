"""Live sockets: they only say "up to n"; whoever missed something asks for the gap."""

import asyncio
import time
from typing import Any

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncJsonWebsocketConsumer
from django.conf import settings

from .models import EventStream
from .registry import registry
from .services.events import group_of
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

    async def connect(self) -> None:
        self.stream = self.scope["url_route"]["kwargs"]["stream"]
        self.group = group_of(self.stream)
        self._second, self._count = 0, 0
        if not any(self.stream.startswith(prefix) for prefix in registry.public_streams):
            await self.close(code=REFUSED_UNKNOWN_STREAM)
            return
        await self.channel_layer.group_add(self.group, self.channel_name)
        await self.accept()
        await self._say_how_far()

    async def disconnect(self, code: int) -> None:
        await self.channel_layer.group_discard(self.group, self.channel_name)

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

    async def stream_reached(self, message: dict[str, Any]) -> None:
        """Pass on what a service announced after its commit."""
        # Written at once for a thousand sockets: encoding through the base class costs more.
        await self.send(text_data=f'{{"upto": {int(message["number"])}}}')

    async def _say_how_far(self) -> None:
        await self.send_json({"upto": await self._last_number()})

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

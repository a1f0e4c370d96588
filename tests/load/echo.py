"""The barest broadcast the same servers can do: what is said is passed on to every socket."""

from typing import Any

from channels.generic.websocket import AsyncWebsocketConsumer
from channels.routing import ProtocolTypeRouter, URLRouter
from django.urls import path


class Echo(AsyncWebsocketConsumer):
    """Say to everybody what one says."""

    async def connect(self) -> None:
        await self.channel_layer.group_add("echo", self.channel_name)
        await self.accept()
        await self.send(text_data="welcome")

    async def disconnect(self, code: int) -> None:
        await self.channel_layer.group_discard("echo", self.channel_name)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        await self.channel_layer.group_send("echo", {"type": "said", "text": text_data})

    async def said(self, message: dict[str, str]) -> None:
        await self.send(text_data=message["text"])


async def health(scope: Any, receive: Any, send: Any) -> None:
    """Answer whoever waits for the server."""
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"ok"})


application = ProtocolTypeRouter(
    {"http": health, "websocket": URLRouter([path("echo/", Echo.as_asgi())])}
)

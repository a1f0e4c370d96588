"""A crowd of sockets that say when they heard, and a phone that sends a card."""

import asyncio
import contextlib
import http.client
import time
from types import TracebackType
from typing import Self
from urllib.parse import urlencode

from websockets.asyncio.client import ClientConnection, connect

from tests.load.room_scene import Scene

CSRF = "a" * 32
AT_ONCE = 40
WAIT = 20.0


class Crowd:
    """Many sockets on one address; `begin` starts the clock, each message stops it for one."""

    def __init__(self, address: str, cookies: list[str], port: int) -> None:
        self._address, self._cookies, self._port = address, cookies, port
        self._links: list[ClientConnection] = []
        self._readers: list[asyncio.Task[None]] = []
        self._times: list[float] = []
        self._started = 0.0
        self._heard: set[int] = set()
        self._all = asyncio.Event()

    async def __aenter__(self) -> Self:
        gate = asyncio.Semaphore(AT_ONCE)

        async def one(cookie: str) -> ClientConnection:
            async with gate:
                link = await connect(
                    self._address,
                    origin=f"http://127.0.0.1:{self._port}",  # type: ignore[arg-type]
                    additional_headers={"Cookie": cookie} if cookie else {},
                    compression=None,
                    ping_interval=None,
                    open_timeout=60,
                    max_queue=None,
                )
                # The first message says how far the room has come.
                await asyncio.wait_for(link.recv(), 60)
                return link

        self._links = await asyncio.gather(*(one(cookie) for cookie in self._cookies))
        self._readers = [
            asyncio.create_task(self._read(rank, link)) for rank, link in enumerate(self._links)
        ]
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for reader in self._readers:
            reader.cancel()
        await asyncio.gather(*(link.close() for link in self._links), return_exceptions=True)

    async def _read(self, rank: int, link: ClientConnection) -> None:
        async for _message in link:
            if rank not in self._heard:
                self._heard.add(rank)
                self._times.append(time.time() - self._started)
                if len(self._heard) == len(self._links):
                    self._all.set()

    def begin(self) -> None:
        """Start a round."""
        self._times, self._heard = [], set()
        self._all.clear()
        self._started = time.time()

    @property
    def started(self) -> float:
        """When the round began, as the clock of the machine says it."""
        return self._started

    async def say(self, text: str) -> None:
        """Say something on the first socket."""
        await self._links[0].send(text)

    async def heard_by_all(self) -> list[float]:
        """Return the seconds after which each socket heard; the missing ones are not there."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._all.wait(), WAIT)
        return list(self._times)


def post_card(port: int, scene: Scene, text: str, who: int = 0, key: str = "") -> int:
    """Send a card as a phone does; return the status."""
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    body = urlencode(
        {
            "csrfmiddlewaretoken": CSRF,
            "act": "card.write",
            "text": text,
            "table": scene.table,
            "key": key,
        }
    )
    headers = {
        "Accept": "application/json",
        "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": f"{scene.cookies[who]}; csrftoken={CSRF}",
    }
    try:
        link.request("POST", f"/fr/salle/{scene.room}/agir/", body, headers)
        answer = link.getresponse()
        answer.read()
        return answer.status
    finally:
        link.close()

"""Break a live room and see nothing lost: `python -m tests.load.room_chaos`.

200 phones follow one room while 3,000 things happen in it. A worker is killed (-9), Redis is
killed and started again, the network of the phones is cut for ten seconds. Within five seconds of
the end, the 200 states built from what changed must equal a fresh load, and no card may be lost or
doubled. The script starts its own Redis and its own workers, on free ports. Exits 1 otherwise.
"""

import argparse
import asyncio
import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
import uuid
from asyncio import wait_for
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from tests.load.room_scene import Scene, build
from tests.load.serving import configure, scratch_database
from tests.load.serving_rooms import free_port, served_app
from tests.load.sockets import CSRF

CUT_SECONDS = 10
RECOVERY_SECONDS = 5.0
WRITERS = 12


@dataclass
class Phone:
    """One phone: what it knows of the room, built from changes alone."""

    scene: Scene
    port: int
    rank: int
    cards: dict[int, Any] = field(default_factory=dict)
    groups: dict[int, Any] = field(default_factory=dict)
    head: dict[str, Any] = field(default_factory=dict)
    known: int = 0
    target: int = 0
    cut: bool = False
    asked_since: int = -1
    asked_at: float = 0.0

    def state(self) -> str:
        whole = {
            **self.head,
            "upto": self.known,
            "cards": [self.cards[key] for key in sorted(self.cards)],
            "groups": [self.groups[key] for key in sorted(self.groups)],
        }
        return json.dumps(whole, sort_keys=True)

    async def listen(self) -> None:
        """Hold a socket as the page does, and open another when it is lost."""
        address = f"ws://127.0.0.1:{self.port}/live/room/{self.scene.room}/"
        while True:
            if self.cut:
                await asyncio.sleep(0.2)
                continue
            with contextlib.suppress(OSError, WebSocketException, TimeoutError):
                async with connect(
                    address,
                    origin=f"http://127.0.0.1:{self.port}",  # type: ignore[arg-type]
                    additional_headers={"Cookie": self.scene.cookies[self.rank]},
                    compression=None,
                    ping_interval=5,
                    ping_timeout=5,
                    open_timeout=20,
                ) as link:
                    while not self.cut:
                        with contextlib.suppress(TimeoutError):
                            await self._hear(link, json.loads(await wait_for(link.recv(), 1)))
            await asyncio.sleep(0.5 + random.random())  # noqa: S311

    async def _hear(self, link: ClientConnection, told: dict[str, Any]) -> None:
        target = told["upto"]
        if told.pop("since", self.known + 1) <= self.known < target:
            self.cards |= {row["id"]: row for row in told.pop("cards")}
            self.groups |= {row["id"]: row for row in told.pop("groups")}
            told.pop("more")
            self.known = told.pop("upto")
            self.head = told
        self.target = max(self.target, target)
        now = time.monotonic()
        if self.target > self.known and (self.asked_since != self.known or now - self.asked_at > 1):
            self.asked_since, self.asked_at = self.known, now
            await link.send(json.dumps({"since": self.known}))


class Writers:
    """Phones that write and place dots until everything was received, whatever breaks."""

    def __init__(self, scene: Scene, http: httpx.AsyncClient, events: int) -> None:
        self.scene, self.http, self.events = scene, http, events
        self.done = 0
        self.keys: set[str] = set()
        self.cards: list[int] = []

    async def work(self, rank: int) -> None:
        """Write one card out of two acts; the other moves one."""
        while self.done < self.events:
            self.done += 1
            if self.done % 2 or not self.cards:
                key = str(uuid.uuid4())
                self.keys.add(key)
                said = await self._until_received(
                    rank, act="card.write", text=f"Carte {self.done}", key=key
                )
                self.cards.append(said["card"])
            else:
                card = random.choice(self.cards)  # noqa: S311
                await self._until_received(rank, act="card.move", card=card, group="")

    async def _until_received(self, rank: int, **form: Any) -> dict[str, Any]:
        while True:
            try:
                answer = await self.http.post(
                    f"/fr/salle/{self.scene.room}/agir/",
                    data={"csrfmiddlewaretoken": CSRF, "table": self.scene.table, **form}
                    if form["act"] == "card.write"
                    else {"csrfmiddlewaretoken": CSRF, **form},
                    headers={
                        "Cookie": f"{self.scene.cookies[rank]}; csrftoken={CSRF}",
                        "Accept": "application/json",
                    },
                )
                if answer.status_code == 200:
                    return answer.json()
                if answer.status_code not in (429, 500, 502, 503):
                    raise RuntimeError(f"{answer.status_code}: {answer.text[:200]}")
            except httpx.HTTPError:
                pass
            await asyncio.sleep(0.3)


@contextmanager
def own_redis(folder: Path, port: int) -> Iterator[list["subprocess.Popen[bytes]"]]:
    """Start a Redis of one's own; the list holds the process that runs now."""
    running = [start_redis(folder, port)]
    try:
        yield running
    finally:
        running[-1].kill()
        running[-1].wait(5)


def start_redis(folder: Path, port: int) -> "subprocess.Popen[bytes]":
    command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", ""]
    command += ["--appendonly", "no", "--dir", str(folder), "--loglevel", "warning"]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def workers_of(master: int) -> list[int]:
    """Return the processes uvicorn's supervisor started to serve."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            fields = path.read_text().rsplit(")", 1)[1].split()
            command = (path.parent / "cmdline").read_bytes()
            if int(fields[1]) == master and b"spawn_main" in command:
                found.append(int(path.parent.name))
    return found


async def run(
    scene: Scene, port: int, clients: int, events: int, running: list[Any], folder: Path, redis: int
) -> list[str]:
    """Return a sentence per promise that was not held."""
    limits = httpx.Limits(max_connections=400, max_keepalive_connections=200)
    async with httpx.AsyncClient(
        base_url=f"http://127.0.0.1:{port}", timeout=20, limits=limits
    ) as http:
        phones = [Phone(scene, port, rank) for rank in range(clients)]
        tasks = [asyncio.create_task(one.listen()) for one in phones]
        writers = Writers(scene, http, events)
        work = [asyncio.create_task(writers.work(rank)) for rank in range(WRITERS)]

        async def reached(share: float) -> None:
            while writers.done < events * share and not all(one.done() for one in work):
                await asyncio.sleep(0.1)

        await reached(0.25)
        [victim, *_others] = workers_of(served_pid(port))
        os.kill(victim, signal.SIGKILL)
        said(f"worker {victim} killed after {writers.done} acts")
        await reached(0.5)
        running[-1].kill()
        running[-1].wait(5)
        said(f"Redis killed after {writers.done} acts")
        await asyncio.sleep(2)
        running.append(start_redis(folder, redis))
        await reached(0.75)
        for one in phones:
            one.cut = True
        said(f"network cut after {writers.done} acts")
        await asyncio.sleep(CUT_SECONDS)
        for one in phones:
            one.cut = False
        await asyncio.gather(*work)
        finished = time.monotonic()
        missed = await compare(scene, http, phones, writers, finished)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    return missed


async def compare(
    scene: Scene, http: httpx.AsyncClient, phones: list[Phone], writers: Writers, finished: float
) -> list[str]:
    """Wait until every phone is where the room is, then compare whole states.

    Nothing is written any more: writing two hundred states of a thousand cards down takes this
    script seconds that are not the room's.
    """
    headers = {"Cookie": scene.cookies[0], "Accept": "application/json"}
    answer = await http.get(f"/fr/salle/{scene.room}/etat/", headers=headers)
    fresh, upto = json.dumps(answer.json(), sort_keys=True), answer.json()["upto"]
    while time.monotonic() - finished < RECOVERY_SECONDS * 6:
        if all(one.known == upto for one in phones):
            break
        await asyncio.sleep(0.05)
    seconds = time.monotonic() - finished
    same = sum(one.state() == fresh for one in phones)
    said(f"{same} of {len(phones)} states equal a fresh load after {seconds:.1f} s")
    keys = [row["key"] for row in json.loads(fresh)["cards"]]
    missed = []
    if same < len(phones) or seconds > RECOVERY_SECONDS:
        missed.append(f"{same} of {len(phones)} states are equal after {seconds:.1f} s.")
    if len(keys) != len(set(keys)) or set(keys) != writers.keys:
        missed.append(f"{len(keys)} cards were kept of {len(writers.keys)} written.")
    return missed


def served_pid(port: int) -> int:
    """Return the supervisor that listens on a port, among the processes of this script."""
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            words = path.read_bytes().split(b"\0")
            if b"uvicorn" in words and str(port).encode() in words:
                return int(path.parent.name)
    raise RuntimeError("The server is not running.")


def said(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


def main() -> int:
    """Return 0 when nothing was lost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=200)
    parser.add_argument("--events", type=int, default=3_000)
    options = parser.parse_args()
    # Stopped by whoever started it, it stops what it started.
    signal.signal(signal.SIGTERM, lambda *_received: sys.exit(1))
    with tempfile.TemporaryDirectory(prefix="civic-chaos-") as name, scratch_database():
        folder, redis = Path(name), free_port()
        with own_redis(folder, redis) as running:
            configure(folder)
            from django.conf import settings

            address = f"redis://127.0.0.1:{redis}/0"
            os.environ["REDIS_URL"] = address
            settings.CHANNEL_LAYERS["default"] = {"BACKEND": "channels.layers.InMemoryChannelLayer"}
            settings.CACHES["default"] = {
                "BACKEND": "django.core.cache.backends.locmem.LocMemCache"
            }
            scene = build(options.clients)
            with served_app("civic.asgi:application", folder, workers=2) as port:
                missed = asyncio.run(
                    run(scene, port, options.clients, options.events, running, folder, redis)
                )
            from tests.load.room_bench import _close_connections

            _close_connections()
    print("\n".join(missed) if missed else "Every state is equal to a fresh load.")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())

"""Measure a live room: `python -m tests.load.room_bench`.

N sockets in one room; a card is sent as a phone sends it, and each socket says when it heard of
it. A bare echo consumer, served by the same number of workers in the same run, broadcasts in turn.
Two installations: two workers with PostgreSQL and Redis, one embedded worker with SQLite. Prints
Markdown (`--json`: one object) and exits 1 when a figure is not met.
"""

import argparse
import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from tests.load.room_scene import Scene, build
from tests.load.serving import ROOT, configure, redis_answers, scratch_database
from tests.load.serving_rooms import configure_embedded, served_app
from tests.load.sockets import Crowd, post_card

ROUNDS = 20
RATIO = 1.5


@dataclass(frozen=True)
class Installation:
    """How the site is served, how many sockets, and the p95 promised in milliseconds."""

    name: str
    workers: int
    sockets: int
    most_ms: float


INSTALLATIONS = {
    "several": Installation("2 workers, PostgreSQL, Redis", 2, 1_000, 500),
    "embedded": Installation("1 worker, SQLite, in memory", 1, 300, 300),
}


@dataclass
class Measure:
    """Milliseconds between the event and hearing of it, over every socket and every round.

    `sent_p95` counts from the moment a phone sent its form.
    """

    installation: str
    sockets: int
    p50: float
    p95: float
    sent_p95: float
    most_ms: float
    echo_p50: float
    echo_p95: float
    missed_messages: int

    @property
    def ratio(self) -> float:
        return self.p95 / self.echo_p95 if self.echo_p95 else 0.0

    def missed(self) -> list[str]:
        """Return a sentence per figure that is not met."""
        found = []
        if self.p95 > self.most_ms:
            found.append(f"p95 {self.p95:.0f} ms, {self.most_ms:.0f} at most")
        if self.ratio > RATIO:
            found.append(f"{self.ratio:.2f} times a bare echo, {RATIO:g} at most")
        if self.missed_messages:
            found.append(f"{self.missed_messages} messages were not heard")
        return [f"{self.installation}: {sentence}." for sentence in found]


def percentile(times: list[float], share: float) -> float:
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000


async def measure(one: Installation, scene: Scene, port: int, echo_port: int) -> Measure:
    """Broadcast in the room and through the echo in turn; the first rounds warm both up."""
    async with (
        Crowd(f"ws://127.0.0.1:{echo_port}/echo/", [""] * one.sockets, port) as echo,
        Crowd(f"ws://127.0.0.1:{port}/live/room/{scene.room}/", scene.cookies, port) as room,
    ):
        heard: list[float] = []
        since_sent: list[float] = []
        echoed: list[float] = []
        lost = 0
        for turn in range(ROUNDS + 2):
            echo.begin()
            await echo.say(f"round {turn}")
            times = await echo.heard_by_all()
            room.begin()
            sent = asyncio.create_task(
                asyncio.to_thread(post_card, port, scene, f"Carte mesurée numéro {turn}")
            )
            room_times = await room.heard_by_all()
            await sent
            if turn >= 2:
                echoed += times
                since_sent += room_times
                # The broadcast begins when its event is written; the form before it is another
                # matter, which the echo does not have.
                waited = await asyncio.to_thread(last_event_at, scene.room) - room.started
                heard += [max(0.0, seconds - waited) for seconds in room_times]
                lost += one.sockets - len(room_times)
            await asyncio.sleep(0.2)
    return Measure(
        installation=one.name,
        sockets=one.sockets,
        p50=percentile(heard, 0.5),
        p95=percentile(heard, 0.95),
        sent_p95=percentile(since_sent, 0.95),
        most_ms=one.most_ms,
        echo_p50=percentile(echoed, 0.5),
        echo_p95=percentile(echoed, 0.95),
        missed_messages=lost,
    )


def last_event_at(room: int) -> float:
    """Return when the last event of a room was written, in seconds."""
    from civic.core.models import Event

    rows = Event.objects.filter(stream__name=f"room:{room}").order_by("-number")
    return rows.values_list("created_at", flat=True)[0].timestamp()


def child(key: str, sockets: int) -> None:
    """Measure one installation in a process of its own: its settings are read once."""
    one = INSTALLATIONS[key]
    if sockets:
        one = Installation(one.name, one.workers, sockets, one.most_ms)
    with tempfile.TemporaryDirectory(prefix="civic-room-") as name:
        folder = Path(name)
        if key == "embedded":
            configure_embedded(folder)
            found = _measured(one, folder)
        else:
            with scratch_database():
                configure(folder)
                found = _measured(one, folder)
                _close_connections()
    print(json.dumps(asdict(found)))


def _measured(one: Installation, folder: Path) -> Measure:
    scene = build(one.sockets)
    with (
        served_app("civic.asgi:application", folder, workers=one.workers) as port,
        served_app("tests.load.echo:application", folder, workers=one.workers) as echo_port,
    ):
        return asyncio.run(measure(one, scene, port, echo_port))


def _close_connections() -> None:
    from django.db import connections

    for link in connections.all():
        link.close()
        close_pool = getattr(link, "close_pool", None)
        if close_pool:
            close_pool()


def table(measures: list[Measure]) -> str:
    """Return the measures as Markdown."""
    head = "| | sockets | p50 ms | p95 ms | at most | since sent, p95 ms | echo p95 ms | × echo |"
    lines = [head, "| --- " + "| ---: " * 7 + "|"]
    for one in measures:
        shown: list[Any] = [
            one.installation,
            one.sockets,
            f"{one.p50:.0f}",
            f"{one.p95:.0f}",
            f"{one.most_ms:.0f}",
            f"{one.sent_p95:.0f}",
            f"{one.echo_p95:.0f}",
            f"{one.ratio:.2f}",
        ]
        lines.append("| " + " | ".join(map(str, shown)) + " |")
    return "\n".join(lines)


def main() -> int:
    """Return 0 when every figure is met."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--only", choices=list(INSTALLATIONS), help="one installation")
    parser.add_argument("--sockets", type=int, default=0, help="another number, for a trial")
    parser.add_argument("--child", choices=list(INSTALLATIONS), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        child(options.child, options.sockets)
        return 0
    measures = []
    for key in [options.only] if options.only else list(INSTALLATIONS):
        if key == "several" and not redis_answers():
            print("Redis does not answer: two workers are not measured.", file=sys.stderr)
            return 1
        started = time.monotonic()
        command = [sys.executable, "-m", "tests.load.room_bench", "--child", key]
        command += ["--sockets", str(options.sockets)]
        done = subprocess.run(
            command, cwd=ROOT, env=os.environ.copy(), stdout=subprocess.PIPE, text=True, check=True
        )
        measures.append(Measure(**json.loads(done.stdout.splitlines()[-1])))
        print(f"{key}: {time.monotonic() - started:.0f} s", file=sys.stderr)
    missed = [sentence for one in measures for sentence in one.missed()]
    if options.json:
        found = [asdict(one) | {"ratio": one.ratio} for one in measures]
        print(json.dumps({"measures": found, "missed": missed}, ensure_ascii=False))
    else:
        print(table(measures))
        print("\n" + ("\n".join(missed) if missed else "Every figure is met."))
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())

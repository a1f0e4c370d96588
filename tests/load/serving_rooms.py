"""Servers of one application on a free port, as many workers as asked."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.load.serving import ROOT


def configure_embedded(var_dir: Path) -> None:
    """Set up Django on SQLite with the in-memory channel layer, as a small commune has it."""
    os.environ.update(
        {
            "DJANGO_SETTINGS_MODULE": "civic.settings",
            "DATABASE_URL": "",
            "REDIS_URL": "",
            "CIVIC_VAR_DIR": str(var_dir),
            "CIVIC_WORKER": "embedded",
            "CIVIC_DEMO": "",
            "CIVIC_DEBUG": "",
            "CIVIC_TRUSTED_PROXIES": "1",
        }
    )
    import django

    django.setup()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served_app(application: str, var_dir: Path, *, workers: int) -> Iterator[int]:
    """Serve an ASGI application with uvicorn; yield its port."""
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", application, "--host", "127.0.0.1"]
    command += ["--port", str(port), "--workers", str(workers), "--log-level", "warning"]
    command += ["--no-access-log", "--backlog", "4096", "--ws-ping-interval", "60"]
    log = var_dir / f"server-{port}.log"
    with log.open("w") as stream:
        server = subprocess.Popen(
            command, cwd=ROOT, env=os.environ.copy(), stdout=stream, stderr=stream
        )
    try:
        wait_for(port, server, log)
        yield port
    finally:
        server.terminate()
        try:
            server.wait(15)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait(5)


def wait_for(port: int, server: "subprocess.Popen[bytes]", log: Path) -> None:
    """Return once a server answers anything; raise with the end of its log otherwise."""
    until = time.monotonic() + 60
    while time.monotonic() < until and server.poll() is None:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/health/", timeout=2).close()
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise RuntimeError(f"The server does not answer:\n{log.read_text()[-3000:]}")

"""A scratch database, and the site served from it as in production."""

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

import psycopg

ROOT = Path(__file__).resolve().parent.parent.parent
# Its own: a second run must not drop the database of the first.
DATABASE = f"civic_bench_{os.getpid()}"
SERVER = os.environ.get("CIVIC_TEST_POSTGRES", "postgres://postgres@127.0.0.1:5432/postgres")
REDIS = "redis://127.0.0.1:6379/9"
WORKERS = 2


def database_url() -> str:
    return f"{SERVER.rpartition('/')[0]}/{DATABASE}"


def redis_answers() -> bool:
    """Tell whether a Redis server listens where the benchmark looks for it."""
    try:
        with socket.create_connection(("127.0.0.1", 6379), timeout=1):
            return True
    except OSError:
        return False


@contextmanager
def scratch_database() -> Iterator[None]:
    """Create the database, and drop it whatever happens."""
    drop = f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)"
    with psycopg.connect(SERVER, autocommit=True) as link:
        link.execute(drop)
        link.execute(f"CREATE DATABASE {DATABASE}")
    try:
        yield
    finally:
        with psycopg.connect(SERVER, autocommit=True) as link:
            link.execute(drop)


def configure(var_dir: Path) -> None:
    """Set up Django on the scratch database, with the settings of an installation."""
    os.environ.update(
        {
            "DJANGO_SETTINGS_MODULE": "civic.settings",
            "DATABASE_URL": database_url(),
            "REDIS_URL": REDIS if redis_answers() else "",
            "CIVIC_VAR_DIR": str(var_dir),
            "CIVIC_WORKER": "separate",
            "CIVIC_DEMO": "",
            "CIVIC_DEBUG": "",
            # Each request says another address, as behind a proxy: limits are per address.
            "CIVIC_TRUSTED_PROXIES": "1",
        }
    )
    import django

    django.setup()


@contextmanager
def served(var_dir: Path) -> Iterator[int]:
    """Serve with two workers on a free port of loopback; yield the port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "uvicorn",
        "civic.asgi:application",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
        "--workers",
        str(WORKERS),
        "--log-level",
        "warning",
        "--no-access-log",
        "--lifespan",
        "on",
    ]
    log = var_dir / "server.log"
    with log.open("w") as stream:
        server = subprocess.Popen(
            command, cwd=ROOT, env=os.environ.copy(), stdout=stream, stderr=stream
        )
    try:
        _wait(port, server, log)
        yield port
    finally:
        server.terminate()
        try:
            server.wait(15)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait(5)


def _wait(port: int, server: "subprocess.Popen[bytes]", log: Path) -> None:
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

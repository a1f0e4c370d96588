"""The demo territory, loaded once for the run and served by a real process per worker."""

import fcntl
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.migrated import MIGRATED, SQLITE

ROOT = Path(__file__).resolve().parent.parent.parent
LOADING_SECONDS = 600
STARTING_SECONDS = 60
LOADED = ".loaded"
# What `manage.py demo` does before it serves.
_LOAD = """
import django
django.setup()
from civic.core.services.deployment import collect_static_if_changed, migrate_if_needed
from civic.demo.services.loading import load_demo
migrate_if_needed()
load_demo()
collect_static_if_changed()
"""


def environment(var_dir: Path, port: int) -> dict[str, str]:
    """Return the environment of a demo on SQLite, whatever the suite itself runs on."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "civic.settings",
        "DATABASE_URL": "",
        "REDIS_URL": "",
        "CIVIC_DEMO": "1",
        "CIVIC_VAR_DIR": str(var_dir),
        "CIVIC_BASE_URL": f"http://127.0.0.1:{port}",
    }


def loaded_territory(folder: Path) -> Path:
    """Return a var directory with the demo loaded; processes that ask together share one."""
    var_dir = folder / "civic-demo"
    with (folder / "civic-demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (var_dir / LOADED).exists():
            shutil.rmtree(var_dir, ignore_errors=True)
            var_dir.mkdir()
            migrated = os.environ.get(MIGRATED, "")
            if migrated.startswith(SQLITE):
                shutil.copyfile(migrated.removeprefix(SQLITE), var_dir / "civic.sqlite3")
            done = subprocess.run(
                [sys.executable, "-c", _LOAD],
                cwd=ROOT,
                env=environment(var_dir, 8000),
                capture_output=True,
                text=True,
                timeout=LOADING_SECONDS,
                check=False,
            )
            if done.returncode:
                raise RuntimeError(f"The demo territory does not load:\n{done.stderr[-4000:]}")
            (var_dir / LOADED).touch()
    return var_dir


def run_in(var_dir: Path, script: str) -> None:
    """Run a few lines beside a served territory, as its own commands do."""
    done = subprocess.run(
        [sys.executable, "-c", f"import django\ndjango.setup()\n{script}"],
        cwd=ROOT,
        env=environment(var_dir, 8000),
        capture_output=True,
        text=True,
        timeout=LOADING_SECONDS,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"The territory refuses:\n{done.stderr[-4000:]}")


@contextmanager
def served_territory(loaded: Path, var_dir: Path) -> Iterator[str]:
    """Serve a copy of a loaded territory on a free port; yield its address."""
    shutil.copytree(loaded, var_dir)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = var_dir / "server.log"
    with log.open("w") as stream:
        server = subprocess.Popen(
            [sys.executable, "manage.py", "serve", "--port", str(port)],
            cwd=ROOT,
            env=environment(var_dir, port),
            stdout=stream,
            stderr=subprocess.STDOUT,
        )
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_for(f"{address}/health/", server, log)
        yield address
    finally:
        server.terminate()
        try:
            server.wait(15)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait(5)


def _wait_for(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + STARTING_SECONDS
    while time.monotonic() < until and server.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"The demo server does not answer:\n{log.read_text()[-4000:]}")

"""Run the linters, then the whole suite on SQLite and on PostgreSQL where it answers."""

import argparse
import os
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.migrated import MIGRATED, drop

ROOT = Path(__file__).resolve().parent.parent
POSTGRES = os.environ.get("CIVIC_TEST_POSTGRES", "postgres://postgres@127.0.0.1:5432/postgres")
LINTERS = {
    "ruff": [sys.executable, "-m", "ruff", "check", "."],
    "format": [sys.executable, "-m", "ruff", "format", "--check", "."],
    "layers": [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"],
}
TYPES = [sys.executable, "-m", "mypy", "."]


def run(title: str, command: list[str], **extra: str) -> bool:
    """Run one step; print its title, its output and its duration."""
    print(f"== {title}", flush=True)
    started = time.monotonic()
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, **extra}, check=False)
    print(f"== {title}: {time.monotonic() - started:.0f} s", flush=True)
    return done.returncode == 0


def postgresql_answers() -> bool:
    """Tell whether a PostgreSQL server listens where the tests look for it."""
    host, _separator, port = POSTGRES.rpartition("@")[2].partition("/")[0].partition(":")
    try:
        with socket.create_connection((host, int(port or 5432)), timeout=2):
            return True
    except OSError:
        return False


def start(command: list[str], **extra: str) -> subprocess.Popen[str]:
    """Start a step that runs beside another; its output is read when it is waited for."""
    return subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, **extra},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def ended_well(title: str, step: subprocess.Popen[str]) -> bool:
    """Wait for a step, print what it said."""
    said, _nothing = step.communicate()
    print(f"== {title}\n{said}", flush=True)
    return step.returncode == 0


def suites() -> list[str]:
    """Run the suite on each engine, from databases migrated once; return what failed."""
    postgresql = postgresql_answers()
    failed = [] if postgresql or not os.environ.get("CI") else ["PostgreSQL does not answer"]
    with tempfile.TemporaryDirectory(prefix="civic-migrated-") as folder:
        migrated = {"SQLite": f"sqlite:///{folder}/migrated.sqlite3"}
        if postgresql:
            migrated["PostgreSQL"] = f"{POSTGRES.rpartition('/')[0]}/civic_migrated_{os.getpid()}"
        migrations = {
            engine: start([sys.executable, "-m", "tests.migrated", url])
            for engine, url in migrated.items()
        }
        failed += [
            f"migrations on {engine}"
            for engine, step in migrations.items()
            if not ended_well(f"migrations on {engine}", step)
        ]
        # One core alone reads the types: beside the tests they cost little time.
        types = start(TYPES)
        suite = [sys.executable, "-m", "pytest", "-q", "-n", "2", "--dist", "loadfile"]
        suite += ["--no-loadscope-reorder", "--durations=30", "--durations-min=5"]
        try:
            if not run("tests on SQLite", suite, DATABASE_URL="", **{MIGRATED: migrated["SQLite"]}):
                failed.append("tests on SQLite")
            if not ended_well("types", types):
                failed.append("types")
            if postgresql:
                # Journeys in Chromium look the same on both engines: they run once.
                extra = {"DATABASE_URL": POSTGRES, MIGRATED: migrated["PostgreSQL"]}
                if not run("tests on PostgreSQL", [*suite, "-m", "not browser"], **extra):
                    failed.append("tests on PostgreSQL")
            else:
                print(f"== PostgreSQL does not answer at {POSTGRES}: its tests were left out")
        finally:
            if postgresql:
                drop(migrated["PostgreSQL"])
    return failed


def main() -> int:
    """Return 0 when everything passed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lint", action="store_true", help="run the linters alone")
    options = parser.parse_args()
    failed = [title for title, command in LINTERS.items() if not run(title, command)]
    if not options.lint:
        failed += suites()
    elif not run("types", TYPES):
        failed.append("types")
    if failed:
        print("Failed: " + ", ".join(failed))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

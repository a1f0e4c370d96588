"""Run the linters, then the whole suite on SQLite and on PostgreSQL where it answers."""

import argparse
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

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


def main() -> int:
    """Return 0 when everything passed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lint", action="store_true", help="run the linters alone")
    options = parser.parse_args()
    failed = [title for title, command in LINTERS.items() if not run(title, command)]
    if options.lint:
        if not run("types", TYPES):
            failed.append("types")
    else:
        # One core alone reads the types: beside the tests they cost little time.
        types = subprocess.Popen(
            TYPES, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        suite = [sys.executable, "-m", "pytest", "-q", "-n", "2", "--dist", "loadfile"]
        # Journeys in Chromium look the same on both engines: they run once.
        if not run("tests on SQLite", suite, DATABASE_URL=""):
            failed.append("tests on SQLite")
        said, _nothing = types.communicate()
        print(f"== types\n{said}", flush=True)
        if types.returncode != 0:
            failed.append("types")
        if postgresql_answers():
            if not run("tests on PostgreSQL", [*suite, "-m", "not browser"], DATABASE_URL=POSTGRES):
                failed.append("tests on PostgreSQL")
        elif os.environ.get("CI"):
            failed.append("PostgreSQL does not answer")
        else:
            print(f"== PostgreSQL does not answer at {POSTGRES}: its tests were left out")
    if failed:
        print("Failed: " + ", ".join(failed))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

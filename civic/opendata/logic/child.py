"""Run a parser of uploaded files in a child process that has little and nothing to steal.

The child (see `confined`) gets an open file as standard input and writes lines of JSON on a pipe;
this side yields them within limits of time and size.
"""

import os
import selectors
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from civic.opendata.logic.sheet_limits import KIB, MAX_RESULT_BYTES, MIB, Refusal, RefusalCode
from civic.opendata.logic.turns import a_turn

PROJECT_ROOT = Path(__file__).resolve().parents[3]


class ChildFault(RuntimeError):
    """The reading process itself does not work: a fault of the installation, not of the file."""


@contextmanager
def opened(path_or_bytes: str | os.PathLike[str] | bytes) -> Iterator[IO[bytes]]:
    """Give the regular file that a child reads as its standard input."""
    if not isinstance(path_or_bytes, bytes):
        with open(path_or_bytes, "rb") as source:
            yield source
        return
    with tempfile.TemporaryFile() as source:
        source.write(path_or_bytes)
        source.seek(0)
        yield source


def lines_of_child(
    module: str, source: IO[bytes], arguments: Sequence[str], *, wall_seconds: float
) -> Generator[bytes]:
    """Run a module on an open file and yield its lines.

    Raises `Refusal` with BUSY (too many at once), TOO_SLOW, TOO_MUCH_MEMORY or BROKEN (too much
    came back), `ChildFault` when the installation cannot read any file.
    """
    with a_turn():
        yield from _lines_of(module, source, arguments, wall_seconds)


def _lines_of(
    module: str, source: IO[bytes], arguments: Sequence[str], wall_seconds: float
) -> Generator[bytes]:
    command = [sys.executable, "-B", "-s", "-m", module, *arguments]
    deadline = time.monotonic() + wall_seconds
    # The environment holds the secret key and the database address: the child gets none of it.
    with subprocess.Popen(
        command,
        stdin=source,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=PROJECT_ROOT,
        env={"PYTHONUTF8": "1"},
        close_fds=True,
    ) as child:
        try:
            yield from _bounded_lines(child, deadline)
            status = child.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            raise Refusal(RefusalCode.TOO_SLOW) from None
        finally:
            child.kill()
    if status == -signal.SIGXCPU:
        raise Refusal(RefusalCode.TOO_SLOW)
    if status < 0:
        # Under a limit of memory, C code may abort where Python would raise.
        raise Refusal(RefusalCode.TOO_MUCH_MEMORY)
    if status > 0:
        raise ChildFault(f"{module} ended with status {status}")


def _bounded_lines(child: subprocess.Popen[bytes], deadline: float) -> Iterator[bytes]:
    if child.stdout is None:
        raise ChildFault("the reading process has no output")
    received, rest = 0, b""
    with selectors.DefaultSelector() as selector:
        selector.register(child.stdout, selectors.EVENT_READ)
        while True:
            if not selector.select(max(0.0, deadline - time.monotonic())):
                raise Refusal(RefusalCode.TOO_SLOW)
            chunk = os.read(child.stdout.fileno(), 64 * KIB)
            if not chunk:
                break
            received += len(chunk)
            if received > MAX_RESULT_BYTES + MIB:
                raise Refusal(RefusalCode.BROKEN)
            *lines, rest = (rest + chunk).split(b"\n")
            yield from lines
    if rest:
        yield rest

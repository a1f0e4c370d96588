"""What every child process that parses an upload does: confine itself, then read or refuse.

Imports neither Django nor the settings: a child starts in a few hundredths of a second and holds
no secret.
"""

import json
import resource
import sys
import traceback
from collections.abc import Callable
from typing import BinaryIO

from civic.opendata.logic.sheet_limits import (
    CPU_SECONDS,
    MAX_FILE_BYTES,
    MEMORY_BYTES,
    MIB,
    Refusal,
    RefusalCode,
)

# Expat reports a failed allocation as a parse error with this number.
EXPAT_OUT_OF_MEMORY = 1
ZLIB_OUT_OF_MEMORY = "Error -4"
NO_MEMORY_LINE = b'{"refused":"too_much_memory","params":{}}\n'

Reader = Callable[[BinaryIO, BinaryIO], None]


def confine() -> None:
    """Give up memory, time, files and processes before any byte of the upload is looked at."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))


def check_size(stream: BinaryIO) -> None:
    """Refuse a file that is larger than an upload may be, and go back to its first byte."""
    size = stream.seek(0, 2)
    stream.seek(0)
    if size > MAX_FILE_BYTES:
        raise Refusal(RefusalCode.TOO_LARGE, max=MAX_FILE_BYTES // MIB)


def refusal_for(error: BaseException) -> Refusal:
    """Turn whatever a parser raised into a refusal; openpyxl wraps the first error into others."""
    chain: list[BaseException] = []
    current: BaseException | None = error
    while current is not None and current not in chain:
        chain.append(current)
        current = current.__cause__ or current.__context__
    for link in chain:
        if isinstance(link, Refusal):
            return link
        if isinstance(link, MemoryError) or getattr(link, "code", None) == EXPAT_OUT_OF_MEMORY:
            return Refusal(RefusalCode.TOO_MUCH_MEMORY)
        if str(link).startswith(ZLIB_OUT_OF_MEMORY):
            return Refusal(RefusalCode.TOO_MUCH_MEMORY)
        if type(link).__module__.startswith("defusedxml"):
            return Refusal(RefusalCode.UNSAFE_XML)
    return Refusal(RefusalCode.BROKEN)


def _whereabouts(error: BaseException) -> str:
    """Kind and place of an error, without its message: that may quote the file."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{frames[-1].filename}:{frames[-1].lineno}" if frames else "?"
    return f"{type(error).__name__} at {place}"


def run(read: Reader) -> int:
    """Read standard input; returns 0 when lines or a refusal were written, 1 on our own fault."""
    confine()
    output = sys.stdout.buffer
    try:
        read(sys.stdin.buffer, output)
        output.flush()
    except BrokenPipeError:
        return 1
    except ImportError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except MemoryError:
        output.write(NO_MEMORY_LINE)
        output.flush()
    except Exception as error:
        refusal = refusal_for(error)
        line: dict[str, object] = {"refused": refusal.code.value, "params": refusal.params}
        if refusal.code is RefusalCode.BROKEN:
            line["where"] = _whereabouts(error)
        output.write(json.dumps(line).encode() + b"\n")
        output.flush()
    return 0

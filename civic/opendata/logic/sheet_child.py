"""The process in which an uploaded table is parsed.

`python -m civic.opendata.logic.sheet_child SUFFIX [SHEET]` reads a regular file on standard input
and writes the lines of `sheet_output` on standard output, a pipe. It imports neither Django nor the
settings: it starts in a few hundredths of a second and holds no secret.
"""

import json
import resource
import sys
import traceback
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


def confine() -> None:
    """Give up memory, time, files and processes before any byte of the upload is looked at."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))


def read(stream: BinaryIO, output: BinaryIO, suffix: str, sheet_name: str | None) -> None:
    """Recognise the file, then let the reader of its format write the rows."""
    from civic.opendata.logic.sheet_kinds import SheetFormat, recognise
    from civic.opendata.logic.sheet_output import RowWriter

    size = stream.seek(0, 2)
    stream.seek(0)
    if size > MAX_FILE_BYTES:
        raise Refusal(RefusalCode.TOO_LARGE, max=MAX_FILE_BYTES // MIB)
    found = recognise(stream)
    writer = RowWriter(output)
    # Each reader is imported for its own format only: a CSV file does not wait for openpyxl.
    if found is SheetFormat.CSV:
        from civic.opendata.logic.sheet_csv import read_csv

        read_csv(stream.read(), writer, suffix=suffix)
    elif found is SheetFormat.XLSX:
        from civic.opendata.logic.sheet_xlsx import read_xlsx

        read_xlsx(stream, writer, sheet_name=sheet_name)
    else:
        from civic.opendata.logic.sheet_ods import read_ods

        read_ods(stream, writer, sheet_name=sheet_name)


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


def main(arguments: list[str]) -> int:
    """Read standard input; returns 0 when rows or a refusal were written, 1 on our own fault."""
    confine()
    output = sys.stdout.buffer
    suffix = arguments[0] if arguments else ""
    sheet_name = arguments[1] if len(arguments) > 1 else None
    try:
        read(sys.stdin.buffer, output, suffix, sheet_name)
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


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

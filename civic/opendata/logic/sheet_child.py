"""The process in which an uploaded table is parsed.

`python -m civic.opendata.logic.sheet_child SUFFIX [SHEET]` reads a regular file on standard input
and writes the lines of `sheet_output` on standard output, a pipe, within the limits of `confined`.
"""

import sys
from functools import partial
from typing import BinaryIO

from civic.opendata.logic.confined import check_size, run


def read(stream: BinaryIO, output: BinaryIO, *, suffix: str, sheet_name: str | None) -> None:
    """Recognise the file, then let the reader of its format write the rows."""
    from civic.opendata.logic.sheet_kinds import SheetFormat, recognise
    from civic.opendata.logic.sheet_output import RowWriter

    check_size(stream)
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


def main(arguments: list[str]) -> int:
    """Read standard input; returns 0 when rows or a refusal were written, 1 on our own fault."""
    suffix = arguments[0] if arguments else ""
    sheet_name = arguments[1] if len(arguments) > 1 else None
    return run(partial(read, suffix=suffix, sheet_name=sheet_name))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Read a table that somebody sent (CSV, XLSX or ODS) without trusting a byte of it.

The file is parsed in a child process that has little memory, little time and nothing to steal;
this side only decodes the bounded lines it sends back (see `sheet_output`).
"""

import json
import logging
import os
from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import IO

from civic.opendata.logic.child import PROJECT_ROOT, ChildFault, lines_of_child, opened
from civic.opendata.logic.sheet_limits import (
    MAX_FILE_BYTES,
    MIB,
    WALL_SECONDS,
    Refusal,
    RefusalCode,
)
from civic.opendata.logic.sheet_messages import refused

logger = logging.getLogger(__name__)

__all__ = ["PROJECT_ROOT", "Cell", "Row", "Sheet", "SheetReaderFault", "read_sheet"]

CHILD = "civic.opendata.logic.sheet_child"
HEADER_SEARCH_ROWS = 20

CellValue = str | int | float | bool | date | datetime | None


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its value as typed in the file, and its text as a reader of the file sees it."""

    value: CellValue = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row that is not empty; `number` is the one the spreadsheet shows (the first row is 1)."""

    number: int
    cells: tuple[Cell, ...]

    def cell(self, index: int) -> Cell:
        """The cell of a column (the first is 0), empty where the row is shorter."""
        return self.cells[index] if index < len(self.cells) else EMPTY_CELL


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as it was sent; rows without any text are left out and keep their numbers.

    `epoch` is the year from which a workbook counts its days: 1900, or 1904 on old Macintoshes.
    """

    rows: tuple[Row, ...]
    header_row: int
    format: str
    name: str
    sheet_names: tuple[str, ...]
    encoding: str
    separator: str
    epoch: int = 1900

    @property
    def width(self) -> int:
        """Number of columns."""
        return max((len(row.cells) for row in self.rows), default=0)


EMPTY_CELL = Cell()


class SheetReaderFault(ChildFault):
    """The reading process itself does not work: a fault of the installation, not of the file."""


def read_sheet(
    path_or_bytes: str | os.PathLike[str] | bytes, *, filename: str, sheet_name: str | None = None
) -> Sheet:
    """Read an uploaded table.

    `filename` is the name given by the sender; the type is decided from the content. `sheet_name`
    chooses a sheet of a workbook, by default the first visible one that holds anything. Raises
    `SheetRefused` with what to do, `SheetReaderFault` when the installation cannot read any file.
    """
    with opened(path_or_bytes) as source:
        if os.fstat(source.fileno()).st_size > MAX_FILE_BYTES:
            raise refused(RefusalCode.TOO_LARGE, {"max": MAX_FILE_BYTES // MIB})
        reading = _Reading()
        suffix = Path(filename).suffix.lower()[:10]
        # Closed explicitly: a refusal must not leave the child running until the garbage collector.
        with closing(_lines(source, suffix, sheet_name)) as lines:
            for line in lines:
                reading.take(line)
    return reading.sheet()


def _lines(source: IO[bytes], suffix: str, sheet_name: str | None) -> Generator[bytes]:
    arguments = [suffix] if sheet_name is None else [suffix, sheet_name]
    try:
        yield from lines_of_child(CHILD, source, arguments, wall_seconds=WALL_SECONDS)
    except Refusal as refusal:
        raise refused(RefusalCode(refusal.code), refusal.params) from None
    except ChildFault as fault:
        raise SheetReaderFault(str(fault)) from fault


class _Reading:
    """Puts the lines of the child together again, without trusting their shape."""

    def __init__(self) -> None:
        self._facts: dict[str, str] = {}
        self._rows: list[Row] = []
        self._sheet_names: tuple[str, ...] = ()
        self._complete = False

    def take(self, line: bytes) -> None:
        """Take one line; raises `SheetRefused` when it says so or cannot be understood."""
        try:
            content = json.loads(line)
            if isinstance(content, list):
                number, cells = content
                self._rows.append(Row(int(number), tuple(_decode(cell) for cell in cells)))
                return
            if "refused" not in content:
                self._take_facts(content)
                return
            code, params = RefusalCode(content["refused"]), dict(content["params"])
        except (ValueError, TypeError, KeyError, IndexError, RecursionError):
            raise refused(RefusalCode.BROKEN, {}) from None
        if code is RefusalCode.BROKEN:
            logger.warning(
                "An uploaded table could not be read: %s", content.get("where", "damaged archive")
            )
        raise refused(code, params)

    def _take_facts(self, content: dict[str, object]) -> None:
        if "rows" not in content:
            self._facts = {key: str(value) for key, value in content.items()}
            return
        self._complete = content["rows"] == len(self._rows)
        names = content["sheets"]
        self._sheet_names = tuple(str(name) for name in names) if isinstance(names, list) else ()

    def sheet(self) -> Sheet:
        """The whole sheet; a stream that stopped early is a refusal."""
        if not self._complete:
            raise refused(RefusalCode.BROKEN, {})
        return Sheet(
            rows=tuple(self._rows),
            header_row=_probable_header(self._rows),
            format=self._facts.get("format", ""),
            name=self._facts.get("sheet", ""),
            sheet_names=self._sheet_names,
            encoding=self._facts.get("encoding", ""),
            separator=self._facts.get("separator", ""),
            epoch=1904 if self._facts.get("epoch") == "1904" else 1900,
        )


def _decode(cell: object) -> Cell:
    if cell is None:
        return EMPTY_CELL
    if isinstance(cell, str):
        return Cell(cell, cell)
    if not isinstance(cell, list):
        raise TypeError
    kind, value, text = cell
    if kind == "d":
        moment = datetime.fromisoformat(value)
        return Cell(moment if "T" in value else moment.date(), str(text))
    if kind in {"n", "b"} and isinstance(value, int | float):
        return Cell(value, str(text))
    raise TypeError


def _probable_header(rows: list[Row]) -> int:
    """Number of the first row made of several texts, else of the first row."""
    for row in rows[:HEADER_SEARCH_ROWS]:
        filled = [cell for cell in row.cells if cell.text.strip()]
        if len(filled) > 1 and all(isinstance(cell.value, str) for cell in filled):
            return row.number
    return rows[0].number

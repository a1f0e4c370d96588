"""What the child process sends to its parent: one JSON value per line, counted as it goes.

First line: facts about the sheet (`format`, `sheet`, `encoding`, `separator`). Then one line per
row that is not empty, `[number, [cell, …]]`. A cell is null, a text, or `[kind, value, text]` where
kind is "n" (number), "d" (ISO date or date and time) or "b" (boolean). Last line:
`{"rows": n, "sheets": [name, …]}`. At any moment `{"refused": code, "params": {…}}` may be the last
line instead.
"""

import json
import math
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import BinaryIO

from civic.opendata.logic.sheet_limits import (
    MAX_CELL_BYTES,
    MAX_COLUMNS,
    MAX_FILLED_CELLS,
    MAX_RESULT_BYTES,
    MAX_ROWS,
    Refusal,
    RefusalCode,
    column_letter,
)

Payload = str | list[object] | None

# A float holds every integer up to here exactly; further, its last digits are noise.
EXACT_INTEGERS = 10**15


def payload(value: object, shown: str = "") -> Payload:
    """Encode a cell value; `shown` is its text as the file displays it, when the file says so."""
    if value is None or isinstance(value, str):
        return value or None
    if isinstance(value, bool):
        return ["b", value, shown or str(value).upper()]
    if isinstance(value, int | float):
        return _number(value, shown)
    if isinstance(value, date):
        return _date(value, shown)
    return shown or (f"{value:%H:%M}" if isinstance(value, time) else str(value))


def _date(value: date, shown: str) -> Payload:
    if not isinstance(value, datetime) or value.time() == time():
        day = date(value.year, value.month, value.day)
        return ["d", day.isoformat(), shown or f"{day:%d/%m/%Y}"]
    moment = value.replace(tzinfo=None)
    return ["d", moment.isoformat(timespec="seconds"), shown or f"{moment:%d/%m/%Y %H:%M}"]


def _number(value: int | float, shown: str) -> Payload:
    if isinstance(value, float):
        if not math.isfinite(value):
            return shown or None
        if value.is_integer() and abs(value) < EXACT_INTEGERS:
            value = int(value)
    text = shown or (str(value) if isinstance(value, int) else format(value, ".15g"))
    return ["n", value, text]


def _text_of(cell: Payload) -> str:
    if isinstance(cell, list):
        return str(cell[2])
    return cell or ""


class RowWriter:
    """Write rows to a stream and refuse the table as soon as one limit is passed."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._facts: Mapping[str, object] = {}
        self._bytes = 0
        self._filled_cells = 0
        self.rows = 0

    def start(self, **facts: str) -> None:
        """Keep the facts about a sheet until its first row: an empty sheet is passed over."""
        self._facts = facts

    def add(self, number: int, cells: Sequence[Payload]) -> None:
        """Send one row with its number in the sheet (the first is 1); skip it when it is empty."""
        filled = [
            index for index, cell in enumerate(cells) if cell is not None and _text_of(cell).strip()
        ]
        if not filled:
            return
        if number > MAX_ROWS:
            # A table that is too long is full; one lost cell at the bottom needs other advice.
            if self.rows < MAX_ROWS // 2:
                raise Refusal(RefusalCode.FAR_CELL, cell=f"{column_letter(filled[0])}{number}")
            raise Refusal(RefusalCode.TOO_MANY_ROWS, max=MAX_ROWS)
        if filled[-1] >= MAX_COLUMNS:
            if len(filled) < MAX_COLUMNS // 2:
                raise Refusal(RefusalCode.FAR_CELL, cell=f"{column_letter(filled[-1])}{number}")
            raise Refusal(RefusalCode.TOO_MANY_COLUMNS, max=MAX_COLUMNS)
        self._filled_cells += len(filled)
        if self._filled_cells > MAX_FILLED_CELLS:
            raise Refusal(RefusalCode.TOO_MANY_CELLS, max=MAX_FILLED_CELLS)
        for index in filled:
            check_cell_size(_text_of(cells[index]), number, index)
        if not self.rows:
            self._send(self._facts)
        self.rows += 1
        self._send([number, list(cells[: filled[-1] + 1])])

    def end(self, sheets: Sequence[str] = ()) -> None:
        """Say that nothing was lost on the way, and which sheets the file has."""
        if not self.rows:
            raise Refusal(RefusalCode.EMPTY)
        self._send({"rows": self.rows, "sheets": list(sheets)})

    def _send(self, line: object) -> None:
        data = (
            json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
            + b"\n"
        )
        self._bytes += len(data)
        if self._bytes > MAX_RESULT_BYTES:
            raise Refusal(RefusalCode.TOO_MANY_CELLS, max=MAX_FILLED_CELLS)
        self._stream.write(data)


def check_cell_size(text: str, row: int, column: int) -> None:
    """Refuse a text longer than a cell may be (`column` starts at 0)."""
    # A character takes four bytes at most: encoding is only needed for the rare long text.
    if len(text) * 4 > MAX_CELL_BYTES and len(text.encode("utf-8", "replace")) > MAX_CELL_BYTES:
        raise Refusal(
            RefusalCode.CELL_TOO_LONG,
            cell=f"{column_letter(column)}{row}",
            max=MAX_CELL_BYTES // 1000,
        )

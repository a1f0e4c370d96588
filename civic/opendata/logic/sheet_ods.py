"""Read one sheet of an ODS document as a stream of events, without a tree.

Part of the child process (`sheet_child`): no Django here.
"""

import zipfile
from collections.abc import Mapping
from datetime import date, datetime
from typing import BinaryIO

from defusedxml.ElementTree import DefusedXMLParser

from civic.opendata.logic.sheet_kinds import SheetFormat
from civic.opendata.logic.sheet_limits import (
    KIB,
    MAX_CELL_BYTES,
    MAX_COLUMNS,
    MAX_ROWS,
    Refusal,
    RefusalCode,
    column_letter,
)
from civic.opendata.logic.sheet_output import Payload, RowWriter, payload

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"

LAST_COLUMN = 16_384
CELLS = (f"{TABLE}table-cell", f"{TABLE}covered-table-cell")
# What may sit inside a cell or a sheet without being what the cell says: notes, drawings, past
# versions.
ASIDE = frozenset(
    {
        f"{OFFICE}annotation",
        f"{DRAW}frame",
        f"{TABLE}shapes",
        f"{TABLE}tracked-changes",
        f"{TEXT}note",
    }
)


def read_ods(stream: BinaryIO, writer: RowWriter, *, sheet_name: str | None) -> None:
    """Write the rows of the named sheet, else of the first visible sheet that holds anything."""
    reader = ContentReader(writer, sheet_name)
    # A spreadsheet never needs a document type: without one there is no entity to expand.
    parser = DefusedXMLParser(target=reader, forbid_dtd=True)
    with zipfile.ZipFile(stream) as archive, archive.open("content.xml") as content:
        while chunk := content.read(64 * KIB):
            parser.feed(chunk)
    parser.close()
    if sheet_name is not None and sheet_name not in reader.names:
        raise Refusal(RefusalCode.NO_SUCH_SHEET, sheet=sheet_name, sheets=", ".join(reader.names))
    writer.end(reader.names)


def _repeated(attributes: Mapping[str, str], name: str) -> int:
    """How often a cell or a row is repeated; at least once, whatever the file says."""
    text = attributes.get(f"{TABLE}{name}", "1")
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise Refusal(RefusalCode.BROKEN)
    return max(1, int(text))


class ContentReader:
    """Receives the events of content.xml and hands complete rows to the writer."""

    def __init__(self, writer: RowWriter, sheet_name: str | None) -> None:
        self.names: list[str] = []
        self._writer = writer
        self._wanted = sheet_name
        self._hidden_styles: set[str] = set()
        self._style = ""
        self._aside = 0
        self._tables = 0
        self._reading = False
        self._row = 0
        self._row_times = 1
        self._cells: list[Payload] = []
        self._column = 0
        self._cell: dict[str, str] | None = None
        self._cell_times = 1
        self._paragraphs = 0
        self._in_paragraph = 0
        self._text: list[str] = []
        self._size = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if self._aside or tag in ASIDE:
            self._aside += 1
        elif tag == f"{TABLE}table":
            self._start_table(attributes)
        elif tag == f"{STYLE}style":
            self._style = attributes.get(f"{STYLE}name", "")
        elif tag == f"{STYLE}table-properties" and attributes.get(f"{TABLE}display") == "false":
            self._hidden_styles.add(self._style)
        elif self._reading and self._tables == 1:
            self._start_inside(tag, attributes)

    def end(self, tag: str) -> None:
        """An element ends."""
        if self._aside:
            self._aside -= 1
        elif tag == f"{TABLE}table":
            self._tables -= 1
            self._reading = self._reading and self._tables > 0
        elif self._reading and self._tables == 1:
            self._end_inside(tag)

    def data(self, text: str) -> None:
        """Some characters; only those of a paragraph of a cell count."""
        if self._in_paragraph and not self._aside and self._tables == 1:
            self._add_text(text)

    def close(self) -> None:
        """The document ends."""

    def _start_table(self, attributes: Mapping[str, str]) -> None:
        self._tables += 1
        if self._tables > 1:
            return
        name = attributes.get(f"{TABLE}name", "")
        hidden = attributes.get(f"{TABLE}style-name", "") in self._hidden_styles
        if not hidden:
            self.names.append(name)
        first_filled = self._wanted is None and not hidden and not self._writer.rows
        self._reading = name == self._wanted or first_filled
        self._row = 0
        if self._reading:
            self._writer.start(format=SheetFormat.ODS.value, sheet=name)

    def _start_inside(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == f"{TABLE}table-row":
            self._row_times = _repeated(attributes, "number-rows-repeated")
            self._cells, self._column = [], 0
        elif tag in CELLS:
            self._cell = attributes
            self._cell_times = _repeated(attributes, "number-columns-repeated")
            self._text, self._size, self._paragraphs, self._in_paragraph = [], 0, 0, 0
        elif self._cell is None:
            return
        elif tag in {f"{TEXT}p", f"{TEXT}h"}:
            if self._paragraphs:
                self._add_text("\n")
            self._paragraphs += 1
            self._in_paragraph += 1
        elif self._in_paragraph and tag == f"{TEXT}s":
            count = attributes.get(f"{TEXT}c", "1")
            if not count.isdigit() or len(count) > 6:
                raise Refusal(RefusalCode.BROKEN)
            self._add_text(" " * min(int(count), MAX_CELL_BYTES + 1))
        elif self._in_paragraph and tag == f"{TEXT}tab":
            self._add_text("\t")
        elif self._in_paragraph and tag == f"{TEXT}line-break":
            self._add_text("\n")

    def _end_inside(self, tag: str) -> None:
        if tag in CELLS and self._cell is not None:
            self._end_cell(self._cell)
            self._cell = None
        elif tag in {f"{TEXT}p", f"{TEXT}h"} and self._in_paragraph:
            self._in_paragraph -= 1
        elif tag == f"{TABLE}table-row":
            self._end_row()

    def _add_text(self, text: str) -> None:
        self._size += len(text)
        if self._size > MAX_CELL_BYTES:
            cell = f"{column_letter(self._column)}{self._row + 1}"
            raise Refusal(RefusalCode.CELL_TOO_LONG, cell=cell, max=MAX_CELL_BYTES // 1000)
        self._text.append(text)

    def _end_cell(self, attributes: Mapping[str, str]) -> None:
        value = _cell_value(attributes, "".join(self._text))
        times = self._cell_times
        if value is None:
            self._column += times
            return
        if self._column + times > MAX_COLUMNS:
            # One column too many is enough for the writer to refuse the row, and to say which cell.
            times = max(1, min(times, MAX_COLUMNS + 1 - self._column))
        if self._column > LAST_COLUMN:
            raise Refusal(RefusalCode.BROKEN)
        self._cells.extend([None] * (self._column - len(self._cells)))
        self._cells.extend([value] * times)
        self._column += times

    def _end_row(self) -> None:
        first = self._row + 1
        self._row += self._row_times
        if not self._cells:
            return
        for number in range(first, min(self._row, MAX_ROWS + first) + 1):
            self._writer.add(number, self._cells)


def _cell_value(attributes: Mapping[str, str], shown: str) -> Payload:
    kind = attributes.get(f"{OFFICE}value-type", "string")
    if kind in {"float", "percentage", "currency"}:
        try:
            return payload(float(attributes[f"{OFFICE}value"]), shown)
        except (KeyError, ValueError):
            return payload(shown)
    if kind == "date":
        return _date_value(attributes.get(f"{OFFICE}date-value", ""), shown)
    if kind == "boolean":
        return payload(attributes.get(f"{OFFICE}boolean-value") == "true", shown)
    if kind == "time":
        return payload(shown or attributes.get(f"{OFFICE}time-value", ""))
    return payload(shown or attributes.get(f"{OFFICE}string-value", ""))


def _date_value(text: str, shown: str) -> Payload:
    try:
        if "T" in text:
            return payload(datetime.fromisoformat(text), shown)
        return payload(date.fromisoformat(text), shown)
    except ValueError:
        return payload(shown or text)

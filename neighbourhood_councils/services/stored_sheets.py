"""Keep a table as JSON between its preview and its writing, so that the file itself is not kept."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from civic.opendata.logic.sheets import EMPTY_CELL, Cell, CellValue, Row, Sheet
from civic.privacy.enums import TEXT_TYPES
from civic.privacy.services.screening import finder

from ..logic.follow_up_sheet import ParsedRow


def sheet_to_json(sheet: Sheet) -> dict[str, Any]:
    """Return a table as JSON; a typed cell keeps its value beside its text."""
    return {
        "rows": [[row.number, [_cell_to_json(cell) for cell in row.cells]] for row in sheet.rows],
        "header_row": sheet.header_row,
        "format": sheet.format,
        "name": sheet.name,
        "sheet_names": list(sheet.sheet_names),
        "encoding": sheet.encoding,
        "separator": sheet.separator,
        "epoch": sheet.epoch,
    }


def sheet_from_json(data: dict[str, Any]) -> Sheet:
    """Return the table that `sheet_to_json` stored."""
    return Sheet(
        rows=tuple(
            Row(number, tuple(_cell_from_json(cell) for cell in cells))
            for number, cells in data["rows"]
        ),
        header_row=data["header_row"],
        format=data["format"],
        name=data["name"],
        sheet_names=tuple(data["sheet_names"]),
        encoding=data["encoding"],
        separator=data["separator"],
        epoch=data.get("epoch", 1900),
    )


def _cell_to_json(cell: Cell) -> Any:
    # JSON columns refuse the null character, which no reader of a table ever meant.
    text = cell.text.replace("\x00", "")
    if cell.value is None or isinstance(cell.value, str):
        return text or None
    if isinstance(cell.value, date):
        return ["d", cell.value.isoformat(), text]
    return ["n", cell.value, text]


def _cell_from_json(cell: Any) -> Cell:
    if cell is None:
        return EMPTY_CELL
    if isinstance(cell, str):
        return Cell(cell, cell)
    kind, value, text = cell
    typed: CellValue = value
    if kind == "d":
        moment = datetime.fromisoformat(value)
        typed = moment if "T" in value else moment.date()
    return Cell(typed, text)


def findings_to_json(rows: Iterable[ParsedRow], organisation_id: int) -> dict[str, Any]:
    """Return who the cells of some rows may name: key of the cell, start, end and type, by row."""
    found, look = {}, finder(organisation_id)
    for row in rows:
        here = [
            [key, span.start, span.end, str(span.type)]
            for key, cell in row.original.items()
            if cell.strip()
            for span in look(cell)
            if span.type in TEXT_TYPES
        ]
        if here:
            found[str(row.row)] = here
    return found

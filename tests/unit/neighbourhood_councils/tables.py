"""Tables as a chair would type them, without a file around them."""

import datetime

from civic.opendata.logic.sheets import Cell, Row, Sheet

Typed = str | int | datetime.date


def cell(value: Typed) -> Cell:
    """A cell typed by hand, or holding a real date or number."""
    if isinstance(value, str):
        return Cell(value or None, value)
    shown = f"{value:%d/%m/%Y}" if isinstance(value, datetime.date) else str(value)
    return Cell(value, shown)


def sheet(*rows: list[Typed], header_row: int = 1) -> Sheet:
    """A sheet of these rows; an empty list is an empty row, which keeps its number."""
    return Sheet(
        rows=tuple(
            Row(number, tuple(cell(value) for value in row))
            for number, row in enumerate(rows, start=1)
            if any(value != "" for value in row)
        ),
        header_row=header_row,
        format="csv",
        name="",
        sheet_names=(),
        encoding="utf-8",
        separator=";",
    )

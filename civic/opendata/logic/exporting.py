"""Write rows as files that are safe to open: CSV, XLSX and JSON, row by row."""

import csv
import io
import json
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import BinaryIO

# A spreadsheet runs what begins with one of these, wherever the file comes from.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
PLAIN_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?")
# XML, hence XLSX, cannot hold them.
CONTROL_CHARACTERS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
MAX_XLSX_TEXT = 32_767
FLUSH_CHARACTERS = 64 * 1024


def escape_formula(value: object) -> object:
    """Put an apostrophe before a text that a spreadsheet would run; leave all others alone."""
    if not isinstance(value, str):
        return value
    # Spaces do not stop a spreadsheet from seeing the sign behind them.
    visible = value.lstrip(" \u00a0")
    if visible.startswith(FORMULA_STARTS) and not PLAIN_NUMBER.fullmatch(visible):
        return f"'{value}"
    return value


def csv_chunks(header: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[bytes]:
    """Yield a CSV file in pieces of about 64 kB.

    UTF-8 with its mark, `;` between cells, CRLF after rows, ISO dates, decimal points.
    """
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    buffer.write("\ufeff")
    writer.writerow([_csv_cell(name) for name in header])
    for row in rows:
        writer.writerow([_csv_cell(value) for value in row])
        if buffer.tell() > FLUSH_CHARACTERS:
            yield buffer.getvalue().encode("utf-8", "replace")
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode("utf-8", "replace")


def _csv_cell(value: object) -> object:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case datetime():
            return value.isoformat(timespec="seconds")
        case date() | time():
            return value.isoformat()
        case int() | float() | Decimal():
            return value
        case _:
            return escape_formula(str(value).replace("\x00", ""))


def write_xlsx(
    stream: BinaryIO, header: Sequence[str], rows: Iterable[Sequence[object]], *, sheet_title: str
) -> None:
    """Write an XLSX file with one sheet to a binary stream, holding one row in memory at a time.

    An aware date and time is written as the wall time it shows: the format knows no time zone.
    """
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet(_sheet_title(sheet_title))
    sheet.freeze_panes = "A2"
    bold = Font(bold=True)
    header_cells = []
    for name in header:
        cell = WriteOnlyCell(sheet, value=_xlsx_cell(name))
        cell.font = bold
        header_cells.append(cell)
    sheet.append(header_cells)
    for row in rows:
        sheet.append([_xlsx_cell(value) for value in row])
    workbook.save(stream)


def _sheet_title(title: str) -> str:
    """Excel refuses seven characters and more than 31 of the others."""
    return re.sub(r"[\[\]:*?/\\]", " ", CONTROL_CHARACTERS.sub("", title)).strip()[:31] or "Table"


def _xlsx_cell(value: object) -> object:
    match value:
        case float():
            return value if math.isfinite(value) else None
        case None | bool() | int() | Decimal():
            return value
        case datetime():
            return value.replace(tzinfo=None)
        case date() | time():
            return value
        case _:
            text = str(escape_formula(CONTROL_CHARACTERS.sub("", str(value))))
            # The format holds no more: say that the text goes on rather than let it end in silence.
            return text if len(text) <= MAX_XLSX_TEXT else f"{text[: MAX_XLSX_TEXT - 1]}…"


def json_chunks(header: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[bytes]:
    """Yield a JSON array of one object per row, texts as they are, ISO dates."""
    start = "["
    for row in rows:
        record = {name: _json_value(value) for name, value in zip(header, row, strict=True)}
        yield (start + json.dumps(record, ensure_ascii=False)).encode("utf-8", "replace")
        start = ",\n"
    yield b"[]" if start == "[" else b"]"


def geojson_chunks(
    header: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    latitude: str = "latitude",
    longitude: str = "longitude",
) -> Iterator[bytes]:
    """Yield a GeoJSON collection of one feature per row; one without a point has no geometry.

    `latitude` and `longitude` name the columns of the point, in degrees (WGS 84).
    """
    start = '{"type": "FeatureCollection", "features": ['
    for row in rows:
        record = {name: _json_value(value) for name, value in zip(header, row, strict=True)}
        north, east = record.pop(latitude, None), record.pop(longitude, None)
        feature = {
            "type": "Feature",
            "geometry": None
            if north is None or east is None
            else {"type": "Point", "coordinates": [east, north]},
            "properties": record,
        }
        yield (start + json.dumps(feature, ensure_ascii=False)).encode("utf-8", "replace")
        start = ",\n"
    yield (f"{start}]}}" if start.startswith("{") else "]}").encode()


def _json_value(value: object) -> object:
    match value:
        case None | bool() | int() | str():
            return value
        case float():
            return value if math.isfinite(value) else None
        case Decimal():
            return float(value)
        case datetime() | date() | time():
            return value.isoformat()
        case _:
            return str(value)

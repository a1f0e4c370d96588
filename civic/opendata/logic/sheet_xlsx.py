"""Read one sheet of an XLSX workbook, streaming.

Part of the child process (`sheet_child`): no Django here.
"""

import sys
import warnings
from typing import Any, BinaryIO

from civic.opendata.logic.sheet_kinds import SheetFormat
from civic.opendata.logic.sheet_limits import Refusal, RefusalCode
from civic.opendata.logic.sheet_output import RowWriter, payload

LAST_ROW_OF_EXCEL = 1_048_576


def read_xlsx(stream: BinaryIO, writer: RowWriter, *, sheet_name: str | None) -> None:
    """Write the rows of the named sheet, else of the first visible sheet that holds anything."""
    workbook = _open(stream)
    sheets = [
        sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible"
    ] or workbook.worksheets
    names = [sheet.title for sheet in sheets]
    if sheet_name is not None:
        if sheet_name not in names:
            raise Refusal(RefusalCode.NO_SUCH_SHEET, sheet=sheet_name, sheets=", ".join(names))
        sheets = [sheet for sheet in sheets if sheet.title == sheet_name]
    # A date that lost its format is a number of days since one of two origins.
    epoch = str(workbook.epoch.year + (workbook.epoch.month == 12))
    for sheet in sheets:
        _write_rows(sheet, writer, epoch)
        if writer.rows:
            break
    writer.end(names)


def _open(stream: BinaryIO) -> Any:
    # Neither is needed to read cells; numpy alone reserves more memory than this process may have.
    for heavy in ("numpy", "PIL"):
        sys.modules.setdefault(heavy, None)  # type: ignore[arg-type]
    import openpyxl

    if not openpyxl.DEFUSEDXML:
        raise RuntimeError("openpyxl reads uploaded files with defusedxml only")
    warnings.simplefilter("ignore")
    return openpyxl.load_workbook(stream, read_only=True, data_only=True, keep_links=False)


def _write_rows(sheet: Any, writer: RowWriter, epoch: str) -> None:
    writer.start(format=SheetFormat.XLSX.value, sheet=sheet.title, epoch=epoch)
    # The size that the file declares is a claim: every row would be padded up to it.
    sheet.reset_dimensions()
    for number, values in enumerate(sheet.iter_rows(values_only=True), start=1):
        if number > LAST_ROW_OF_EXCEL:
            raise Refusal(RefusalCode.BROKEN)
        if values:
            writer.add(number, [payload(_without_escapes(value)) for value in values])


def _without_escapes(value: object) -> object:
    # Excel writes the carriage return of a pasted text as these seven characters, in front of
    # the line feed.
    return value.replace("_x000D_", "") if isinstance(value, str) else value

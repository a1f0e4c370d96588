"""The one format every uploaded table is read with, whatever its kind."""

from typing import BinaryIO

from import_export.formats.base_formats import Format
from tablib import Dataset

from ..logic.sheets import Sheet, read_sheet


class SheetFormat(Format):
    """CSV, XLSX or ODS, recognised by its content and parsed in the child process.

    Replaces the library's own formats, which parse inside the web process without any limit.
    Raises `SheetRefused` with what to do.
    """

    def __init__(self, filename: str = "") -> None:
        self.filename = filename

    def get_title(self) -> str:
        return "sheet"

    def can_import(self) -> bool:
        return True

    def read(self, in_stream: BinaryIO | bytes) -> Sheet:
        """Return the table with its row numbers and the types of its cells."""
        content = in_stream if isinstance(in_stream, bytes) else in_stream.read()
        return read_sheet(content, filename=self.filename)

    def create_dataset(self, in_stream: BinaryIO | bytes) -> Dataset:
        """Return the rows below the probable header, as texts, under unique column names."""
        sheet = self.read(in_stream)
        body = [row for row in sheet.rows if row.number > sheet.header_row]
        header = next(row for row in sheet.rows if row.number == sheet.header_row)
        names: list[str] = []
        for index in range(sheet.width):
            name = header.cell(index).text.strip() or f"#{index + 1}"
            names.append(name if name not in names else f"{name} ({index + 1})")
        dataset = Dataset(headers=names)
        for row in body:
            dataset.append([row.cell(index).text for index in range(sheet.width)])
        return dataset

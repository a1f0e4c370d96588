"""Write rows as an OpenDocument table (ODF 1.3), one row in memory at a time."""

import io
import math
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import BinaryIO
from xml.sax.saxutils import escape, quoteattr

from ..logic.exporting import CONTROL_CHARACTERS, escape_formula

MIME_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
_NAMESPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"),
        ("table", "table"),
        ("text", "text"),
    )
)
_MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" '
    'manifest:version="1.3">'
    '<manifest:file-entry manifest:full-path="/" manifest:version="1.3" '
    f'manifest:media-type="{MIME_TYPE}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    "</manifest:manifest>"
)
_BEFORE = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    f'<office:document-content {_NAMESPACES} office:version="1.3">'
    "<office:body><office:spreadsheet><table:table table:name={name}>"
)
_AFTER = "</table:table></office:spreadsheet></office:body></office:document-content>"
_LONGEST_NAME = 31


def write_ods(
    stream: BinaryIO, header: Sequence[str], rows: Iterable[Sequence[object]], *, sheet_title: str
) -> None:
    """Write one sheet to a binary stream; texts that a spreadsheet would run are escaped."""
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        # The format asks for the type first and uncompressed, so that a file command finds it.
        archive.writestr("mimetype", MIME_TYPE, zipfile.ZIP_STORED)
        archive.writestr("META-INF/manifest.xml", _MANIFEST)
        with (
            archive.open("content.xml", "w", force_zip64=True) as raw,
            io.TextIOWrapper(raw, "utf-8", errors="replace") as content,
        ):
            content.write(_BEFORE.format(name=quoteattr(_name(sheet_title))))
            content.write(_row(header))
            for row in rows:
                content.write(_row(row))
            content.write(_AFTER)


def _name(title: str) -> str:
    return CONTROL_CHARACTERS.sub("", title).strip()[:_LONGEST_NAME] or "Table"


def _row(values: Iterable[object]) -> str:
    return f"<table:table-row>{''.join(_cell(value) for value in values)}</table:table-row>"


def _cell(value: object) -> str:
    match value:
        case None | "":
            return "<table:table-cell/>"
        case bool():
            shown = str(value).upper()
            return _typed("boolean", "boolean-value", str(value).lower(), shown)
        case int() | float() | Decimal():
            if not math.isfinite(value):
                return "<table:table-cell/>"
            return _typed("float", "value", str(value), str(value))
        case datetime():
            wall = value.replace(tzinfo=None).isoformat(timespec="seconds")
            return _typed("date", "date-value", wall, f"{value:%d/%m/%Y %H:%M}")
        case date():
            return _typed("date", "date-value", value.isoformat(), f"{value:%d/%m/%Y}")
        case time():
            return _text(value.isoformat("minutes"))
        case _:
            return _text(str(escape_formula(CONTROL_CHARACTERS.sub("", str(value)))))


def _typed(kind: str, attribute: str, value: str, shown: str) -> str:
    return (
        f'<table:table-cell office:value-type="{kind}" office:{attribute}="{value}">'
        f"<text:p>{escape(shown)}</text:p></table:table-cell>"
    )


def _text(text: str) -> str:
    paragraphs = "".join(
        f"<text:p>{_spaces_kept(line)}</text:p>" for line in text.replace("\r\n", "\n").split("\n")
    )
    return f'<table:table-cell office:value-type="string">{paragraphs}</table:table-cell>'


def _spaces_kept(line: str) -> str:
    """The format reads several spaces as one, unless they are counted."""
    escaped = escape(line).replace("\t", "<text:tab/>")
    parts = escaped.split("  ")
    if len(parts) == 1:
        return escaped if not escaped.startswith(" ") else f"<text:s/>{escaped[1:]}"
    return escaped.replace("  ", ' <text:s text:c="1"/>')

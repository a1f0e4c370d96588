"""What an uploaded file really is, told from its content.

Part of the child process (`sheet_child`): no Django here.
"""

import re
import zipfile
import zlib
from enum import StrEnum
from typing import BinaryIO

from civic.opendata.logic.archives import check_members, inflate_everything_once
from civic.opendata.logic.sheet_limits import KIB, MIB, Refusal, RefusalCode


class SheetFormat(StrEnum):
    """The formats that are read."""

    CSV = "csv"
    XLSX = "xlsx"
    ODS = "ods"


class ForeignKind(StrEnum):
    """What people send instead of a table; the parent has a name for each."""

    PDF = "pdf"
    IMAGE = "image"
    PROGRAM = "program"
    WEB_PAGE = "web_page"
    XML = "xml"
    JSON = "json"
    ARCHIVE = "archive"
    TEXT_DOCUMENT = "text_document"
    PRESENTATION = "presentation"
    NUMBERS = "numbers"
    UNKNOWN = "unknown"


SIGNATURES: tuple[tuple[bytes, ForeignKind], ...] = (
    (b"%PDF-", ForeignKind.PDF),
    (b"\x89PNG", ForeignKind.IMAGE),
    (b"\xff\xd8\xff", ForeignKind.IMAGE),
    (b"GIF8", ForeignKind.IMAGE),
    (b"II*\x00", ForeignKind.IMAGE),
    (b"MM\x00*", ForeignKind.IMAGE),
    (b"\x7fELF", ForeignKind.PROGRAM),
    (b"#!", ForeignKind.PROGRAM),
    (b"Rar!", ForeignKind.ARCHIVE),
    (b"7z\xbc\xaf", ForeignKind.ARCHIVE),
    (b"\x1f\x8b", ForeignKind.ARCHIVE),
    (b"BZh", ForeignKind.ARCHIVE),
    (b"\xfd7zXZ", ForeignKind.ARCHIVE),
    (b"PK\x05\x06", ForeignKind.ARCHIVE),
    (b"{\\rtf", ForeignKind.TEXT_DOCUMENT),
)
ZIP_SIGNATURE = b"PK\x03\x04"
OLE_SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Raw streams of Excel 2 to 95, which were not yet wrapped in a container.
OLD_EXCEL_SIGNATURES = (
    b"\x09\x00\x04\x00",
    b"\x09\x02\x06\x00",
    b"\x09\x04\x06\x00",
    b"\x09\x08\x08\x00",
)
MARKUP = re.compile(
    rb"<(\?xml|!--|!doctype|html|head|body|table|meta|style|script|div|svg|\?php)", re.IGNORECASE
)
WEB_MARKUP = re.compile(
    rb"<(!doctype\s+html|html|head|body|table|meta|style|script|div|\?php)", re.IGNORECASE
)
JSON_START = re.compile(rb"\{\s*[\"}]|\[\s*[\[{\"]")
BYTE_ORDER_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
SAMPLE_BYTES = 64 * KIB
ODS_MIME_TYPES = (
    b"application/vnd.oasis.opendocument.spreadsheet",
    b"application/vnd.oasis.opendocument.spreadsheet-template",
)
# LibreOffice writes these lists of libraries into documents without a macro.
HARMLESS_BASIC_FILES = ("script-lc.xml", "script-lb.xml", "dialog-lc.xml", "dialog-lb.xml")


def recognise(stream: BinaryIO) -> SheetFormat:
    """Tell the format of a seekable file from its content, or refuse it for what it is."""
    head = stream.read(SAMPLE_BYTES)
    stream.seek(0)
    if not head.strip(b"\x00\r\n\t ") or head in BYTE_ORDER_MARKS:
        raise Refusal(RefusalCode.EMPTY)
    if head.startswith(ZIP_SIGNATURE):
        return _recognise_archive(stream)
    if head.startswith(OLE_SIGNATURE):
        raise _ole_refusal(stream)
    if head.startswith(OLD_EXCEL_SIGNATURES):
        raise Refusal(RefusalCode.OLD_FORMAT)
    for signature, kind in SIGNATURES:
        if head.startswith(signature):
            raise _foreign(kind)
    if head.startswith(b"MZ") and b"\x00" in head:
        raise _foreign(ForeignKind.PROGRAM)
    return _recognise_text(head)


def _foreign(kind: ForeignKind) -> Refusal:
    return Refusal(RefusalCode.NOT_A_SPREADSHEET, kind=kind.value)


def _recognise_text(head: bytes) -> SheetFormat:
    visible = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if b"%PDF-" in head[:KIB]:
        raise _foreign(ForeignKind.PDF)
    if b"\x00" not in head:
        if MARKUP.match(visible):
            raise _foreign(
                ForeignKind.WEB_PAGE if WEB_MARKUP.search(visible[: 4 * KIB]) else ForeignKind.XML
            )
        if JSON_START.match(visible):
            raise _foreign(ForeignKind.JSON)
        if visible.startswith(b"MIME-Version:"):
            raise _foreign(ForeignKind.WEB_PAGE)
        controls = sum(byte < 32 and byte not in b"\t\n\x0b\x0c\r\x1a" for byte in head)
        if controls * 200 > len(head):
            raise _foreign(ForeignKind.UNKNOWN)
    return SheetFormat.CSV


def _ole_refusal(stream: BinaryIO) -> Refusal:
    """Tell an encrypted workbook from an old one, and both from an old Word file."""
    content = stream.read()
    if "EncryptedPackage".encode("utf-16-le") in content:
        return Refusal(RefusalCode.ENCRYPTED)
    if "WordDocument".encode("utf-16-le") in content:
        return _foreign(ForeignKind.TEXT_DOCUMENT)
    if "PowerPoint Document".encode("utf-16-le") in content:
        return _foreign(ForeignKind.PRESENTATION)
    if "Workbook".encode("utf-16-le") in content or "Book".encode("utf-16-le") in content:
        return Refusal(RefusalCode.OLD_FORMAT)
    return _foreign(ForeignKind.UNKNOWN)


def _recognise_archive(stream: BinaryIO) -> SheetFormat:
    try:
        with zipfile.ZipFile(stream) as archive:
            found = _format_of_archive(archive)
            inflate_everything_once(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
        raise Refusal(RefusalCode.BROKEN) from error
    stream.seek(0)
    return found


def _format_of_archive(archive: zipfile.ZipFile) -> SheetFormat:
    check_members(archive)
    names = {member.filename for member in archive.infolist()}
    lowered = {name.lower() for name in names}
    if "[content_types].xml" in lowered:
        return _format_of_office_archive(archive, lowered)
    if "mimetype" in names:
        return _format_of_open_document(archive, names)
    if any(name.endswith(".iwa") for name in lowered):
        raise _foreign(ForeignKind.NUMBERS)
    raise _foreign(ForeignKind.ARCHIVE)


def _format_of_office_archive(archive: zipfile.ZipFile, lowered: set[str]) -> SheetFormat:
    if any(
        name.endswith("vbaproject.bin") or name.startswith("xl/macrosheets/") for name in lowered
    ):
        raise Refusal(RefusalCode.MACROS)
    if any(name.startswith("word/") for name in lowered):
        raise _foreign(ForeignKind.TEXT_DOCUMENT)
    if any(name.startswith("ppt/") for name in lowered):
        raise _foreign(ForeignKind.PRESENTATION)
    if "xl/workbook.bin" in lowered:
        raise Refusal(RefusalCode.OLD_FORMAT)
    declared = next(name for name in archive.namelist() if name.lower() == "[content_types].xml")
    with archive.open(declared) as types:
        if b"macroenabled" in types.read(MIB).lower():
            raise Refusal(RefusalCode.MACROS)
    if not any(name.startswith("xl/") for name in lowered):
        raise _foreign(ForeignKind.ARCHIVE)
    return SheetFormat.XLSX


def _format_of_open_document(archive: zipfile.ZipFile, names: set[str]) -> SheetFormat:
    mime_type = archive.read("mimetype")[:200].strip()
    if mime_type not in ODS_MIME_TYPES:
        kind = (
            ForeignKind.PRESENTATION if b"presentation" in mime_type else ForeignKind.TEXT_DOCUMENT
        )
        raise _foreign(kind if b"opendocument" in mime_type else ForeignKind.ARCHIVE)
    if "META-INF/manifest.xml" in names:
        with archive.open("META-INF/manifest.xml") as manifest:
            if b"encryption-data" in manifest.read(MIB):
                raise Refusal(RefusalCode.ENCRYPTED)
    scripts = [
        name for name in names if name.startswith(("Basic/", "Scripts/")) and not name.endswith("/")
    ]
    if any(not name.endswith(HARMLESS_BASIC_FILES) for name in scripts):
        raise Refusal(RefusalCode.MACROS)
    if "content.xml" not in names:
        raise Refusal(RefusalCode.BROKEN)
    return SheetFormat.ODS

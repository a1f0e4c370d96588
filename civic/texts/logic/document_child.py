"""The process in which an uploaded document is parsed.

`python -m civic.texts.logic.document_child SUFFIX` reads a regular file on standard input and
writes the lines of `document_output`, within the limits of `civic.opendata.logic.confined`.
"""

import sys
import zipfile
import zlib
from functools import partial
from typing import BinaryIO

from civic.opendata.logic.confined import check_size, run

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HARMLESS = ("script-lc.xml", "script-lb.xml", "dialog-lc.xml", "dialog-lb.xml")
_FOREIGN = (
    b"%PDF-",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\x7fELF",
    b"{\\rtf",
    b"Rar!",
    b"\x1f\x8b",
)


def read(stream: BinaryIO, output: BinaryIO, *, suffix: str) -> None:
    """Recognise the document from its content, then let its reader write the lines."""
    from civic.opendata.logic.sheet_limits import Refusal, RefusalCode
    from civic.texts.logic.document_output import DocumentCode, LineWriter

    check_size(stream)
    head = stream.read(64 * 1024)
    stream.seek(0)
    if not head.strip(b"\x00\r\n\t \xef\xbb\xbf"):
        raise Refusal(RefusalCode.EMPTY)
    writer = LineWriter(output)
    if head.startswith(_ZIP):
        _read_archive(stream, writer)
        return
    if head.startswith(_OLE):
        content = stream.read()
        encrypted = "EncryptedPackage".encode("utf-16-le") in content
        raise Refusal(RefusalCode.ENCRYPTED if encrypted else RefusalCode.OLD_FORMAT)
    controls = sum(byte < 32 and byte not in b"\t\n\x0b\x0c\r\x1a" for byte in head)
    # Two bytes per letter is text too; anything else with so many controls is not.
    if head.startswith(_FOREIGN) or (b"\x00" not in head and controls * 200 > len(head)):
        raise Refusal(DocumentCode.NOT_A_DOCUMENT)
    from civic.texts.logic.document_text import read_text

    read_text(stream.read(), writer, suffix=suffix)


def _read_archive(stream: BinaryIO, writer: object) -> None:
    from civic.opendata.logic.archives import check_members, inflate_everything_once
    from civic.opendata.logic.sheet_limits import Refusal, RefusalCode
    from civic.texts.logic.document_docx import read_docx
    from civic.texts.logic.document_odt import read_odt
    from civic.texts.logic.document_output import DocumentCode, LeftOut, LineWriter

    if not isinstance(writer, LineWriter):
        raise TypeError
    try:
        with zipfile.ZipFile(stream) as archive:
            check_members(archive)
            inflate_everything_once(archive)
            names = set(archive.namelist())
            if any(name.lower().endswith("vbaproject.bin") for name in names) or any(
                name.startswith(("Basic/", "Scripts/")) and not name.endswith(("/", *_HARMLESS))
                for name in names
            ):
                writer.left_out[LeftOut.MACROS] += 1
            if "word/document.xml" in names:
                read_docx(archive, writer)
            elif "content.xml" in names and _is_text(archive, names):
                read_odt(archive, writer)
            else:
                raise Refusal(DocumentCode.NOT_A_DOCUMENT)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
        raise Refusal(RefusalCode.BROKEN) from error


def _is_text(archive: zipfile.ZipFile, names: set[str]) -> bool:
    from civic.opendata.logic.sheet_limits import MIB, Refusal, RefusalCode

    if "META-INF/manifest.xml" in names:
        with archive.open("META-INF/manifest.xml") as manifest:
            if b"encryption-data" in manifest.read(MIB):
                raise Refusal(RefusalCode.ENCRYPTED)
    if "mimetype" not in names:
        return True
    return b"opendocument.text" in archive.read("mimetype")[:200]


def main(arguments: list[str]) -> int:
    """Read standard input; returns 0 when lines or a refusal were written, 1 on our own fault."""
    return run(partial(read, suffix=arguments[0] if arguments else ""))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

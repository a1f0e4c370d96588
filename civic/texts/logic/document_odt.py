"""Read an ODT as a stream of events: headings and paragraphs, tracked changes accepted.

Part of the child process (`document_child`): no Django here.
"""

import zipfile
from collections.abc import Mapping

from defusedxml.ElementTree import DefusedXMLParser

from civic.opendata.logic.sheet_limits import KIB
from civic.texts.logic.document_output import DocumentFormat, LeftOut, LineWriter
from civic.texts.logic.limits import LONGEST_PARAGRAPH

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"

_BLOCKS = (f"{TEXT}p", f"{TEXT}h")
# Words that were deleted are kept there; those that were inserted stand in the text itself.
_CHANGES = f"{TEXT}tracked-changes"
_ASIDE = {
    f"{OFFICE}annotation": LeftOut.COMMENTS,
    f"{DRAW}frame": LeftOut.IMAGES,
    f"{DRAW}custom-shape": LeftOut.IMAGES,
    f"{TEXT}note": LeftOut.NOTES,
    f"{TEXT}table-of-content": None,
    f"{TEXT}alphabetical-index": None,
    f"{TEXT}bibliography": None,
    f"{TEXT}hidden-text": LeftOut.HIDDEN,
}


def read_odt(archive: zipfile.ZipFile, writer: LineWriter) -> None:
    """Write the lines of a document."""
    # An office document never needs a document type: without one there is no entity to expand.
    parser = DefusedXMLParser(target=ContentReader(writer), forbid_dtd=True)
    with archive.open("content.xml") as content:
        while chunk := content.read(64 * KIB):
            parser.feed(chunk)
    parser.close()
    writer.end(DocumentFormat.ODT)


class ContentReader:
    """Receives the events of content.xml and hands complete paragraphs to the writer."""

    def __init__(self, writer: LineWriter) -> None:
        self._writer = writer
        self._in_text = False
        self._aside = 0
        self._changes = 0
        self._lists = 0
        self._tables = 0
        self._row: list[str] = []
        self._cell: list[str] = []
        self._blocks = 0
        self._text: list[str] = []
        self._attributes: Mapping[str, str] = {}

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        if tag == f"{OFFICE}text":
            self._in_text = True
        elif not self._in_text:
            return
        elif self._changes or tag == _CHANGES:
            self._changes += 1
            if tag == f"{TEXT}changed-region":
                self._writer.left_out[LeftOut.TRACKED] += 1
        elif self._aside or tag in _ASIDE:
            if not self._aside and (kind := _ASIDE[tag]) is not None:
                self._writer.left_out[kind] += 1
            self._aside += 1
        else:
            self._start_content(tag, attributes)

    def _start_content(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag in _BLOCKS:
            self._blocks += 1
            if self._blocks == 1:
                self._text, self._attributes = [], dict(attributes)
        elif tag == f"{TEXT}list":
            self._lists += 1
        elif tag == f"{TABLE}table":
            self._tables += 1
            if self._tables == 1:
                self._writer.left_out[LeftOut.TABLES] += 1
        elif self._blocks and tag == f"{TEXT}s":
            count = attributes.get(f"{TEXT}c", "1")
            times = int(count) if count.isascii() and count.isdigit() and len(count) < 5 else 1
            self._text.append(" " * min(times, LONGEST_PARAGRAPH))
        elif self._blocks and tag == f"{TEXT}tab":
            self._text.append(" ")
        elif self._blocks and tag == f"{TEXT}line-break":
            self._text.append("\n")

    def end(self, tag: str) -> None:
        """An element ends."""
        if self._changes:
            self._changes -= 1
        elif self._aside:
            self._aside -= 1
        elif not self._in_text:
            return
        elif tag in _BLOCKS:
            self._blocks -= 1
            if not self._blocks:
                self._end_block(tag)
        elif tag == f"{TEXT}list":
            self._lists -= 1
        elif tag == f"{TABLE}table-cell" and self._tables == 1:
            self._row.append(" ".join(self._cell))
            self._cell = []
        elif tag == f"{TABLE}table-row" and self._tables == 1:
            self._writer.paragraph(" | ".join(cell for cell in self._row if cell))
            self._row = []
        elif tag == f"{TABLE}table":
            self._tables -= 1
        elif tag == f"{OFFICE}text":
            self._in_text = False

    def data(self, text: str) -> None:
        """Some characters; only those of a paragraph count."""
        if self._blocks and not self._aside and not self._changes:
            # Line ends inside an element are layout of the file, not of the text.
            self._text.append(text.replace("\n", " "))

    def close(self) -> None:
        """The document ends."""

    def _end_block(self, tag: str) -> None:
        text = "".join(self._text)
        self._text = []
        if self._tables:
            if text.strip():
                self._cell.append(" ".join(text.split()))
        elif tag == f"{TEXT}h":
            level = self._attributes.get(f"{TEXT}outline-level", "1")
            self._writer.heading(int(level) if level.isdecimal() and len(level) < 3 else 1, text)
        elif self._attributes.get(f"{TEXT}style-name", "") in ("Title", "Titre"):
            self._writer.title(text)
        elif text.strip():
            self._writer.paragraph(f"– {text.strip()}" if self._lists else text)

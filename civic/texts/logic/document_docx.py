"""Read a DOCX as a stream of events: headings and paragraphs, tracked changes accepted.

Part of the child process (`document_child`): no Django here.
"""

import re
import zipfile
from collections.abc import Mapping

from defusedxml.ElementTree import DefusedXMLParser

from civic.opendata.logic.sheet_limits import KIB
from civic.texts.logic.document_output import DocumentFormat, LeftOut, LineWriter

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_HEADING = re.compile(r"^(?:heading|titre|überschrift)\s*([1-9])$")
_CONTENTS = re.compile(r"^(?:toc|table des mati|tm)\s*\d*")
_TITLE = ("title", "titre", "titre principal")
_OFF = ("0", "false", "off", "none")

# What may stand inside a paragraph without being what the paragraph says.
_ASIDE = {
    f"{W}del": LeftOut.TRACKED,
    f"{W}moveFrom": LeftOut.TRACKED,
    f"{W}drawing": LeftOut.IMAGES,
    f"{W}pict": LeftOut.IMAGES,
    f"{W}object": LeftOut.IMAGES,
    f"{MC}Fallback": None,
}


def read_docx(archive: zipfile.ZipFile, writer: LineWriter) -> None:
    """Write the lines of a document; its styles say which paragraphs are headings."""
    styles = StyleReader()
    if "word/styles.xml" in archive.namelist():
        _parse(archive, "word/styles.xml", styles)
    reader = DocumentReader(writer, styles.names, styles.levels)
    _parse(archive, "word/document.xml", reader)
    writer.end(DocumentFormat.DOCX)


def _parse(archive: zipfile.ZipFile, name: str, target: object) -> None:
    # An office document never needs a document type: without one there is no entity to expand.
    parser = DefusedXMLParser(target=target, forbid_dtd=True)
    with archive.open(name) as content:
        while chunk := content.read(64 * KIB):
            parser.feed(chunk)
    parser.close()


class StyleReader:
    """Receives the events of styles.xml: the name and the outline level of each style."""

    def __init__(self) -> None:
        self.names: dict[str, str] = {}
        self.levels: dict[str, int] = {}
        self._style = ""

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        if tag == f"{W}style":
            self._style = attributes.get(f"{W}styleId", "")
        elif tag == f"{W}name" and self._style:
            self.names[self._style] = attributes.get(f"{W}val", "").lower()
        elif tag == f"{W}outlineLvl" and self._style and (level := _level(attributes)):
            self.levels[self._style] = level

    def end(self, tag: str) -> None:
        """An element ends."""
        if tag == f"{W}style":
            self._style = ""

    def data(self, text: str) -> None:
        """Characters between elements say nothing here."""

    def close(self) -> None:
        """The document ends."""


def _level(attributes: Mapping[str, str]) -> int:
    """Return the outline level from 1 on, 0 for plain text."""
    text = attributes.get(f"{W}val", "")
    return int(text) + 1 if text.isascii() and text.isdigit() and int(text) < 9 else 0


class DocumentReader:
    """Receives the events of document.xml and hands complete paragraphs to the writer."""

    def __init__(self, writer: LineWriter, names: dict[str, str], levels: dict[str, int]) -> None:
        self._writer = writer
        self._names, self._levels = names, levels
        self._aside: list[str] = []
        self._properties = 0
        self._run_properties = 0
        self._reads_text = False
        self._is_hidden = False
        self._text: list[str] = []
        self._reset()
        self._joins_next = False
        self._tables = 0
        self._row: list[str] = []
        self._cell: list[str] = []

    def _reset(self) -> None:
        self._style, self._outline, self._in_list = "", 0, False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        if self._aside:
            self._aside.append(tag)
            return
        if tag == f"{W}pPr":
            self._properties += 1
        elif tag == f"{W}rPr":
            self._run_properties += 1
        elif self._properties:
            self._start_property(tag, attributes)
        elif self._run_properties:
            if tag == f"{W}vanish" and attributes.get(f"{W}val", "1") not in _OFF:
                self._is_hidden = True
                self._writer.left_out[LeftOut.HIDDEN] += 1
        elif tag in _ASIDE:
            if (kind := _ASIDE[tag]) is not None:
                self._writer.left_out[kind] += 1
            self._aside.append(tag)
        else:
            self._start_content(tag)

    def _start_property(self, tag: str, attributes: Mapping[str, str]) -> None:
        if self._run_properties:
            # The mark at the end of the paragraph was deleted: it goes on in the next one.
            if tag == f"{W}del":
                self._joins_next = True
        elif tag == f"{W}pStyle":
            self._style = attributes.get(f"{W}val", "")
        elif tag == f"{W}outlineLvl":
            self._outline = _level(attributes)
        elif tag == f"{W}numPr":
            self._in_list = True

    def _start_content(self, tag: str) -> None:
        if tag == f"{W}r":
            self._is_hidden = False
        elif tag == f"{W}t":
            self._reads_text = not self._is_hidden
        elif tag in (f"{W}tab", f"{W}br", f"{W}cr") and not self._is_hidden:
            self._text.append(" " if tag == f"{W}tab" else "\n")
        elif tag == f"{W}noBreakHyphen":
            self._text.append("-")
        elif tag in (f"{W}ins", f"{W}moveTo"):
            self._writer.left_out[LeftOut.TRACKED] += 1
        elif tag == f"{W}commentReference":
            self._writer.left_out[LeftOut.COMMENTS] += 1
        elif tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
            self._writer.left_out[LeftOut.NOTES] += 1
        elif tag == f"{W}tbl":
            self._tables += 1
            if self._tables == 1:
                self._writer.left_out[LeftOut.TABLES] += 1

    def end(self, tag: str) -> None:
        """An element ends."""
        if self._aside:
            self._aside.pop()
        elif tag == f"{W}rPr":
            self._run_properties -= 1
        elif tag == f"{W}pPr":
            self._properties -= 1
        elif tag == f"{W}t":
            self._reads_text = False
        elif tag == f"{W}p":
            self._end_paragraph()
        elif tag == f"{W}tc" and self._tables == 1:
            self._row.append(" ".join(self._cell))
            self._cell = []
        elif tag == f"{W}tr" and self._tables == 1:
            self._writer.paragraph(" | ".join(cell for cell in self._row if cell))
            self._row = []
        elif tag == f"{W}tbl":
            self._tables -= 1

    def data(self, text: str) -> None:
        """Some characters; only those of a run of text count."""
        if self._reads_text and not self._aside:
            self._text.append(text)

    def close(self) -> None:
        """The document ends."""
        if self._text:
            self._writer.paragraph("".join(self._text))

    def _end_paragraph(self) -> None:
        if self._joins_next:
            self._joins_next = False
            return
        text = "".join(self._text)
        self._text = []
        name = self._names.get(self._style, self._style.lower())
        level = self._outline or self._levels.get(self._style, 0)
        if match := _HEADING.match(name):
            level = int(match[1])
        in_list = self._in_list
        self._reset()
        if self._tables:
            if text.strip():
                self._cell.append(" ".join(text.split()))
        elif _CONTENTS.match(name):
            return
        elif name in _TITLE:
            self._writer.title(text)
        elif level:
            self._writer.heading(level, text)
        elif text.strip():
            self._writer.paragraph(f"– {text.strip()}" if in_list else text)

"""What the child that reads a document sends to its parent: one JSON value per line.

`["t", text]` a title, `["h", level, text]` a heading, `["p", text]` a paragraph. Last line:
`{"lines": n, "format": "docx", "left_out": {"images": 2, …}}`; or at any moment
`{"refused": code, "params": {…}}`. Part of the child process: no Django here.
"""

import json
from collections import Counter
from enum import StrEnum
from typing import BinaryIO

from civic.opendata.logic.sheet_limits import MAX_RESULT_BYTES, Refusal
from civic.texts.logic.limits import LONGEST_HEADING, LONGEST_PARAGRAPH, MAX_PARAGRAPHS


class DocumentCode(StrEnum):
    """Why a document is not read; the rest is said with the codes of tables."""

    TOO_MANY_PARAGRAPHS = "too_many_paragraphs"
    PARAGRAPH_TOO_LONG = "paragraph_too_long"
    NO_PARAGRAPH = "no_paragraph"
    NOT_A_DOCUMENT = "not_a_document"


class DocumentFormat(StrEnum):
    """The formats that are read."""

    DOCX = "docx"
    ODT = "odt"
    MARKDOWN = "markdown"
    PLAIN = "plain"


class LeftOut(StrEnum):
    """What a document held and its text does not."""

    TRACKED = "tracked"
    IMAGES = "images"
    COMMENTS = "comments"
    NOTES = "notes"
    MACROS = "macros"
    TABLES = "tables"
    HIDDEN = "hidden"


class LineWriter:
    """Write headings and paragraphs, and refuse the document as soon as one limit is passed."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._bytes = 0
        self._paragraphs = 0
        self._lines = 0
        self.left_out: Counter[LeftOut] = Counter()

    def title(self, text: str) -> None:
        """Send the title of the document."""
        if text := _line(text):
            self._send(["t", text[:LONGEST_HEADING]])

    def heading(self, level: int, text: str) -> None:
        """Send a heading; one that is too long to be one is a paragraph."""
        text = _line(text)
        if len(text) > LONGEST_HEADING:
            self.paragraph(text)
        elif text:
            self._send(["h", max(1, min(level, 9)), text])

    def paragraph(self, text: str) -> None:
        """Send a paragraph, unless it is empty."""
        text = text.strip()
        if not text:
            return
        self._paragraphs += 1
        if self._paragraphs > MAX_PARAGRAPHS:
            raise Refusal(DocumentCode.TOO_MANY_PARAGRAPHS, max=MAX_PARAGRAPHS)
        if len(text) > LONGEST_PARAGRAPH:
            raise Refusal(
                DocumentCode.PARAGRAPH_TOO_LONG,
                start=" ".join(text[:60].split()),
                max=LONGEST_PARAGRAPH,
            )
        self._send(["p", text])

    def end(self, found: DocumentFormat) -> None:
        """Say that nothing was lost on the way, and what was left out."""
        if not self._paragraphs:
            raise Refusal(DocumentCode.NO_PARAGRAPH)
        counts = {kind.value: count for kind, count in self.left_out.items() if count}
        self._write({"lines": self._lines, "format": found.value, "left_out": counts})

    def _send(self, line: list[object]) -> None:
        self._lines += 1
        if self._lines > 3 * MAX_PARAGRAPHS:
            raise Refusal(DocumentCode.TOO_MANY_PARAGRAPHS, max=MAX_PARAGRAPHS)
        self._write(line)

    def _write(self, line: object) -> None:
        data = json.dumps(line, ensure_ascii=False).encode("utf-8", "replace") + b"\n"
        self._bytes += len(data)
        if self._bytes > MAX_RESULT_BYTES:
            raise Refusal(DocumentCode.TOO_MANY_PARAGRAPHS, max=MAX_PARAGRAPHS)
        self._stream.write(data)


def _line(text: str) -> str:
    return " ".join(text.split())

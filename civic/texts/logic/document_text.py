"""Read Markdown and plain text as headings and paragraphs.

Part of the child process (`document_child`): no Django here.
"""

import re
from collections.abc import Iterator

from civic.opendata.logic.sheet_csv import decode
from civic.texts.logic.document_output import DocumentFormat, LeftOut, LineWriter

_HASHES = re.compile(r"^ {0,3}(#{1,6})\s+(.+?)\s*#*\s*$")
_UNDERLINE = re.compile(r"^ {0,3}(=+|-+)\s*$")
_ITEM = re.compile(r"^\s*(?:[-*+•]|\d+[.)])\s+(.*)$")
_IMAGE = re.compile(r"!\[([^\]]*)\]\([^)]*\)")
_LINK = re.compile(r"\[([^\]]+)\]\(([^)\s]+)[^)]*\)")
_EMPHASIS = re.compile(r"(\*\*\*|\*\*|\*|___|__)(?=\S)(.+?)(?<=\S)\1")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_DIVISIONS = (
    re.compile(r"^(?:titre|partie|livre)\s+(?:[IVXLC]+|\d+|premi\w+)\b", re.IGNORECASE),
    re.compile(r"^chapitre\s+(?:[IVXLC]+|\d+|premier)\b", re.IGNORECASE),
    re.compile(r"^(?:article|art\.)\s+(?:\d+|premier|1er)\b", re.IGNORECASE),
)
_LONGEST_PLAIN_HEADING = 120
_MARKDOWN = (".md", ".markdown", ".mdown")


def read_text(data: bytes, writer: LineWriter, *, suffix: str) -> None:
    """Write the lines of a text; it is Markdown when its name or its headings say so."""
    text, _encoding = decode(data)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    is_markdown = suffix in _MARKDOWN or bool(re.search(r"(?m)^#{1,6}\s+\S", text))
    if is_markdown:
        text, comments = _COMMENT.subn("", text)
        writer.left_out[LeftOut.COMMENTS] += comments
        text, images = _IMAGE.subn("", text)
        writer.left_out[LeftOut.IMAGES] += images
    for block in _blocks(text):
        if is_markdown:
            _write_markdown(block, writer)
        else:
            _write_plain(block, writer)
    writer.end(DocumentFormat.MARKDOWN if is_markdown else DocumentFormat.PLAIN)


def _blocks(text: str) -> Iterator[list[str]]:
    block: list[str] = []
    for line in text.split("\n"):
        if line.strip():
            block.append(line)
        elif block:
            yield block
            block = []
    if block:
        yield block


def _write_markdown(block: list[str], writer: LineWriter) -> None:
    kept: list[str] = []

    def flush() -> None:
        if kept:
            writer.paragraph(_plain(" ".join(line.strip() for line in kept)))
            kept.clear()

    for line in block:
        if match := _HASHES.match(line):
            flush()
            writer.heading(len(match[1]), _plain(match[2]))
        elif (match := _UNDERLINE.match(line)) and len(kept) == 1:
            level = 1 if match[1][0] == "=" else 2
            writer.heading(level, _plain(kept.pop()))
        elif _UNDERLINE.match(line):
            flush()
        elif match := _ITEM.match(line):
            flush()
            kept.append(f"– {match[1]}")
        else:
            kept.append(line.lstrip("> ") if line.lstrip().startswith(">") else line)
    flush()


def _plain(text: str) -> str:
    text = _LINK.sub(r"\1 (\2)", text)
    return _EMPHASIS.sub(r"\2", text).replace("`", "")


def _write_plain(block: list[str], writer: LineWriter) -> None:
    first, *rest = (line.strip() for line in block)
    level = _division(first)
    if level:
        writer.heading(level, first)
        block = rest
    if not block:
        return
    lines = [line.strip() for line in block]
    if any(_ITEM.match(line) for line in lines):
        for line in lines:
            item = _ITEM.match(line)
            writer.paragraph(f"– {item[1]}" if item else line)
    else:
        writer.paragraph(" ".join(lines))


def _division(line: str) -> int:
    if len(line) > _LONGEST_PLAIN_HEADING:
        return 0
    for level, pattern in enumerate(_DIVISIONS, start=1):
        if pattern.match(line) and not line.endswith((".", ";", ",")):
            return level
    letters = [character for character in line if character.isalpha()]
    is_capital = len(letters) > 3 and all(character.isupper() for character in letters)
    return 1 if is_capital else 0

"""Read a document that somebody sent (DOCX, ODT, Markdown, plain text) without trusting a byte.

It is parsed in a child process that has little memory, little time and nothing to steal; this side
decodes the bounded lines it sends back and makes sections and paragraphs of them.
"""

import json
import logging
import os
import re
from contextlib import closing
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from civic.opendata.logic.child import lines_of_child, opened
from civic.opendata.logic.sheet_limits import (
    MAX_FILE_BYTES,
    MIB,
    WALL_SECONDS,
    Refusal,
    RefusalCode,
)

from ..exceptions import DocumentRefused
from .document_messages import refused
from .document_output import DocumentFormat, LeftOut
from .limits import DEEPEST

logger = logging.getLogger(__name__)

CHILD = "civic.texts.logic.document_child"
_ARTICLE = re.compile(
    r"^(?:article|art\.?)\s+(?:\d+|1er|premier)(?:\s*(?:bis|ter|quater))?\s*(?:[–—:.-]+\s*|\s+|$)",
    re.IGNORECASE,
)

_DIVISION = re.compile(r"^(?:titre|partie|livre|chapitre)\b", re.IGNORECASE)


@dataclass
class DocumentSection:
    """A heading and the paragraphs below it."""

    heading: str = ""
    level: int = 1
    numbered: bool = True
    paragraphs: list[str] = field(default_factory=list)


@dataclass
class Document:
    """What was read of a document; `left_out` counts what its text does not hold, by kind."""

    title: str = ""
    format: str = ""
    sections: list[DocumentSection] = field(default_factory=list)
    left_out: dict[str, int] = field(default_factory=dict)

    @property
    def paragraph_count(self) -> int:
        return sum(len(section.paragraphs) for section in self.sections)

    def as_data(self) -> dict[str, Any]:
        """Return it as JSON keeps it between the preview and the writing."""
        return asdict(self)

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> "Document":
        """Build it again from `as_data`."""
        sections = [DocumentSection(**section) for section in data["sections"]]
        return cls(data["title"], data["format"], sections, dict(data["left_out"]))


def read_document(path_or_bytes: str | os.PathLike[str] | bytes, *, filename: str) -> Document:
    """Read an uploaded document; the type is decided from the content.

    Raises `DocumentRefused` with what to do, `ChildFault` when the installation cannot read any.
    """
    lines: list[Any] = []
    with opened(path_or_bytes) as source:
        if os.fstat(source.fileno()).st_size > MAX_FILE_BYTES:
            raise refused(RefusalCode.TOO_LARGE.value, {"max": MAX_FILE_BYTES // MIB})
        suffix = Path(filename).suffix.lower()[:10]
        try:
            # Closed explicitly: a refusal must not leave the child running.
            with closing(lines_of_child(CHILD, source, [suffix], wall_seconds=WALL_SECONDS)) as got:
                lines = [_taken(line) for line in got]
        except Refusal as refusal:
            raise refused(refusal.code.value, refusal.params) from None
    return _document(lines)


def _taken(line: bytes) -> Any:
    try:
        content = json.loads(line)
        if isinstance(content, list):
            return content
        if "refused" in content:
            code, params = str(content["refused"]), dict(content["params"])
            where = content.get("where")
        elif "lines" in content:
            return content
        else:
            raise ValueError
    except (ValueError, TypeError, KeyError, RecursionError):
        raise refused(RefusalCode.BROKEN.value, {}) from None
    if where:
        logger.warning("An uploaded document could not be read: %s", where)
    raise refused(code, params)


def _document(lines: list[Any]) -> Document:
    """Put the lines of the child together, without trusting their shape."""
    broken = refused(RefusalCode.BROKEN.value, {})
    if not lines or not isinstance(lines[-1], dict):
        raise broken
    *read, facts = lines
    document = Document()
    try:
        if facts["lines"] != len(read):
            raise broken
        document.format = DocumentFormat(facts["format"]).value
        document.left_out = {
            LeftOut(kind).value: int(count) for kind, count in facts["left_out"].items()
        }
        for line in read:
            _add(document, line)
    except DocumentRefused:
        raise
    except (ValueError, TypeError, KeyError, AttributeError):
        raise broken from None
    return _outlined(document)


def _add(document: Document, line: Any) -> None:
    kind, *rest = line
    if kind == "t" and not document.title:
        document.title = str(rest[0])
    elif kind in ("t", "h"):
        level = int(rest[0]) if kind == "h" else 1
        document.sections.append(DocumentSection(heading=str(rest[-1]), level=level))
    elif kind == "p":
        if not document.sections:
            document.sections.append(DocumentSection())
        document.sections[-1].paragraphs.append(str(rest[0]))
    else:
        raise ValueError


def _outlined(document: Document) -> Document:
    """Bring levels to at most three, and let headings that give articles their number lose it."""
    if (
        not document.title
        and len(document.sections) > 1
        and not document.sections[0].paragraphs
        and document.sections[0].level == 1
        and not _DIVISION.match(document.sections[0].heading)
        and sum(section.level == 1 for section in document.sections) == 1
    ):
        # One title over all the others is the title of the document.
        document.title = document.sections.pop(0).heading
    used = sorted({section.level for section in document.sections})
    ranks = {level: min(rank, DEEPEST) for rank, level in enumerate(used, start=1)}
    has_articles = any(_ARTICLE.match(section.heading) for section in document.sections)
    for section in document.sections:
        section.level = ranks[section.level]
        match = _ARTICLE.match(section.heading)
        # The site numbers articles itself: a number written in a heading would be said twice.
        section.numbered = bool(match) or not has_articles
        if match:
            section.heading = section.heading[match.end() :].strip()
    return document

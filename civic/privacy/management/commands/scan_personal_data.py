"""Look for personal data in a file of texts, without touching the database."""

import json
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any, BinaryIO

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ...enums import FRENCH_CODES, FindingType
from ...logic.detection import Span, detect

EXIT_UNREADABLE = 2


class _MalformedLine(Exception):
    """A line that is not a text to look at; its message says what is expected."""


class Command(BaseCommand):
    help = (
        "Look for personal data in a file with one JSON object per line: its field `texte` is "
        "read, its field `id` repeated. A file named - is read from standard input."
    )
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE.jsonl")
        parser.add_argument(
            "--json",
            action="store_true",
            dest="as_json",
            help="Print one JSON object per text: id, and entites with debut, fin, type, score.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        counts: Counter[FindingType] = Counter()
        texts = concerned = malformed = 0
        for number, line in self._lines(options["file"]):
            try:
                identifier, text = _read(line, number)
            except _MalformedLine as error:
                malformed += 1
                self.stderr.write(
                    _("Line %(number)d: %(error)s") % {"number": number, "error": error}
                )
                continue
            spans = detect(text)
            texts += 1
            concerned += bool(spans)
            counts.update(span.type for span in spans)
            if options["as_json"]:
                self.stdout.write(json.dumps(_as_object(identifier, spans)))
        if not options["as_json"]:
            self._summarise(texts, concerned, counts)
        if malformed:
            message = ngettext(
                "%(count)d line could not be read; correct it and start again.",
                "%(count)d lines could not be read; correct them and start again.",
                malformed,
            )
            raise CommandError(message % {"count": malformed}, returncode=EXIT_UNREADABLE)

    def _lines(self, name: str) -> Iterator[tuple[int, bytes]]:
        """Yield the lines that are not blank, numbered from 1."""
        try:
            with _open(name) as stream:
                for number, line in enumerate(stream, start=1):
                    if line.strip():
                        yield number, line
        except OSError as error:
            raise CommandError(
                _("The file %(file)s cannot be opened: %(error)s")
                % {"file": name, "error": error.strerror},
                returncode=EXIT_UNREADABLE,
            ) from error

    def _summarise(self, texts: int, concerned: int, counts: Counter[FindingType]) -> None:
        message = ngettext(
            "Personal data in %(concerned)d of %(texts)d text.",
            "Personal data in %(concerned)d of %(texts)d texts.",
            texts,
        )
        self.stdout.write(message % {"concerned": concerned, "texts": texts})
        for kind, count in counts.most_common():
            self.stdout.write(f"{count:>7}  {kind.label}")


def _open(name: str) -> AbstractContextManager[BinaryIO]:
    if name == "-":
        return nullcontext(sys.stdin.buffer)
    return Path(name).open("rb")


def _read(line: bytes, number: int) -> tuple[Any, str]:
    """Return the identifier and the text of a line; without an `id`, the number of the line."""
    try:
        entry = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise _MalformedLine(_("this is not UTF-8; save the file in UTF-8 first.")) from error
    except (ValueError, RecursionError) as error:
        raise _MalformedLine(_("this is not a JSON object.")) from error
    if not isinstance(entry, dict):
        raise _MalformedLine(_("this is not a JSON object."))
    text = entry.get("texte")
    if not isinstance(text, str):
        raise _MalformedLine(_("the field “texte” is missing, or is not a text."))
    return entry.get("id", number), text


def _as_object(identifier: Any, spans: tuple[Span, ...]) -> dict[str, Any]:
    found = [
        {
            "debut": span.start,
            "fin": span.end,
            "type": FRENCH_CODES[span.type],
            "score": span.score,
        }
        for span in spans
    ]
    return {"id": identifier, "entites": found}

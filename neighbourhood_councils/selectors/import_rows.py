"""What each row of a table means: its title and text, state, department, date, and who it names."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from civic.privacy.enums import TEXT_TYPES
from civic.privacy.services.screening import findings_in
from civic.territory.models import CityDepartment, Organisation

from ..enums import CLOSED_STATE_WORDS, OPEN_STATE_WORDS, RowFate
from ..logic.follow_up_sheet import ParsedRow, ParsedSheet, RowError, row_key
from ..logic.words import clean, plain
from ..models import NeighbourhoodCouncil

LONGEST_TITLE = 200
TITLE_FROM_TEXT = 90


@dataclass(frozen=True)
class CellFinding:
    """A stretch of an original cell that may name or reach somebody.

    `key` is the cell's key in `ParsedRow.original`, `column` its header as the file writes it;
    `start` and `end` are offsets in code points.
    """

    key: str
    column: str
    start: int
    end: int
    type: str


@dataclass
class PlannedRow:
    """One request of the table and what becomes of it.

    `council` is None where it is refused, or still to be created under `council_name`.
    """

    parsed: ParsedRow
    fate: RowFate
    council: NeighbourhoodCouncil | None
    council_name: str
    title: str
    text: str
    said_on: date | None
    department: CityDepartment | None
    errors: list[RowError] = field(default_factory=list)
    findings: list[CellFinding] = field(default_factory=list)

    @property
    def row(self) -> int:
        return self.parsed.row

    @property
    def key(self) -> str:
        return key_of_row(self.parsed)


def key_of_row(row: ParsedRow) -> str:
    """Return the key that makes the same row of the same council one request.

    The council is not part of it, since the database compares it apart: a council renamed from one
    table to the next keeps its requests. A row without any words is known by all its cells.
    """
    if row.title or row.text:
        return row_key(None, row.title, row.text)
    return row_key(None, "", "\x1e".join(f"{name}:{cell}" for name, cell in row.original.items()))


class RowReading:
    """Says what the cells of a row mean: state, department, date, and what must not leave."""

    def __init__(
        self,
        parsed: ParsedSheet,
        organisation: Organisation,
        today: date,
        findings: Mapping[str, list[list[Any]]] | None,
    ) -> None:
        self._organisation = organisation
        self._today = today
        self._known_findings = findings
        self._errors: dict[int, list[RowError]] = {}
        for error in parsed.errors:
            self._errors.setdefault(error.row, []).append(error)
        self._columns = parsed.header.columns
        mapping = parsed.mapping
        self._header_of = {
            name: self._columns[index].header
            for name, index in mapping.to_json().items()
            if index is not None and index < len(self._columns)
        }
        self._departments = _DepartmentNames(organisation)
        self._unknown: Counter[str] = Counter()

    def row(self, row: ParsedRow) -> PlannedRow:
        """Interpret one row; its council is decided afterwards."""
        errors = list(self._errors.get(row.row, ()))
        said_on = row.date
        if said_on is not None and said_on > self._today:
            said_on = None
            errors.append(
                RowError(
                    row.row,
                    self._header_of.get("date", ""),
                    _("“%(text)s” is in the future: the date was not kept.")
                    % {"text": row.date_text},
                )
            )
        title, text, problem = _title_and_text(row)
        if problem:
            errors.append(RowError(row.row, self._header_of.get("title", ""), problem))
        closed, problem = self._is_closed(row)
        if problem:
            errors.append(RowError(row.row, self._header_of.get("state", ""), problem))
        return PlannedRow(
            parsed=row,
            fate=RowFate.CLOSED_BEFORE if closed else RowFate.OPEN,
            council=None,
            council_name=row.council or "",
            title=title,
            text=text,
            said_on=said_on,
            department=self._department(row),
            errors=errors,
            findings=self._findings(row),
        )

    def unknown_departments(self) -> list[str]:
        """Names no department of the organisation bears, most frequent first."""
        return [name for name, _count in self._unknown.most_common()]

    def _department(self, row: ParsedRow) -> CityDepartment | None:
        found = [self._departments.named(name) for name in row.departments]
        for name, department in zip(row.departments, found, strict=True):
            if department is None:
                self._unknown[name] += 1
        return next((department for department in found if department is not None), None)

    def _is_closed(self, row: ParsedRow) -> tuple[bool, str]:
        """Whether a row was closed before; the state it states wins over what it answers."""
        words = plain(row.state_text)
        if words and _starts_with(words, OPEN_STATE_WORDS):
            return False, ""
        if words and _starts_with(words, CLOSED_STATE_WORDS):
            return True, ""
        problem = ""
        if words:
            problem = _(
                "“%(text)s” is not understood as a state: write « en cours » or « traité »."
            ) % {"text": row.state_text}
        return bool(row.answer), problem

    def _findings(self, row: ParsedRow) -> list[CellFinding]:
        headers = {column.key: column.header for column in self._columns}
        if self._known_findings is not None:
            return [
                CellFinding(key, headers.get(key, key), start, end, kind)
                for key, start, end, kind in self._known_findings.get(str(row.row), ())
            ]
        return [
            CellFinding(key, headers.get(key, key), span.start, span.end, str(span.type))
            for key, cell in row.original.items()
            if cell.strip()
            for span in findings_in(cell, organisation_id=self._organisation.pk)
            if span.type in TEXT_TYPES
        ]


class _DepartmentNames:
    """Finds a department by its name or by the other names it bears in tables."""

    def __init__(self, organisation: Organisation) -> None:
        self._by_name: dict[str, CityDepartment] = {}
        for department in CityDepartment.objects.filter(organisation=organisation).order_by("pk"):
            for name in (department.name, department.slug, *department.aliases):
                self._by_name.setdefault(plain(str(name)), department)

    def named(self, name: str) -> CityDepartment | None:
        return self._by_name.get(plain(name))


def _starts_with(words: str, phrases: Iterable[str]) -> bool:
    return any(words == phrase or words.startswith(f"{phrase} ") for phrase in phrases)


def _title_and_text(row: ParsedRow) -> tuple[str, str, str]:
    """Title and text of a request, and what had to be done to them."""
    if len(row.title) > LONGEST_TITLE:
        whole = "\n\n".join(part for part in (row.title, row.text) if part)
        return (
            f"{row.title[: LONGEST_TITLE - 1]}…",
            whole,
            _("This title has more than 200 characters: it is kept whole in the text."),
        )
    if row.title:
        return row.title, row.text, ""
    if row.text:
        line = " ".join(row.text.split())
        short = line if len(line) <= TITLE_FROM_TEXT else f"{line[: TITLE_FROM_TEXT - 1].rstrip()}…"
        return short, row.text, ""
    return _("Row %(row)s of the table, without title or text") % {"row": row.row}, "", ""


def as_written(text: str, longest: int) -> str:
    """Return a short cell on one line, as it was written; the guard looks at it like the rest."""
    return " ".join(clean(text).split())[:longest]

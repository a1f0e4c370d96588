"""What an import would do, row by row, before anything is written."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from civic.accounts.policies import Actor
from civic.cases.logic.formulas import is_formula
from civic.cases.models import Request
from civic.opendata.logic.sheets import Sheet
from civic.privacy.enums import TEXT_TYPES
from civic.privacy.services.screening import findings_in
from civic.territory.models import CityDepartment, Organisation

from ..enums import CLOSED_STATE_WORDS, CREATING_FATES, OPEN_STATE_WORDS, RowFate
from ..logic.follow_up_sheet import ParsedRow, ParsedSheet, RowError, parse_follow_up, row_key
from ..logic.mapping import Mapping as Columns
from ..logic.words import clean, plain
from ..models import NeighbourhoodCouncil
from ..policies import can_import, can_set_up_councils
from .councils import council_named, councils_of

# What a person decides for a council the site does not know.
CREATE, LEAVE_OUT = "create", "leave"
LONGEST_TITLE = 200
LONGEST_AS_WRITTEN = 200
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


@dataclass
class ImportPlan:
    """What a table would change; `unknown` are the councils it names that nobody knows yet."""

    parsed: ParsedSheet
    rows: list[PlannedRow]
    unknown: dict[str, int]
    councils: list[NeighbourhoodCouncil]
    errors: list[RowError]
    unknown_departments: list[str]

    def count(self, *fates: RowFate) -> int:
        return sum(row.fate in fates for row in self.rows)

    @property
    def created(self) -> int:
        return self.count(*CREATING_FATES)

    @property
    def unchanged(self) -> int:
        return self.count(RowFate.UNCHANGED)

    @property
    def refused(self) -> int:
        return self.count(RowFate.REFUSED)

    @property
    def findings(self) -> int:
        return sum(len(row.findings) for row in self.rows)


def key_of_row(row: ParsedRow) -> str:
    """Return the key that makes the same row of the same council one request.

    The council is not part of it, since the database compares it apart: a council renamed from one
    table to the next keeps its requests. A row without any words is known by all its cells.
    """
    if row.title or row.text:
        return row_key(None, row.title, row.text)
    return row_key(None, "", "\x1e".join(f"{name}:{cell}" for name, cell in row.original.items()))


def make_plan(
    *,
    actor: Actor,
    organisation: Organisation,
    sheet: Sheet,
    columns: Columns | None = None,
    default_council: NeighbourhoodCouncil | None = None,
    choices: Mapping[str, str] | None = None,
    today: date,
) -> ImportPlan:
    """Interpret a table and say what each row would become, in a constant number of queries.

    `default_council` takes the rows that name no council. `choices` gives, for each unknown
    council, `create`, `leave` or the slug of the council it means; without a choice it is created
    when the actor may, else given to the default council when the table names no other.
    """
    councils = councils_of(organisation)
    if default_council is not None and default_council not in councils:
        councils.append(default_council)
    names = [council.sheet_name for council in councils if council.sheet_name]
    names += [council.space.title for council in councils]
    parsed = parse_follow_up(sheet, mapping=columns, council_names=names)
    placing = _Placing(
        actor, organisation, councils, default_council, choices or {}, parsed.councils
    )
    reading = _Reading(parsed, organisation, today)
    known = _existing_keys(parsed, councils)
    planned: list[PlannedRow] = []
    seen: set[tuple[Any, str]] = set()
    for row in parsed.rows:
        line = reading.row(row)
        placing.place(line)
        if line.fate != RowFate.REFUSED:
            place = line.council.space_id if line.council else line.council_name
            same = (place, line.key)
            if same in seen or same in known:
                line.fate = RowFate.UNCHANGED
            seen.add(same)
        planned.append(line)
    unknown = {
        name: count for name, count in parsed.councils.items() if placing.found(name) is None
    }
    return ImportPlan(
        parsed=parsed,
        rows=planned,
        unknown=unknown,
        councils=councils,
        errors=sorted(
            (error for line in planned for error in line.errors), key=lambda error: error.row
        ),
        unknown_departments=reading.unknown_departments(),
    )


def _existing_keys(
    parsed: ParsedSheet, councils: Iterable[NeighbourhoodCouncil]
) -> set[tuple[Any, str]]:
    """Keys of what the councils follow already: as imported, and as it reads now."""
    if not parsed.rows:
        return set()
    keys: set[tuple[Any, str]] = set()
    spaces = [council.space_id for council in councils]
    for space_id, key, title, text in (
        Request.objects.filter(space_id__in=spaces)
        .values_list("space_id", "row_key", "title", "text")
        .order_by("pk")
    ):
        if key:
            keys.add((space_id, key))
        keys.add((space_id, row_key(None, title, text)))
    return keys


class _Placing:
    """Gives each row its council, or the reason why it has none."""

    def __init__(
        self,
        actor: Actor,
        organisation: Organisation,
        councils: list[NeighbourhoodCouncil],
        default: NeighbourhoodCouncil | None,
        choices: Mapping[str, str],
        named: Mapping[str, int],
    ) -> None:
        self._councils = councils
        self._default = default
        self._choices = choices
        # A table that only names one council is that of the council it is sent to.
        self._names_one = sum(count > 0 for count in named.values()) == 1
        self._may_create = can_set_up_councils(actor, organisation)
        self._may_write = {council.pk: can_import(actor, council) for council in councils}
        self._found: dict[str, NeighbourhoodCouncil | None] = {}

    def found(self, name: str) -> NeighbourhoodCouncil | None:
        """The council of the site that a name of the table means."""
        if name not in self._found:
            self._found[name] = council_named(name, self._councils)
        return self._found[name]

    def place(self, line: PlannedRow) -> None:
        """Set the council of a row, or refuse the row."""
        name = line.parsed.council
        council = self._default if name is None else self.found(name)
        if council is None and name is not None:
            council = self._chosen(line, name)
            if line.fate == RowFate.REFUSED or council is None:
                return
        if council is None:
            _refuse(
                line,
                _("This row names no council: write its council, or import it from its page."),
            )
        elif not self._may_write[council.pk]:
            _refuse(
                line,
                _("You may not write for the council « %(council)s ».") % {"council": council},
            )
        elif council.is_closed:
            _refuse(line, _("The council « %(council)s » is closed.") % {"council": council})
        else:
            line.council = council
            line.council_name = council.space.title

    def _chosen(self, line: PlannedRow, name: str) -> NeighbourhoodCouncil | None:
        default = CREATE if self._may_create else ""
        choice = self._choices.get(name, default)
        line.council_name = name
        if choice == CREATE and self._may_create:
            return None
        if choice == LEAVE_OUT:
            _refuse(line, _("The council « %(name)s » was left out.") % {"name": name})
            return None
        by_slug = {council.space.slug: council for council in self._councils}
        council = by_slug.get(choice)
        if choice == "" and self._names_one:
            council = self._default
        if council is None:
            _refuse(
                line,
                _("The council « %(name)s » is not known here: say which council it is.")
                % {"name": name},
            )
        return council


def _refuse(line: PlannedRow, message: str) -> None:
    line.fate = RowFate.REFUSED
    line.errors.append(RowError(line.row, "", message))


class _Reading:
    """Says what the cells of a row mean: state, department, date, and what must not leave."""

    def __init__(self, parsed: ParsedSheet, organisation: Organisation, today: date) -> None:
        self._organisation = organisation
        self._today = today
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


def answer_is_a_formula(row: PlannedRow) -> bool:
    """Tell whether what a table calls an answer answers nothing."""
    department = (row.department.name,) if row.department else ()
    return is_formula(row.parsed.answer, department_names=(*row.parsed.departments, *department))


def kept_as_written(text: str, organisation_id: int) -> str:
    """Return a short cell that is shown as it was written, or nothing when it names somebody."""
    short = " ".join(clean(text).split())
    if findings_in(short, organisation_id=organisation_id):
        return ""
    return short

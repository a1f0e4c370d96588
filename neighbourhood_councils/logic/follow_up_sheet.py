"""Turn the table in which a town hall follows its councils' requests into interpreted rows."""

import datetime
import re
from collections.abc import Iterable
from collections.abc import Mapping as Map
from dataclasses import dataclass
from hashlib import sha256

from django.utils.translation import gettext as _

from civic.opendata.logic.sheets import Row, Sheet
from neighbourhood_councils.logic.dates import read_date
from neighbourhood_councils.logic.header_words import (
    LONGEST_COUNCIL_NAME,
    NUMBER_HEADERS,
    is_numbered,
    looks_like_council,
)
from neighbourhood_councils.logic.headers import Column, Header, find_header
from neighbourhood_councils.logic.mapping import SAMPLE_ROWS, Mapping, guess_mapping
from neighbourhood_councils.logic.words import clean, is_cut, plain, same_writing

BETWEEN_DEPARTMENTS = re.compile(r"[/;,\n+&|]")
ENDINGS = (".", "?", "!", "…")
ESCAPED_FORMULA = re.compile(r"^'(?=[=+\-@])")


@dataclass(frozen=True, slots=True)
class ParsedRow:
    """One request, with `row` its number in the sheet.

    `original` holds every cell as it was sent, by header; the other texts are cleaned of control
    characters and outer spaces, so offsets into a cell are to be counted in `original`.
    `date` is None where the cell is empty or was not understood (`date_text` keeps what it says);
    where only a month is given it is the first day, and `date_is_approximate`.
    `council` is None where none is named.
    """

    row: int
    council: str | None
    title: str
    text: str
    departments: tuple[str, ...]
    date: datetime.date | None
    date_text: str
    date_is_approximate: bool
    answer: str
    state_text: str
    original: Map[str, str]

    @property
    def key(self) -> str:
        """Recognises the same request in another version of the table."""
        return row_key(self.council, self.title, self.text)

    @property
    def is_cut(self) -> bool:
        """Whether the title, the text or the answer was cut short by an export."""
        return any(is_cut(text) for text in (self.title, self.text, self.answer))


@dataclass(frozen=True, slots=True)
class RowError:
    """A cell that is not understood: its row in the sheet and its header exactly as in the file.

    `column` is the letter of the column where the file gives it no header.
    """

    row: int
    column: str
    message: str


@dataclass(frozen=True, slots=True)
class ParsedSheet:
    """What a table says; `councils` gives their number of requests, in the order of the file."""

    councils: Map[str, int]
    rows: tuple[ParsedRow, ...]
    errors: tuple[RowError, ...]
    mapping: Mapping
    header: Header


def parse_follow_up(
    sheet: Sheet, *, mapping: Mapping | None = None, council_names: Iterable[str] = ()
) -> ParsedSheet:
    """Interpret a table row by row.

    Without `mapping` the columns are guessed. `council_names` are the councils already known: a
    row that is only one of these names opens its council, whatever it looks like. No request is
    left out: what is not understood is an error beside it.
    """
    header = find_header(sheet)
    body = [row for row in sheet.rows if row.number > header.last_row and not _repeats(row, header)]
    if mapping is None:
        sample = [row.cells for row in body if _only_text(row) is None][:SAMPLE_ROWS]
        mapping = guess_mapping([column.hint for column in header.columns], sample)
    groups = _GroupRows(body, mapping, council_names)
    reader = _RequestReader(header.columns, mapping, sheet.epoch)
    for row in body:
        name = groups.council_of(row)
        if name is not None:
            reader.open_council(name)
        else:
            reader.take(row)
    return ParsedSheet(reader.councils, tuple(reader.rows), tuple(reader.errors), mapping, header)


def alike(text: str) -> str:
    """One spelling for what `row_key` takes for the same words."""
    return ESCAPED_FORMULA.sub("", same_writing(text))


def row_key(council: str | None, title: str, text: str) -> str:
    """Key of a request: 64 hexadecimal figures that ignore spaces, case, quotes, Unicode form.

    The apostrophe that exports put before a formula sign is ignored too, so that our own export
    comes back unchanged.
    """
    parts = [alike(part) for part in (council or "", title, text)]
    return sha256("\x1f".join(parts).encode()).hexdigest()


def _filled(row: Row) -> dict[int, str]:
    return {index: cell.text.strip() for index, cell in enumerate(row.cells) if cell.text.strip()}


def _only_text(row: Row) -> tuple[int, str] | None:
    """Column and text of a row that says one thing; a merged cell may be exported in each cell."""
    filled = _filled(row)
    if len(set(filled.values())) != 1:
        return None
    # Twice the same word may well be a title and its text.
    return None if len(filled) == 2 else next(iter(filled.items()))


def _repeats(row: Row, header: Header) -> bool:
    """Whether a row is the header again, as on each printed page."""
    if not header.last_row:
        return False
    same = 0
    for index, cell in enumerate(row.cells):
        if not cell.text.strip():
            continue
        expected = header.columns[index].header if index < len(header.columns) else ""
        if same_writing(cell.text) != same_writing(expected):
            return False
        same += 1
    return same > 1


class _GroupRows:
    """Tells a row that opens a council from a request of which only the title was typed."""

    def __init__(self, body: list[Row], mapping: Mapping, council_names: Iterable[str]) -> None:
        alone = [(row, only) for row in body if (only := _only_text(row)) is not None]
        requests = [row for row in body if _only_text(row) is None]
        first = min((column for row in body for column in _filled(row)), default=0)
        numbered = sum(is_numbered(row.cell(first).text) for row in requests)
        self._known = {same_writing(name) for name in council_names}
        self._columns = {first, mapping.council}
        # Where the requests are numbered themselves, a number says nothing.
        self._numbers_are_marks = numbered * 2 <= len(requests)
        # Names without a mark are trusted only where the table begins with one and marks no other.
        self._bare_names_count = (
            bool(requests and alone)
            and alone[0][0] is body[0]
            and not any(self._is_marked(text) for _row, (_column, text) in alone)
        )

    def council_of(self, row: Row) -> str | None:
        """Name of the council that the row opens, or None where it is a request."""
        only = _only_text(row)
        if only is None:
            return None
        column, text = only
        if same_writing(text) in self._known:
            return text
        if column not in self._columns or len(text) > LONGEST_COUNCIL_NAME:
            return None
        is_name = self._is_marked(text) or (self._bare_names_count and not text.endswith(ENDINGS))
        return text if is_name else None

    def _is_marked(self, text: str) -> bool:
        return looks_like_council(text) and (self._numbers_are_marks or not is_numbered(text))


class _RequestReader:
    """Gathers requests, councils and errors while the rows go by."""

    def __init__(self, columns: tuple[Column, ...], mapping: Mapping, epoch: int) -> None:
        self.councils: dict[str, int] = {}
        self.rows: list[ParsedRow] = []
        self.errors: list[RowError] = []
        self._columns = columns
        self._mapping = mapping
        self._epoch = epoch
        self._spellings: dict[str, str] = {}
        self._open: str | None = None
        taken = {index for index in mapping.to_json().values() if index is not None}
        self._number = next(
            (
                column.index
                for column in columns
                if column.index not in taken and plain(column.header) in NUMBER_HEADERS
            ),
            None,
        )
        # The first row that bears each number in each council, and what it asks.
        self._numbered: dict[tuple[str | None, str], tuple[int, str]] = {}

    def open_council(self, name: str) -> None:
        """The rows below belong to this council."""
        self._open = self._council(name)

    def take(self, row: Row) -> None:
        """One request."""
        mapping = self._mapping
        date_text = self._text(row, mapping.date)
        reading = read_date(
            row.cell(mapping.date).value if mapping.date is not None else None,
            date_text,
            epoch=self._epoch,
        )
        if reading.problem:
            self._error(row, mapping.date, reading.problem)
        title = " ".join(self._text(row, mapping.title).split())
        text = self._text(row, mapping.text)
        if not title and not text:
            self._error(
                row,
                mapping.text if mapping.text is not None else mapping.title,
                _("This row has neither title nor text: say what is asked."),
            )
        own_council = self._text(row, mapping.council)
        council = self._council(own_council) if own_council else self._open
        if council is not None:
            self.councils[council] += 1
        if self._number is not None:
            self._check_number(row, council, row_key(None, title, text))
        self.rows.append(
            ParsedRow(
                row=row.number,
                council=council,
                title=title,
                text=text,
                departments=_departments(self._text(row, mapping.departments)),
                date=reading.day,
                date_text=date_text,
                date_is_approximate=reading.approximate,
                answer=self._text(row, mapping.answer),
                state_text=self._text(row, mapping.state),
                original={column.key: row.cell(column.index).text for column in self._columns},
            )
        )

    def _check_number(self, row: Row, council: str | None, asked: str) -> None:
        """Say that two different requests of a council bear one number: neither is left out."""
        number = same_writing(self._text(row, self._number))
        if not number:
            return
        first, what = self._numbered.setdefault((council, number), (row.number, asked))
        if first != row.number and what != asked:
            self._error(
                row,
                self._number,
                _(
                    "The number “%(number)s” is also that of row %(row)s: both requests are kept, "
                    "and each gets a number of its own."
                )
                % {"number": number, "row": first},
            )

    def _text(self, row: Row, index: int | None) -> str:
        return "" if index is None else clean(row.cell(index).text)

    def _council(self, name: str) -> str:
        """The first spelling of a council in the file stands for the others."""
        shown = " ".join(clean(name).split())
        spelling = self._spellings.setdefault(same_writing(shown), shown)
        self.councils.setdefault(spelling, 0)
        return spelling

    def _error(self, row: Row, index: int | None, message: str) -> None:
        known = index is not None and index < len(self._columns)
        column = self._columns[index].header if index is not None and known else ""
        self.errors.append(RowError(row.number, column, message))


def _departments(text: str) -> tuple[str, ...]:
    parts = (" ".join(part.split()) for part in BETWEEN_DEPARTMENTS.split(text))
    # A part without a letter ("?", "-") names no department.
    return tuple(dict.fromkeys(part for part in parts if plain(part)))

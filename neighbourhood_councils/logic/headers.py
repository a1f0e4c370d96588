"""Find the header of a follow-up table, in one row or in two, or say that there is none."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from civic.opendata.logic.sheet_limits import column_letter
from civic.opendata.logic.sheets import Row, Sheet
from neighbourhood_councils.logic.dates import mentions_date
from neighbourhood_councils.logic.header_words import OTHER_HEADERS, is_numbered
from neighbourhood_councils.logic.mapping import Field, header_score
from neighbourhood_councils.logic.words import plain

SEARCH_ROWS = 20
LONGEST_HEADER = 60
# A header that at least begins with the name of a field.
KNOWN_HEADER_SCORE = 1.5


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table.

    `header` is the text of the file, or the letter of the column where there is none; `key` is the
    same made unique; `hint` joins the two rows of a double header.
    """

    index: int
    header: str
    key: str
    hint: str


@dataclass(frozen=True, slots=True)
class Header:
    """Where the header is, by row numbers, both 0 where the table has none."""

    first_row: int
    last_row: int
    columns: tuple[Column, ...]


def headers_key(headers: Sequence[str]) -> str:
    """Recognises the columns of a table sent again: 64 hexadecimal figures, accents ignored."""
    return sha256("\x1f".join(plain(header) for header in headers).encode()).hexdigest()


def find_header(sheet: Sheet) -> Header:
    """Find the row (or the two rows) that name the columns."""
    rows = list(sheet.rows[:SEARCH_ROWS])
    best = max(rows, key=_header_hits, default=None)
    if best is None:
        return Header(0, 0, ())
    if _header_hits(best) < 2:
        return _plain_header(sheet)
    position = rows.index(best)
    upper, lower = None, best
    above = rows[position - 1] if position else None
    below = rows[position + 1] if position + 1 < len(rows) else None
    if (
        above is not None
        and above.number == best.number - 1
        and _is_second_header(above, least_hits=1)
    ):
        upper = above
    elif (
        below is not None
        and below.number == best.number + 1
        and _is_second_header(below, least_hits=2)
    ):
        upper, lower = best, below
    return Header((upper or lower).number, lower.number, _columns(sheet, upper, lower))


def _plain_header(sheet: Sheet) -> Header:
    """Short texts that all differ are a header even without a known word, or there is none."""
    for row in sheet.rows[:SEARCH_ROWS]:
        if row.number != sheet.header_row:
            continue
        texts = _filled(row)
        if (
            len(texts) > 1
            and all(_is_label(row, index) for index in texts)
            and len(set(texts.values())) == len(texts)
        ):
            return Header(row.number, row.number, _columns(sheet, None, row))
    return Header(0, 0, _columns(sheet, None, None))


def _filled(row: Row) -> dict[int, str]:
    return {index: cell.text.strip() for index, cell in enumerate(row.cells) if cell.text.strip()}


def _is_label(row: Row, index: int) -> bool:
    cell = row.cells[index]
    return (
        isinstance(cell.value, str)
        and len(cell.text.strip()) <= LONGEST_HEADER
        and not mentions_date(cell.text)
        and not is_numbered(cell.text)
    )


def _header_hits(row: Row) -> int:
    texts = _filled(row)
    if not all(_is_label(row, index) for index in texts):
        return 0
    return sum(_is_known_header(text) for text in texts.values())


def _is_known_header(text: str) -> bool:
    return plain(text) in OTHER_HEADERS or any(
        header_score(field, text) >= KNOWN_HEADER_SCORE for field in Field
    )


def _is_second_header(row: Row, *, least_hits: int) -> bool:
    return len(_filled(row)) > 1 and _header_hits(row) >= least_hits


def _columns(sheet: Sheet, upper: Row | None, lower: Row | None) -> tuple[Column, ...]:
    columns: list[Column] = []
    seen: dict[str, int] = {}
    group = ""
    for index in range(sheet.width):
        above = upper.cell(index).text.strip() if upper else ""
        below = lower.cell(index).text.strip() if lower else ""
        # The upper cell is merged over its columns: only the first one holds its text.
        group = above or group
        header = (
            (lower.cell(index).text if lower and below else "") or above or column_letter(index)
        )
        seen[header] = seen.get(header, 0) + 1
        key = header if seen[header] == 1 else f"{header} ({seen[header]})"
        columns.append(Column(index, header, key, f"{group} {below}".strip()))
    return tuple(columns)

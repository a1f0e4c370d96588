"""The matrix as a file: written for a spreadsheet, read back with an error for each wrong row."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from civic.core.exceptions import Refusal
from civic.opendata.logic.sheets import Row, read_sheet
from civic.territory.models import CityDepartment, Competence, Organisation
from civic.territory.selectors.matrix import Matrix
from civic.territory.services.holders import Holding, check_holding

COLUMNS = ("competence", "commune", "holder", "department")
MOST_ROWS = 20_000


@dataclass
class Reading:
    """What a file says: the cells it fills, and what is wrong with each other row."""

    holdings: list[Holding] = field(default_factory=list)
    errors: list[tuple[int, str]] = field(default_factory=list)


def rows_of(matrix: Matrix) -> Iterator[tuple[str, str, str, str]]:
    """Yield a row for each cell, a gap with an empty holder."""
    for line in matrix.lines:
        for cell in line.cells:
            held = cell.held
            yield (
                line.competence.code,
                cell.commune.slug,
                held.holder.slug if held else "",
                held.department.slug if held and held.department else "",
            )


def read_matrix(data: bytes, filename: str) -> Reading:
    """Read a CSV, XLSX or ODS file with the columns of the export; raises Refusal as a whole."""
    sheet = read_sheet(data, filename=filename)
    header = next(row for row in sheet.rows if row.number == sheet.header_row)
    names = [cell.text.strip().lower() for cell in header.cells]
    missing = [name for name in COLUMNS if name not in names]
    if missing:
        raise Refusal(
            _("The columns %(names)s are missing: export the matrix, change it, send it back.")
            % {"names": ", ".join(f"« {name} »" for name in missing)},
            code="columns_missing",
            field="file",
        )
    if len(sheet.rows) > MOST_ROWS:
        raise Refusal(_("This file has too many rows."), code="too_many_rows", field="file")
    known = _Known()
    reading, seen = Reading(), set()
    at = {name: names.index(name) for name in COLUMNS}
    for row in sheet.rows:
        if row.number <= header.number:
            continue
        try:
            holding = known.holding(row, at)
            key = (holding.competence.pk, holding.territory.pk)
            if key in seen:
                raise Refusal(_("This competence and this commune were already said above."))
            seen.add(key)
            check_holding(holding)
        except Refusal as refusal:
            reading.errors.append((row.number, str(refusal.message)))
        else:
            reading.holdings.append(holding)
    return reading


class _Known:
    """What the codes of a file stand for, read once."""

    def __init__(self) -> None:
        self.competences = {one.code: one for one in Competence.objects.all()}
        self.bodies = {one.slug: one for one in Organisation.objects.defer("boundary")}
        self.departments = {
            (one.organisation_id, one.slug): one for one in CityDepartment.objects.all()
        }

    def holding(self, row: Row, at: dict[str, int]) -> Holding:
        competence, commune, holder, department = (
            row.cell(at[name]).text.strip() for name in COLUMNS
        )
        if competence not in self.competences:
            raise Refusal(_("No competence has the code « %(code)s ».") % {"code": competence})
        body = self._body(holder) if holder else None
        if department and (body is None or (body.pk, department) not in self.departments):
            raise Refusal(
                _("« %(department)s » is not a department of « %(body)s ».")
                % {"department": department, "body": holder}
            )
        return Holding(
            self.competences[competence],
            self._body(commune),
            body,
            self.departments[body.pk, department] if body and department else None,
        )

    def _body(self, slug: str) -> Organisation:
        if slug not in self.bodies:
            raise Refusal(_("No body has the short address « %(slug)s ».") % {"slug": slug})
        return self.bodies[slug]

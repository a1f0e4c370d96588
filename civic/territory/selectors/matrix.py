"""The matrix competence × territory: who holds what, where nobody does, where two do."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count

from ..enums import HoldingFault, OrganisationKind
from ..logic.holding import Held, faults
from ..models import Competence, CompetenceHolder, Organisation


@dataclass(frozen=True)
class Cell:
    """Who holds a competence on a commune, and what is wrong with it."""

    commune: Organisation
    held: CompetenceHolder | None
    faults: tuple[HoldingFault, ...]

    @property
    def is_intercommunal(self) -> bool:
        """Tell whether the intercommunality holds it."""
        return self.held is not None and self.held.holder_id == self.commune.intercommunality_id

    @property
    def problem(self) -> str:
        """Say what is wrong in words."""
        return ", ".join(str(fault.label) for fault in self.faults)

    @property
    def answerer(self) -> str:
        """Name who answers: the department, or the body."""
        if self.held is None:
            return ""
        held = self.held
        return held.department.name if held.department else held.holder.label


@dataclass(frozen=True)
class Line:
    """A competence and its cells, one for each commune of the matrix."""

    competence: Competence
    cells: tuple[Cell, ...]

    @property
    def problems(self) -> int:
        """Count the communes where something is wrong."""
        return sum(bool(cell.faults) for cell in self.cells)

    @property
    def faulty(self) -> dict[str, list[str]]:
        """Return the names of the communes where each thing is wrong."""
        found: dict[str, list[str]] = {}
        for cell in self.cells:
            if cell.faults:
                found.setdefault(cell.problem, []).append(cell.commune.label)
        return found

    @property
    def gaps(self) -> int:
        return sum(HoldingFault.GAP in cell.faults for cell in self.cells)

    @property
    def answerers(self) -> list[tuple[str, int]]:
        """Return who answers and on how many communes, most numerous first."""
        return Counter(cell.answerer for cell in self.cells if cell.held).most_common()

    @property
    def kind(self) -> str:
        """Say whose competence it is: of the intercommunality, of the communes, or shared."""
        intercommunal = {cell.is_intercommunal for cell in self.cells if cell.held}
        if not intercommunal:
            return "nobody"
        if len(intercommunal) > 1:
            return "shared"
        return "intercommunality" if True in intercommunal else "commune"


@dataclass(frozen=True)
class Matrix:
    """The communes in order, and a line for each competence."""

    communes: tuple[Organisation, ...]
    lines: tuple[Line, ...]


def matrix(competences: Iterable[Competence] | None = None) -> Matrix:
    """Return who holds what on each commune of the site, in four queries."""
    lines = list(Competence.objects.all() if competences is None else competences)
    communes = tuple(
        Organisation.objects.filter(kind=OrganisationKind.COMMUNE)
        .defer("boundary")
        .order_by("name")
    )
    departments = dict(
        Organisation.objects.order_by()
        .annotate(count=Count("departments"))
        .values_list("pk", "count")
    )
    rows: dict[tuple[int, int], CompetenceHolder] = {
        (row.competence_id, row.territory_id): row
        for row in CompetenceHolder.objects.filter(competence__in=lines)
        .select_related("holder", "department")
        .defer("holder__boundary")
    }

    def cell(competence: Competence, commune: Organisation) -> Cell:
        own = rows.get((competence.pk, commune.pk))
        whole = rows.get((competence.pk, commune.intercommunality_id or 0))
        covering = [row for row in (own, whole) if row is not None]
        held = own or whole
        return Cell(
            commune,
            held,
            faults(
                commune.pk,
                commune.intercommunality_id,
                [_fact(row) for row in covering],
                departments_of_holder=departments.get(held.holder_id, 0) if held else 0,
            ),
        )

    return Matrix(
        communes,
        tuple(
            Line(competence, tuple(cell(competence, commune) for commune in communes))
            for competence in lines
        ),
    )


def _fact(row: CompetenceHolder) -> Held:
    return Held(
        territory_id=row.territory_id,
        holder_id=row.holder_id,
        department_id=row.department_id,
        department_of=row.department.organisation_id if row.department else None,
    )

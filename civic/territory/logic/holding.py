"""What is wrong with who holds a competence on a commune: pure rules on rows of the matrix."""

from collections.abc import Sequence
from dataclasses import dataclass

from ..enums import HoldingFault


@dataclass(frozen=True)
class Held:
    """One row: who holds a competence on a territory; the department with the body it is of."""

    territory_id: int
    holder_id: int
    department_id: int | None = None
    department_of: int | None = None


def faults(
    commune_id: int,
    parent_id: int | None,
    rows: Sequence[Held],
    *,
    departments_of_holder: int = 1,
) -> tuple[HoldingFault, ...]:
    """Return what is wrong with the rows that cover a commune: its own, its intercommunality's.

    A village with one department need not name it in each row; a town must.
    """
    found = []
    if not rows:
        return (HoldingFault.GAP,)
    if len({row.holder_id for row in rows}) > 1:
        found.append(HoldingFault.OVERLAP)
    for row in rows:
        if row.holder_id not in {commune_id, parent_id}:
            found.append(HoldingFault.HOLDER_ELSEWHERE)
        if row.department_id is not None and row.department_of != row.holder_id:
            found.append(HoldingFault.DEPARTMENT_ELSEWHERE)
    own = next((row for row in rows if row.territory_id == commune_id), rows[0])
    if own.department_id is None and departments_of_holder != 1:
        found.append(HoldingFault.NO_DEPARTMENT)
    return tuple(dict.fromkeys(found))

"""What is wrong with who holds a competence on a commune."""

import pytest

from civic.territory.enums import HoldingFault
from civic.territory.logic.holding import Held, faults

COMMUNE, PARENT, NEIGHBOUR = 1, 2, 3


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ((), (HoldingFault.GAP,)),
        ((Held(COMMUNE, COMMUNE),), ()),
        ((Held(COMMUNE, PARENT, 7, PARENT),), ()),
        ((Held(COMMUNE, NEIGHBOUR),), (HoldingFault.HOLDER_ELSEWHERE,)),
        ((Held(COMMUNE, PARENT, 7, COMMUNE),), (HoldingFault.DEPARTMENT_ELSEWHERE,)),
        ((Held(COMMUNE, COMMUNE), Held(PARENT, PARENT)), (HoldingFault.OVERLAP,)),
        ((Held(COMMUNE, PARENT), Held(PARENT, PARENT)), ()),
    ],
)
def test_what_is_wrong_is_named(rows: tuple[Held, ...], expected: tuple[HoldingFault, ...]) -> None:
    assert faults(COMMUNE, PARENT, rows) == expected


def test_a_body_with_several_departments_names_one() -> None:
    rows = (Held(COMMUNE, COMMUNE),)
    assert faults(COMMUNE, PARENT, rows, departments_of_holder=4) == (HoldingFault.NO_DEPARTMENT,)

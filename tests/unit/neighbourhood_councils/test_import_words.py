"""What is said of a table before it is written."""

from types import SimpleNamespace
from typing import Any

from neighbourhood_councils.views.import_preview import _sentences


def test_thousands_are_written_as_everywhere_else() -> None:
    plan: Any = SimpleNamespace(
        rows=[SimpleNamespace(findings=("06 12 34 56 78",))] * 2_000,
        created=2_000,
        completed=0,
        unchanged=0,
        refused=0,
    )
    said = " ".join(_sentences(plan)).replace("\u202f", "\xa0")
    assert said.count("2\xa0000") == 3
    assert "2000" not in said

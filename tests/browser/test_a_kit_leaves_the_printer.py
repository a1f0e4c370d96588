"""What a commune posts up leaves Chromium as one sheet, whatever the paper."""

import re
from typing import Any

import pytest

from tests.browser.visitor import Visitor

KITS = (
    "/fr/concertations/plan-climat/kit/",
    "/fr/concertations/plan-climat/propositions/kit/",
    "/fr/ateliers/groupe-mixte-climat/kit/",
)
PAPERS: tuple[dict[str, Any], ...] = ({"prefer_css_page_size": True}, {"format": "A4"}, {})


@pytest.mark.parametrize("piece", ["affiche", "carte-de-table"])
def test_each_piece_of_a_kit_is_one_sheet(visitor: Visitor, piece: str) -> None:
    visitor.become("chloe")
    for kit in KITS:
        visitor.page.goto(f"{visitor.site}{kit}{piece}/")
        counts = {
            str(paper): sheets_of(visitor.page.pdf(print_background=True, **paper))
            for paper in PAPERS
        }
        assert set(counts.values()) == {1}, (kit, counts)


def test_what_was_said_and_done_holds_on_three_sheets(visitor: Visitor) -> None:
    visitor.become("chloe")
    visitor.page.goto(f"{visitor.site}{KITS[0]}vous-avez-dit/")
    assert sheets_of(visitor.page.pdf(prefer_css_page_size=True)) <= 3


def sheets_of(pdf: bytes) -> int:
    """Count the pages of a PDF as Chromium writes it."""
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf))

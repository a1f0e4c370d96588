"""What a commune posts up leaves Chromium as one sheet, whatever the paper."""

import re
from typing import Any

import pytest

from tests.browser.visitor import Visitor, with_scripts

KITS = (
    "/fr/concertations/plan-climat/kit/",
    "/fr/concertations/plan-climat/propositions/kit/",
    "/fr/ateliers/groupe-mixte-climat/kit/",
)
COUNCIL = "/fr/saint-aurel/conseils-de-quartier/faubourg-saint-loup/kit/"
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


@pytest.mark.parametrize(("who", "kit"), [*(("chloe", kit) for kit in KITS), ("bruno", COUNCIL)])
def test_what_was_said_and_done_holds_on_both_sides_of_one_sheet(
    visitor: Visitor, who: str, kit: str
) -> None:
    visitor.become(who)
    visitor.open(f"{kit}vous-avez-dit/")
    for paper in PAPERS:
        assert sheets_of(visitor.page.pdf(print_background=True, **paper)) <= 2, paper


@pytest.mark.parametrize("piece", ["", "affiche/", "carte-de-table/"])
@with_scripts
def test_the_chair_takes_the_pieces_of_the_council(visitor: Visitor, piece: str) -> None:
    visitor.become("bruno")
    visitor.open(f"{COUNCIL}{piece}")
    if piece:
        counts = {sheets_of(visitor.page.pdf(print_background=True, **paper)) for paper in PAPERS}
        assert counts == {1}


def test_the_whole_follow_up_table_leaves_the_printer_on_a3(visitor: Visitor) -> None:
    """Every row, on sheets on their side: what was filtered, when, and where the rest is."""
    page = visitor.page
    page.goto(f"{visitor.site}{COUNCIL.removesuffix('kit/')}suivi/?page=tout")
    assert page.locator("tbody tr").count() > 25
    pdf = page.pdf(prefer_css_page_size=True)
    assert sheets_of(pdf) >= 2
    boxes = {tuple(map(float, box.split())) for box in re.findall(rb"/MediaBox \[([^\]]*)\]", pdf)}
    assert {(round(box[2]), round(box[3])) for box in boxes} == {(1191, 842)}
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 1500, "height": 1000})
    assert page.evaluate(
        "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    )
    assert page.locator(".print-only").is_visible()
    assert "telles qu’elles étaient le" in page.locator(".print-only").inner_text()


def sheets_of(pdf: bytes) -> int:
    """Count the pages of a PDF as Chromium writes it."""
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf))

"""Every kind of public page, read by a visitor: accessible, never wider than the screen."""

import pytest

from tests.browser.visitor import Visitor, with_scripts

PAGES = [
    "/fr/",
    "/fr/concertations/",
    "/fr/concertations/renovation-mediatheque/",
    "/fr/concertations/plan-climat/propositions/?q=bus",
    "/fr/concertations/plan-climat/cars-du-samedi/",
    "/fr/decisions/",
    "/fr/ateliers/rafraichir-les-ecoles/",
    "/fr/ateliers/groupe-mixte-climat/",
    "/fr/textes/plan-climat-volet-mobilites/",
    "/fr/textes/plan-climat-volet-mobilites/amendements/",
    "/fr/textes/plan-climat-volet-mobilites/comparer/",
    "/fr/actualites/",
    "/fr/glossaire/",
    "/fr/recherche/?q=vélo",
    "/fr/agenda/",
    "/fr/comment-participer/",
    "/fr/accessibilite/",
    "/fr/compte/connexion/",
    "/fr/saint-aurel/",
    "/fr/saint-aurel/conseils-de-quartier/",
    "/fr/saint-aurel/conseils-de-quartier/les-tanneries/",
    "/fr/montfaucelle/",
    "/styleguide/",
    "/en/",
]


@pytest.mark.parametrize("path", PAGES)
@with_scripts
def test_a_visitor_reads_a_page(visitor: Visitor, path: str) -> None:
    visitor.open(path)


@with_scripts
def test_a_missing_page_offers_a_way_out(visitor: Visitor) -> None:
    answer = visitor.page.goto(f"{visitor.site}/fr/nulle-part/")
    assert answer is not None
    assert answer.status == 404
    visitor.look()
    assert visitor.page.locator("main a").count() >= 1
    visitor.problems[:] = [said for said in visitor.problems if "404" not in said]

"""A resident finds a workshop, takes a place, and gives it back."""

from tests.browser.visitor import Visitor, with_and_without_scripts

WORKSHOP = "/fr/ateliers/marcher-la-brevanne/"


@with_and_without_scripts
def test_a_resident_takes_a_place_then_gives_it_back(visitor: Visitor) -> None:
    page = visitor.page
    visitor.open("/fr/ateliers/")
    visitor.follow(f'main a[href$="{WORKSHOP}"]')
    visitor.follow('main a[href*="/seances/"]')
    page.fill("[name=needs]", "Une place dans une voiture depuis la gare.")
    visitor.send('main form[action$="/inscription/"] button[type=submit]')
    page.fill("[name=public_name]", "Nour")
    visitor.send("main form:has([name=public_name]) button[type=submit]")
    assert "/seances/" in page.url
    visitor.follow('main a[href$="/annuler/"]')
    visitor.send("main form button[type=submit]")
    assert page.locator('main form[action$="/inscription/"]').count() == 1

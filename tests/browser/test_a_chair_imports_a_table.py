"""A chair brings the example table, reads what it may reveal, publishes the follow-up table."""

from tests.browser.visitor import Visitor, with_and_without_scripts

COUNCIL = "/fr/saint-aurel/conseils-de-quartier/faubourg-saint-loup/"


@with_and_without_scripts
def test_bruno_imports_the_example_and_publishes_what_he_has_read(visitor: Visitor) -> None:
    page = visitor.page
    visitor.become("bruno")
    visitor.open(COUNCIL)
    visitor.open(f"{COUNCIL}suivi/")
    visitor.open(f"{COUNCIL}importer/")
    visitor.send("main button[name=use_example]")
    assert page.locator("main").inner_text().strip()
    visitor.send("main button[name=write]")
    visitor.follow(f'main a[href$="{COUNCIL}a-relire/"]')


@with_and_without_scripts
def test_anybody_reads_the_follow_up_table_and_one_request(visitor: Visitor) -> None:
    page = visitor.page
    visitor.open(f"{COUNCIL}suivi/")
    rows = page.locator(f'main a[href*="{COUNCIL}suivi/"]')
    assert rows.count() >= 5
    visitor.follow(f'main .follow-up-table a[href*="{COUNCIL}suivi/"]')

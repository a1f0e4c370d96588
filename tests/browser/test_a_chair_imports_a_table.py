"""A chair brings the example table, reads what it may reveal, publishes the follow-up table."""

from tests.browser.visitor import Visitor, with_and_without_scripts

COUNCIL = "/fr/saint-aurel/conseils-de-quartier/faubourg-saint-loup/"
SHEET = "Demande;Service concerné;Date de la demande;Réponse\n{title};Espaces verts;03/02/2026;\n"


@with_and_without_scripts
def test_bruno_tries_the_example_and_gives_it_up(visitor: Visitor) -> None:
    visitor.become("bruno")
    visitor.open(f"{COUNCIL}importer/")
    visitor.send("main button[name=use_example]")
    visitor.send("main button[name=give_up]")
    assert visitor.page.url.endswith("/importer/")


@with_and_without_scripts
def test_bruno_imports_his_table_and_publishes_what_he_has_read(visitor: Visitor) -> None:
    page = visitor.page
    title = f"Banc cassé près du lavoir ({visitor.screen})"
    sheet = SHEET.format(title=title)
    visitor.become("bruno")
    visitor.open(f"{COUNCIL}importer/")
    page.set_input_files(
        "[name=file]", {"name": "suivi.csv", "mimeType": "text/csv", "buffer": sheet.encode()}
    )
    visitor.send("main form:has([name=file]) button[type=submit]:not([name])")
    visitor.send("main button[name=write]")
    # Nothing is public before somebody has read it.
    visitor.open(f"{COUNCIL}suivi/?q=lavoir")
    assert title not in page.locator("main").inner_text()
    visitor.open(f"{COUNCIL}a-relire/?quoi=demandes-publier")
    box = page.locator("li.held", has_text=title).locator("[name=text]")
    visitor.choose(f"#{box.get_attribute('id')}")
    visitor.send("main button[name=chosen]")
    visitor.open(f"{COUNCIL}suivi/?q=lavoir")
    assert title in page.locator("main").inner_text()


@with_and_without_scripts
def test_anybody_reads_the_follow_up_table_and_one_request(visitor: Visitor) -> None:
    visitor.open(COUNCIL)
    visitor.follow(f'main a[href*="{COUNCIL}suivi/"]')
    visitor.open(f"{COUNCIL}suivi/")
    assert visitor.page.locator(".follow-title a").count() >= 5
    visitor.follow(".follow-title a")

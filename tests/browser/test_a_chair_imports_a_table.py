"""A chair brings the example table, reads what it may reveal, publishes the follow-up table."""

import time

from tests.browser.visitor import Visitor, with_and_without_scripts, with_scripts

COUNCIL = "/fr/saint-aurel/conseils-de-quartier/faubourg-saint-loup/"
TEN_MINUTES = 600
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


@with_scripts
def test_bruno_pastes_his_spreadsheet_and_publishes_it_in_a_few_clicks(visitor: Visitor) -> None:
    """Six requests, one that names a car and a telephone: a paste and at most nine clicks."""
    page, clicks = visitor.page, 0
    place = f"ruelle {visitor.screen}"
    rows = [f"Demande {n}, {place}\tLe banc numéro {n} est cassé\tVoirie" for n in range(5)]
    rows.append(f"Voiture, {place}\tLa voiture EX-417-TZ gêne, appeler le 06 39 98 27 41\tVoirie")
    visitor.become("bruno")
    visitor.open(f"{COUNCIL}importer/")
    page.fill("[name=pasted]", "\n".join(["Titre\tDescription\tServices", *rows]))
    started = time.monotonic()
    visitor.send("main form:has([name=pasted]) button[type=submit]:not([name])")
    assert page.locator("mark.finding").count() == 2
    visitor.send("main button[name=write]")
    visitor.follow(f'main a[href$="{COUNCIL}a-relire/"]')
    clicks += 3
    while (mine := page.locator("li.held", has_text=place).locator("[value=masked]")).count():
        with page.expect_navigation(wait_until="load"):
            mine.first.click()
        clicks += 1
    visitor.open(f"{COUNCIL}a-relire/?quoi=demandes-publier")
    visitor.send("main button[name=all]")
    clicks += 2
    visitor.open(f"{COUNCIL}suivi/?q={place.replace(' ', '+')}")
    shown = page.locator(".follow-up-full").inner_text()
    assert all(f"Demande {n}, {place}" in shown for n in range(5))
    assert "EX-417-TZ" not in shown
    assert "06 39 98" not in shown
    assert clicks <= 9
    assert time.monotonic() - started < TEN_MINUTES


@with_and_without_scripts
def test_anybody_sorts_and_filters_the_table_with_the_keyboard(visitor: Visitor) -> None:
    page = visitor.page
    visitor.open(f"{COUNCIL}suivi/")
    if visitor.screen.width > 1000:
        page.locator(".follow-up-full thead a").first.focus()
        with page.expect_navigation(wait_until="load"):
            page.keyboard.press("Enter")
        assert "tri=numero" in page.url
        numbers = page.locator("tbody .follow-number").all_inner_texts()
        assert numbers == sorted(numbers)
    late = page.locator(".quick a", has_text="En retard")
    if late.count():
        late.first.focus()
        with page.expect_navigation(wait_until="load"):
            page.keyboard.press("Enter")
        assert "etat=en-retard" in page.url
        visitor.look()


@with_and_without_scripts
def test_anybody_reads_the_follow_up_table_and_one_request(visitor: Visitor) -> None:
    visitor.open(COUNCIL)
    visitor.follow(f'main a[href*="{COUNCIL}suivi/"]')
    visitor.open(f"{COUNCIL}suivi/")
    assert visitor.page.locator(".follow-title a").count() >= 5
    visitor.follow(".follow-title a")

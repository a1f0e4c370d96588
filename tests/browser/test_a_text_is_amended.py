"""Reads a plan paragraph by paragraph, proposes other words, sees the difference, gets a number."""

from tests.browser.test_a_resident_takes_part import say_who_one_is, step
from tests.browser.visitor import Visitor, with_and_without_scripts

TEXT = "/fr/textes/plan-climat-volet-mobilites/"
WHY = "Sans lumière, personne n’y laisse un vélo en hiver."


@with_and_without_scripts
def test_a_resident_amends_a_paragraph_and_receives_a_number(visitor: Visitor) -> None:
    page = visitor.page
    visitor.open(TEXT)
    assert page.locator(".text-line").count() > 30
    page.locator(".text-margin a").nth(9).click()
    visitor.look()
    visitor.follow('main a[href$="/amender/"]')
    words = page.input_value("[name=words]")
    page.fill("[name=words]", f"{words} Cela vaut aussi le dimanche.")
    page.fill("[name=why]", WHY)
    visitor.send("main form [name=preview]")
    assert "dimanche" in page.locator(".difference ins").first.inner_text()
    visitor.send("main form.form button.button-main")
    say_who_one_is(visitor, "Odile")
    assert page.locator(".receipt-number b").count() == 1
    assert step(visitor).replace("-", "").isdigit()


@with_and_without_scripts
def test_anybody_reads_what_changed_and_why(visitor: Visitor) -> None:
    visitor.open(TEXT)
    visitor.follow('main a[href$="/comparer/"]')
    assert visitor.page.locator(".difference").count() >= 5
    visitor.open(f"{TEXT}qui-ecrit/")
    visitor.open(f"{TEXT}amendements/")
    visitor.page.locator(".text-change h2 a").first.click()
    visitor.look()
    assert visitor.page.locator(".case").count() == 1

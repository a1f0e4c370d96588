"""An agent types a sheet for somebody, corrects what is missing, prints a receipt, calls back."""

from tests.browser.visitor import Visitor, with_and_without_scripts

DESK = "/fr/agent/guichet/val-de-brevanne/"
TEXT = "Une haie donnerait de l’ombre aux promeneurs et un abri aux oiseaux."
SEND = "main form.desk-form button.button-main"


@with_and_without_scripts
def test_chloe_types_what_somebody_wrote_and_nothing_typed_is_lost(visitor: Visitor) -> None:
    page = visitor.page
    visitor.become("chloe")
    visitor.open(DESK)
    visitor.follow('main a[href$="/saisir/contribution/"]')
    # Where another journey has opened a second call, the desk asks for which one.
    if page.locator("[name=title]").count() == 0:
        visitor.send('main li:has-text("Plan climat") a.item-title')
    page.fill("[name=title]", f"Planter une haie ({visitor.screen})")
    page.fill("[name=text]", TEXT)
    page.fill("[name=public_name]", "Marcelle")
    visitor.send(SEND)
    assert page.locator(".error-summary").count() == 1
    assert page.input_value("[name=text]") == TEXT
    # A form that misses something is answered so (422), as it should.
    visitor.problems = [line for line in visitor.problems if "422" not in line]
    page.select_option("[name=consent_how]", "oral")
    for label in page.locator("main .choice:has([name^=condition_]) label").all():
        label.click()
    visitor.send(SEND)
    number = page.locator(".receipt-number b [aria-hidden]").inner_text()
    assert page.locator(".desk-claim b").count() == 1
    visitor.open(f"{DESK}?q={number}")
    assert page.locator("main a.item-title").count() == 1


@with_and_without_scripts
def test_anybody_finds_a_sheet_to_print(visitor: Visitor) -> None:
    visitor.open("/fr/papier/")
    visitor.follow('main a.paper-link[href*="/papier/proposition-"]')
    assert visitor.page.locator(".paper-code img").count() == 1
    assert visitor.page.locator(".paper-uses li").count() == 4

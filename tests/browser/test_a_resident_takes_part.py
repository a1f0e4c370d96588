"""Reads the climate plan, proposes, comments, supports, votes, reads an argued decision."""

from urllib.parse import urlsplit

from tests.browser.visitor import Visitor, with_and_without_scripts

PLAN = "/fr/concertations/plan-climat/"
PROPOSALS = f"{PLAN}propositions/"
BALLOT = f"{PLAN}cars-du-samedi/"
TITLE = "Des bancs à l’ombre sur le chemin de l’école"
TEXT = (
    "Entre la mairie et l’école il n’y a pas un banc ni un arbre. En juin, les plus âgés ne font "
    "plus le trajet à pied. Trois bancs et quelques tilleuls suffiraient."
)
COMMENT = "Je suis pour : avec la chaleur de l’été, on renonce à marcher dès dix heures."


def step(visitor: Visitor) -> str:
    """Return the last component of the address: the question being asked."""
    return urlsplit(visitor.page.url).path.rstrip("/").rpartition("/")[2]


def say_who_one_is(visitor: Visitor, name: str, email: str = "") -> None:
    page = visitor.page
    page.fill("[name=public_name]", name)
    if email:
        page.fill("[name=email]", email)
    visitor.send("main form:has([name=public_name]) button[type=submit]")
    if step(visitor) == "code":
        page.fill("[name=code]", visitor.code_received_by(email))
        visitor.send("main form:has([name=code]) button[type=submit]")


def write_a_proposal(visitor: Visitor, name: str) -> None:
    """Go through the questions, whichever are asked, to the receipt."""
    page = visitor.page
    page.fill("[name=title]", TITLE)
    page.fill("[name=text]", TEXT)
    visitor.send("main form:has([name=title]) button[type=submit]:not([name])")
    if step(visitor) == "proches":
        visitor.follow("main a.button-main")
    if step(visitor) == "lieu":
        visitor.choose("[name=theme]:not([value=''])")
        visitor.send("main form:has([name=theme]) button[type=submit]")
    assert step(visitor) == "envoi"
    for box in page.locator("main form [type=checkbox]").all():
        visitor.choose(f"#{box.get_attribute('id')}")
    visitor.send("main form.form button[type=submit]")
    if step(visitor) == "qui":
        say_who_one_is(visitor, name)


@with_and_without_scripts
def test_a_resident_reads_the_plan_proposes_comments_and_supports(visitor: Visitor) -> None:
    page = visitor.page
    visitor.open("/fr/")
    visitor.follow(f'main a[href$="{PLAN}"]')
    assert page.locator("dl.facts dt").count() >= 3
    visitor.follow(f'main a[href$="{PROPOSALS}"]')
    visitor.follow('main a[href$="/ecrire/"]')
    write_a_proposal(visitor, "Nour")
    assert step(visitor) == "recu"
    visitor.follow('main a[href*="/propositions/"].button, main .receipt a')
    assert page.locator("h1").inner_text() == TITLE

    visitor.open(PROPOSALS)
    visitor.follow("#results .item-title a")
    support_it(visitor)
    page.fill("#repondre [name=text]", COMMENT)
    visitor.choose("#repondre [name=stance][value=for]")
    visitor.send("#repondre button[type=submit]")
    assert COMMENT in page.locator("#discussion").inner_text()


def support_it(visitor: Visitor) -> None:
    """Press the button; the number shown grows by one at once."""
    page = visitor.page
    before = supports_shown(visitor)
    page.locator("#support button[name=support][value=give]").click()
    page.locator("#support button[name=support][value=withdraw]").wait_for()
    assert supports_shown(visitor) == before + 1
    visitor.look()


def supports_shown(visitor: Visitor) -> int:
    shown = visitor.page.locator("#support .support-count b").inner_text()
    return int("".join(character for character in shown if character.isdigit()))


@with_and_without_scripts
def test_a_resident_votes_once_and_keeps_a_receipt(visitor: Visitor) -> None:
    page = visitor.page
    visitor.open(PLAN)
    visitor.follow(f'main a[href*="{BALLOT}"]')
    if step(visitor) != "voter":
        visitor.follow('main a[href$="/voter/"]')
    # Who votes is asked first: a choice is never kept beside a name.
    assert page.locator("[name=choice]").count() == 0
    say_who_one_is(visitor, "Nour", f"nour-{visitor.screen}@example.org")
    visitor.choose("[name=choice][value=for]")
    visitor.send("main form:has([name=choice]) button[type=submit]")
    assert page.locator(".receipt-number").count() == 1
    visitor.open(BALLOT)
    assert page.locator('main a[href$="/voter/"]').count() == 0


@with_and_without_scripts
def test_a_resident_reads_the_decision_that_answers_a_proposal(visitor: Visitor) -> None:
    page = visitor.page
    visitor.open(PLAN)
    visitor.follow('main a[href*="/decisions/"]')
    assert page.locator(".decision-item").count() >= 10
    visitor.follow('.decision-item a[href*="/propositions/"]')
    assert page.locator(".case").count() == 1
    assert page.locator("#support").count() == 1


@with_and_without_scripts
def test_amina_finds_what_became_of_what_she_said(visitor: Visitor) -> None:
    visitor.become("amina")
    visitor.open("/fr/compte/")
    visitor.open("/fr/compte/profil/")
    visitor.open("/fr/compte/donnees/")

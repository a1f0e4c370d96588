"""A manager prepares a consultation from nothing and publishes it, without a developer."""

from datetime import datetime, timedelta

from tests.browser.visitor import Visitor, axe_violations, with_scripts

FRAMING = {
    "question": "Que mettre dans la nouvelle médiathèque ?",
    "decider": "Le conseil communautaire",
    "how_decided": "Le conseil délibère après une réponse à chaque proposition.",
    "what_is_open": "Les usages, les horaires et les abords.",
    "what_is_fixed": "Le lieu et le budget, votés en juin.",
    "contact_name": "Service culture",
    "contact_phone": "05 36 49 00 30",
}


@with_scripts
def test_elise_prepares_a_consultation_and_publishes_it(visitor: Visitor) -> None:
    page = visitor.page
    title = f"Nouvelle médiathèque {visitor.screen.width}"
    visitor.become("elise")
    page.goto(f"{visitor.site}/cms/consultations/new/")
    look(visitor)
    page.fill("#id_title", title)
    page.check("#id_participation_level_2")
    send(visitor, "button.button-longrunning")
    board = page.url
    look(visitor)
    assert page.locator(".prepare-todo li").count() >= 8
    # The first line of the list leads to the field that answers it.
    with page.expect_navigation(wait_until="load"):
        page.locator(".prepare-todo a").first.click()
    assert page.url.endswith("#id_question")
    look(visitor)
    for name, value in FRAMING.items():
        page.fill(f"#id_{name}", value)
    page.fill("#id_answer_due_on", day(120)[:10])
    send(visitor, "button.button-longrunning")

    act(visitor, "a[href*='/activities/new/call_for_proposals/']")
    page.fill("#id_title", "Vos propositions")
    send(visitor, ".prepare-form button[type=submit]")

    act(visitor, "a[href$='/phases/new/']")
    page.fill("#id_title", "On propose")
    page.fill("#id_starts_at", day(9))
    page.fill("#id_ends_at", day(2))
    with page.expect_navigation(wait_until="load"):
        page.click(".prepare-form button[type=submit]")
    assert page.locator("#id_ends_at_error").is_visible()
    assert page.input_value("#id_title") == "On propose"
    visitor.problems = [line for line in visitor.problems if not line.endswith("/phases/new/")]
    page.fill("#id_starts_at", day(-1))
    page.fill("#id_ends_at", day(30))
    send(visitor, ".prepare-form button[type=submit]")

    # The grid of what the phase opens comes next.
    for opened in ("contribute", "support", "comment"):
        page.locator(f"input[name^='open-'][name$='-{opened}']").first.check()
    send(visitor, ".prepare-form button[type=submit]")
    assert page.url == board
    assert page.locator(".prepare-todo").count() == 0

    act(visitor, "a[href$='/publish/']")
    page.check("#id_confirmed")
    send(visitor, ".prepare-form button[type=submit]")
    assert page.url == board
    public = page.locator(".prepare-acts a.button").first.get_attribute("href") or ""
    visitor.open(public)
    assert FRAMING["question"] in page.locator("h1").inner_text()
    visitor.follow("main a[href$='/ecrire/']")


def day(count: int) -> str:
    """Return a day as a date and time field of the browser writes it."""
    return (datetime.now() + timedelta(days=count)).strftime("%Y-%m-%dT%H:%M")


def act(visitor: Visitor, selector: str) -> None:
    """Follow a link of the preparation and look at the form."""
    with visitor.page.expect_navigation(wait_until="load"):
        visitor.page.locator(selector).first.click()
    look(visitor)


def send(visitor: Visitor, selector: str) -> None:
    """Send a form of the administration and look at what comes next."""
    with visitor.page.expect_navigation(wait_until="load"):
        visitor.page.locator(selector).first.click()
    look(visitor)


def look(visitor: Visitor) -> None:
    """Scan a screen of the administration and check that nothing is to be scrolled sideways."""
    # A message that is still appearing is paler than it will be.
    visitor.page.evaluate("() => Promise.all(document.getAnimations().map((one) => one.finished))")
    for violation in axe_violations(visitor.page):
        visitor.problems.append(f"{visitor.page.url}: axe {violation}")
    wide = visitor.page.evaluate(
        "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    if wide > 0:
        visitor.problems.append(f"{visitor.page.url}: scrolls sideways by {wide} px")

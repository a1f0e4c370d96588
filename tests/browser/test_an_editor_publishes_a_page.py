"""A communications officer changes a page in the administration and publishes it."""

from tests.browser.visitor import Visitor, with_scripts

PAGE = "/fr/comment-participer/"


@with_scripts
def test_gaelle_edits_a_page_and_everybody_reads_it(visitor: Visitor) -> None:
    page = visitor.page
    sentence = f"Vu sur un écran de {visitor.screen.width} pixels."
    visitor.become("gaelle")
    page.goto(f"{visitor.site}/cms/")
    assert page.locator("html").get_attribute("lang") == "fr"
    page.goto(f"{visitor.site}/cms/pages/{page_number(visitor)}/edit/")
    page.fill("#id_introduction", sentence)
    page.locator(
        "[data-w-dropdown-target=toggle]:visible, .w-dropdown__toggle:visible"
    ).last.click()
    with page.expect_navigation(wait_until="load"):
        page.locator("button[name=action-publish]:visible").click()
    visitor.open(PAGE)
    assert sentence in page.locator("main").inner_text()


def page_number(visitor: Visitor) -> str:
    """Find a page as an editor does: by searching the administration."""
    page = visitor.page
    page.goto(f"{visitor.site}/cms/pages/search/?q=participer")
    link = page.locator('a[href*="/cms/pages/"][href$="/edit/"]', has_text="Comment participer")
    return (link.first.get_attribute("href") or "").split("/")[3]

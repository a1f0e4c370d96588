"""Dark appearance, large text, narrow screens and the keyboard, on every kind of public page."""

from dataclasses import dataclass

import pytest

from tests.browser.test_public_pages import PAGES
from tests.browser.visitor import (
    DESK,
    PHONE,
    PHONE_WITHOUT_SCRIPT,
    Visitor,
    axe_violations,
    with_scripts,
)

CALL = "/fr/concertations/plan-climat/propositions/"
COUNCIL = "/fr/saint-aurel/conseils-de-quartier/faubourg-saint-loup/"
MORE = [
    "/fr/concertations/plan-climat/",
    "/fr/montfaucelle/concertations/place-de-la-halle/",
    CALL,
    f"{CALL}?q=introuvable",
    f"{CALL}ecrire/",
    "/fr/decisions/decision-1/",
    COUNCIL,
    f"{COUNCIL}suivi/",
    "/fr/ateliers/",
    "/fr/plan-du-site/",
    "/fr/contact/",
    "/fr/suivre/",
]
# Followed from a list, because a number is drawn at each loading of the demo.
FIRST_OF = {CALL: ".item-title a", f"{COUNCIL}suivi/": ".follow-title a"}
NARROWEST = 320

on_a_phone = pytest.mark.parametrize("visitor", [PHONE], indirect=True, ids=str)
at_a_desk = pytest.mark.parametrize("visitor", [DESK], indirect=True, ids=str)


def every_page(visitor: Visitor) -> list[str]:
    """Return the addresses of one page of each kind."""
    found = [*PAGES, *MORE]
    for path, link in FIRST_OF.items():
        visitor.page.goto(f"{visitor.site}{path}")
        found.append(visitor.page.locator(link).first.get_attribute("href") or path)
    return found


@on_a_phone
def test_every_page_holds_by_night_on_a_narrow_screen_and_with_large_text(
    visitor: Visitor,
) -> None:
    visitor.page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    for path in every_page(visitor):
        if path in PAGES:
            # Everything but the colours was looked at by day.
            visitor.page.goto(f"{visitor.site}{path}")
            found = axe_violations(visitor.page, only="color-contrast")
            visitor.problems += [f"{path}: axe {violation}" for violation in found]
        else:
            visitor.open(path)
        visitor.problems += [f"{path} {said}" for said in too_wide(visitor)]


def too_wide(visitor: Visitor) -> list[str]:
    """Say where the page scrolls sideways: at 320 pixels, and with text twice as large."""
    said = []
    for width, size in ((NARROWEST, 100), (360, 200), (1280, 200)):
        visitor.page.set_viewport_size({"width": width, "height": 800})
        pixels = visitor.page.evaluate(
            """(size) => {
                const root = document.documentElement;
                root.style.fontSize = `${size}%`;
                return root.scrollWidth - root.clientWidth;
            }""",
            size,
        )
        if pixels > 0:
            said.append(f"at {width} px, text at {size} %: {pixels} px too wide")
    visitor.page.set_viewport_size({"width": visitor.screen.width, "height": 800})
    return said


@dataclass(frozen=True)
class Stop:
    """Where one press of the tabulation key leads."""

    what: str
    ring: bool
    seen: bool


_STOP = """() => {
    const one = document.activeElement;
    if (!one || one === document.body) return null;
    const ring = [one, one.closest(".card, .choice")].some(
        (part) => part && getComputedStyle(part).outlineStyle !== "none"
    );
    const box = one.getBoundingClientRect();
    return {
        what: `${one.tagName} ${one.id} ${(one.innerText ?? "").slice(0, 40)}`,
        ring,
        seen: box.bottom > 0 && box.top < innerHeight && box.width > 1,
    };
}"""


def stops(visitor: Visitor, at_most: int = 150) -> list[Stop]:
    """Press the tabulation key until the page is left."""
    found: list[Stop] = []
    while len(found) < at_most:
        visitor.page.keyboard.press("Tab")
        said = visitor.page.evaluate(_STOP)
        if said is None:
            return found
        found.append(Stop(**said))
    raise AssertionError(f"Still in the page after {at_most} presses: {found[-3:]}")


@pytest.mark.parametrize("path", ["/fr/", CALL, f"{CALL}ecrire/", f"{COUNCIL}suivi/"])
@with_scripts
def test_the_keyboard_sees_where_it_is_and_leaves_again(visitor: Visitor, path: str) -> None:
    visitor.page.goto(f"{visitor.site}{path}")

    found = stops(visitor)

    assert "Aller au contenu" in found[0].what
    assert [stop.what for stop in found if not stop.ring] == []
    assert [stop.what for stop in found if not stop.seen] == []


@on_a_phone
def test_escape_closes_the_menu_and_gives_the_focus_back(visitor: Visitor) -> None:
    visitor.page.goto(f"{visitor.site}/fr/")
    menu = visitor.page.locator(".site-menu")
    menu.locator("summary").focus()
    visitor.page.keyboard.press("Enter")
    menu.locator("nav a").first.focus()

    visitor.page.keyboard.press("Escape")

    assert menu.get_attribute("open") is None
    assert visitor.page.evaluate("document.activeElement.closest('summary') !== null")


@pytest.mark.parametrize("visitor", [PHONE_WITHOUT_SCRIPT], indirect=True, ids=str)
def test_the_folded_filters_work_without_a_script(visitor: Visitor) -> None:
    visitor.page.goto(f"{visitor.site}{CALL}")
    folded = visitor.page.locator(".filters-more")
    first = visitor.page.locator(".item-title").first
    assert folded.locator("select").first.is_hidden()
    box = first.bounding_box()
    assert box is not None
    assert box["y"] < 800

    folded.locator("summary").click()
    folded.locator("select").first.select_option(index=1)
    visitor.send(".filters-more button")

    assert "1" in folded.locator("summary").inner_text()
    assert visitor.page.locator(".applied li").count() == 2


@at_a_desk
def test_the_filters_are_all_in_sight_on_a_wide_screen(visitor: Visitor) -> None:
    visitor.page.goto(f"{visitor.site}{CALL}")

    selects = visitor.page.locator(".filters-more select")

    assert selects.count() > 3
    assert all(select.is_visible() for select in selects.all())
    assert visitor.page.locator(".filters-more summary").is_hidden()

"""A resident reports something in less than three minutes, alone, with few gestures."""

import re
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest

from tests.browser.visitor import (
    DESK,
    PHONE,
    PHONE_WITHOUT_SCRIPT,
    Screen,
    Visitor,
    with_scripts,
)

FORM = "/fr/saint-aurel/demandes/demander/"
TEXT = "Le banc devant la fontaine a perdu deux lattes, on ne peut plus s’y asseoir."
PLACE = "Place du Foirail"
DESK_WITHOUT_SCRIPT = Screen(1280, script=False)
# Three minutes, of which a person types at two keys a second and thinks before each gesture.
SECONDS = 180
SECONDS_A_KEY, SECONDS_A_GESTURE = 0.5, 5.0
MOST_GESTURES = 10

everywhere = pytest.mark.parametrize(
    "visitor", [PHONE, DESK, PHONE_WITHOUT_SCRIPT, DESK_WITHOUT_SCRIPT], indirect=True, ids=str
)


@dataclass
class Hand:
    """What a hand does: clicks and keys, counted."""

    visitor: Visitor
    clicks: int = 0
    keys: int = 0

    @property
    def seconds(self) -> float:
        """Return how long a slow person takes for what was counted."""
        return self.keys * SECONDS_A_KEY + self.clicks * SECONDS_A_GESTURE

    def type(self, selector: str, text: str) -> None:
        """Put the cursor in a field and type."""
        self.visitor.page.locator(selector).first.click()
        self.visitor.page.keyboard.type(text)
        self.clicks += 1
        self.keys += len(text)

    def choose(self, selector: str) -> None:
        self.visitor.choose(selector)
        self.clicks += 1

    def send(self, selector: str = "main form.form .form-acts button") -> None:
        self.visitor.send(selector)
        self.clicks += 1

    def follow(self, selector: str) -> None:
        self.visitor.follow(selector)
        self.clicks += 1


def step(visitor: Visitor) -> str:
    """Return the question being asked."""
    return urlsplit(visitor.page.url).path.rstrip("/").rpartition("/")[2]


def pass_nearby(hand: Hand) -> None:
    """Say that it is another thing, when something was already asked at the place."""
    if step(hand.visitor) == "deja":
        hand.follow("main .form-acts a.button")
    assert step(hand.visitor) == "envoi"


@everywhere
def test_a_request_takes_three_minutes_and_ten_gestures(visitor: Visitor) -> None:
    began = time.monotonic()
    page, hand = visitor.page, Hand(visitor)
    visitor.open("/fr/saint-aurel/demandes/")
    hand.follow(f'main a[href$="{FORM}"]')
    hand.type("[name=text]", TEXT)
    hand.send()
    # The title and the type were read in the words: nothing to type.
    assert step(visitor) == "sujet"
    assert page.input_value("[name=title]")
    assert page.locator("[name=type]:checked").count() == 1
    hand.send()
    hand.type("[name=place]", PLACE)
    hand.send()
    # A photo is not needed.
    hand.send()
    pass_nearby(hand)
    said = page.locator("main").inner_text()
    assert PLACE in said
    hand.send("main form.form button[type=submit]")
    assert step(visitor) == "qui"
    hand.choose("[name=how][value=desk]")
    hand.send()
    number = page.locator(".receipt-number b").first
    assert number.is_visible()
    assert page.locator(".receipt-code b").is_visible()
    assert hand.clicks <= MOST_GESTURES + 1
    assert hand.keys <= len(TEXT) + len(PLACE)
    assert hand.seconds <= SECONDS
    assert time.monotonic() - began <= SECONDS


@with_scripts
def test_a_request_is_sent_with_the_keyboard_alone(visitor: Visitor) -> None:
    page = visitor.page
    visitor.open(FORM)

    def go_on() -> None:
        with page.expect_navigation(wait_until="load"):
            page.keyboard.press("Enter")
        visitor.look()

    def reach(selector: str) -> None:
        """Press Tab until something has the focus, and see that it shows."""
        for _press in range(60):
            if page.evaluate("(s) => document.activeElement.matches(s)", selector):
                outline = page.evaluate(
                    "() => getComputedStyle(document.activeElement).outlineStyle !== 'none'"
                    " || getComputedStyle(document.activeElement).boxShadow !== 'none'"
                )
                assert outline, f"the focus does not show on {selector}"
                return
            page.keyboard.press("Tab")
        raise AssertionError(f"{selector} is not reached with the keyboard")

    reach("[name=text]")
    page.keyboard.type(TEXT)
    reach(".form-acts button")
    go_on()
    assert step(visitor) == "sujet"
    reach(".form-acts button")
    go_on()
    reach("[name=place]")
    page.keyboard.type(PLACE)
    # In a field of one line, the key that goes on.
    go_on()
    assert step(visitor) == "photos"
    reach("main .form-acts button")
    go_on()
    if step(visitor) == "deja":
        reach("main .form-acts a.button")
        go_on()
    assert step(visitor) == "envoi"
    reach("main form.form button[type=submit]")
    go_on()
    reach("[name=how]")
    for _press in range(6):
        if page.evaluate("() => document.activeElement.value") == "desk":
            break
        page.keyboard.press("ArrowDown")
    assert page.locator("[name=how][value=desk]").is_checked()
    reach("main .form-acts button")
    go_on()
    assert page.locator(".receipt-number b").first.is_visible()


@pytest.mark.parametrize("visitor", [DESK], indirect=True, ids=str)
def test_the_receipt_is_one_sheet_of_a5(visitor: Visitor) -> None:
    page, hand = visitor.page, Hand(visitor)
    visitor.open(FORM)
    hand.type("[name=text]", TEXT)
    for _question in ("sujet", "lieu", "photos"):
        hand.send()
    hand.send()
    pass_nearby(hand)
    hand.send("main form.form button[type=submit]")
    hand.choose("[name=how][value=desk]")
    hand.send()
    paper = page.pdf(prefer_css_page_size=True)
    # 148 by 210 mm in points; each sheet says its size.
    ((width, height),) = re.findall(rb"/MediaBox ?\[0 0 ([\d.]+) ([\d.]+)\]", paper)
    assert (round(float(width)), round(float(height))) == (420, 595)


@with_scripts
def test_what_was_asked_is_found_on_a_map_and_in_its_list(visitor: Visitor) -> None:
    page = visitor.page
    visitor.open("/fr/saint-aurel/suivi/?vue=carte")
    listed = page.locator(".map-list li a")
    all_ = listed.count()
    assert all_ > 5
    page.locator("[data-map-open]").click()
    page.locator(".map-canvas path.leaflet-interactive").first.wait_for()
    visitor.look()
    # By address, without the map, and the list leads to the sheet.
    page.fill("#filter-q", PLACE)
    with page.expect_response(lambda answer: "q=" in answer.url):
        page.keyboard.press("Enter")
    page.locator(".applied").get_by_text(PLACE).wait_for()
    assert 1 <= page.locator(".map-list li").filter(has_text=PLACE).count() <= listed.count() < all_
    visitor.look()
    page.locator(".map-list li a").first.focus()
    with page.expect_navigation(wait_until="load"):
        page.keyboard.press("Enter")
    visitor.look()
    assert page.locator("#where").is_visible()

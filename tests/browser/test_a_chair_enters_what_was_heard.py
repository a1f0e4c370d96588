"""After a meeting, a chair enters five requests heard in session, by hand or by keyboard alone."""

import time
from dataclasses import dataclass

import pytest

from tests.browser.visitor import (
    DESK,
    PHONE,
    PHONE_WITHOUT_SCRIPT,
    Screen,
    Visitor,
)

COUNCIL = "/fr/saint-aurel/conseils-de-quartier/faubourg-saint-loup/"
FIVE_MINUTES = 300
# Of a hand that looks for its keys, and of one that looks for the next button.
SECONDS_PER_KEY = 0.5
SECONDS_PER_CLICK = 2.0
PLACE = "Place du Lavoir"
HEARD = (
    "Le lampadaire devant l’école est éteint",
    "Deux pavés sont descellés près du banc",
    "Les poubelles débordent le dimanche",
    "Le passage piéton ne se voit plus la nuit",
    "Le banc du lavoir est cassé",
)
PHONE_OF_WHOEVER_ASKS = "05 36 49 11 22"

on_every_screen = pytest.mark.parametrize(
    "visitor",
    [PHONE, DESK, PHONE_WITHOUT_SCRIPT, Screen(1280, script=False)],
    indirect=True,
    ids=str,
)


@dataclass
class Hand:
    """What a hand does, counted: keys, of which those that are not words, and clicks."""

    visitor: Visitor
    keys: int = 0
    commands: int = 0
    clicks: int = 0

    def press(self, key: str, times: int = 1) -> None:
        for _time in range(times):
            self.visitor.page.keyboard.press(key)
        self.keys += times
        self.commands += times

    def type(self, text: str) -> None:
        self.visitor.page.keyboard.type(text)
        self.keys += len(text)

    def enter(self) -> None:
        """Send the form with the key that ends a line, and look at what comes back."""
        with self.visitor.page.expect_navigation(wait_until="load"):
            self.visitor.page.keyboard.press("Enter")
        self.keys += 1
        self.commands += 1
        self.visitor.look()

    def reach(self, selector: str, at_most: int) -> None:
        """Press the tabulation key until a control has the focus."""
        for _time in range(at_most):
            if self.visitor.page.locator(selector).evaluate("el => el === document.activeElement"):
                return
            self.press("Tab")
        assert self.visitor.page.locator(selector).evaluate("el => el === document.activeElement")

    def click(self, selector: str) -> None:
        with self.visitor.page.expect_navigation(wait_until="load"):
            self.visitor.page.locator(selector).first.click()
        self.clicks += 1
        self.visitor.look()

    def fill(self, selector: str, text: str) -> None:
        """Touch a field and write in it."""
        self.visitor.page.locator(selector).click()
        self.clicks += 1
        self.type(text)

    @property
    def seconds(self) -> float:
        return self.keys * SECONDS_PER_KEY + self.clicks * SECONDS_PER_CLICK


def focused(visitor: Visitor) -> str:
    return str(visitor.page.evaluate("document.activeElement.name ?? ''"))


@on_every_screen
def test_bruno_enters_five_requests_in_five_minutes_by_keyboard_alone(visitor: Visitor) -> None:
    page, hand = visitor.page, Hand(visitor)
    mark = f"({visitor.screen})"
    visitor.become("bruno")
    started = time.monotonic()
    visitor.open(f"{COUNCIL}entendu/")
    hand.type(f"{HEARD[0]} {mark}")
    hand.press("Tab")
    assert focused(visitor) == "place"
    hand.type(PLACE)
    hand.press("Tab")
    assert focused(visitor) == "theme"
    # The first letters of a theme choose it.
    hand.type("mob")
    theme = page.input_value("[name=theme]")
    assert theme
    hand.press("Shift+Tab")
    hand.enter()
    for said in HEARD[1:4]:
        # Whatever stays from one to the next is there, and the cursor waits for the next line.
        assert focused(visitor) == "title"
        assert page.input_value("[name=title]") == ""
        assert page.input_value("[name=place]") == PLACE
        assert page.input_value("[name=theme]") == theme
        hand.type(f"{said} {mark}")
        hand.enter()
    # The last one comes from somebody who wants to be called back.
    hand.type(f"{HEARD[4]} {mark}")
    hand.reach("details:has([name=phone]) > summary", at_most=4)
    hand.press("Enter")
    hand.reach("[name=name]", at_most=1)
    hand.type("Nour Haddad")
    hand.press("Tab")
    assert focused(visitor) == "phone"
    hand.type(PHONE_OF_WHOEVER_ASKS)
    hand.enter()
    spent = time.monotonic() - started

    # Beside the words: one key to send each, three to give the place and the theme once, a few
    # to say who asks.
    assert hand.clicks == 0
    assert hand.commands <= 16, hand.commands
    assert hand.keys <= 360, hand.keys
    assert hand.seconds + spent <= FIVE_MINUTES
    entered = page.locator("#entered ~ ul li", has_text=mark)
    assert entered.count() == 5
    visitor.open(f"{COUNCIL}suivi/?q=lavoir+{visitor.screen.width}")
    shown = page.locator("main").inner_text()
    assert "Haddad" not in shown
    assert PHONE_OF_WHOEVER_ASKS not in shown


@on_every_screen
def test_bruno_enters_them_with_a_finger_in_two_gestures_each(visitor: Visitor) -> None:
    page, hand = visitor.page, Hand(visitor)
    mark = f"({visitor.screen}, au doigt)"
    visitor.become("bruno")
    visitor.open(f"{COUNCIL}entendu/")
    hand.fill("[name=place]", PLACE)
    for said in HEARD:
        hand.fill("[name=title]", f"{said} {mark}")
        hand.click("main form[method=post] button.button-main")
        assert page.input_value("[name=place]") == PLACE
    assert hand.clicks <= 1 + 2 * len(HEARD), hand.clicks
    assert hand.seconds <= FIVE_MINUTES
    assert page.locator("#entered ~ ul li", has_text=mark).count() == len(HEARD)


@on_every_screen
def test_what_is_refused_keeps_every_word_and_says_where(visitor: Visitor) -> None:
    page, hand = visitor.page, Hand(visitor)
    visitor.become("bruno")
    visitor.open(f"{COUNCIL}entendu/")
    hand.type("Banc")
    page.fill("[name=place]", PLACE)
    page.locator("[name=title]").focus()
    hand.enter()
    # A line too short is answered so (422), as it should.
    visitor.problems = [line for line in visitor.problems if "422" not in line]
    assert page.locator(".error-summary").count() == 1
    assert page.input_value("[name=title]") == "Banc"
    assert page.input_value("[name=place]") == PLACE
    page.locator(".error-summary a").first.focus()
    page.keyboard.press("Enter")
    assert focused(visitor) == "title"

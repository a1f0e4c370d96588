"""An officer clears what is due from one screen: by keys, by links, several at once."""

from dataclasses import dataclass

from playwright.sync_api import Page

from tests.browser.visitor import Visitor, with_and_without_scripts, with_scripts

INBOX = "/fr/agent/"
TWENTY = 20
# An officer reads a request and its answer in a minute, and a key takes a second.
READING_SECONDS = 60
MOST_MINUTES = 30


@dataclass
class Hands:
    """Counts what the officer's hands do."""

    page: Page
    keys: int = 0
    characters: int = 0

    def press(self, key: str) -> None:
        self.keys += 1
        self.page.keyboard.press(key)

    def write(self, selector: str, words: str) -> None:
        self.keys += 1
        self.characters += len(words)
        self.page.fill(selector, words)


def _press_and_wait(visitor: Visitor, hands: Hands, key: str) -> None:
    with visitor.page.expect_navigation():
        hands.press(key)


@with_scripts
def test_driss_answers_with_three_keys_from_a_typed_answer(visitor: Visitor) -> None:
    page, hands = visitor.page, Hands(visitor.page)
    visitor.become("driss")
    visitor.open(INBOX)
    hands.press("j")
    number = page.evaluate("document.activeElement.closest('.dossier').id")
    _press_and_wait(visitor, hands, "r")
    _press_and_wait(visitor, hands, "1")
    assert page.locator(".preview-public").is_visible()
    # The button that publishes has the focus: Enter is the third key on an open case.
    assert page.evaluate("document.activeElement.closest('.preview-public') !== null")
    visitor.look()
    _press_and_wait(visitor, hands, "Enter")
    assert page.locator(f"#{number}").count() == 0
    assert hands.keys == 4


@with_scripts
def test_driss_answers_twenty_requests_in_less_than_thirty_minutes(visitor: Visitor) -> None:
    page, hands = visitor.page, Hands(visitor.page)
    visitor.become("driss")
    answered = 0
    visitor.open(INBOX)
    while answered < TWENTY and page.locator(".dossier h3 a").count():
        hands.press("j")
        _press_and_wait(visitor, hands, "r")
        _press_and_wait(visitor, hands, "1")
        if page.locator(".preview-public").count() == 0:
            break
        _press_and_wait(visitor, hands, "Enter")
        answered += 1
    assert answered >= 1
    minutes = (READING_SECONDS + hands.keys / answered) * TWENTY / 60
    assert minutes <= MOST_MINUTES
    assert hands.keys <= 4 * answered + 3


@with_and_without_scripts
def test_driss_reads_each_message_before_it_leaves(visitor: Visitor) -> None:
    page = visitor.page
    visitor.become("driss")
    visitor.open(INBOX)
    visitor.follow(".dossier h3 a")
    page.check("[name=answer-outcome][value=done]")
    page.fill("[name=answer-reason]", "Le joint de la fontaine a été changé, elle ne fuit plus.")
    page.fill("[name=answer-next_steps]", "Un contrôle est fait dans un mois.")
    visitor.send(".public-answer button[type=submit]")
    assert "ne fuit plus" in page.locator(".preview-public").inner_text()
    # Still in the inbox: nothing was published.
    assert page.locator(".public-answer").is_visible()
    visitor.look()


@with_and_without_scripts
def test_driss_answers_two_cases_from_one_screen(visitor: Visitor) -> None:
    page = visitor.page
    visitor.become("driss")
    visitor.open(INBOX)
    boxes = page.locator(".dossier input[name=dossier]")
    for position in range(2):
        boxes.nth(position).check()
    visitor.send("#together button")
    assert page.locator(".together-line").count() == 2
    visitor.look()

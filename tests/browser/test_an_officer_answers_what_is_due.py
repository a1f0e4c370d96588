"""An officer clears what is due from one screen: by keys, by links, several at once."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.serving import run_in
from tests.browser.visitor import (
    DESK,
    PHONE,
    PHONE_WITHOUT_SCRIPT,
    Visitor,
    with_and_without_scripts,
    with_scripts,
)

INBOX = "/fr/agent/"
SOON = f"{INBOX}?partie=soon"
TWENTY = 20
# To read a request and its answer takes a minute, a key or a click a second and a half.
READING_SECONDS = 60
ACT_SECONDS = 1.5
MOST_MINUTES = 30

# A day of the department of Driss, once per screen of this journey: twenty requests due soon,
# which a typed answer of the demo answers, and two that look alike. What the demo has due that
# week goes to somebody else: a typed answer may not suit it, and its day depends on today.
_FILE = """
from datetime import timedelta
from django.utils import timezone
from civic.accounts.policies import SYSTEM
from civic.cases.logic.clock import add_working_days
from civic.cases.enums import OPEN_STATES
from civic.cases.models import Case
from civic.cases.selectors import announced_days
from civic.cases.services.requests import file_request
from civic.cases.services.routing import route_case
from civic.territory.models import CityDepartment
department = CityDepartment.objects.get(name="Climat et mobilités")
today = timezone.localdate()
others = CityDepartment.objects.filter(organisation=department.organisation).exclude(
    pk=department.pk
)
for case in Case.objects.filter(
    department=department,
    state__in=OPEN_STATES,
    promised_on__gt=today,
    promised_on__lte=today + timedelta(7),
):
    route_case(
        actor=SYSTEM,
        case=case,
        department=others.first(),
        reason="Ce service la traite cette semaine.",
    )
days = announced_days(department.organisation_id, department.pk, "request", None)
said_on = next(
    day
    for back in range(300)
    if add_working_days(day := today - timedelta(back), days) <= today + timedelta(7)
)
for number in range(88):
    request = file_request(
        actor=SYSTEM,
        organisation=department.organisation,
        department=department,
        title=f"Un arceau à vélos à la station {number + 1}",
        text="Il n'y a nulle part où attacher un vélo, et les barrières servent d'arceaux.",
        place=f"Station {number + 1}",
        person=None,
        channel="desk",
        college="resident",
        space_id=None,
        said_on=said_on,
    )
"""


@pytest.fixture(scope="session")
def full_inbox(var_dir: Path) -> None:
    """Give Driss a full day."""
    run_in(var_dir, _FILE)


pytestmark = pytest.mark.usefixtures("full_inbox")


@dataclass
class Hands:
    """Counts what the officer's hands do."""

    page: Page
    keys: int = 0
    clicks: int = 0

    def press(self, key: str) -> None:
        self.keys += 1
        self.page.keyboard.press(key)

    def press_and_wait(self, key: str) -> None:
        with self.page.expect_navigation(wait_until="load"):
            self.press(key)

    def click_and_wait(self, selector: str) -> None:
        self.clicks += 1
        with self.page.expect_navigation(wait_until="load"):
            self.page.locator(selector).first.click()


def minutes(acts: int) -> float:
    """Return what twenty answers take, with their reading."""
    return (TWENTY * READING_SECONDS + acts * ACT_SECONDS) / 60


def focused(page: Page, selector: str) -> None:
    """Wait until the focus is in what matches: the page gives it once it is loaded."""
    page.wait_for_function(
        "(where) => document.activeElement.closest(where) !== null", arg=selector
    )


def answered_number(visitor: Visitor) -> str:
    """Return the number of the open case."""
    return str(visitor.page.locator(".dossier:has(.dossier-open)").get_attribute("id"))


def open_first(visitor: Visitor) -> None:
    """Open the first case of the list; its address has the path of the list."""
    with visitor.page.expect_navigation(wait_until="load"):
        visitor.page.locator(".dossier h3 a").first.click()
    visitor.look()


@with_scripts
def test_driss_answers_with_three_keys_from_a_typed_answer(visitor: Visitor) -> None:
    page, hands = visitor.page, Hands(visitor.page)
    visitor.become("driss")
    visitor.open(SOON)
    hands.press("j")
    focused(page, ".dossier h3 a")
    hands.press_and_wait("r")
    # The open case has the focus, so that j and k go on from it.
    focused(page, ".dossier h3 a[aria-current]")
    visitor.look()
    number = answered_number(visitor)
    hands.press_and_wait("1")
    # The button that publishes has the focus: Enter is the third key on a case.
    focused(page, ".preview-public button")
    visitor.look()
    hands.press_and_wait("Enter")
    assert page.locator(f"#{number}").count() == 0
    assert number.removeprefix("dossier-") in page.locator("#toasts").inner_text()
    # j to reach it, r, 1, Enter.
    assert hands.keys == 4


@pytest.mark.parametrize("visitor", [PHONE, DESK], indirect=True, ids=str)
def test_driss_answers_twenty_requests_by_keys_in_half_an_hour(visitor: Visitor) -> None:
    page, hands = visitor.page, Hands(visitor.page)
    visitor.become("driss")
    for _answer in range(TWENTY):
        visitor.page.goto(f"{visitor.site}{SOON}")
        hands.press("j")
        hands.press_and_wait("r")
        number = answered_number(visitor)
        hands.press_and_wait("1")
        focused(page, ".preview-public button")
        hands.press_and_wait("Enter")
        assert page.locator(f"#{number}").count() == 0
    assert (hands.keys, hands.clicks) == (4 * TWENTY, 0)
    assert minutes(hands.keys) <= MOST_MINUTES


@pytest.mark.parametrize("visitor", [PHONE_WITHOUT_SCRIPT], indirect=True, ids=str)
def test_driss_answers_twenty_requests_by_links_in_half_an_hour(visitor: Visitor) -> None:
    page, hands = visitor.page, Hands(visitor.page)
    visitor.become("driss")
    for _answer in range(TWENTY):
        page.goto(f"{visitor.site}{SOON}")
        hands.click_and_wait(".dossier h3 a")
        number = answered_number(visitor)
        hands.click_and_wait(".typed-answers a")
        visitor.look()
        hands.click_and_wait(".preview-public button[type=submit]")
        assert page.locator(f"#{number}").count() == 0
    assert (hands.clicks, hands.keys) == (3 * TWENTY, 0)
    assert minutes(hands.clicks) <= MOST_MINUTES


@with_scripts
def test_driss_does_it_all_with_the_tab_key(visitor: Visitor) -> None:
    """Whoever turned the letters off goes from control to control, and none is out of reach."""
    page = visitor.page
    visitor.become("driss")
    visitor.open(SOON)
    page.locator(".dossier h3 a").first.focus()
    with page.expect_navigation(wait_until="load"):
        page.keyboard.press("Enter")
    focused(page, ".dossier h3 a[aria-current]")
    reached: list[str] = []
    for _step in range(40):
        page.keyboard.press("Tab")
        name = str(page.evaluate("document.activeElement.name || document.activeElement.tagName"))
        reached.append(name)
        if name == "BUTTON":
            break
    for wanted in ("answer-outcome", "answer-reason", "answer-next_steps", "answer-answered_as"):
        assert wanted in reached
    assert page.evaluate("document.activeElement.closest('.public-answer') !== null")


@with_and_without_scripts
def test_driss_reads_each_message_before_it_leaves_with_cost_and_file(
    visitor: Visitor, tmp_path: Path
) -> None:
    page = visitor.page
    visitor.become("driss")
    visitor.open(SOON)
    open_first(visitor)
    visitor.choose("[name=answer-outcome][value=done]")
    page.fill("[name=answer-reason]", "Dix arceaux ont été posés devant la station de vélos.")
    page.fill("[name=answer-next_steps]", "Dix autres le sont avant la fin de mai.")
    page.locator(".answer-details summary").click()
    page.fill("[name=details-cost]", "1 250,50")
    plan = tmp_path / "plan des arceaux.pdf"
    plan.write_bytes(b"%PDF-1.7\n1 0 obj\n<< >>\nendobj\n%%EOF\n")
    page.set_input_files("[name=details-files]", plan)
    with page.expect_navigation(wait_until="load"):
        page.locator(".public-answer button[type=submit]").click()
    # What is missing is said, what was given stays: the amount, the file.
    assert page.locator(".error-summary").is_visible()
    assert page.input_value("[name=details-cost]") == "1 250,50"
    assert page.locator("[name=details-remove]").count() == 1
    # It is an answer the site refuses: that is no failure of the journey.
    visitor.problems = [one for one in visitor.problems if "422" not in one]
    visitor.look()
    page.fill("[name=details-cost_covers]", "fourniture et pose")
    visitor.send(".public-answer button[type=submit]")
    preview = page.locator(".preview-public").inner_text()
    for words in ("Dix arceaux ont été posés", "fourniture et pose", "plan des arceaux"):
        assert words in preview
    # Still in the inbox: nothing was published.
    assert page.locator(".public-answer").is_visible()
    number = answered_number(visitor).removeprefix("dossier-")
    visitor.send(".preview-public button[type=submit]")
    visitor.open(f"/fr/suivre/?q={number}")
    assert "fourniture et pose" in page.locator(".answer").inner_text()
    assert page.locator(".document a").count() == 1


@with_and_without_scripts
def test_driss_gives_a_request_to_another_department_and_says_why(visitor: Visitor) -> None:
    page = visitor.page
    visitor.become("driss")
    visitor.open(SOON)
    open_first(visitor)
    number = answered_number(visitor).removeprefix("dossier-")
    page.locator("details:has([name=route-department]) summary").click()
    page.select_option("[name=route-department]", index=1)
    why = "Les arceaux de ce quai sont ceux du réseau de transport."
    page.fill("[name=route-reason]", why)
    visitor.send("form:has([name=route-department]) button[type=submit]")
    assert page.locator(f"#dossier-{number}").count() == 0
    visitor.open(f"/fr/suivre/?q={number}")
    assert why in page.locator("main").inner_text()


@with_and_without_scripts
def test_driss_answers_two_cases_from_one_screen(visitor: Visitor) -> None:
    page = visitor.page
    visitor.become("driss")
    visitor.open(SOON)
    boxes = page.locator(".dossier input[name=dossier]")
    for position in range(2):
        boxes.nth(position).check()
    visitor.send("#together button")
    assert page.locator(".together-line").count() == 2
    for position, reason in enumerate(
        (
            "Dix arceaux ont été posés devant la station de vélos.",
            "Le quai est trop étroit : un arceau y gênerait les fauteuils roulants.",
        )
    ):
        line = page.locator(".together-line").nth(position)
        outcome = line.locator("[value=done]").get_attribute("id")
        line.locator(f'label[for="{outcome}"]').click()
        line.locator("[name$=-reason]").fill(reason)
        line.locator("[name$=-next_steps]").fill("Un comptage est fait en mai.")
    visitor.send(".together-answers button[type=submit]")
    assert page.locator(".together-line").count() == 0


@with_scripts
def test_driss_looks_at_requests_that_may_be_one(visitor: Visitor) -> None:
    visitor.become("driss")
    visitor.open("/fr/agent/doublons/")

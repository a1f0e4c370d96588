"""Somebody in front of a screen, and what must hold of every page they see."""

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import axe_playwright_python
import pytest
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response

WAIT_MS = 10_000
_AXE = Path(axe_playwright_python.__file__).parent / "axe.min.js"


@dataclass(frozen=True)
class Screen:
    """A width in CSS pixels, and whether scripts run."""

    width: int
    script: bool = True

    def __str__(self) -> str:
        return f"{self.width}{'' if self.script else '-without-script'}"


PHONE = Screen(360)
DESK = Screen(1280)
PHONE_WITHOUT_SCRIPT = Screen(360, script=False)

with_scripts = pytest.mark.parametrize("visitor", [PHONE, DESK], indirect=True, ids=str)
with_and_without_scripts = pytest.mark.parametrize(
    "visitor", [PHONE, DESK, PHONE_WITHOUT_SCRIPT], indirect=True, ids=str
)


@cache
def _axe_source() -> str:
    return _AXE.read_text(encoding="utf-8")


@dataclass
class Visitor:
    """One browser context with one page; it gathers whatever goes wrong on the way."""

    context: BrowserContext
    page: Page
    site: str
    screen: Screen
    problems: list[str] = field(default_factory=list)

    def watch(self) -> None:
        """Listen to the console, to failed answers and to requests that leave the site."""
        self.page.set_default_timeout(WAIT_MS)
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self._wrong(f"script error: {error}"))
        self.page.on("request", self._asked)
        self.page.on("response", self._answered)

    def _wrong(self, what: str) -> None:
        self.problems.append(f"{urlsplit(self.page.url).path}: {what}")

    def _heard(self, message: ConsoleMessage) -> None:
        # A failed answer is already told by `_answered`, with its address.
        if message.type in ("error", "warning") and "Failed to load" not in message.text:
            self._wrong(f"console {message.type}: {message.text}")

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((f"{self.site}/", "data:", "blob:")):
            self._wrong(f"request to another host: {request.url}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400:
            self._wrong(f"{response.status} for {urlsplit(response.url).path}")

    def open(self, path: str) -> None:
        """Go to an address of the site and look at the page."""
        self.page.goto(f"{self.site}{path}")
        self.look()

    def follow(self, selector: str) -> None:
        """Follow the first link that matches and look at the page."""
        link = self.page.locator(selector).first
        target = link.get_attribute("href") or ""
        link.click()
        self.page.wait_for_url(
            lambda url: urlsplit(url).path.endswith(urlsplit(target).path), wait_until="load"
        )
        self.look()

    def send(self, selector: str) -> None:
        """Press a button that leads to another page and look at it."""
        with self.page.expect_navigation(wait_until="load"):
            self.page.locator(selector).first.click()
        self.look()

    def choose(self, selector: str) -> None:
        """Tick a box or a radio button as a finger does: on its label."""
        identifier = self.page.locator(selector).first.get_attribute("id")
        self.page.locator(f'label[for="{identifier}"]').click()

    def look(self) -> None:
        """Check what holds of every page: accessible, nothing to scroll sideways, one heading."""
        violations = axe_violations(self.page) if self.screen.script else []
        for violation in violations:
            self._wrong(f"axe {violation}")
        overflow = self.page.evaluate(
            "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        if overflow > 0:
            self._wrong(f"scrolls sideways by {overflow} px: {_widest(self.page)}")
        headings = self.page.locator("h1").count()
        if headings != 1:
            self._wrong(f"{headings} first-level headings")

    def become(self, key: str) -> None:
        """Become somebody of the cast through the demo bar, as a click does."""
        bar = self.page.locator(".demo-bar")
        if not bar.count():
            self.page.goto(f"{self.site}/fr/")
        bar.locator("summary").click()
        with self.page.expect_navigation(wait_until="load"):
            bar.locator(f'button[formaction$="/devenir/{key}/"]').click()

    def code_received_by(self, email: str) -> str:
        """Read the latest sign-in code sent to an address, where the demo shows its mail."""
        reader = self.context.new_page()
        try:
            reader.goto(f"{self.site}/demo/mail/")
            text = reader.locator("main").inner_text()
        finally:
            reader.close()
        after = text.partition(email)[2]
        codes = [word for word in after.split() if _looks_like_a_code(word)]
        if not codes:
            raise AssertionError(f"No code for {email} in the mail of the demo:\n{text[:800]}")
        return codes[0]


def _looks_like_a_code(word: str) -> bool:
    bare = word.strip(".,:;").replace("-", "")
    return 5 <= len(bare) <= 9 and bare.isascii() and bare.isalnum() and bare == bare.upper()


def axe_violations(page: Page, only: str = "") -> list[str]:
    """Return the accessibility violations of a page, one sentence per offending element.

    `only` is the name of the one rule to look at.
    """
    page.evaluate(_axe_source())
    found = page.evaluate(
        """(only) => axe.run(document, {
            resultTypes: ['violations'], ...(only ? {runOnly: [only]} : {}),
        }).then(r => r.violations)""",
        only,
    )
    return [
        f"{violation['id']} ({violation['impact']}): {' '.join(node['target'][-1:])} "
        f"{node['html'][:160]}"
        for violation in found
        for node in violation["nodes"][:3]
    ]


def _widest(page: Page) -> str:
    return str(
        page.evaluate(
            """() => [...document.querySelectorAll("body *")]
              .filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
              .slice(0, 4)
              .map((one) => `${one.tagName.toLowerCase()}.${one.className}`)
              .join(", ")"""
        )
    )

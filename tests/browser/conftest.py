"""A served demo territory, a Chromium, and visitors at the widths that matter."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.serving import loaded_territory, served_territory
from tests.browser.visitor import DESK, Screen, Visitor

# The shell draws no window: each page costs a third of what it costs the whole browser.
CHROMIUM = (
    shutil.which("chromium-headless-shell") or shutil.which("chromium") or "/usr/bin/chromium"
)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every journey, so that `-m "not browser"` leaves them all out."""
    for item in items:
        if Path(__file__).parent in Path(item.path).parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the demo territory; the loaded database is shared by the workers of one run.

    CIVIC_BROWSER_SITE names a demo that already runs, to write a journey against it.
    """
    if not Path(CHROMIUM).exists():
        reason = "Chromium is not installed: apt install chromium"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    if running := os.environ.get("CIVIC_BROWSER_SITE"):
        yield running.rstrip("/")
        return
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base
    with served_territory(loaded_territory(shared), base / "served") as address:
        yield address


@pytest.fixture(scope="session")
def var_dir(site: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return where the served territory keeps its data: CIVIC_VAR_DIR when it already runs."""
    if os.environ.get("CIVIC_BROWSER_SITE"):
        return Path(os.environ["CIVIC_VAR_DIR"])
    return tmp_path_factory.getbasetemp() / "served"


# Its event loop occupies the thread, so it is closed before tests of other folders run.
@pytest.fixture(scope="package")
def chromium(site: str) -> Iterator[Browser]:
    """Start one Chromium for the journeys."""
    with (
        tempfile.TemporaryDirectory(prefix="civic-chromium-") as home,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, headless=True, args=FLAGS, env={**os.environ, "HOME": home}
        )
        yield browser
        browser.close()


@pytest.fixture
def visitor(request: pytest.FixtureRequest, chromium: Browser, site: str) -> Iterator[Visitor]:
    """Give a visitor in front of the screen of the test; whatever went wrong fails the test."""
    screen: Screen = getattr(request, "param", DESK)
    context = chromium.new_context(
        viewport={"width": screen.width, "height": 800},
        java_script_enabled=screen.script,
        locale="fr-FR",
        timezone_id="Europe/Paris",
        reduced_motion="reduce",
    )
    context.set_default_timeout(10_000)
    somebody = Visitor(context, context.new_page(), site, screen)
    somebody.watch()
    yield somebody
    problems = list(dict.fromkeys(somebody.problems))
    context.close()
    assert not problems, "\n".join(problems)

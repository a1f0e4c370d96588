"""Two people in one room: what one writes the other sees, also after the network was lost."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.serving import run_in
from tests.browser.visitor import (
    DESK,
    PHONE,
    PHONE_WITHOUT_SCRIPT,
    Screen,
    Visitor,
    with_and_without_scripts,
)

SLOW = 20_000
GROUP = "/fr/ateliers/groupe-mixte-climat/"


def code_of_the_room(visitor: Visitor) -> str:
    """Find the open room of the demo as a visitor does: from the page of its session."""
    page = visitor.page
    page.goto(f"{visitor.site}{GROUP}")
    sessions = page.locator("main a[href*='/seances/']").evaluate_all("all => all.map(a => a.href)")
    for session in dict.fromkeys(sessions):
        if session.endswith(".ics"):
            continue
        page.goto(session)
        door = page.locator("main a[href*='/salle/rejoindre/']")
        if door.count():
            found = re.search(r"/rejoindre/(\w+)/", door.first.get_attribute("href") or "")
            assert found is not None
            return found[1]
    raise AssertionError("The mixed group of the demo has no open room.")


def come_in(visitor: Visitor, code: str, name: str = "") -> None:
    visitor.open("/fr/salle/")
    visitor.page.fill("[name=code]", f"{code[:3]} {code[3:].lower()}")
    visitor.send("main form button[type=submit]")
    if name:
        visitor.page.fill("[name=name]", name)
    visitor.send("main form button[type=submit]")
    assert re.search(r"/salle/\d+/$", visitor.page.url)


def write(page: Page, text: str) -> None:
    pad = page.locator("details.room-write")
    if pad.get_attribute("open") is None:
        pad.locator("summary").click()
    page.fill("#card-text", text)
    page.locator("#write button[type=submit]").click()


@pytest.fixture
def another(chromium: Browser, site: str) -> Iterator[Visitor]:
    """A second phone in the same room."""
    context = chromium.new_context(
        viewport={"width": PHONE.width, "height": 800},
        locale="fr-FR",
        timezone_id="Europe/Paris",
        reduced_motion="reduce",
    )
    context.set_default_timeout(10_000)
    somebody = Visitor(context, context.new_page(), site, Screen(360))
    somebody.watch()
    yield somebody
    problems = list(dict.fromkeys(somebody.problems))
    context.close()
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize("visitor", [DESK], indirect=True, ids=str)
def test_what_one_writes_the_other_sees_without_touching_anything(
    visitor: Visitor, another: Visitor
) -> None:
    code = code_of_the_room(another)
    come_in(visitor, code, "Nour")
    come_in(another, code)
    text = "Une fontaine <b>à côté</b> du marché"
    write(visitor.page, text)
    for page in (another.page, visitor.page):
        card = page.locator("#board .room-card .voice", has_text=text)
        expect(card.first).to_be_visible(timeout=SLOW)
    visitor.look()
    another.look()


@pytest.mark.parametrize("visitor", [DESK], indirect=True, ids=str)
def test_two_cards_written_without_network_arrive_once_and_in_order(
    visitor: Visitor, another: Visitor
) -> None:
    code = code_of_the_room(another)
    come_in(another, code)
    come_in(visitor, code)
    room = visitor.page.url
    visitor.context.set_offline(True)
    write(visitor.page, "Hors réseau, la première")
    write(visitor.page, "Hors réseau, la deuxième")
    expect(visitor.page.locator("[data-outbox-list] .outbox-card")).to_have_count(2)
    assert another.page.get_by_text("Hors réseau").count() == 0
    # The browser is closed with the cards in it; the network is back when it opens again.
    visitor.page.close()
    visitor.context.set_offline(False)
    visitor.page = visitor.context.new_page()
    visitor.page.goto(room)
    cards = another.page.locator("#board .room-card .voice", has_text="Hors réseau")
    expect(cards).to_have_count(2, timeout=SLOW)
    assert [text.strip() for text in cards.all_inner_texts()] == [
        "Hors réseau, la première",
        "Hors réseau, la deuxième",
    ]
    expect(visitor.page.locator("[data-outbox-list] .outbox-card")).to_have_count(0, timeout=SLOW)
    visitor.page.reload()
    expect(visitor.page.locator("#board .room-card", has_text="Hors réseau")).to_have_count(2)
    # What was refused by the lost network is no fault of the page.
    visitor.problems.clear()


@pytest.mark.parametrize("visitor", [DESK], indirect=True, ids=str)
def test_who_signs_in_beside_an_open_room_goes_on_writing_there(
    visitor: Visitor, another: Visitor
) -> None:
    code = code_of_the_room(another)
    come_in(another, code)
    come_in(visitor, code)
    room = visitor.page
    visitor.page = visitor.context.new_page()
    visitor.become("amina")
    visitor.page.close()
    visitor.page = room
    write(room, "Écrite après la connexion")
    card = another.page.locator("#board .room-card .voice", has_text="Écrite après")
    expect(card.first).to_be_visible(timeout=SLOW)


LATE = "main .room-now .outbox"


@pytest.mark.parametrize("visitor", [PHONE], indirect=True, ids=str)
def test_a_phone_without_network_when_the_room_closes_loses_nothing(
    visitor: Visitor, another: Visitor, var_dir: Path
) -> None:
    page = visitor.page
    page.clock.install()
    come_in(visitor, code_of_the_room(another))
    another.become("chloe")
    code_of_the_room(another)
    another.follow("main a[href*='/animer/']")
    console = another.page
    visitor.context.set_offline(True)
    first, second = "Écrite dans la cave, la première", "Écrite dans la cave, la deuxième"
    write(page, first)
    page.clock.fast_forward("20:00")
    write(page, second)
    another.send("button[name=state][value=closed]")
    try:
        visitor.context.set_offline(False)
        # Nothing is written in the closed room; who wrote reads where her cards are.
        expect(page.locator(f"{LATE} li")).to_have_text([first, second], timeout=SLOW)
        expect(page.locator("[data-outbox-list] .outbox-card")).to_have_count(0)
        assert page.locator("#board .room-mine", has_text="dans la cave").count() == 0
        visitor.look()

        console.reload()
        another.send("main li:has-text('cave, la première') button[value='card.put_back']")
        expect(page.locator(f"{LATE} li")).to_have_text([second], timeout=SLOW)
        expect(page.locator("#board .room-mine", has_text="cave, la première")).to_be_visible()

        # A day later the room takes nothing any more, and the phone keeps the words.
        run_in(
            var_dir,
            "from datetime import timedelta\n"
            "from django.utils import timezone\n"
            "from workshops.models import Room\n"
            "day = timezone.now() - timedelta(hours=25)\n"
            "Room.objects.filter(state='closed', closed_at__gt=day).update(closed_at=day)",
        )
        write(page, "Retrouvée au fond du sac")
        kept = page.locator("[data-outbox-list] .outbox-card")
        expect(kept).to_contain_text("fermée depuis plus de 24 heures", timeout=SLOW)
        expect(kept).to_contain_text("Retrouvée au fond du sac")
        page.reload()
        expect(kept).to_contain_text("Retrouvée au fond du sac")
        kept.locator("[data-copy]").click()
        expect(page.locator("#toasts")).to_contain_text(re.compile("Copié|sélectionné"))
        visitor.look()

        # Also where the phone is not let in any more.
        visitor.context.clear_cookies()
        visitor.open("/fr/salle/")
        expect(page.locator("[data-left]")).to_contain_text("Retrouvée au fond du sac")
        visitor.look()
        page.locator("[data-left] [data-drop]").click()
        expect(page.locator("[data-left]")).to_be_hidden()
    finally:
        another.send("button[name=state][value=open]")
    # What the lost network and the closed room refused is no fault of the page.
    visitor.problems[:] = [said for said in visitor.problems if "axe" in said or "px" in said]


@with_and_without_scripts
def test_a_room_works_with_and_without_a_script(visitor: Visitor) -> None:
    come_in(visitor, code_of_the_room(visitor), "Nour")
    text = f"Un banc pour {visitor.screen}"
    write(visitor.page, text)
    expect(visitor.page.locator("#board .room-card", has_text=text)).to_be_visible(timeout=SLOW)
    visitor.look()


@pytest.mark.parametrize("visitor", [DESK, PHONE_WITHOUT_SCRIPT], indirect=True, ids=str)
def test_chloe_runs_the_room_and_types_paper_cards(visitor: Visitor) -> None:
    visitor.become("chloe")
    code_of_the_room(visitor)
    visitor.follow("main a[href*='/animer/']")
    page = visitor.page
    text = f"Écrit à la main, {visitor.screen}"
    page.fill("#paper-text", text)
    page.locator("[data-scribe] button[type=submit]").click()
    expect(page.locator(".room-console-card", has_text=text).first).to_be_attached(timeout=SLOW)
    console = page.url
    page.goto(console.replace("/animer/", "/ecran/"))
    expect(page.locator(".wall-code")).to_be_visible()
    visitor.look()
    page.goto(console.replace("/animer/", "/compte-rendu/"))
    visitor.look()
    page.goto(console.replace("/animer/", "/animer/presents/"))
    visitor.look()

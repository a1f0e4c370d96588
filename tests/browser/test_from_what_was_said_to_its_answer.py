"""From any contribution, its answer or the date it is promised, and its works: two clicks."""

import random

from tests.browser.visitor import Visitor

WHOLE = "/fr/concertations/plan-climat/ce-que-c-est-devenu/"
LISTS = (
    "/fr/concertations/plan-climat/propositions/",
    "/fr/concertations/renovation-mediatheque/propositions/",
)
WALKED = 50


def _contributions(visitor: Visitor) -> list[str]:
    page, found = visitor.page, []
    for start in LISTS:
        address = start
        while address:
            if not (answer := page.goto(visitor.site + address)) or answer.status == 404:
                break
            links = page.locator("#results .item-title a").all()
            found += [str(link.get_attribute("href")) for link in links]
            further = page.locator(".pagination a[rel=next]")
            address = str(further.get_attribute("href")) if further.count() else ""
            if address.startswith("?"):
                address = start + address
    return found


def test_fifty_contributions_lead_to_their_answer_or_to_its_date(visitor: Visitor) -> None:
    page = visitor.page
    everything = _contributions(visitor)
    assert len(everything) > WALKED
    for address in random.Random(3).sample(everything, WALKED):
        page.goto(visitor.site + address)
        assert page.locator(".case").count() == 1, address
        case = page.locator(".case")
        assert case.locator(".answer, .clock-next, .clock-late").count() > 0, address
        for link in page.locator(".trail a").all():
            target = str(link.get_attribute("href"))
            path, _hash, anchor = target.partition("#")
            answer = page.context.request.get(visitor.site + path)
            assert answer.status == 200, target
            assert not anchor or f'id="{anchor}"' in answer.text(), target


def test_from_a_card_written_by_hand_to_the_works_and_back(visitor: Visitor) -> None:
    page = visitor.page
    visitor.open(f"{WHOLE}?devenir=works")
    card = page.locator("a[href*='/ecrit/'][href*='#card-']").first
    visitor.open(str(card.get_attribute("href")))
    # From the card: one click to what it became, one more to the works.
    visitor.follow("main a[href*='/propositions/']:has-text('abri')")
    works = page.locator(".trail a[href*='#engagement-']").last
    works.click()
    page.wait_for_url("**/decisions/**")
    anchor = str(page.evaluate("location.hash")).lstrip("#")
    assert page.locator(f"#{anchor}").count() == 1
    # And back, from the decision to what was said.
    visitor.follow("main a[href*='/propositions/']:has-text('abri')")
    assert page.locator(".trail a[href*='/ecrit/'][href*='#card-']").count() == 1


def test_what_became_of_it_reads_without_a_script_and_for_everybody(visitor: Visitor) -> None:
    visitor.open(WHOLE)
    # Other journeys add to the territory: what was answered in it does not move.
    sentence = visitor.page.locator(".figure-sentence").first.inner_text()
    assert sentence.startswith("33\N{NO-BREAK SPACE}des")
    assert "15" in sentence

"""The home of an organisation: what one can act on now, then what was decided, then the rest."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import Locale
from wagtail.rich_text import RichText

from civic.accounts.policies import SYSTEM
from civic.cases.services.cases import answer_case
from civic.cases.services.requests import file_request
from civic.decisions.models import DecisionIndexPage, DecisionPage
from civic.decisions.services.drafting import add_item, draft_decision
from civic.decisions.services.signing import sign_decision
from civic.participation.enums import SpaceKind
from civic.participation.models import Space
from home.selectors import coverage, freshness, live
from home.selectors.directory import directory
from neighbourhood_councils.models import CouncilIndexPage, CouncilPage, NeighbourhoodCouncil
from tests.factories.participation import (
    make_activity,
    make_call,
    make_consultation,
    make_consultation_pages,
    make_contribution,
    make_phase,
)
from tests.factories.people import make_person
from tests.factories.territory import make_branch, make_commune, make_intercommunality, make_site
from tests.factories.workshops import make_session, make_workshop, make_workshop_page
from tests.integration.home.pages import add_page, make_content, make_image, make_news

pytestmark = pytest.mark.django_db

LISTS = ["open_activities", "consultations", "decisions", "councils", "sessions", "news"]


def with_blocks(page, *blocks):
    page.body = list(blocks)
    page.save_revision().publish()
    return page


def listing(source: str, title: str = "", count: int = 4):
    return ("live_list", {"title": title, "source": source, "count": count})


def branch_of_site():
    return directory().branch_above(make_site().path)


def make_decision(title: str = "Trois navettes de plus", *, signed: bool = True) -> DecisionPage:
    contribution = make_contribution()
    decision = draft_decision(
        actor=SYSTEM,
        space=contribution.activity.space,
        title=title,
        summary="Le conseil ouvre trois navettes.",
        question="Comment se déplacer ?",
        decided_by_name="Le conseil communautaire",
        decided_on=timezone.localdate(),
    )
    add_item(
        actor=SYSTEM,
        decision=decision,
        case=contribution.case,
        outcome="accepted",
        reason="La fréquentation le justifie largement.",
        next_steps="Ouverture au printemps.",
    )
    if signed:
        decision = sign_decision(actor=SYSTEM, decision=decision)
    index = DecisionIndexPage.objects.first() or add_page(
        make_site(), DecisionIndexPage, "Décisions", show_in_menus=True
    )
    return add_page(index, DecisionPage, title, decision=decision)


def make_council(slug: str = "faubourg-saint-loup") -> CouncilPage:
    space = Space.objects.create(
        kind=SpaceKind.COUNCIL,
        organisation=make_commune(),
        title=slug.replace("-", " ").title(),
        slug=slug,
        published_at=timezone.now(),
    )
    council = NeighbourhoodCouncil.objects.create(space=space)
    branch = make_branch("saint-aurel")
    index = CouncilIndexPage.objects.first() or add_page(branch, CouncilIndexPage, "Conseils")
    return add_page(index, CouncilPage, space.title, council=council)


def make_request(council: NeighbourhoodCouncil, **extra):
    values = {
        "actor": SYSTEM,
        "organisation": make_commune(),
        "title": "Une lampe est éteinte",
        "text": "La lampe de la place ne marche plus.",
        "person": make_person(),
        "channel": "online",
        "college": "resident",
        "space_id": council.space_id,
    }
    return file_request(**(values | extra))


def test_the_title_of_the_hero_is_the_only_first_heading(client: Client) -> None:
    target = make_content(title="Comment participer")
    home = with_blocks(
        make_site(),
        (
            "hero",
            {
                "title": "Vous proposez, nous répondons",
                "text": "Chaque proposition reçoit une réponse.",
                "link_label": "Comment participer",
                "link_page": target,
            },
        ),
        listing("news", "Les nouvelles"),
    )
    html = client.get(home.get_absolute_url()).content.decode()
    assert html.count("<h1") == 1
    assert "Vous proposez, nous répondons" in html
    assert 'href="/fr/comment-participer/"' in html


def test_a_home_without_blocks_still_has_a_title(client: Client) -> None:
    html = client.get(make_site().get_absolute_url()).content.decode()
    assert html.count("<h1") == 1
    assert "Val de Brévanne" in html


def test_what_one_can_do_now_comes_with_the_time_left(client: Client) -> None:
    make_call(closes=9)
    home = with_blocks(make_site(), listing("open_activities", "Ce que vous pouvez faire"))
    html = client.get(home.get_absolute_url()).content.decode()
    assert "Vos propositions" in html
    assert "9 jours" in html or "9 days" in html


def test_an_open_activity_is_shown_in_the_commune_it_is_shared_with() -> None:
    make_branch("saint-aurel")
    make_branch("montfaucelle")
    make_call()
    shown = {
        slug: len(live.open_activities(directory().of_organisation(make_commune(slug).pk, "fr"), 4))
        for slug in ("saint-aurel", "montfaucelle")
    }
    assert shown == {"saint-aurel": 1, "montfaucelle": 0}


def test_an_approximate_phase_opens_nothing() -> None:
    page = make_consultation_pages(make_consultation(opens=30, closes=60))
    make_phase(page.activity, starts=None, ends=None, approximate="printemps 2027")
    assert live.open_activities(branch_of_site(), 4) == []


def test_what_closes_first_comes_first_and_what_never_closes_comes_last() -> None:
    late = make_consultation_pages(make_consultation("plan-eau", closes=40))
    soon = make_consultation_pages(make_consultation("plan-climat", closes=5))
    always = make_activity(late.activity.space, slug="toujours", title="Toujours")
    from consultations.models import CallForProposalsPage

    late.add_sibling(
        instance=CallForProposalsPage(title="Toujours", slug="toujours", activity=always)
    )
    lines = live.open_activities(branch_of_site(), 4)
    assert [line.url for line in lines] == [
        soon.get_absolute_url(),
        late.get_absolute_url(),
        "/fr/consultations/plan-eau/toujours/",
    ]


def test_a_draft_consultation_is_not_announced() -> None:
    make_site()
    make_consultation_pages(make_consultation(published=False))
    assert live.open_activities(branch_of_site(), 4) == []
    assert live.consultations(branch_of_site(), 4) == []


def test_a_decision_says_what_it_changed(client: Client) -> None:
    make_decision()
    home = with_blocks(make_site(), listing("decisions"))
    html = client.get(home.get_absolute_url()).content.decode()
    assert "Trois navettes de plus" in html
    assert live.decisions(branch_of_site(), 3)[0].accepted == 1


def test_a_decision_that_is_not_signed_is_not_announced() -> None:
    make_decision(signed=False)
    assert live.decisions(branch_of_site(), 3) == []


def test_a_council_says_what_waits_in_it() -> None:
    page = make_council()
    make_request(page.council)
    long_ago = timezone.localdate() - timedelta(days=90)
    make_request(page.council, title="Un banc est cassé", said_on=long_ago)
    branch = directory().branch_above(page.path)
    (line,) = live.councils(branch, 4)
    assert (line.open_requests, line.late_requests) == (2, 1)


def test_the_next_sessions_are_listed_with_their_own_address() -> None:
    workshop = make_workshop()
    page = make_workshop_page(workshop)
    session = make_session(workshop)
    (line,) = live.sessions(branch_of_site(), 4)
    assert line.url == f"{page.get_absolute_url()}seances/{session.pk}/"
    assert line.places_left == 2


def test_the_news_of_a_commune_stay_in_the_commune() -> None:
    make_news(make_branch("saint-aurel"), "La halle rouvre")
    make_news(make_site(), "Un bus de plus")
    titles = [item.title for item in live.news(branch_of_site(), 4)]
    assert titles == ["Un bus de plus"]


def test_the_coverage_is_a_sentence_and_follows_an_answer(client: Client, elise) -> None:
    first, second = make_contribution(), make_contribution(title="Des arbres place du marché")
    home = with_blocks(make_site(), listing("coverage", "Où en sont nos réponses"))
    client.get(home.get_absolute_url())
    figures = coverage.coverage(make_intercommunality().pk)
    assert (figures.owed, figures.answered, figures.oldest_days) == (2, 0, 0)
    answer_case(
        actor=elise,
        case=first.case,
        outcome="accepted",
        reason="La haie coûte peu et rend service à tous.",
        next_steps="Plantation en novembre.",
    )
    coverage.cache.clear()
    assert coverage.coverage(make_intercommunality().pk).answered == 1
    assert second.case.state == "received"


@pytest.mark.parametrize("source", [*LISTS, "coverage"])
def test_a_list_with_nothing_says_what_will_be_here(client: Client, source: str) -> None:
    home = with_blocks(make_site(), listing(source, "Une liste"))
    response = client.get(home.get_absolute_url())
    assert response.status_code == 200
    html = response.content.decode()
    assert 'class="empty"' in html or 'class="key-figure"' in html


def make_full_home():
    site = make_site()
    image = make_image()
    target = make_content(title="Comment participer")
    make_call()
    make_decision()
    workshop = make_workshop()
    make_workshop_page(workshop)
    make_session(workshop)
    make_news(site)
    space = make_council().council.space
    space.territories.add(make_intercommunality())
    return with_blocks(
        site,
        (
            "hero",
            {"title": "Vous proposez", "text": "", "link_label": "Voir", "link_page": target},
        ),
        *[listing(source, f"Liste {source}") for source in LISTS],
        listing("coverage", "Réponses"),
        ("heading", "Trente-six communes"),
        ("rich_text", RichText(f'<p>Lisez <a linktype="page" id="{target.pk}">la suite</a>.</p>')),
        ("image", {"image": image, "alternative": "Carte des communes", "caption": ""}),
    )


def test_a_full_home_costs_few_queries_whatever_it_lists(client: Client, count_queries) -> None:
    home = make_full_home()
    client.get(home.get_absolute_url())
    freshness.forget_lists()
    with count_queries() as cold:
        client.get(home.get_absolute_url())
    with count_queries() as warm:
        client.get(home.get_absolute_url())
    assert len(warm) <= 4
    assert len(cold) <= 14, "\n".join(query["sql"][-200:] for query in cold)


def test_publishing_a_page_writes_the_home_again(client: Client) -> None:
    home = with_blocks(make_site(), listing("news", "Les nouvelles"))
    client.get(home.get_absolute_url())
    make_news(make_site(), "Un bus de plus")
    assert "Un bus de plus" in client.get(home.get_absolute_url()).content.decode()


def test_the_news_that_are_not_translated_are_read_in_english_too(client: Client) -> None:
    make_news(make_site(), "Un bus de plus")
    home = make_site()
    english = home.copy_for_translation(Locale.objects.get(language_code="en"))
    english.body = [listing("news")]
    english.save_revision().publish()
    html = client.get("/en/").content.decode()
    assert "Un bus de plus" in html
    assert "/en/actualites/un-bus-de-plus/" in html

"""One search over everything public."""

import pytest
from django.core.management import call_command
from django.test import Client
from wagtail.models import PageViewRestriction
from wagtail.rich_text import RichText

from civic.cases.services.cases import answer_case
from civic.core.models import SearchEntry
from civic.core.services.search import SearchDocument, index_document, rebuilt_at_the_end
from civic.privacy.services.screening import hide
from tests.factories.participation import make_call, make_contribution
from tests.factories.territory import make_branch, make_commune, make_site, make_theme
from tests.integration.home.pages import make_content, make_news

pytestmark = pytest.mark.django_db


def search(client: Client, q: str = "", language: str = "fr", **asked):
    return client.get(f"/{language}/recherche/", {"q": q} | asked)


def titles(response) -> list[str]:
    return ["".join(text for text, _found in row["title"]) for row in response.context["results"]]


def index(title: str, kind: str = "page", **extra) -> None:
    values = {"key": f"test:{title}", "kind": kind, "title": title, "url": "/fr/x/", "texts": ()}
    index_document(SearchDocument(**(values | extra)))


@pytest.mark.parametrize(("asked", "written"), [("vélos", "Un vélo"), ("vélo", "Des vélos")])
def test_the_plural_finds_the_singular_and_the_other_way(
    client: Client, asked: str, written: str
) -> None:
    make_site()
    make_content(title=written)
    assert titles(search(client, asked)) == [written]


def test_accents_and_elisions_do_not_matter(client: Client) -> None:
    make_content(title="L'école du canal")
    assert titles(search(client, "ecole d'canal")) == ["L'école du canal"]


def test_a_page_is_found_by_the_text_of_its_blocks(client: Client) -> None:
    make_content(
        title="Une page", body=[("rich_text", RichText("<p>La navette part de la halle.</p>"))]
    )
    response = search(client, "navettes")
    assert titles(response) == ["Une page"]
    assert "<mark>navette</mark>" in response.content.decode()


def test_a_page_taken_back_is_no_longer_found(client: Client) -> None:
    page = make_content(title="La navette")
    page.unpublish()
    assert titles(search(client, "navette")) == []


def test_a_deleted_page_is_no_longer_found(client: Client) -> None:
    page = make_content(title="La navette")
    page.delete()
    assert SearchEntry.objects.count() == 0


def test_a_restricted_page_is_not_found_and_comes_back_when_freed(client: Client) -> None:
    page = make_content(title="La navette")
    restriction = PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert titles(search(client, "navette")) == []
    restriction.delete()
    assert titles(search(client, "navette")) == ["La navette"]


def test_a_moved_page_is_found_at_its_new_address(client: Client) -> None:
    page = make_content(title="La navette")
    page.move(make_branch("saint-aurel"), pos="last-child")
    (row,) = search(client, "navette").context["results"]
    assert row["url"] == "/fr/saint-aurel/la-navette/"


def test_the_facets_count_and_narrow_and_stay_in_the_address(client: Client) -> None:
    make_site()
    commune, theme = make_commune("saint-aurel"), make_theme("mobilites")
    index("Navette du bourg", organisation_id=commune.pk, theme_id=theme.pk)
    index("Navette du canal", kind="contribution", theme_id=theme.pk)
    index("Navette du lac", kind="request", organisation_id=commune.pk)
    response = search(client, "navette", kind="", territory="saint-aurel")
    assert set(titles(response)) == {"Navette du bourg", "Navette du lac"}
    filters = response.context["filters"]
    selects = {select["name"]: select["options"] for select in filters["selects"]}
    assert [option["value"] for option in selects["kind"]] == ["", "page", "request"]
    assert [option["value"] for option in selects["territory"]] == ["", "saint-aurel"]
    assert selects["territory"][1]["selected"]
    assert filters["applied"][0]["remove_url"] == "/fr/recherche/?q=navette"


def test_a_facet_that_is_not_understood_is_left_out(client: Client) -> None:
    index("Navette du bourg")
    make_site()
    response = search(client, "navette", kind="nothing", territory="nowhere", theme="../x")
    assert response.status_code == 200
    assert titles(response) == ["Navette du bourg"]


@pytest.mark.parametrize(
    "asked", ["", "   ", "le la les", "<script>", "\x00", "😀", "\u202eabc", "a" * 5000]
)
def test_any_text_may_be_searched(client: Client, asked: str) -> None:
    make_site()
    response = search(client, asked)
    assert response.status_code == 200
    assert b"<script>" not in response.content


def test_a_search_without_result_offers_a_way_out(client: Client) -> None:
    make_site()
    html = search(client, "introuvable").content.decode()
    assert 'class="empty"' in html
    assert "/fr/plan-du-site/" in html


def test_the_results_come_twenty_at_a_time_and_cost_the_same_queries(
    client: Client, count_queries
) -> None:
    make_site()
    for number in range(2):
        index(f"Navette {number}")
    search(client, "navette")
    with count_queries() as few:
        search(client, "navette")
    for number in range(2, 60):
        index(f"Navette {number}")
    with count_queries() as many:
        response = search(client, "navette", page="2")
    assert len(response.context["results"]) == 20
    assert len(many) == len(few) <= 12


def test_what_is_found_is_read_in_the_language_of_the_reader(client: Client) -> None:
    make_content(title="La navette")
    (row,) = search(client, "navette", language="en").context["results"]
    assert row["url"] == "/en/la-navette/"
    assert row["language"] == "fr"


def test_an_answer_is_found_by_its_reason(client: Client, elise) -> None:
    contribution = make_contribution(make_call().activity)
    answer_case(
        actor=elise,
        case=contribution.case,
        outcome="accepted",
        reason="La clématite pousse bien sur ce talus.",
        next_steps="Plantation en novembre.",
    )
    (entry,) = SearchEntry.objects.matching("clématites")
    assert entry.kind == "answer"
    assert contribution.case.number in entry.url


def test_an_answer_leaves_the_search_with_the_contribution(elise) -> None:
    contribution = make_contribution(make_call().activity)
    answer_case(
        actor=elise,
        case=contribution.case,
        outcome="accepted",
        reason="La clématite pousse bien sur ce talus.",
        next_steps="Plantation en novembre.",
    )
    hide(actor=elise, instance=contribution, rule="insult")
    assert not SearchEntry.objects.matching("clématites").exists()


def test_the_index_is_rebuilt_alike(client: Client, elise) -> None:
    make_news(make_branch("saint-aurel"), "La halle rouvre")
    make_content(title="La navette")
    contribution = make_contribution(make_call().activity)
    answer_case(
        actor=elise,
        case=contribution.case,
        outcome="accepted",
        reason="La clématite pousse bien sur ce talus.",
        next_steps="Plantation en novembre.",
    )
    columns = ("key", "kind", "title", "excerpt", "url", "stems", "organisation_id", "theme_id")
    call_command("rebuild_search", verbosity=0)
    before = set(SearchEntry.objects.values_list(*columns))
    SearchEntry.objects.filter(kind="page").update(title="faux")
    call_command("rebuild_search", verbosity=0)
    assert set(SearchEntry.objects.values_list(*columns)) == before
    assert {kind for _key, kind, *_rest in before} >= {"page", "news", "contribution", "answer"}


def test_what_is_loaded_together_is_found_once_all_of_it_is_there(client: Client) -> None:
    call = make_call()
    with rebuilt_at_the_end():
        make_contribution(call.activity, title="Un préau au marché")
        assert titles(search(client, "préau")) == []
    assert titles(search(client, "préau")) == ["Un préau au marché"]

"""The site map, the agenda, the news, and what robots are told."""

from datetime import timedelta

import pytest
from django.test import Client, override_settings
from django.utils import timezone

from home.views.news import NEWS_PER_PAGE
from tests.factories.territory import make_branch, make_site
from tests.factories.workshops import make_session, make_workshop, make_workshop_page
from tests.integration.home.pages import make_content, make_news

pytestmark = pytest.mark.django_db


def test_robots_are_told_where_the_pages_are(client: Client) -> None:
    make_site()
    response = client.get("/robots.txt", follow=True)
    text = response.content.decode()
    assert response["Content-Type"].startswith("text/plain")
    assert "Disallow: /cms/" in text
    assert "Sitemap: http://testserver/" in text


@override_settings(DEMO=True)
def test_an_invented_territory_is_not_indexed(client: Client) -> None:
    make_site()
    assert "Disallow: /\n" in client.get("/robots.txt", follow=True).content.decode()


def test_the_sitemap_lists_the_public_pages_only(client: Client) -> None:
    make_content(title="Comment participer")
    draft = make_content(title="Brouillon")
    draft.unpublish()
    response = client.get("/sitemap.xml", follow=True)
    xml = response.content.decode()
    assert response["Content-Type"] == "application/xml"
    assert "<loc>http://testserver/fr/comment-participer/</loc>" in xml
    assert "brouillon" not in xml


def test_the_sitemap_costs_the_same_for_any_number_of_pages(client: Client, count_queries) -> None:
    make_content(title="Une page")
    client.get("/fr/sitemap.xml")
    with count_queries() as few:
        client.get("/fr/sitemap.xml")
    for number in range(20):
        make_content(title=f"Page {number}")
    client.get("/fr/sitemap.xml")
    with count_queries() as many:
        client.get("/fr/sitemap.xml")
    assert len(few) == len(many)


def test_the_site_map_shows_the_tree(client: Client) -> None:
    make_content(make_branch("saint-aurel"), "Votre mairie")
    make_news(make_site(), "Une nouvelle")
    html = client.get("/fr/plan-du-site/").content.decode()
    assert html.index("Val de Brévanne") < html.index("Votre mairie")
    assert "Actualités" in html
    assert "Une nouvelle" not in html


def test_the_agenda_lists_the_next_dates_of_every_body(client: Client) -> None:
    make_branch("saint-aurel")
    workshop = make_workshop()
    page = make_workshop_page(workshop)
    session = make_session(workshop)
    html = client.get("/fr/agenda/").content.decode()
    assert "Première séance" in html
    assert f"{page.get_absolute_url()}seances/{session.pk}/" in html
    elsewhere = client.get("/fr/agenda/", {"territory": "saint-aurel"})
    assert elsewhere.context["lines"] == []


def test_the_past_dates_are_apart(client: Client) -> None:
    workshop = make_workshop()
    make_workshop_page(workshop)
    session = make_session(workshop)
    past = timezone.now() - timedelta(days=2)
    type(session).objects.filter(pk=session.pk).update(
        starts_at=past, ends_at=past + timedelta(hours=2)
    )
    assert client.get("/fr/agenda/").context["lines"] == []
    assert len(client.get("/fr/agenda/", {"past": "1"}).context["lines"]) == 1


@pytest.mark.parametrize("asked", [{"territory": "nowhere"}, {"territory": "<b>"}, {"past": ""}])
def test_the_agenda_answers_any_address(client: Client, asked: dict[str, str]) -> None:
    make_site()
    assert client.get("/fr/agenda/", asked).status_code == 200


def test_the_agenda_is_empty_in_words(client: Client) -> None:
    make_site()
    assert 'class="empty"' in client.get("/fr/agenda/").content.decode()


def test_the_news_come_the_latest_first_and_by_pages(client: Client, count_queries) -> None:
    today = timezone.localdate()
    for age in range(3):
        page = make_news(title=f"Nouvelle {age}", published_on=today - timedelta(days=age))
    index = page.get_parent()
    url = index.specific.get_absolute_url()
    response = client.get(url)
    assert [item.title for item in response.context["news"]] == [
        "Nouvelle 0",
        "Nouvelle 1",
        "Nouvelle 2",
    ]
    with count_queries() as few:
        client.get(url)
    for number in range(NEWS_PER_PAGE):
        make_news(title=f"Plus ancienne {number}", published_on=today - timedelta(days=40))
    client.get(url)
    with count_queries() as many:
        second = client.get(url, {"page": "2"})
    assert len(second.context["news"]) == 3
    assert len(few) == len(many) <= 12


def test_a_news_item_says_its_day(client: Client) -> None:
    page = make_news(title="La halle rouvre", introduction="Samedi matin.")
    html = client.get(page.get_absolute_url()).content.decode()
    assert f'datetime="{timezone.localdate().isoformat()}"' in html
    assert "Samedi matin." in html

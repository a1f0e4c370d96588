"""What every page knows of where it is."""

import pytest
from django.test import Client
from wagtail.models import Locale

from civic.territory.models import Organisation
from home.models import ContentPage
from home.selectors.directory import directory, forget_directory
from tests.factories.territory import make_branch, make_site
from tests.integration.home.pages import add_page, make_consultations, make_content, make_news

pytestmark = pytest.mark.django_db


def test_a_page_of_a_commune_wears_the_name_and_the_telephone_of_the_commune(
    client: Client,
) -> None:
    page = make_content(make_branch("saint-aurel"), "Votre mairie")
    context = client.get(page.get_absolute_url()).context
    assert context["organisation"].name == "Saint-Aurel-sur-Brévanne"
    assert context["organisation"].contact_phone == "05 36 49 00 20"
    assert context["site_organisation"].name == "Communauté de communes du Val de Brévanne"
    assert context["home_url"] == "/fr/saint-aurel/"


def test_the_menu_holds_the_sections_of_the_branch_and_says_where_one_is(client: Client) -> None:
    branch = make_branch("saint-aurel")
    index = make_consultations(branch)
    make_news(branch)
    menu = client.get(index.get_absolute_url()).context["navigation"]
    assert [(entry["title"], entry["current"], entry["here"]) for entry in menu] == [
        ("Concertations", True, True),
        ("Actualités", False, False),
    ]


def test_a_page_out_of_the_menus_may_be_at_the_foot_of_every_page(client: Client) -> None:
    make_content(make_site(), "Mentions légales", in_footer=True)
    branch = make_branch("saint-aurel")
    foot = client.get(branch.get_absolute_url()).context["footer_links"]
    assert [entry["title"] for entry in foot] == ["Mentions légales"]


def test_the_breadcrumb_goes_from_the_home_to_the_page(client: Client) -> None:
    branch = make_branch("saint-aurel")
    deep = make_content(make_content(branch, "Vivre ici"), "Les quartiers")
    crumbs = client.get(deep.get_absolute_url()).context["breadcrumbs"]
    assert [crumb["title"] for crumb in crumbs] == [
        "Val de Brévanne",
        "Saint-Aurel-sur-Brévanne",
        "Vivre ici",
        "Les quartiers",
    ]
    assert crumbs[2]["url"] == "/fr/saint-aurel/vivre-ici/"


def test_the_home_of_the_site_has_no_breadcrumb(client: Client) -> None:
    assert client.get(make_site().get_absolute_url()).context["breadcrumbs"] == []


def test_the_other_language_is_one_click_away_and_keeps_the_address(client: Client) -> None:
    page = make_content()
    links = client.get(f"{page.get_absolute_url()}?page=2").context["language_links"]
    assert [(link["code"], link["url"], link["current"]) for link in links] == [
        ("fr", "/fr/comment-participer/?page=2", True),
        ("en", "/en/comment-participer/?page=2", False),
    ]
    assert [link["name"] for link in links] == ["Français", "English"]


def test_a_page_without_translation_is_read_in_english_and_says_it_is_french(
    client: Client,
) -> None:
    page = make_content(title="Comment participer", introduction="Cinq minutes suffisent.")
    response = client.get("/en/comment-participer/")
    assert response.status_code == 200
    html = response.content.decode()
    assert '<html lang="en"' in html
    assert '<span lang="fr">Comment participer</span>' in html
    assert page.title in html


def test_an_anonymous_empty_page_costs_four_queries(client: Client, count_queries) -> None:
    page = make_content(make_branch("saint-aurel"), "Votre mairie")
    client.get(page.get_absolute_url())
    with count_queries() as queries:
        client.get(page.get_absolute_url())
    assert len(queries) <= 4, "\n".join(query["sql"][-300:] for query in queries)


def test_a_deep_page_costs_one_query_more(client: Client, count_queries) -> None:
    deep = make_content(make_content(make_branch("saint-aurel"), "Vivre ici"), "Les quartiers")
    client.get(deep.get_absolute_url())
    with count_queries() as queries:
        client.get(deep.get_absolute_url())
    assert len(queries) <= 5, "\n".join(query["sql"][-300:] for query in queries)


def test_an_anonymous_visitor_gets_no_cookie(client: Client) -> None:
    response = client.get(make_content().get_absolute_url())
    assert not response.cookies


def test_a_published_page_enters_the_menu_at_once(client: Client) -> None:
    site = make_site()
    client.get(site.get_absolute_url())
    add_page(site, ContentPage, "Nos engagements", show_in_menus=True)
    menu = client.get(site.get_absolute_url()).context["navigation"]
    assert [entry["title"] for entry in menu] == ["Nos engagements"]


def test_the_branches_are_read_once_a_minute_and_again_when_told(count_queries) -> None:
    make_branch("saint-aurel")
    before = directory()
    Organisation.objects.filter(slug="saint-aurel").update(name="Saint-Aurel")
    with count_queries() as queries:
        assert directory() is before
    assert len(queries) == 0
    forget_directory()
    names = {branch.face.name for branch in directory().branches}
    assert "Saint-Aurel" in names


def test_a_signed_in_person_is_known_to_the_page(client: Client, amina) -> None:
    client.force_login(amina.user)
    context = client.get(make_site().get_absolute_url()).context
    assert context["person"] == amina.person


def test_an_unknown_address_offers_a_way_out_and_keeps_the_face_of_its_commune(
    client: Client,
) -> None:
    make_branch("saint-aurel")
    response = client.get("/fr/saint-aurel/nulle-part/")
    assert response.status_code == 404
    assert response.context["organisation"].name == "Saint-Aurel-sur-Brévanne"
    elsewhere = client.get("/fr/nulle-part/")
    assert elsewhere.context["organisation"].name == "Communauté de communes du Val de Brévanne"
    assert 'action="/fr/recherche/"' in elsewhere.content.decode()


def translated(page, title: str, slug: str):
    english = page.copy_for_translation(Locale.objects.get(language_code="en"))
    english.title, english.slug = title, slug
    english.save_revision().publish()
    return english


def test_a_translated_page_is_read_in_its_language_at_its_own_address(client: Client) -> None:
    translated(make_site(), "Val de Brévanne in English", "accueil-en")
    page = make_content(title="Comment participer", show_in_menus=True)
    translated(page, "How to take part", "how-to-take-part")
    response = client.get("/en/comment-participer/")
    assert response.status_code == 302
    assert response["Location"] == "/en/how-to-take-part/"
    read = client.get("/en/how-to-take-part/")
    html = read.content.decode()
    assert "<span>How to take part</span>" in html
    assert [entry["title"] for entry in read.context["navigation"]] == ["How to take part"]
    assert [crumb["title"] for crumb in read.context["breadcrumbs"]] == [
        "Val de Brévanne in English",
        "How to take part",
    ]


def test_what_has_no_translation_stays_in_the_menu_of_the_other_language(client: Client) -> None:
    translated(make_site(), "Val de Brévanne in English", "accueil-en")
    make_content(title="Comment participer", show_in_menus=True)
    menu = client.get("/en/").context["navigation"]
    assert [(entry["title"], entry["url"]) for entry in menu] == [
        ("Comment participer", "/en/comment-participer/")
    ]

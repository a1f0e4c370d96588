"""A missing page is looked for below a language; a missing address of the API is a plain 404."""

import pytest
from django.test import Client

from tests.factories.territory import make_site

pytestmark = pytest.mark.django_db


def test_a_program_gets_its_404_as_json(client: Client) -> None:
    make_site()
    response = client.get("/api/v1/nulle-part/")
    assert response.status_code == 404
    assert response.json()["code"] == "not_found"


def test_a_missing_proposal_of_the_api_is_a_404(client: Client) -> None:
    make_site()
    assert client.get("/api/v1/proposals/1234-5678/").status_code == 404


def test_a_page_without_its_language_is_still_found(client: Client) -> None:
    make_site()
    assert client.get("/agenda/").headers["Location"] == "/fr/agenda/"


@pytest.mark.parametrize("address", ["/robots.txt", "/sitemap.xml"])
def test_what_robots_ask_for_is_at_the_root(client: Client, address: str) -> None:
    make_site()
    assert client.get(address).status_code == 200


def test_a_name_that_is_not_ours_is_refused_with_a_page_that_reads(client: Client) -> None:
    make_site()
    response = client.get("/fr/", headers={"host": "ailleurs.example.org"})
    assert response.status_code == 400
    assert "ailleurs" not in response.content.decode()

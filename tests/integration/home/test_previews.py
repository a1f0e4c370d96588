"""An editor sees what the public will see, before anybody else."""

import pytest
from django.test import RequestFactory
from wagtail.models import Page

from home.models import ContentPage, GlossaryPage, NewsIndexPage, NewsPage
from tests.factories.territory import make_branch, make_site
from tests.integration.home.pages import make_news

pytestmark = pytest.mark.django_db


def previewed(page: Page) -> str:
    response = page.make_preview_request(RequestFactory().get("/", SERVER_NAME="testserver"))
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("model", [ContentPage, NewsIndexPage, GlossaryPage])
def test_a_draft_is_seen_before_it_exists(model: type[Page]) -> None:
    parent = make_branch("saint-aurel")
    draft = model(title="Brouillon", slug="brouillon", live=False)
    parent.add_child(instance=draft)
    html = previewed(draft)
    assert "Brouillon" in html


def test_a_news_item_is_previewed_with_its_day() -> None:
    index = make_news(make_site()).get_parent()
    draft = NewsPage(title="Brouillon", slug="brouillon", live=False)
    index.add_child(instance=draft)
    assert "Brouillon" in previewed(draft)


def test_the_preview_of_a_home_is_never_kept() -> None:
    home = make_site()
    home.body = [("heading", "Un premier titre"), ("call_to_action", {"text": "Un", "label": "A"})]
    assert "Un premier titre" in previewed(home)
    home.body = [("heading", "Un second titre"), ("call_to_action", {"text": "Un", "label": "A"})]
    assert "Un second titre" in previewed(home)

"""What every visitor reads alike is kept a few seconds, and never longer than it may be read."""

from html import unescape

import pytest
from django.test import Client

from civic.accounts.policies import Actor
from civic.participation.models import Contribution
from civic.privacy.services.screening import hide
from tests.factories.participation import make_call, make_contribution
from tests.integration.neighbourhood_councils.scene import (
    REASON,
    answer,
    make_council,
    make_request,
    make_requests,
    page_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kept_for_a_minute(settings) -> None:  # type: ignore[no-untyped-def]
    settings.KEPT_SECONDS = 60


@pytest.fixture
def call():  # type: ignore[no-untyped-def]
    return make_call()


@pytest.fixture
def proposal(call) -> Contribution:  # type: ignore[no-untyped-def]
    return make_contribution(call.activity, title="Un abri à vélos à la gare")


def test_a_visitor_reads_the_kept_list_without_asking_for_the_proposals(
    call, proposal, client: Client, count_queries
) -> None:  # type: ignore[no-untyped-def]
    address = call.get_absolute_url()
    with count_queries() as first:
        assert "Un abri à vélos" in client.get(address).content.decode()
    with count_queries() as again:
        assert "Un abri à vélos" in client.get(address).content.decode()
    assert len(again) < len(first)


def test_a_hidden_proposal_leaves_the_kept_list_at_once(
    call, proposal, client: Client, chloe: Actor, django_capture_on_commit_callbacks
) -> None:  # type: ignore[no-untyped-def]
    address = call.get_absolute_url()
    client.get(address)
    with django_capture_on_commit_callbacks(execute=True):
        hide(actor=chloe, instance=proposal, rule="insulte")
    assert "Un abri à vélos" not in client.get(address).content.decode()


def test_a_page_written_while_a_text_is_being_hidden_is_not_read_after_it(
    call, proposal, client: Client, chloe: Actor, django_capture_on_commit_callbacks
) -> None:  # type: ignore[no-untyped-def]
    from django.core.cache import cache

    address = call.get_absolute_url()
    client.get(address)
    stale = {key: cache.get(key) for key in _kept()}
    with django_capture_on_commit_callbacks(execute=True):
        hide(actor=chloe, instance=proposal, rule="insulte")
        # Somebody else's page, begun before the change, ends during it.
        for key, value in stale.items():
            cache.set(key, value, 60)
    assert "Un abri à vélos" not in client.get(address).content.decode()


def test_the_links_of_a_kept_page_repeat_nothing_of_another_visitor(client: Client) -> None:
    council = make_council()
    make_requests(council, 26)
    address = page_of(council).url_of("table")
    assert "?mot=injure" in client.get(f"{address}?mot=injure").content.decode()
    assert "?page=2" in (shown := client.get(address).content.decode())
    assert "injure" not in shown


def test_a_kept_table_says_an_answer_as_soon_as_it_is_given(
    client: Client, count_queries, django_capture_on_commit_callbacks
) -> None:  # type: ignore[no-untyped-def]
    council = make_council()
    request = make_request(council)
    address = page_of(council).url_of("table")
    client.get(address)
    with count_queries() as kept:
        assert REASON not in unescape(client.get(address).content.decode())
    assert not [one for one in kept if "cases_request" in one["sql"]]
    with django_capture_on_commit_callbacks(execute=True):
        answer(request)
    assert REASON in unescape(client.get(address).content.decode())


def _kept() -> list[str]:
    from django.core.cache import cache

    return [key.split(":", 2)[2] for key in cache._cache if "civic.core.kept" in key]

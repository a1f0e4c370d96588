"""Somebody who said a thousand things finds each on their account page, a page at a time."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from civic.accounts.policies import Actor
from consultations.models import CallForProposalsPage
from tests.factories.participation import make_call, make_contribution
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db
PER_PAGE = 20


@pytest.fixture
def call() -> CallForProposalsPage:
    return make_call()


def listed(page: str) -> list[str]:
    return re.findall(r"Proposition (\d+)<", page)


def test_every_proposal_is_on_one_page_and_a_page_costs_the_same(
    amina: Actor, call: CallForProposalsPage, client: Client, count_queries: Any
) -> None:
    for number in range(2):
        make_contribution(call.activity, amina.person, title=f"Proposition {number}")
    client.force_login(amina.user)
    address = reverse("account")
    client.get(address)
    with count_queries() as few:
        shown = client.get(address).content.decode()
    assert len(listed(shown)) == 2
    assert "proposals=2" not in shown
    for number in range(2, 45):
        make_contribution(call.activity, amina.person, title=f"Proposition {number}")
    with count_queries() as many:
        first = client.get(address).content.decode()
    assert len(many) == len(few)
    second, third = (
        client.get(address, {"proposals": number}).content.decode() for number in (2, 3)
    )
    pages = [listed(page) for page in (first, second, third)]
    assert [len(page) for page in pages] == [PER_PAGE, PER_PAGE, 5]
    assert sorted(int(title) for page in pages for title in page) == list(range(45))
    assert "?proposals=2#section-proposals" in first


def test_the_pages_of_one_list_leave_the_others_where_they_are(
    amina: Actor, call: CallForProposalsPage, client: Client
) -> None:
    for number in range(25):
        make_contribution(call.activity, amina.person, title=f"Proposition {number}")
    client.force_login(amina.user)
    page = client.get(reverse("account"), {"followed": "3", "proposals": "2"}).content.decode()
    assert len(listed(page)) == 5
    assert "followed=3&amp;proposals=1#section-proposals" in page
    # An address typed by hand shows the nearest page, not an error.
    assert len(listed(client.get(reverse("account"), {"proposals": "99"}).content.decode())) == 5
    assert client.get(reverse("account"), {"proposals": "x"}).status_code == 200


def test_nobody_reads_the_list_of_somebody_else(
    amina: Actor, call: CallForProposalsPage, client: Client
) -> None:
    make_contribution(call.activity, make_person("Bruno V."), title="Proposition 7")
    client.force_login(amina.user)
    assert listed(client.get(reverse("account")).content.decode()) == []

"""What the form of a request reads costs the same among two requests and among two thousand."""

from typing import Any

import pytest
from django.test import Client

from civic.cases.models import Request, RequestType
from neighbourhood_councils.models import RequestIndexPage
from neighbourhood_councils.selectors.nearby import SHOWN, already_asked
from tests.factories.territory import make_commune, make_neighbourhood
from tests.integration.neighbourhood_councils.request_scene import (
    TEXT,
    filed,
    make_lamp,
    make_request_page,
    step,
    walk,
)
from tests.integration.neighbourhood_councils.scene import repeat

pytestmark = pytest.mark.django_db

PLACE = {"place": "Rue du Pont", "latitude": "44.05", "longitude": "1.05"}


def asked_once() -> tuple[RequestIndexPage, Request]:
    """Return the page of the form, and a request already asked at the place."""
    page = make_request_page()
    make_lamp()
    walk(Client(), page, **PLACE)
    return page, filed()


def test_what_was_asked_nearby_is_found_in_the_same_queries(count_queries: Any) -> None:
    _page, first = asked_once()
    commune, lamp = make_commune(), first.request_type
    costs = []
    for many in (1, 1_998):
        repeat(first, many)
        with count_queries() as queries:
            near = already_asked(
                organisation=commune,
                request_type=lamp,
                latitude=44.05,
                longitude=1.05,
                street="Rue du Pont",
                text=TEXT,
            )
        costs.append(len(queries))
    assert len(near) == SHOWN
    assert costs[0] == costs[1] <= 3


def test_each_question_costs_the_same_whatever_was_asked_before(count_queries: Any) -> None:
    page, first = asked_once()
    totals = []
    for many in (1, 1_998):
        repeat(first, many)
        client = Client()
        costs = {}
        for name, typed in (
            ("", {"text": TEXT}),
            ("sujet", {"title": "Lampe éteinte", "type": "lampe-eteinte"}),
            ("lieu", PLACE),
            ("photos", {}),
        ):
            with count_queries() as queries:
                answer = step(client, page, name, **typed)
            assert answer.status_code == 302
            costs[f"post {name}"] = len(queries)
        for name in ("sujet", "lieu", "photos", "deja", "envoi"):
            address = page.url_of("file_step", step=name)
            client.get(address)
            with count_queries() as queries:
                assert client.get(address).status_code == 200
            costs[f"get {name}"] = len(queries)
        totals.append(costs)
    assert totals[0] == totals[1]


def test_the_lists_of_types_and_places_cost_the_same_when_they_grow(count_queries: Any) -> None:
    page, _first = asked_once()
    costs = []
    for many in (2, 200):
        for number in range(many):
            slug = f"{many}-{number}"
            RequestType.objects.create(name=f"Chose {slug}", slug=slug, words=[f"chose{slug}"])
            make_neighbourhood(slug=f"quartier-{slug}")
        client = Client()
        step(client, page, text=TEXT)
        step(client, page, "sujet", title="Lampe éteinte", type="lampe-eteinte")
        counted = []
        for name in ("sujet", "lieu"):
            address = page.url_of("file_step", step=name)
            client.get(address)
            with count_queries() as queries:
                client.get(address)
            counted.append(len(queries))
        costs.append(counted)
    assert costs[0] == costs[1]

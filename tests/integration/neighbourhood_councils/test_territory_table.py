"""The follow-up table of a whole territory, and figures that follow every change at once."""

import pytest
from django.template import Context, Template
from django.test import Client, RequestFactory

from civic.accounts.policies import SYSTEM
from civic.cases.models import Request
from civic.cases.services.routing import transfer_case
from civic.privacy.services.screening import hide, release
from tests.factories.territory import (
    make_branch,
    make_commune,
    make_department,
    make_intercommunality,
)
from tests.integration.neighbourhood_councils.scene import (
    answer,
    make_council,
    make_request,
    make_requests,
    page_of,
)

pytestmark = pytest.mark.django_db

TERRITORY = "/fr/saint-aurel/suivi/"
MOST_QUERIES = 12


def read(url: str) -> str:
    shown = Client().get(url)
    assert shown.status_code == 200
    return shown.content.decode()


def test_a_territory_shows_the_requests_of_its_councils_and_those_of_no_council() -> None:
    council = make_council()
    one = make_request(council, title="Lampe éteinte")
    two = make_request(council, title="Demande sans conseil", space_id=None)
    text = read(TERRITORY)
    assert "Lampe éteinte" in text
    assert "Demande sans conseil" in text
    assert "Faubourg Saint-Loup" in text
    for request in (one, two):
        assert request.title in read(f"{TERRITORY}{request.case.number}/")
    alone = read(f"{TERRITORY}?conseil=aucun")
    assert "Demande sans conseil" in alone
    assert "Lampe éteinte" not in alone


def test_the_table_of_another_commune_does_not_show_them() -> None:
    request = make_request(make_council())
    make_branch("montfaucelle")
    assert request.case.number not in read("/fr/montfaucelle/suivi/")
    assert Client().get(f"/fr/montfaucelle/suivi/{request.case.number}/").status_code == 404


def test_what_was_handed_over_stands_in_the_table_of_both_bodies() -> None:
    request = make_request(make_council(), title="Berge effondrée")
    commune = make_commune("montfaucelle")
    make_branch("montfaucelle")
    transfer_case(actor=SYSTEM, case=request.case, organisation=commune, reason="Chez eux")
    for url in (TERRITORY, "/fr/montfaucelle/suivi/"):
        assert "Berge effondrée" in read(url)


def test_the_intercommunality_shows_what_was_asked_of_its_communes() -> None:
    make_intercommunality()
    request = make_request(make_council(), title="Lampe éteinte")
    assert request.case.number in read("/fr/suivi/")


def test_two_requests_and_two_hundred_cost_the_same(count_queries) -> None:
    council = make_council()
    make_requests(council, 2)
    read(TERRITORY)
    with count_queries() as few:
        read(TERRITORY)
    make_requests(council, 120)
    with count_queries() as many:
        read(f"{TERRITORY}?service=voirie&conseil=faubourg-saint-loup&tri=conseil&page=2")
    assert len(few) == len(many) <= MOST_QUERIES


def test_all_rows_are_shown_at_once_to_be_printed(count_queries) -> None:
    council = make_council()
    made = make_requests(council, 60)
    url = page_of(council).url_of("table")
    first = read(f"{url}?etat=en-attente")
    assert "?etat=en-attente&amp;page=tout" in first
    with count_queries() as queries:
        whole = read(f"{url}?etat=en-attente&page=tout")
    assert all(request.case.number in whole for request in made)
    assert len(queries) <= MOST_QUERIES


def test_the_figures_follow_every_change_at_once(settings, count_queries) -> None:
    settings.KEPT_SECONDS = 30
    council = make_council()
    url = page_of(council).url_of("table")
    held = make_request(council, title="Arrivée du tableur", hold="imported")
    request = make_request(council, department=make_department())
    assert "Arrivée du tableur" not in read(url)
    # Nothing changed: neither the figures nor the rows are looked for again.
    with count_queries() as kept:
        read(url)
    assert [
        q["sql"][:300] for q in kept if "departments_text" in q["sql"] and "GROUP" in q["sql"]
    ] == []
    release(actor=SYSTEM, instances=[held])
    assert "Arrivée du tableur" in read(url)
    answer(request)
    assert request.case.number in read(f"{url}?etat=repondues")
    hide(actor=SYSTEM, instance=Request.objects.get(pk=request.pk), rule="insult")
    assert request.case.number not in read(url)
    assert request.case.number not in read(f"{url}?etat=repondues")


def block(path: str = "/fr/", **chosen: str) -> str:
    template = Template(
        "{% load follow_up %}{% follow_up_table slug 5 shown=shown department=department %}"
    )
    context = {"shown": "", "department": "", "slug": "faubourg-saint-loup"} | chosen
    return template.render(Context(context | {"request": RequestFactory().get(path)}))


def test_a_block_keeps_the_filter_of_its_editor_until_a_reader_asks_otherwise() -> None:
    council = make_council()
    answered = make_request(council, title="Trottoir", department=make_department())
    answer(answered)
    make_request(council, title="Lampe éteinte")
    shown = block(shown="repondues")
    assert "Trottoir" in shown
    assert "Lampe éteinte" not in shown
    # Sorting keeps the filter; asking for all says so in the address.
    assert "faubourg-saint-loup-etat=repondues&amp;faubourg-saint-loup-tri=titre" in shown
    everything = block("/fr/?faubourg-saint-loup-etat=", shown="repondues")
    assert "Lampe éteinte" in everything
    assert "?faubourg-saint-loup-etat=&amp;faubourg-saint-loup-tri=titre" in everything
    # The parameters of another table of the page change nothing here.
    assert "Lampe éteinte" not in block("/fr/?les-quais-etat=en-attente", shown="repondues")
    assert "Lampe éteinte" not in block("/fr/?faubourg-saint-loup-q=trottoir")


def test_a_block_shows_the_table_of_a_territory() -> None:
    make_request(make_council(), title="Lampe éteinte")
    shown = block(slug="saint-aurel")
    assert "Lampe éteinte" in shown
    assert TERRITORY in shown
    assert block(slug="nulle-part").strip() == ""

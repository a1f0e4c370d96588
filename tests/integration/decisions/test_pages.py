"""The list of decisions and one decision: what the public reads, and what it does not."""

import pytest
from django.template import Context, Template
from django.test import Client

from civic.accounts.policies import SYSTEM, Actor
from civic.cases.models import Case
from civic.decisions.models import DecisionIndexPage
from civic.decisions.services import set_commitment, sign_decision
from civic.participation.models import Contribution
from civic.privacy.services.screening import hide
from tests.factories.territory import (
    make_branch,
    make_commune,
    make_department,
    make_intercommunality,
)
from tests.integration.decisions.scene import make_decision, make_ready_decision, page_of, soon

pytestmark = pytest.mark.django_db


def html_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_unsigned_decision_shows_nothing_to_anybody(
    client: Client, elise: Actor, amina: Actor
) -> None:
    page = page_of(make_decision())
    for actor in (None, elise, amina):
        if actor is not None:
            client.force_login(actor.user)
        assert client.get(page.get_absolute_url()).status_code == 404
    assert page.title not in html_of(client, page.get_parent().specific.get_absolute_url())


def test_a_signed_decision_says_what_was_kept_adapted_and_set_aside(
    client: Client, elise: Actor
) -> None:
    decision, proposals = make_ready_decision()
    set_commitment(
        actor=elise,
        decision=decision,
        text="Poser soixante arceaux",
        due_on=soon(),
        department=make_department(make_intercommunality(), "climat"),
    )
    sign_decision(actor=elise, decision=decision)
    page = page_of(decision)
    html = html_of(client, page.get_absolute_url())
    for words in (
        decision.summary,
        "Délibération 2026-114",
        "Le conseil communautaire",
        "Poser soixante arceaux",
        "Climat",
        *(proposal.title for proposal in proposals),
    ):
        assert words in html
    assert html.count('class="decision-item"') == 3
    listed = html_of(client, page.get_parent().specific.get_absolute_url())
    assert decision.title in listed


def test_what_is_no_longer_public_is_named_by_its_number_alone(
    client: Client, elise: Actor, chloe: Actor
) -> None:
    decision, proposals = make_ready_decision()
    sign_decision(actor=elise, decision=decision)
    hide(actor=chloe, instance=Contribution.objects.get(pk=proposals[0].pk), rule="insult")
    html = html_of(client, page_of(decision).get_absolute_url())
    assert proposals[0].title not in html
    assert proposals[0].case.number in html


def test_the_decisions_shared_with_a_commune_are_listed_in_its_branch(
    client: Client, elise: Actor
) -> None:
    decision, _proposals = make_ready_decision()
    sign_decision(actor=elise, decision=decision)
    page_of(decision)
    index = make_branch().add_child(instance=DecisionIndexPage(title="Décisions", slug="decisions"))
    address = index.get_absolute_url()
    assert decision.title not in html_of(client, address)
    decision.space.territories.add(make_commune())
    assert decision.title in html_of(client, address)


def test_the_pages_cost_the_same_for_three_answers_and_for_thirty(
    client: Client, elise: Actor, count_queries
) -> None:
    pages = []
    for count in (3, 30):
        decision, _proposals = make_ready_decision(count)
        sign_decision(actor=elise, decision=decision)
        pages.append(page_of(decision))
    index = pages[0].get_parent().specific.get_absolute_url()
    client.get(index)
    costs = []
    for page in pages:
        client.get(page.get_absolute_url())
        with count_queries() as queries:
            client.get(page.get_absolute_url())
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 12
    with count_queries() as queries:
        client.get(index)
    assert len(queries) <= 12


def test_the_tag_links_a_case_to_its_decision(elise: Actor) -> None:
    decision, proposals = make_ready_decision()
    template = Template("{% load decisions %}{% decision_of case %}")
    case = proposals[0].case
    assert template.render(Context({"case": case})).strip() == ""
    sign_decision(actor=elise, decision=decision)
    page = page_of(decision)
    html = template.render(Context({"case": Case.objects.get(pk=case.pk)}))
    assert f"{page.get_absolute_url()}#reponse-{case.number}" in html
    assert decision.title in html


def test_an_empty_list_says_what_will_be_here(client: Client) -> None:
    page = page_of(make_decision())
    html = html_of(client, page.get_parent().specific.get_absolute_url())
    assert 'class="empty"' in html


@pytest.mark.parametrize("number", ["", "0", "zero", "99", "-1"])
def test_any_page_number_answers(client: Client, elise: Actor, number: str) -> None:
    decision, _proposals = make_ready_decision()
    sign_decision(actor=SYSTEM, decision=decision)
    index = page_of(decision).get_parent().specific.get_absolute_url()
    assert client.get(f"{index}?page={number}").status_code == 200


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_a_decision_is_only_read(client: Client, method: str) -> None:
    page = page_of(make_decision())
    for address in (page.get_absolute_url(), page.get_parent().specific.get_absolute_url()):
        assert getattr(client, method)(address).status_code == 405

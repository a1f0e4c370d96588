"""The communication kit: one click from a consultation, a call, a workshop or a mixed group."""

import pytest
from django.test import Client

from civic.accounts.enums import Role
from civic.accounts.policies import SYSTEM, Actor
from civic.core.models import BasePage
from civic.decisions.services import sign_decision
from civic.decisions.services.drafting import set_commitment
from civic.desk.selectors.kit import KitSubject, magazine_texts, said_and_done
from tests.factories.mixed_groups import make_group, page_for
from tests.factories.participation import make_call
from tests.factories.people import grant
from tests.factories.territory import make_commune, make_intercommunality
from tests.factories.workshops import make_session, make_workshop, make_workshop_page
from tests.integration.decisions.scene import make_ready_decision, soon

pytestmark = pytest.mark.django_db

SHEETS = ("affiche", "carte-de-table", "vous-avez-dit")


def pages() -> list[BasePage]:
    workshop = make_workshop()
    make_session(workshop)
    call = make_call()
    return [
        call,
        call.get_parent().specific,
        make_workshop_page(workshop),
        page_for(make_group()),
    ]


def subject_of(space, **extra) -> KitSubject:
    values = {
        "kind": "Concertation",
        "question": "Que garder du plan ?",
        "summary": "Une phrase.",
        "space": space,
        "url": "https://civic.example.org/fr/concertations/plan-climat/",
    }
    return KitSubject(**values | extra)


def test_every_page_gives_its_kit_to_those_who_work_there(client: Client, chloe: Actor) -> None:
    client.force_login(chloe.user)
    for page in pages():
        response = client.get(page.url_of("kit"))
        assert response.status_code == 200
        text = response.content.decode()
        assert text.count("<textarea") >= 2
        for piece in SHEETS:
            assert page.url_of("kit_piece", piece=piece) in text
            shown = client.get(page.url_of("kit_piece", piece=piece))
            assert shown.status_code == 200
        code = client.get(page.url_of("kit_file", piece="code", extension="svg"))
        assert code["Content-Type"] == "image/svg+xml"


def test_a_poster_says_the_question_when_the_code_the_address_and_the_telephone(
    client: Client, chloe: Actor
) -> None:
    client.force_login(chloe.user)
    for page in pages():
        text = client.get(page.url_of("kit_piece", piece="affiche")).content.decode()
        assert "05 36 49 00" in text
        assert page.url_of("kit_file", piece="code", extension="svg") in text
        assert "https://" not in text.partition('class="poster-address"')[2].partition("</p>")[0]
        assert "<h3>" in text


def test_the_kit_is_for_those_who_have_a_role_there(
    client: Client, amina: Actor, farid: Actor
) -> None:
    page = pages()[0]
    for piece in ("", "affiche/", "code.svg", "image.png"):
        address = f"{page.get_absolute_url()}kit/{piece}"
        client.logout()
        assert client.get(address).status_code == 302
        for stranger in (amina, farid):
            client.force_login(stranger.user)
            assert client.get(address).status_code == 403
    grant(farid.user, Role.COMMUNICATIONS, make_commune())
    assert client.get(page.url_of("kit")).status_code == 403
    grant(farid.user, Role.COMMUNICATIONS, make_intercommunality())
    assert client.get(page.url_of("kit")).status_code == 200


def test_the_link_to_the_kit_is_shown_to_staff_alone(
    client: Client, chloe: Actor, amina: Actor
) -> None:
    for page in pages():
        client.logout()
        assert page.url_of("kit") not in client.get(page.get_absolute_url()).content.decode()
        client.force_login(amina.user)
        assert page.url_of("kit") not in client.get(page.get_absolute_url()).content.decode()
        client.force_login(chloe.user)
        assert page.url_of("kit") in client.get(page.get_absolute_url()).content.decode()


def test_a_piece_that_does_not_exist_is_not_found(client: Client, chloe: Actor) -> None:
    client.force_login(chloe.user)
    page = pages()[0]
    for piece in ("tract/", "code.png", "image.svg", "affiche.svg"):
        assert client.get(f"{page.get_absolute_url()}kit/{piece}").status_code == 404


def test_the_texts_hold_in_their_length_and_keep_the_way_to_take_part() -> None:
    decision, _proposals = make_ready_decision(0)
    subject = subject_of(
        decision.space,
        summary="Une phrase utile et longue. " * 60,
        paper="Un bulletin attend dans chaque mairie.",
        phone="05 36 49 00 30",
        when=("Jusqu’au 12 mai 2027",),
    )
    for limit, text in magazine_texts(subject):
        assert len(text) <= limit
        assert "civic.example.org/fr/concertations/plan-climat" in text
        assert "05 36 49 00 30" in text
        assert "12 mai 2027" in text
    assert [limit for limit, _text in magazine_texts(subject)] == [600, 1200]


def test_before_a_decision_the_sheet_says_what_will_be_there(client: Client, chloe: Actor) -> None:
    make_ready_decision()
    client.force_login(chloe.user)
    page = pages()[1]
    shown = client.get(page.url_of("kit_piece", piece="vous-avez-dit")).content.decode()
    assert '<article class="said"' not in shown
    assert not said_and_done(page.consultation.space).total


def test_a_signed_decision_gives_counts_examples_and_works(
    django_capture_on_commit_callbacks,
) -> None:
    decision, proposals = make_ready_decision(9)
    set_commitment(
        actor=SYSTEM, decision=decision, text="Un abri fermé devant la gare", due_on=soon()
    )
    assert not said_and_done(decision.space).total
    sign_decision(actor=SYSTEM, decision=decision)
    found = said_and_done(decision.space)
    assert found.total == 9
    assert {group.key: group.count for group in found.groups} == {
        "accepted": 3,
        "adapted": 3,
        "not_retained": 3,
    }
    assert [work.text for work in found.to_come] == ["Un abri fermé devant la gare"]
    assert proposals[0].title in {one.title for group in found.groups for one in group.examples}


def test_what_is_held_is_counted_and_never_shown(django_capture_on_commit_callbacks) -> None:
    decision, proposals = make_ready_decision(3)
    sign_decision(actor=SYSTEM, decision=decision)
    type(proposals[0]).objects.filter(pk=proposals[0].pk).update(
        screening="held", held_for="new", released_at=None
    )
    found = said_and_done(decision.space)
    assert found.total == 3
    shown = {one.title for group in found.groups for one in group.examples}
    assert proposals[0].title not in shown


def test_the_sheet_costs_the_same_for_three_answers_and_for_sixty(count_queries) -> None:
    small, _few = make_ready_decision(3)
    large, _many = make_ready_decision(60, space=None, title="La grande")
    sign_decision(actor=SYSTEM, decision=small)
    with count_queries() as few:
        said_and_done(small.space)
    sign_decision(actor=SYSTEM, decision=large)
    with count_queries() as many:
        found = said_and_done(large.space)
    assert len(few) == len(many) <= 7
    assert all(len(group.examples) <= 6 for group in found.groups)

"""A council has its posters, its card, its texts, and says what became of what was asked."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from civic.accounts.enums import Role
from civic.accounts.policies import SYSTEM, Actor
from civic.core.enums import Channel
from civic.participation.models import Session
from neighbourhood_councils.selectors.said import said_in_council
from neighbourhood_councils.services.councils import schedule_meeting
from tests.factories.people import grant, make_user
from tests.integration.neighbourhood_councils.scene import (
    answer,
    make_council,
    make_late,
    make_request,
    page_of,
    signed_in,
)

pytestmark = pytest.mark.django_db


def meeting() -> Session:
    starts = timezone.now() + timedelta(days=20)
    return schedule_meeting(
        actor=SYSTEM,
        council=make_council(),
        title="Réunion publique",
        starts_at=starts,
        ends_at=starts + timedelta(hours=2),
        place="Salle du lavoir",
    )


def piece(client: Client, name: str) -> str:
    shown = client.get(page_of(make_council()).url_of("kit_piece", piece=name))
    assert shown.status_code == 200
    return shown.content.decode()


def test_the_chair_takes_the_kit_of_their_council_and_of_no_other(farid: Actor) -> None:
    council = make_council()
    page, other = page_of(council), page_of(make_council("Les Quais"))
    user = make_user("presidente@example.org", "Présidente")
    grant(user, Role.CHAIR, council.space.organisation, space_id=council.space_id)
    chair = signed_in(Actor(user=user))
    assert page.url_of("kit") in chair.get(page.get_absolute_url()).content.decode()
    assert chair.get(page.url_of("kit")).status_code == 200
    assert chair.get(other.url_of("kit")).status_code == 403
    assert signed_in(farid).get(page.url_of("kit")).status_code == 403
    assert page.url_of("kit") not in Client().get(page.get_absolute_url()).content.decode()


def test_the_poster_and_the_card_say_when_where_and_how_without_the_internet(bruno: Actor) -> None:
    page = page_of(make_council())
    meeting()
    chair = signed_in(bruno)
    for name in ("affiche", "carte-de-table"):
        text = piece(chair, name)
        assert "Faubourg Saint-Loup" in text
        assert "05 36 49 00 20" in text
        assert page.url_of("kit_file", piece="code", extension="svg") in text
    assert "Salle du lavoir" in piece(chair, "affiche")


def test_the_texts_for_the_magazine_hold_in_their_length(bruno: Actor) -> None:
    meeting()
    shown = signed_in(bruno).get(page_of(make_council()).url_of("kit")).content.decode()
    assert shown.count("kit-text") >= 2
    assert "05 36 49 00 20" in shown
    assert "Salle du lavoir" in shown


def test_what_was_asked_and_done_is_counted_with_the_latest_answers() -> None:
    council = make_council()
    for number in range(5):
        answer(make_request(council, title=f"Lampe {number}"))
    answer(make_request(council, title="Banc"), outcome="not_possible")
    answer(
        make_request(council, title="Trottoir"),
        outcome="handed_over",
        receiving_body_name="Le département",
    )
    make_request(council, title="Haie")
    make_late(make_request(council, title="Fossé"))
    found = said_in_council(council.space)
    assert {group.key: group.count for group in found.groups} == {
        "done": 5,
        "refused": 1,
        "elsewhere": 1,
    }
    assert found.total == 7
    assert [one.title for one in found.groups[0].examples] == ["Lampe 4", "Lampe 3", "Lampe 2"]
    assert found.left_out == 2
    assert "7 demandes ont reçu" in found.sentence
    assert "1 a dépassé sa date" in found.sentence


def test_what_is_held_or_closed_before_is_on_no_sheet(bruno: Actor) -> None:
    council = make_council()
    chair = signed_in(bruno)
    assert "said-figures" not in piece(chair, "vous-avez-dit")
    answer(make_request(council, title="Banc retenu", hold="imported"))
    make_request(council, title="Ancien banc", closed_before=True, channel=Channel.IMPORT)
    assert "said-figures" not in piece(chair, "vous-avez-dit")
    answer(make_request(council, title="Lampe du pont"))
    shown = piece(chair, "vous-avez-dit")
    assert "Lampe du pont" in shown
    assert "Banc retenu" not in shown
    assert "Ancien banc" not in shown


def test_the_sheet_costs_the_same_for_two_answers_and_for_sixty(count_queries) -> None:
    council = make_council()
    for outcome in ("done", "not_possible"):
        answer(make_request(council, title=f"Banc {outcome}"), outcome=outcome)
    with count_queries() as few:
        said_in_council(council.space)
    for number in range(60):
        answer(make_request(council, title=f"Lampe {number}"))
    with count_queries() as many:
        said_in_council(council.space)
    assert len(few) == len(many) <= 5

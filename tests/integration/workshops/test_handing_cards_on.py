"""From a card on a table to a contribution that is owed an answer, and back."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from civic.accounts.policies import Actor
from civic.cases.models import Case
from civic.core.exceptions import NotAllowed, Refusal
from civic.participation.models import Contribution, Phase
from civic.participation.registry import participation_registry
from tests.factories.participation import make_consultation_pages
from tests.factories.rooms import inside, make_card, make_participant, make_room, read, runner
from tests.factories.workshops import make_workshop_page
from workshops.enums import RoomState
from workshops.models import Card, Room
from workshops.policies import InRoom
from workshops.services.cards import enter_paper_card, merge_cards
from workshops.services.groups import make_group
from workshops.services.handing_on import hand_cards_on
from workshops.services.rooms import set_state

pytestmark = pytest.mark.django_db


@pytest.fixture
def room() -> Room:
    return make_room()


def hand_on(room: Room, *cards: Card) -> list[Card]:
    return hand_cards_on(who=runner(read(room)), cards=[card.pk for card in cards])


def test_a_card_becomes_a_contribution_with_its_number_and_its_promised_date(room: Room) -> None:
    card = make_card(room, "Une navette le soir")
    [done] = hand_on(room, card)
    found = done.contribution
    assert found is not None
    assert (found.kind, found.channel, found.text) == ("card", "meeting", "Une navette le soir")
    assert found.said_at == card.written_at
    assert found.case.promised_on is not None
    assert found.is_public


def test_a_paper_card_keeps_its_channel_its_college_and_its_people(room: Room) -> None:
    card = enter_paper_card(
        who=runner(room),
        text="Des bancs",
        table=room.tables.first().pk,
        college="association",
        people_count=6,
    )
    [done] = hand_on(room, card)
    found = done.contribution
    assert (found.channel, found.college, found.people_count) == ("paper", "association", 6)
    assert found.author.email == ""


def test_an_official_confirmed_in_the_room_speaks_as_one(room: Room) -> None:
    participant = make_participant(room)
    participant.college = "elected_official"
    participant.save()
    [done] = hand_on(room, make_card(room, who=inside(room, participant)))
    assert done.contribution.college == "elected_official"
    assert done.contribution.author.college == "resident"


def test_handing_on_twice_changes_nothing(room: Room) -> None:
    card = make_card(room)
    hand_on(room, card)
    hand_on(room, card)
    assert Contribution.objects.count() == Case.objects.count() == 1


def test_the_cards_of_one_participant_have_one_author(room: Room) -> None:
    who = inside(room)
    done = hand_on(room, make_card(room, "Une idée", who), make_card(room, "Une autre", who))
    assert len({card.contribution.author_id for card in done}) == 1


def test_what_was_said_in_the_room_is_handed_on_after_the_phase_is_over(room: Room) -> None:
    card = make_card(room)
    Phase.objects.exclude(ends_at=None).update(
        starts_at=timezone.now() - timezone.timedelta(days=9),
        ends_at=timezone.now() - timezone.timedelta(days=2),
    )
    [done] = hand_on(room, card)
    assert done.contribution is not None


def test_an_archived_consultation_takes_no_more_cards(room: Room) -> None:
    space = room.session.space.workshop.consultation_space
    space.archived_at = timezone.now()
    space.save()
    card = make_card(room)
    with pytest.raises(Refusal):
        hand_on(room, card)


def test_a_workshop_that_works_for_nothing_says_so(room: Room) -> None:
    workshop = room.session.space.workshop
    workshop.consultation_space = None
    workshop.save()
    card = make_card(room)
    with pytest.raises(Refusal) as refused:
        hand_on(room, card)
    assert refused.value.code == "no_consultation"


def test_a_card_that_names_somebody_waits_for_a_person(room: Room) -> None:
    card = make_card(room, "Demandez à Jean Dupont, 06 12 34 56 78")
    [done] = hand_on(room, card)
    assert not done.contribution.is_public
    set_state(who=runner(read(room)), state=RoomState.CLOSED)
    page = Client().get(reverse("room_written", args=[room.pk])).content.decode()
    assert "Dupont" not in page
    assert "06 12" not in page


def test_farid_hands_nothing_on(room: Room, farid: Actor) -> None:
    card = make_card(room)
    with pytest.raises(NotAllowed):
        hand_cards_on(who=InRoom(room, farid), cards=[card.pk])


def test_the_trail_leads_from_the_contribution_to_its_card_and_its_session(room: Room) -> None:
    make_workshop_page(room.session.space.workshop)
    card = make_card(room)
    group = make_group(who=runner(room), table=card.table_id, name="Le soir", cards=[card.pk])
    [done] = hand_on(room, card)
    set_state(who=runner(read(room)), state=RoomState.CLOSED)
    steps = participation_registry.trail_of([done.contribution_id])[done.contribution_id]
    assert [step.kind for step in steps[:2]] == ["session", "card"]
    assert f"/seances/{room.session_id}/" in steps[0].url
    written = reverse("room_written", args=[room.pk])
    assert steps[1].url == f"{written}?carte={card.pk}#card-{card.pk}"
    assert group.name in steps[1].text


def test_from_what_was_written_each_card_leads_to_its_contribution(
    room: Room, client: Client
) -> None:
    make_consultation_pages(room.session.space.workshop.consultation_space.consultation)
    card, other = make_card(room, "Une navette le soir"), make_card(room, "Une navette, le soir")
    merge_cards(who=runner(room), card=other.pk, into=card.number)
    kept = make_card(room, "Gardée dans la salle")
    [done] = hand_on(room, card)
    address = reverse("room_written", args=[room.pk])
    assert client.get(address).status_code == 404
    set_state(who=runner(read(room)), state=RoomState.CLOSED)
    page = client.get(address).content.decode()
    assert f"/{done.contribution.case.number}/" in page
    assert done.contribution.case.number in page
    assert kept.text not in page
    assert done.contribution.people_count == 2


@pytest.mark.parametrize("count", [2, 60])
def test_what_was_written_costs_the_same_whatever_its_length(
    room: Room, client: Client, count_queries, count: int
) -> None:
    make_consultation_pages(room.session.space.workshop.consultation_space.consultation)
    who = inside(room)
    hand_on(room, *[make_card(room, f"Une idée pour {n}", who) for n in range(count)])
    set_state(who=runner(read(room)), state=RoomState.CLOSED)
    address = reverse("room_written", args=[room.pk])
    client.get(address)
    with count_queries() as queries:
        client.get(address)
    assert len(queries) <= 12, [query["sql"][:100] for query in queries]


def test_receipts_can_be_printed_and_hold_each_number(
    room: Room, client: Client, chloe: Actor
) -> None:
    card = make_card(room)
    client.force_login(chloe.user, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.post(
        reverse("room_run", args=[room.pk]), {"act": "cards.hand_on", "cards": [card.pk]}
    )
    assert answer["Location"] == reverse("room_receipts", args=[room.pk])
    assert Case.objects.get().number in client.get(answer["Location"]).content.decode()

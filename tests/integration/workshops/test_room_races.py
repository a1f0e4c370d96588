"""Forty people act at once, or one phone sends the same thing many times."""

import uuid

import pytest

from civic.accounts.policies import Actor
from civic.core.models import Event
from tests.factories.people import make_person
from tests.factories.rooms import inside, make_card, make_participant, make_room, read, runner
from tests.integration.discussion.races import real_transactions, together
from workshops.models import Card, DotVote, Participant, Room
from workshops.services.cards import write_card
from workshops.services.groups import place_dot
from workshops.services.handing_on import hand_cards_on
from workshops.services.polls import answer_poll, ask_room, set_poll_state

__all__ = ["real_transactions"]

pytestmark = [pytest.mark.races, pytest.mark.usefixtures("real_transactions")]


def events_without_a_gap(room: Room) -> bool:
    numbers = list(
        Event.objects.filter(stream__name=room.stream)
        .order_by("number")
        .values_list("number", flat=True)
    )
    return numbers == list(range(1, len(numbers) + 1))


def test_one_card_sent_ten_times_at_once_is_one_card() -> None:
    room = make_room()
    who, key = inside(room), uuid.uuid4()
    jobs = [lambda: write_card(who=who, text="Des bancs", key=key) for _click in range(10)]
    assert together(jobs, workers=10) == []
    assert Card.objects.count() == 1
    assert read(room).cards_count == 1
    assert events_without_a_gap(room)


def test_forty_dots_at_once_are_all_counted() -> None:
    room = make_room()
    card = make_card(room)
    people = [inside(room) for _person in range(40)]
    jobs = [lambda who=who: place_dot(who=who, card=card.pk) for who in people]
    assert together(jobs) == []
    card.refresh_from_db()
    assert card.dots_count == DotVote.objects.count() == 40


def test_one_participant_never_places_more_dots_than_they_have() -> None:
    room = make_room()
    who = inside(room)
    cards = [make_card(room, f"Carte {n}", who) for n in range(10)]
    refused = together([lambda card=card: place_dot(who=who, card=card.pk) for card in cards], 10)
    assert len(refused) == 10 - room.dots_each
    assert DotVote.objects.count() == room.dots_each


def test_joining_ten_times_at_once_from_one_phone_is_one_participant() -> None:
    room = make_room()
    jobs = [lambda: make_participant(room, "one phone", table=None) for _click in range(10)]
    assert together(jobs, workers=10) == []
    assert Participant.objects.count() == 1


def test_joining_from_ten_phones_at_once_is_one_person() -> None:
    room = make_room()
    person = make_person("Amina")
    jobs = [
        lambda n=n: make_participant(room, f"phone {n}", actor=Actor(person=person), table=None)
        for n in range(10)
    ]
    assert together(jobs, workers=10) == []
    assert Participant.objects.count() == 1


def test_forty_answers_at_once_are_all_counted() -> None:
    room = make_room()
    poll = ask_room(who=runner(room), question="Le samedi ?", options=["Oui", "Non"])
    set_poll_state(who=runner(room), poll=poll.pk, state="open")
    yes, no = poll.options.all()
    people = [inside(room) for _person in range(40)]
    jobs = [
        lambda who=who, option=(yes, no)[n % 2]: answer_poll(who=who, option=option.pk)
        for n, who in enumerate(people)
    ]
    assert together(jobs) == []
    yes.refresh_from_db()
    no.refresh_from_db()
    assert (yes.answers_count, no.answers_count) == (20, 20)


def test_forty_cards_at_once_have_forty_numbers() -> None:
    room = make_room()
    people = [inside(room) for _person in range(40)]
    assert together([lambda who=who: make_card(room, who=who) for who in people]) == []
    assert sorted(Card.objects.values_list("number", flat=True)) == list(range(1, 41))
    assert events_without_a_gap(room)


def test_handing_on_four_times_at_once_makes_one_contribution_a_card() -> None:
    room = make_room()
    cards = [make_card(room, f"Carte {n}") for n in range(3)]
    keys = [card.pk for card in cards]
    jobs = [lambda: hand_cards_on(who=runner(read(room)), cards=keys) for _click in range(4)]
    assert together(jobs, workers=4) == []
    assert Card.objects.filter(contribution__isnull=False).count() == 3

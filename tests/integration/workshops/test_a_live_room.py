"""The rules of a live room: who comes in, what is written, what is refused and why."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from civic.accounts.policies import SYSTEM, Actor
from civic.core.exceptions import NotAllowed, Refusal, TooMany
from civic.core.models import Event
from tests.factories.rooms import (
    inside,
    lead,
    make_card,
    make_participant,
    make_room,
    make_running_session,
    read,
    runner,
)
from workshops.enums import CardState, RoomState
from workshops.logic.codes import ALPHABET
from workshops.models import Card, DotVote, Participant, Room
from workshops.policies import InRoom, can_run
from workshops.selectors.room import changes_since, state_of
from workshops.services import cards, groups, joining, polls, rooms, speech

pytestmark = pytest.mark.django_db


@pytest.fixture
def room() -> Room:
    return make_room()


@contextmanager
def refusal(code: str) -> Iterator[None]:
    """Expect a refusal with its code and a sentence."""
    with pytest.raises(Refusal) as refused:
        yield
    assert refused.value.code == code
    assert str(refused.value.message)


# --- Coming in ----------------------------------------------------------------------------------


def test_a_code_is_six_characters_nobody_mistakes(room: Room) -> None:
    assert len(room.code) == 6
    assert set(room.code) <= set(ALPHABET)
    assert not set(ALPHABET) & set("0O1IL2Z5S8B")


def test_a_code_is_found_however_it_is_typed(room: Room) -> None:
    typed = f" {room.code[:3].lower()}-{room.code[3:]} "
    assert joining.find_room(code=typed, address="10.0.0.1").pk == room.pk


def test_guessing_codes_is_stopped_after_a_while_and_a_known_code_still_works(room: Room) -> None:
    for _guess in range(joining.GUESSES_BY_ADDRESS):
        with refusal("unknown_code"):
            joining.find_room(code="AAAAAA", address="10.0.0.1")
    with pytest.raises(TooMany):
        joining.find_room(code="AAAAAA", address="10.0.0.1")
    assert joining.find_room(code=room.code, address="10.0.0.1").pk == room.pk


def test_the_same_phone_twice_is_one_participant(room: Room) -> None:
    token = "a secret kept by the phone"
    assert make_participant(room, token).pk == make_participant(room, token).pk


def test_the_same_person_on_two_phones_is_one_participant(room: Room, amina: Actor) -> None:
    first = make_participant(room, "one phone of hers", actor=amina)
    assert make_participant(room, "another phone of hers", actor=amina).pk == first.pk


def test_the_secret_of_a_phone_is_not_stored(room: Room) -> None:
    participant = make_participant(room, "a secret kept by the phone")
    assert "secret" not in participant.token_hash


def test_an_official_without_an_account_waits_for_the_facilitator(room: Room) -> None:
    participant = make_participant(room, college="elected_official")
    assert (participant.college, participant.asked_college) == ("resident", "elected_official")
    joining.confirm_college(who=runner(room), participant=participant.pk, confirmed=True)
    participant.refresh_from_db()
    assert (participant.college, participant.asked_college) == ("elected_official", "")


def test_an_official_with_a_verified_account_is_believed(room: Room, elise: Actor) -> None:
    assert make_participant(room, actor=elise).college == "elected_official"


def test_nobody_joins_a_closed_room(room: Room) -> None:
    rooms.set_state(who=runner(room), state=RoomState.CLOSED)
    with refusal("room_closed"):
        make_participant(read(room))


def test_somebody_shown_out_writes_no_more_and_is_told_why(room: Room) -> None:
    who = inside(room)
    joining.show_out(who=runner(room), participant=who.participant.pk, reason="Insultes répétées")
    with pytest.raises(NotAllowed, match="Insultes répétées"):
        make_card(room, who=who)


def test_chloe_runs_the_rooms_of_her_organisation_and_farid_does_not(
    chloe: Actor, farid: Actor, room: Room
) -> None:
    assert can_run(chloe, room.session)
    assert not can_run(farid, room.session)
    with pytest.raises(NotAllowed):
        rooms.prepare_room(actor=farid, session=room.session)
    with pytest.raises(NotAllowed):
        rooms.set_state(who=InRoom(room, farid), state=RoomState.CLOSED)


def test_preparing_a_room_twice_gives_the_same_room() -> None:
    session = make_running_session()
    first = rooms.prepare_room(actor=SYSTEM, session=session)
    assert rooms.prepare_room(actor=SYSTEM, session=session).pk == first.pk


# --- Cards --------------------------------------------------------------------------------------


def test_a_card_sent_twice_is_kept_once(room: Room) -> None:
    who, key = inside(room), uuid.uuid4()
    first = cards.write_card(who=who, text="Des bancs", key=key)
    assert cards.write_card(who=who, text="Des bancs", key=key).pk == first.pk
    assert Card.objects.count() == 1


def test_the_order_of_a_phone_holds_whatever_the_order_of_arrival(room: Room) -> None:
    who = inside(room)
    for sequence, text in ((2, "la deuxième"), (3, "la troisième"), (1, "la première")):
        cards.write_card(who=who, text=text, sequence=sequence)
    assert list(Card.objects.values_list("text", flat=True)) == [
        "la première",
        "la deuxième",
        "la troisième",
    ]


def test_a_room_that_is_not_open_takes_no_card() -> None:
    room = make_room(is_open=False)
    with refusal("room_prepared"):
        make_card(room)


def test_a_card_of_a_closed_room_waits_late_then_is_taken_in(room: Room) -> None:
    who = inside(room)
    rooms.set_state(who=runner(room), state=RoomState.CLOSED)
    card = cards.write_card(who=who, text="Écrite sans réseau")
    assert card.state == CardState.LATE
    assert state_of(read(room))["cards"][0]["text"] == ""
    cards.put_back(who=runner(room), card=card.pk)
    card.refresh_from_db()
    assert card.state == CardState.KEPT


def test_a_day_after_closing_a_card_is_refused_and_the_phone_keeps_it(room: Room) -> None:
    who = inside(room)
    rooms.set_state(who=runner(room), state=RoomState.CLOSED)
    Room.objects.update(closed_at=timezone.now() - timedelta(hours=25))
    with refusal("room_closed"):
        cards.write_card(who=who, text="Trop tard")


def test_a_full_room_says_so(room: Room) -> None:
    Room.objects.update(cards_count=cards.MAX_CARDS)
    with refusal("room_full"):
        make_card(room)


@pytest.mark.parametrize(("text", "code"), [("   ", "text_missing"), ("a" * 501, "text_too_long")])
def test_a_card_says_something_in_500_characters(room: Room, text: str, code: str) -> None:
    with refusal(code):
        make_card(room, text)


def test_only_its_author_rewrites_a_card(room: Room) -> None:
    mine, other = inside(room), inside(room)
    card = make_card(room, who=mine)
    assert cards.edit_card(who=mine, card=card.pk, text="Des bancs et des arbres").text
    with pytest.raises(NotAllowed):
        cards.edit_card(who=other, card=card.pk, text="Autre chose")
    with pytest.raises(NotAllowed):
        cards.take_off(who=other, card=card.pk)


def test_a_merged_card_leaves_its_people_and_dots_to_the_other(room: Room) -> None:
    first, second = inside(room), inside(room)
    card = make_card(room, "Des bancs", first)
    heir = make_card(room, "Des sièges publics", second)
    groups.place_dot(who=first, card=card.pk)
    groups.place_dot(who=second, card=card.pk)
    groups.place_dot(who=second, card=heir.pk)
    cards.merge_cards(who=first, card=card.pk, into=heir.number)
    card.refresh_from_db()
    heir.refresh_from_db()
    assert (card.state, card.merged_into_id) == (CardState.MERGED, heir.pk)
    assert (heir.people_count, heir.dots_count) == (2, 2)
    with refusal("gone"):
        cards.move_card(who=first, card=card.pk, group=None)


def test_a_paper_card_keeps_its_channel_college_and_people(room: Room) -> None:
    card = cards.enter_paper_card(
        who=runner(room),
        text="Une navette le soir",
        table=room.tables.first().pk,
        college="association",
        people_count=4,
    )
    assert (card.channel, card.college, card.people_count) == ("paper", "association", 4)
    with pytest.raises(NotAllowed):
        cards.enter_paper_card(who=inside(room), text="x", table=room.tables.first().pk)


def test_a_card_of_another_room_is_out_of_reach(room: Room) -> None:
    other = Room.objects.create(session=_another_session(), code="ACDEFG", state="open")
    table = other.tables.create(number=1)
    card = Card.objects.create(
        key=uuid.uuid4(), room=other, table=table, number=1, position=1, text="Ailleurs",
        college="resident", written_at=timezone.now(),
    )  # fmt: skip
    with refusal("gone"):
        cards.move_card(who=inside(room), card=card.pk, group=None)
    with refusal("table"):
        cards.write_card(who=inside(room), text="Ici", table=table.pk)


def _another_session() -> Any:
    session = make_running_session()
    session.pk = None
    session.save()
    return session


# --- Groups, dots, polls, speech ----------------------------------------------------------------


def test_cards_are_grouped_and_a_group_is_named_and_merged(room: Room) -> None:
    who = inside(room)
    lead(room, "group")
    card = make_card(room, who=who)
    table = card.table_id
    shade = groups.make_group(who=who, table=table, name="Ombre", cards=[card.pk])
    rest = groups.make_group(who=who, table=table, name="Repos")
    groups.name_group(who=who, group=rest.pk, name="Se reposer")
    groups.merge_groups(who=who, group=shade.pk, into=rest.pk)
    card.refresh_from_db()
    assert card.group_id == rest.pk
    groups.merge_groups(who=who, group=rest.pk, into=None)
    card.refresh_from_db()
    assert card.group_id is None
    with refusal("gone"):
        groups.name_group(who=who, group=rest.pk, name="Rien")


def test_nobody_places_more_dots_than_they_have(room: Room) -> None:
    who = inside(room)
    written = [make_card(room, f"Carte {n}", who) for n in range(4)]
    for card in written[:3]:
        groups.place_dot(who=who, card=card.pk)
    groups.place_dot(who=who, card=written[0].pk)
    with refusal("no_dot_left"):
        groups.place_dot(who=who, card=written[3].pk)
    groups.place_dot(who=who, card=written[0].pk, place=False)
    groups.place_dot(who=who, card=written[3].pk)
    assert DotVote.objects.count() == 3


def test_raised_hands_are_counted_beside_the_dots(room: Room) -> None:
    card = make_card(room)
    groups.count_hands(who=runner(room), hands=12, card=card.pk)
    card.refresh_from_db()
    assert (card.hands_count, card.dots_count) == (12, 0)
    with pytest.raises(NotAllowed):
        groups.count_hands(who=inside(room), hands=12, card=card.pk)


def test_phones_and_raised_hands_answer_one_question_together(room: Room) -> None:
    poll = polls.ask_room(who=runner(room), question="Le samedi ?", options=["Oui", "Non", "Oui"])
    yes, no = poll.options.all()
    with refusal("poll_closed"):
        polls.answer_poll(who=inside(room), option=yes.pk)
    polls.set_poll_state(who=runner(room), poll=poll.pk, state="open")
    who = inside(room)
    polls.answer_poll(who=who, option=yes.pk)
    polls.answer_poll(who=who, option=no.pk)
    polls.answer_poll(who=inside(room), option=yes.pk)
    polls.count_poll_hands(who=runner(room), option=yes.pk, hands=7)
    yes.refresh_from_db()
    no.refresh_from_db()
    assert (yes.answers_count, yes.total, no.total) == (1, 8, 1)


def test_one_question_is_open_at_a_time(room: Room) -> None:
    asked = [
        polls.ask_room(who=runner(room), question=f"Question {n}", options=["Oui", "Non"])
        for n in range(2)
    ]
    for poll in asked:
        polls.set_poll_state(who=runner(room), poll=poll.pk, state="open")
    assert [poll.state for poll in room.polls.order_by("pk")] == ["closed", "open"]


def test_one_turn_runs_at_a_time_and_has_no_name(room: Room) -> None:
    speech.start_turn(who=runner(room), college="resident")
    speech.start_turn(who=runner(room), college="elected_official", gender="woman")
    speech.stop_turn(who=runner(room))
    assert speech.stop_turn(who=runner(room)) == 0
    turns = list(room.session.speaking_turns.values_list("college", "gender"))
    assert turns == [("resident", ""), ("elected_official", "woman")]


# --- What screens are told ----------------------------------------------------------------------


def test_what_changed_since_a_number_leads_to_the_whole_state(room: Room) -> None:
    who = inside(room)
    state = state_of(read(room))
    known = {row["id"]: row for row in state["cards"]}
    card = make_card(room, who=who)
    other = make_card(room, "Une fontaine", who)
    group = groups.make_group(who=who, table=card.table_id, name="Eau", cards=[other.pk])
    groups.place_dot(who=who, group=group.pk)
    cards.take_off(who=who, card=card.pk)
    changes = changes_since(read(room), state["upto"])
    known |= {row["id"]: row for row in changes["cards"]}
    fresh = state_of(read(room))
    assert sorted(known.values(), key=lambda row: row["id"]) == fresh["cards"]
    assert changes["groups"] == fresh["groups"]
    assert changes["upto"] == fresh["upto"]


def test_changes_come_in_pieces_that_miss_nothing(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workshops.selectors.room.ROWS_AT_ONCE", 3)
    who = inside(room)
    for number in range(11):
        make_card(room, f"Carte {number}", who)
    # One event that changes five rows at once.
    groups.make_group(
        who=who,
        table=who.participant.table_id,
        name="Ensemble",
        cards=list(Card.objects.values_list("pk", flat=True)[:5]),
    )
    known: dict[int, Any] = {}
    since, rounds = 0, 0
    while True:
        changes = changes_since(read(room), since)
        known |= {row["id"]: row for row in changes["cards"]}
        since, rounds = changes["upto"], rounds + 1
        if not changes["more"]:
            break
        assert rounds < 20
    assert sorted(known.values(), key=lambda row: row["id"]) == state_of(read(room))["cards"]


def test_no_event_holds_a_text(room: Room) -> None:
    make_card(room, "Un secret de table")
    assert not any("secret" in str(event.payload) for event in Event.objects.all())


def test_events_of_a_room_have_no_gap(room: Room) -> None:
    who = inside(room)
    for number in range(5):
        make_card(room, f"Carte {number}", who)
    numbers = list(Event.objects.filter(stream__name=room.stream).values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))


def test_participants_are_read_as_counts_alone(room: Room) -> None:
    make_participant(room, name="Prénom Nom")
    assert "Prénom" not in str(state_of(read(room)))
    assert Participant.objects.count() == 1

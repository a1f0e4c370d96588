"""Rooms through their pages and forms, as somebody without a script does."""

import json
import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from civic.accounts.policies import Actor
from tests.factories.rooms import inside, lead, make_card, make_room, read, runner
from workshops.enums import CardState, RoomState
from workshops.models import Card, Participant, Room
from workshops.services import groups, joining, polls
from workshops.services.cards import put_back
from workshops.services.rooms import set_state

pytestmark = pytest.mark.django_db


@pytest.fixture
def room() -> Room:
    return make_room()


@pytest.fixture
def phone(client: Client, room: Room) -> Client:
    """A phone whose holder came in with the code, without an account."""
    answer = client.post(reverse("room_enter"), {"code": room.code.lower()})
    page = client.get(answer["Location"])
    token = re.search(r'name="token" value="([^"]+)"', page.content.decode())
    assert token is not None
    form = {
        "token": token[1],
        "name": "Nour",
        "college": "resident",
        "table": room.tables.first().pk,
    }
    answer = client.post(answer["Location"], form)
    assert answer["Location"] == reverse("room", args=[room.pk])
    return client


def act(client: Client, room: Room, **data: Any) -> Any:
    return client.post(reverse("room_act", args=[room.pk]), data)


def test_somebody_comes_in_with_the_code_and_writes_without_an_account(
    phone: Client, room: Room
) -> None:
    answer = act(phone, room, act="card.write", text="Des bancs à l'ombre")
    assert answer.status_code == 303
    page = phone.get(answer["Location"]).content.decode()
    assert "Des bancs à l&#x27;ombre" in page
    assert Participant.objects.get().name == "Nour"
    cookie = phone.cookies[f"room-{room.pk}"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_sending_the_join_form_twice_makes_one_participant(client: Client, room: Room) -> None:
    form = {"token": "x" * 32, "college": "resident", "table": room.tables.first().pk}
    for _click in range(2):
        Client().post(reverse("room_join", args=[room.code]), form)
    assert Participant.objects.count() == 1


def test_a_wrong_code_is_refused_with_a_sentence(client: Client) -> None:
    answer = client.post(reverse("room_enter"), {"code": "AAA AAA"})
    assert answer.status_code == 409
    assert 'value="AAA AAA"' in answer.content.decode()


def test_who_did_not_join_is_asked_for_the_code_and_reads_nothing(
    client: Client, room: Room
) -> None:
    assert client.get(reverse("room", args=[room.pk]))["Location"] == reverse("room_enter")
    for name in ("room_state", "room_changes", "room_code"):
        assert client.get(reverse(name, args=[room.pk])).status_code == 403
    answer = client.post(
        reverse("room_act", args=[room.pk]), {"act": "card.write", "text": "x"},
        headers={"accept": "application/json"},
    )  # fmt: skip
    assert (answer.status_code, answer.json()["code"]) == (403, "not_joined")


def test_html_in_a_card_is_read_as_text(phone: Client, room: Room) -> None:
    act(phone, room, act="card.write", text="<script>alert(1)</script><b>gras</b>")
    page = phone.get(reverse("room", args=[room.pk])).content.decode()
    assert "<script>alert" not in page
    assert "&lt;b&gt;gras" in page


def test_what_was_typed_comes_back_with_the_refusal(phone: Client, room: Room) -> None:
    Room.objects.update(cards_count=2_000)
    answer = act(phone, room, act="card.write", text="Une idée de trop")
    assert answer.status_code == 409
    assert "Une idée de trop" in answer.content.decode()


def test_a_phone_without_network_at_the_closing_loses_nothing(phone: Client, room: Room) -> None:
    address, headers = reverse("room_act", args=[room.pk]), {"accept": "application/json"}
    card = {"act": "card.write", "key": str(uuid4()), "text": "Écrite dans la cave"}
    set_state(who=runner(room), state=RoomState.CLOSED)
    # The phone finds the network again and sends what it kept, twice for good measure.
    answers = [phone.post(address, card, headers=headers) for _try in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert {answer.json()["state"] for answer in answers} == {"late"}
    assert Card.objects.count() == 1
    assert "Écrite dans la cave" not in Client().get(
        reverse("room_join", args=[room.code])
    ).content.decode()  # fmt: skip
    # Who wrote it reads where it is, until it is on the board.
    said = phone.get(reverse("room", args=[room.pk])).content.decode()
    assert "arrivée après la fermeture" in said
    assert "Écrite dans la cave" in said
    put_back(who=runner(read(room)), card=Card.objects.get().pk)
    assert Card.objects.get().state == CardState.KEPT
    assert "après la fermeture" not in phone.get(reverse("room", args=[room.pk])).content.decode()
    # A day later it is too late, and the words come back with the refusal.
    Room.objects.update(closed_at=timezone.now() - timedelta(hours=25))
    late = {"act": "card.write", "key": str(uuid4()), "text": "Retrouvée au fond du sac"}
    refused = phone.post(address, late, headers=headers)
    assert (refused.status_code, refused.json()["code"]) == (409, "room_closed")
    shown = phone.post(address, late)
    assert shown.status_code == 409
    assert "Retrouvée au fond du sac" in shown.content.decode()


def test_a_script_sends_the_same_form_and_reads_an_answer(phone: Client, room: Room) -> None:
    headers = {"accept": "application/json"}
    address = reverse("room_act", args=[room.pk])
    form = {"act": "card.write", "text": "Des bancs", "sequence": "7"}
    said = phone.post(address, form, headers=headers).json()
    assert (said["done"], said["number"], said["state"]) == (True, 1, "kept")
    answer = phone.post(address, {"act": "nothing"}, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (409, "unknown_act")
    changes = phone.get(reverse("room_changes", args=[room.pk]), {"since": "0"}).json()
    assert changes["cards"][0]["text"] == "Des bancs"
    state = phone.get(reverse("room_state", args=[room.pk])).content.decode()
    assert state == json.dumps(json.loads(state), sort_keys=True)


def test_each_act_of_the_room_works_as_a_plain_form(phone: Client, room: Room) -> None:
    act(phone, room, act="card.write", text="Des bancs")
    act(phone, room, act="card.write", text="Des sièges")
    first, second = Card.objects.order_by("number")
    lead(room, "group")
    table = room.tables.first()
    assert act(phone, room, act="group.make", table=table.pk, name="Repos").status_code == 303
    group = table.groups.get()
    act(phone, room, act="card.move", card=first.pk, group=group.pk)
    act(phone, room, act="card.move", card=second.pk, new_group="Autre")
    act(phone, room, act="group.name", group=group.pk, name="Se reposer")
    act(phone, room, act="card.merge", card=second.pk, into=first.number)
    lead(room, "vote")
    act(phone, room, act="dot.place", card=first.pk)
    page = phone.get(reverse("room", args=[room.pk])).content.decode()
    assert "Se reposer" in page
    assert 'value="dot.take_back"' in page
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.group_id, first.dots_count, second.state) == (group.pk, 1, CardState.MERGED)


def test_a_phone_answers_the_question_with_one_tap(phone: Client, room: Room) -> None:
    poll = polls.ask_room(who=runner(room), question="Le samedi ?", options=["Oui", "Non"])
    polls.set_poll_state(who=runner(room), poll=poll.pk, state="open")
    page = phone.get(reverse("room", args=[room.pk])).content.decode()
    assert "Le samedi ?" in page
    act(phone, room, act="poll.answer", option=poll.options.first().pk)
    page = phone.get(reverse("room", args=[room.pk])).content.decode()
    assert 'aria-pressed="true"' in page


def test_somebody_shown_out_reads_why(phone: Client, room: Room) -> None:
    joining.show_out(
        who=runner(room), participant=Participant.objects.get().pk, reason="Insultes répétées"
    )
    answer = phone.get(reverse("room", args=[room.pk]))
    assert answer.status_code == 403
    assert "Insultes répétées" in answer.content.decode()


def test_the_qr_code_is_an_image_of_the_site_itself(phone: Client, room: Room) -> None:
    answer = phone.get(reverse("room_code", args=[room.pk]))
    assert answer["Content-Type"] == "image/svg+xml"
    assert b"<svg xmlns=" in answer.content


@pytest.fixture
def console(client: Client, chloe: Actor) -> Client:
    client.force_login(chloe.user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def run(client: Client, room: Room, **data: Any) -> Any:
    return client.post(reverse("room_run", args=[room.pk]), data)


def test_chloe_runs_the_room_from_one_screen(console: Client, room: Room) -> None:
    card = make_card(room)
    page = console.get(reverse("room_console", args=[room.pk])).content.decode()
    assert card.text.replace("'", "&#x27;") in page
    table = room.tables.first().pk
    step = room.steps.get(act="vote")
    for data in (
        {"act": "card.paper", "text": "Une navette", "table": table, "college": "resident"},
        {"act": "room.step", "step": step.pk},
        {"act": "room.timer", "minutes": "3"},
        {"act": "room.dots", "dots": "5"},
        {"act": "step.add", "title": "Bilan", "step_act": "listen", "minutes": "5"},
        {"act": "step.change", "step": step.pk, "step_act": "vote", "minutes": "12"},
        {"act": "table.add"},
        {"act": "table.name", "table": table, "name": "Mobilités"},
        {"act": "hands.count", "card": card.pk, "hands": "9"},
        {"act": "poll.ask", "question": "Quel jour ?", "options": "Samedi\nMercredi"},
        {"act": "turn.start", "college": "resident"},
        {"act": "turn.stop"},
        {"act": "card.take_off", "card": card.pk},
        {"act": "card.put_back", "card": card.pk},
        {"act": "room.state", "state": "closed"},
    ):
        assert run(console, room, **data).status_code == 303, data
    wall = console.get(reverse("room_screen", args=[room.pk])).content.decode()
    assert "9" in wall
    room = read(room)
    assert (room.dots_each, room.tables.count(), room.state) == (5, 3, "closed")


def test_a_paper_card_refused_comes_back_as_it_was_typed(console: Client, room: Room) -> None:
    answer = run(console, room, act="card.paper", text="Gardez-moi", table="0")
    assert answer.status_code == 409
    assert "Gardez-moi" in answer.content.decode()


def test_the_wall_shows_the_code_the_step_and_the_boards(console: Client, room: Room) -> None:
    make_card(room)
    page = console.get(reverse("room_screen", args=[room.pk])).content.decode()
    assert f"{room.code[:3]} {room.code[3:]}" in page
    assert reverse("room_code", args=[room.pk]) in page
    assert room.current_step.title in page


@pytest.mark.parametrize("count", [2, 200])
def test_pages_cost_the_same_whatever_is_written(
    client: Client, chloe: Actor, room: Room, count_queries: Any, count: int
) -> None:
    who = inside(room)
    table = room.tables.first()
    group = groups.make_group(who=who, table=table.pk, name="Repos")
    rows = [
        Card(
            key=f"00000000-0000-0000-0000-{n:012d}",
            room=room,
            table=table,
            number=n + 1,
            position=n + 1,
            text=f"Carte {n}",
            college="resident",
            group=group if n % 2 else None,
            written_at=room.session.starts_at,
            author=who.participant,
        )
        for n in range(count)
    ]
    Card.objects.bulk_create(rows)
    client.force_login(chloe.user, backend="django.contrib.auth.backends.ModelBackend")
    asked = {
        "room": ("?part=live", 24),
        "room_console": ("?part=live", 32),
        "room_screen": ("?part=live", 24),
        "room_state": ("", 16),
        "room_changes": ("?since=0", 16),
    }
    for name, (query, most) in asked.items():
        address = reverse(name, args=[room.pk]) + query
        client.get(address)
        with count_queries() as queries:
            assert client.get(address).status_code == 200
        assert len(queries) <= most, (name, len(queries), [q["sql"][:90] for q in queries])
        print(name, count, len(queries))

"""The socket of a room: who hears it, and how each refusal is told."""

import json
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from asgiref.testing import ApplicationCommunicator
from channels.routing import URLRouter
from channels.sessions import CookieMiddleware
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from civic.asgi import application
from tests.factories.rooms import inside, make_card, make_participant, make_room, runner
from tests.integration.discussion.races import real_transactions
from workshops.models import Room
from workshops.routing import websocket_urlpatterns
from workshops.services.joining import show_out
from workshops.views.room_visit import cookie_of, signed_token

__all__ = ["real_transactions"]

pytestmark = pytest.mark.usefixtures("real_transactions")

OURS = b"http://testserver"
TOKEN = "the secret of this phone"


def cookie_for(room: Room, token: str = TOKEN) -> bytes:
    return f"{cookie_of(room.pk)}={signed_token(room.pk, token)}".encode()


class Phone(ApplicationCommunicator):
    """One socket, speaking ASGI as a server would."""

    def __init__(
        self, room_id: int, cookie: bytes = b"", origin: bytes = OURS, app: Any = application
    ) -> None:
        headers = [(b"host", b"testserver"), (b"cookie", cookie), (b"accept-language", b"en")]
        if origin:
            headers.append((b"origin", origin))
        super().__init__(
            app,
            {
                "type": "websocket",
                "path": f"/live/room/{room_id}/",
                "query_string": b"",
                "headers": headers,
                "subprotocols": [],
                "client": ("10.0.0.7", 1),
            },
        )

    async def connect(self) -> dict[str, Any]:
        await self.send_input({"type": "websocket.connect"})
        return await self.receive_output(3)

    async def hear(self) -> Any:
        told = await self.receive_output(3)
        return json.loads(told["text"]) if "text" in told else told

    async def say(self, text: str) -> None:
        await self.send_input({"type": "websocket.receive", "text": text})

    async def leave(self) -> None:
        await self.send_input({"type": "websocket.disconnect", "code": 1000})
        await self.wait(3)


@sync_to_async
def a_room() -> Room:
    return make_room()


@sync_to_async
def a_phone_in(room: Room) -> Any:
    return make_participant(room, TOKEN)


async def refused(phone: Phone, code: int, word: str) -> None:
    told = await phone.hear()
    assert told["code"] == code
    assert word in told["refused"]
    closed = await phone.receive_output(3)
    assert (closed["type"], closed["code"]) == ("websocket.close", code)
    assert 0 < len(closed["reason"].encode()) <= 123


async def test_a_phone_in_the_room_hears_how_far_it_has_come() -> None:
    room = await a_room()
    participant = await a_phone_in(room)
    phone = Phone(room.pk, cookie_for(room))
    assert (await phone.connect())["type"] == "websocket.accept"
    first = (await phone.hear())["upto"]
    await sync_to_async(lambda: make_card(room, who=inside(room, participant)))()
    assert (await phone.hear())["upto"] == first + 1
    await phone.leave()


async def test_a_phone_is_brought_what_changes_and_asks_for_what_it_missed() -> None:
    room = await a_room()
    participant = await a_phone_in(room)
    phone = Phone(room.pk, cookie_for(room))
    await phone.connect()
    start = (await phone.hear())["upto"]
    write = sync_to_async(lambda text: make_card(room, who=inside(room, participant), text=text))
    await write("Un banc à l'ombre")
    brought = await phone.hear()
    assert (brought["since"], brought["upto"]) == (start, start + 1)
    assert [card["text"] for card in brought["cards"]] == ["Un banc à l'ombre"]
    await write("Une fontaine")
    second = await phone.hear()
    assert (second["since"], second["upto"]) == (start + 1, start + 2)
    await phone.say(json.dumps({"since": start}))
    missed = await phone.hear()
    assert [card["text"] for card in missed["cards"]] == ["Un banc à l'ombre", "Une fontaine"]
    assert (missed["since"], missed["upto"]) == (start, start + 2)
    await phone.leave()


async def test_what_another_process_wrote_is_brought_although_nothing_was_announced(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("civic.core.services.feeding.CHECK_SECONDS", 0.1)
    room = await a_room()
    participant = await a_phone_in(room)
    phone = Phone(room.pk, cookie_for(room))
    await phone.connect()
    await phone.hear()
    with monkeypatch.context() as silent:
        silent.setattr("civic.core.services.events.announce", lambda *_lost: None)
        await sync_to_async(
            lambda: make_card(room, who=inside(room, participant), text="Un banc")
        )()
    brought = await phone.hear()
    assert [card["text"] for card in brought["cards"]] == ["Un banc"]
    await phone.leave()


@pytest.mark.parametrize("since", ["-1", '"0"', "true", "1.5", "1" + "0" * 20, "null", "[]"])
async def test_a_number_that_is_none_is_answered_with_how_far_the_room_has_come(
    since: str,
) -> None:
    room = await a_room()
    await a_phone_in(room)
    phone = Phone(room.pk, cookie_for(room))
    await phone.connect()
    first = await phone.hear()
    await phone.say(f'{{"since": {since}}}')
    assert await phone.hear() == first
    await phone.leave()


async def test_somebody_shown_out_who_asks_is_told_the_reason_and_no_change() -> None:
    room = await a_room()
    participant = await a_phone_in(room)
    phone = Phone(room.pk, cookie_for(room))
    await phone.connect()
    await phone.hear()
    await sync_to_async(
        lambda: (
            type(participant)
            .objects.filter(pk=participant.pk)
            .update(withdrawn_at=timezone.now(), withdrawn_reason="Insultes")
        )
    )()
    await phone.say('{"since": 0}')
    await refused(phone, 4403, "Insultes")


async def test_a_page_of_another_site_is_refused() -> None:
    room = await a_room()
    await a_phone_in(room)
    phone = Phone(room.pk, cookie_for(room), origin=b"https://elsewhere.example.org")
    assert (await phone.connect())["type"] == "websocket.close"


async def test_another_site_is_refused_even_where_every_host_is_allowed() -> None:
    room = await a_room()
    await a_phone_in(room)
    # What a wildcard in ALLOWED_HOSTS would let through to the consumer.
    bare = CookieMiddleware(URLRouter(websocket_urlpatterns))
    for origin in (b"https://elsewhere.example.org", b"null", b""):
        phone = Phone(room.pk, cookie_for(room), origin=origin, app=bare)
        await phone.connect()
        await refused(phone, 4403, "another site")


async def test_who_did_not_join_is_told_to_use_the_code_and_a_room_that_is_not_the_same() -> None:
    room = await a_room()
    for room_id, cookie in ((room.pk, b""), (999_999, b""), (room.pk, b"room-1=forged:x:y")):
        phone = Phone(room_id, cookie)
        await phone.connect()
        await refused(phone, 4404, "code")


async def test_trying_one_room_after_the_other_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workshops.consumers.STRANGERS", 3)
    for room_id in range(1, 4):
        phone = Phone(room_id)
        await phone.connect()
        await refused(phone, 4404, "code")
    phone = Phone(4)
    await phone.connect()
    assert (await phone.hear())["code"] == 4429


async def test_a_message_over_64_kb_is_refused_with_its_reason() -> None:
    room = await a_room()
    await a_phone_in(room)
    phone = Phone(room.pk, cookie_for(room))
    await phone.connect()
    await phone.hear()
    await phone.say("x" * 65_537)
    await refused(phone, 4413, "64 kB")


async def test_more_than_twenty_messages_in_a_second_are_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    room = await a_room()
    await a_phone_in(room)
    # All of it happens in one second, however slow the machine.
    monkeypatch.setattr("civic.core.consumers.time.monotonic", lambda: 1000.0)
    phone = Phone(room.pk, cookie_for(room))
    await phone.connect()
    await phone.hear()
    for _message in range(21):
        await phone.say("{}")
    for _answer in range(20):
        assert "upto" in await phone.hear()
    await refused(phone, 4429, "Too many")


async def test_what_is_not_json_is_answered_like_anything_else() -> None:
    room = await a_room()
    await a_phone_in(room)
    phone = Phone(room.pk, cookie_for(room))
    await phone.connect()
    await phone.hear()
    await phone.say("{nothing")
    assert "upto" in await phone.hear()
    await phone.leave()


async def test_somebody_shown_out_is_cut_at_once_with_the_reason() -> None:
    room = await a_room()
    participant = await a_phone_in(room)
    phone, other = Phone(room.pk, cookie_for(room)), Phone(room.pk, cookie_for(room, "another"))
    await sync_to_async(lambda: make_participant(room, "another"))()
    for one in (phone, other):
        await one.connect()
        await one.hear()
    await sync_to_async(
        lambda: show_out(who=runner(room), participant=participant.pk, reason="Insultes répétées")
    )()
    await refused(phone, 4403, "Insultes répétées")
    assert "upto" in await other.hear()
    assert await other.receive_nothing(0.2)
    await other.leave()
    again = Phone(room.pk, cookie_for(room))
    await again.connect()
    await refused(again, 4403, "Insultes répétées")


async def test_the_cookie_a_page_gives_opens_the_socket(client: Client) -> None:
    room = await a_room()
    form = {"token": TOKEN + "........", "college": "resident"}
    answer = await sync_to_async(client.post)(reverse("room_join", args=[room.code]), form)
    assert answer.status_code == 302
    kept = answer.cookies[cookie_of(room.pk)].value
    phone = Phone(room.pk, f"other=1; {cookie_of(room.pk)}={kept}".encode())
    await phone.connect()
    assert "upto" in await phone.hear()
    await phone.leave()

"""The socket of a live room: it says how far the room has come, to those who are in it."""

import json
from collections import deque
from typing import Any
from urllib.parse import urlsplit

from channels.db import database_sync_to_async
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from civic.accounts.policies import Actor
from civic.core.consumers import REFUSED_TOO_FAST, REFUSED_UNKNOWN_STREAM, StreamConsumer
from civic.core.exceptions import TooMany
from civic.core.services.events import REACHED, group_of
from civic.core.services.feeding import Feed, Gap, feed_of
from civic.core.services.listening import Message
from civic.participation.logic.addresses import client_address
from civic.participation.services.limits import spend

from .models import Participant
from .policies import can_run
from .selectors.room import changes_text, reached_in, room_with
from .services.joining import known_participant
from .services.room_events import shown_out_sentence
from .views.room_visit import token_in

MAX_MESSAGE = 65_536
MOST_NUMBER = 10**15
REFUSED_ORIGIN = 4403
REFUSED_WITHDRAWN = 4403
REFUSED_TOO_LONG = 4413
# A hall behind one address reconnects all at once; somebody trying one room after the other stops.
STRANGERS, STRANGER_SECONDS = 60, 600
# A phone that has not read so many changes asks for them together.
MOST_WAITING = 20


class Refused(Exception):
    """A socket refused with a close code and a sentence the page shows."""

    def __init__(self, code: int, sentence: str) -> None:
        super().__init__(sentence)
        self.code, self.sentence = code, sentence


class RoomConsumer(StreamConsumer):
    """Tell a phone, the console and the wall what changes in a room.

    Sends `{"upto": n}` at once, then the changes of the room as the address of changes gives them:
    `{"since": m, "upto": n, …}`. Sent `{"since": k}`, it answers what changed since k, for whoever
    comes back or is not at m. A refusal is said first, as `{"refused": sentence, "code": n}`,
    then the socket closes with the code: 4403 from another site or once shown out, 4404 for
    somebody who did not join (or no such room), 4413 past 64 kB, 4429 past 20 messages in a second.
    """

    _feed: Feed | None = None

    async def connect(self) -> None:
        self._second, self._count = 0, 0
        self.participant_id: int | None = None
        # Accepted first: a browser is not told the reason of a handshake that failed.
        await self.accept()
        try:
            self._check_origin()
            self.room_id: int = self.scope["url_route"]["kwargs"]["room_id"]
            self.stream, self.participant_id = await self._enter(self.room_id)
        except Refused as refusal:
            await self._refuse(refusal)
            return
        await self._listen()

    async def receive(
        self, text_data: str | None = None, bytes_data: bytes | None = None, **kwargs: Any
    ) -> None:
        size = len((text_data or "").encode()) + len(bytes_data or b"")
        if size > MAX_MESSAGE:
            await self._refuse(Refused(REFUSED_TOO_LONG, self._in_language(_message_too_long)))
            return
        try:
            content = json.loads(text_data or "null")
        except ValueError:
            content = None
        await self.receive_json(content)

    async def receive_json(self, content: Any, **kwargs: Any) -> None:
        if not self.group:
            return
        if self._too_fast():
            await self._refuse(Refused(REFUSED_TOO_FAST, self._in_language(_too_fast)))
            return
        # The message that withdraws rights may be lost: whoever speaks is looked at again.
        sentence = await self._withdrawn_sentence()
        if sentence:
            await self._refuse(Refused(REFUSED_WITHDRAWN, sentence))
            return
        since = content.get("since") if isinstance(content, dict) else None
        if type(since) is int and 0 <= since < MOST_NUMBER:
            await self.send(text_data=(await _gap(self.room_id, since)).text)
        else:
            await self._say_how_far()

    async def _listen(self) -> None:
        self._gaps: deque[Gap] = deque(maxlen=MOST_WAITING)
        room_id = self.room_id
        self._feed = feed_of(
            group_of(self.stream),
            reached=lambda: database_sync_to_async(reached_in)(room_id),
            read=lambda since: _gap(room_id, since),
        )
        await self._feed.add(self._take)
        await super()._listen()

    async def _leave(self) -> None:
        feed, self._feed = self._feed, None
        if feed is not None:
            await feed.discard(self._take)
        await super()._leave()

    def _take(self, gap: Gap) -> None:
        self._gaps.append(gap)
        self._wake.set()

    def _hear(self, message: Message) -> None:
        # How far the room has come is heard by the feed, once for all the sockets.
        if message["type"] != REACHED:
            super()._hear(message)

    async def _pass_news(self) -> None:
        while self._gaps:
            await self.send(text_data=self._gaps.popleft().text)

    async def told(self, message: Message) -> None:
        """Cut the phone of somebody shown out, and say why."""
        # Told twice, by its own process and by Redis, it is refused once.
        if self.group and message["participant"] == self.participant_id:
            await self._refuse(Refused(REFUSED_WITHDRAWN, message["sentence"]))

    async def _refuse(self, refusal: Refused) -> None:
        await self._leave()
        await self.send_json({"refused": refusal.sentence, "code": refusal.code})
        # The reason of a closing frame holds 123 bytes at most.
        reason = refusal.sentence.encode()[:120].decode("utf-8", "ignore")
        await self.close(code=refusal.code, reason=reason)

    def _check_origin(self) -> None:
        headers = dict(self.scope["headers"])
        origin = urlsplit(headers.get(b"origin", b"").decode("latin-1")).netloc
        host = headers.get(b"host", b"").decode("latin-1")
        ours = {host, urlsplit(settings.BASE_URL).netloc}
        # Hosts named with a wildcard would let any page of the web in: this does not ask them.
        if not origin or origin not in ours:
            raise Refused(REFUSED_ORIGIN, self._in_language(_foreign))

    @database_sync_to_async
    def _enter(self, room_id: int) -> tuple[str, int | None]:
        room = room_with(room_id)
        user = self.scope.get("user")
        actor = Actor(user=user if user is not None and user.is_authenticated else None)
        participant = None
        if room is not None:
            participant = known_participant(
                room=room,
                person=actor.person,
                token=token_in(self.scope.get("cookies", {}), room.pk),
            )
            if participant is not None and participant.withdrawn_at is not None:
                sentence = self._in_language(
                    lambda: shown_out_sentence(participant.withdrawn_reason)
                )
                raise Refused(REFUSED_WITHDRAWN, sentence)
            if participant is not None or can_run(actor, room.session):
                return room.stream, participant.pk if participant else None
        self._count_stranger()
        raise Refused(REFUSED_UNKNOWN_STREAM, self._in_language(_stranger))

    def _count_stranger(self) -> None:
        headers = dict(self.scope["headers"])
        forwarded = headers.get(b"x-forwarded-for", b"").decode("latin-1")
        remote = (self.scope.get("client") or ("", 0))[0]
        address = client_address(remote, forwarded, settings.TRUSTED_PROXIES)
        try:
            spend(
                act="room-socket",
                who=f"address:{address}",
                at_most=STRANGERS,
                seconds=STRANGER_SECONDS,
            )
        except TooMany as refusal:
            raise Refused(REFUSED_TOO_FAST, str(refusal.message)) from refusal

    @database_sync_to_async
    def _withdrawn_sentence(self) -> str:
        if self.participant_id is None:
            return ""
        found = Participant.objects.filter(pk=self.participant_id).first()
        if found is None or found.withdrawn_at is None:
            return ""
        return self._in_language(lambda: shown_out_sentence(found.withdrawn_reason))

    def _in_language(self, sentence: Any) -> str:
        headers = dict(self.scope["headers"])
        asked = headers.get(b"accept-language", b"").decode("latin-1")[:2].lower()
        known = {code for code, _name in settings.LANGUAGES}
        with translation.override(asked if asked in known else settings.LANGUAGE_CODE):
            return str(sentence())


@database_sync_to_async
def _gap(room_id: int, since: int) -> Gap:
    room = room_with(room_id)
    if room is None:
        return Gap(since, since, json.dumps({"since": since, "upto": since}))
    upto, text = changes_text(room, since)
    return Gap(since, upto, text)


def _foreign() -> str:
    return _("This socket was opened by another site: it is refused.")


def _stranger() -> str:
    return _("Join the room first, with the code on the screen.")


def _too_fast() -> str:
    return _("Too many messages in a second: the connection is cut, and comes back by itself.")


def _message_too_long() -> str:
    return _("A message longer than 64 kB is refused.")

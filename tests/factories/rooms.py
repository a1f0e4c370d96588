"""A live room of a workshop that works for a consultation, and people in it."""

import uuid
from datetime import timedelta
from typing import Any

from django.utils import timezone

from civic.accounts.policies import SYSTEM, Actor
from civic.participation.models import Session
from tests.factories.participation import make_consultation
from tests.factories.workshops import make_session, make_workshop
from workshops.enums import RoomState
from workshops.models import Card, MinutesCorrection, Participant, Room
from workshops.policies import InRoom
from workshops.selectors.room import room_with
from workshops.services.cards import merge_cards, write_card
from workshops.services.groups import place_dot
from workshops.services.joining import join_room
from workshops.services.minutes import draft_minutes
from workshops.services.rooms import go_to_step, prepare_room, set_state


def make_running_session(**extra: Any) -> Session:
    """Return a session of a workshop that began an hour ago and feeds the climate plan."""
    session = make_session(make_workshop())
    consultation = make_consultation(**extra)
    workshop = session.space.workshop
    workshop.consultation_space = consultation.space
    workshop.save()
    start = timezone.now() - timedelta(hours=1)
    Session.objects.filter(pk=session.pk).update(
        starts_at=start, ends_at=start + timedelta(hours=3)
    )
    return Session.objects.get(pk=session.pk)


def make_room(*, is_open: bool = True, tables: int = 2, session: Session | None = None) -> Room:
    """Return a room, open at its step of writing unless told."""
    room = prepare_room(actor=SYSTEM, session=session or make_running_session(), tables=tables)
    if is_open:
        set_state(who=runner(room), state=RoomState.OPEN)
        lead(room, "write")
    return read(room)


def lead(room: Room, act: str) -> None:
    """Lead a room to its step where each may do something."""
    go_to_step(who=runner(room), step=room.steps.get(act=act).pk)


def read(room: Room) -> Room:
    found = room_with(room.pk)
    assert found is not None
    return found


def runner(room: Room, actor: Actor = SYSTEM) -> InRoom:
    return InRoom(room, actor, None, runs=True)


def make_participant(room: Room, token: str = "", **extra: Any) -> Participant:
    actor = extra.pop("actor", Actor())
    table = extra.pop("table", room.tables.first().pk)
    return join_room(actor=actor, room=room, token=token or str(uuid.uuid4()), table=table, **extra)


def inside(
    room: Room, participant: Participant | None = None, actor: Actor | None = None
) -> InRoom:
    """Return somebody in a room; a new participant unless one is given."""
    return InRoom(room, actor or Actor(), participant or make_participant(room))


def make_card(room: Room, text: str = "Des bancs à l'ombre", who: InRoom | None = None) -> Card:
    return write_card(who=who or inside(room), text=text)


def make_room_in_the_middle(session: Session, actor: Actor) -> Room:
    """Return an open room where somebody wrote, merged, dotted and proposed a correction."""
    room = prepare_room(actor=SYSTEM, session=session, tables=2)
    set_state(who=runner(room), state=RoomState.OPEN)
    who = InRoom(room, actor, make_participant(room, actor=actor))
    first, second = make_card(room, "Des bancs", who), make_card(room, "Des sièges", who)
    merge_cards(who=who, card=second.pk, into=first.number)
    place_dot(who=who, card=first.pk)
    draft = draft_minutes(who=runner(room))
    MinutesCorrection.objects.create(
        draft=draft, participant=who.participant, passage="Des bancs", proposed="Deux bancs"
    )
    return read(room)

"""Prepare, open, run and close the live room of a session."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from civic.accounts.policies import Actor
from civic.audit.services import record
from civic.core.exceptions import NotAllowed, Refusal
from civic.participation.models import Session

from ..enums import RoomState, StepAct
from ..logic.agenda import act_of_words, minutes_of_words
from ..logic.codes import new_code
from ..models import Room, RoomStep, RoomTable
from ..policies import InRoom, can_run
from .room_events import check_runs, locked_room, numbered

MAX_TABLES = 40
MAX_STEPS = 20
MAX_MINUTES = 240
# Between the closing of a room and the last card a phone without a network may still send.
LATE = timedelta(hours=24)
_DRAWS = 8


def prepare_room(*, actor: Actor, session: Session, tables: int = 3) -> Room:
    """Prepare the room of a session, or return the one it has.

    The agenda of the session becomes its steps; without one, four usual steps are offered.
    """
    if not can_run(actor, session):
        raise NotAllowed(_("You may not run the room of this session."))
    found = Room.objects.filter(session=session).first()
    if found is not None:
        return found
    _check_tables(tables)
    with transaction.atomic():
        room = _with_a_free_code(session)
        RoomTable.objects.bulk_create(
            RoomTable(room=room, number=number) for number in range(1, tables + 1)
        )
        steps = RoomStep.objects.bulk_create(_first_steps(room))
        room.current_step = steps[0]
        room.save(update_fields=["current_step"])
        record(
            actor=actor,
            action="room.prepared",
            target=room,
            organisation_id=session.space.organisation_id,
        )
    return room


def _with_a_free_code(session: Session) -> Room:
    for _draw in range(_DRAWS):
        try:
            with transaction.atomic():
                return Room.objects.create(session=session, code=new_code())
        except IntegrityError:
            found = Room.objects.filter(session=session).first()
            if found is not None:
                return found
    raise Refusal(_("No code is free for this room. Try again."), code="no_code")


def _first_steps(room: Room) -> list[RoomStep]:
    lines = [line.strip(" -–•\t")[:120] for line in room.session.agenda.splitlines()]
    titles = [(line, act_of_words(line), minutes_of_words(line)) for line in lines if line]
    usual = [
        (_("Welcome, and who sits where"), StepAct.LISTEN, 10),
        (_("Write: one idea, one card"), StepAct.WRITE, 20),
        (_("Put together what goes together, and name it"), StepAct.GROUP, 15),
        (_("Place your dots on what matters most"), StepAct.VOTE, 10),
    ]
    return [
        RoomStep(room=room, position=position, title=title, act=act, minutes=minutes)
        for position, (title, act, minutes) in enumerate(titles[:MAX_STEPS] or usual)
    ]


def _check_tables(tables: int) -> None:
    if not 1 <= tables <= MAX_TABLES:
        raise Refusal(
            _("A room has from 1 to %(max)s tables.") % {"max": MAX_TABLES},
            code="tables",
            field="tables",
        )


def set_state(*, who: InRoom, state: str) -> Room:
    """Open a room, close it, or open it again; phones are told at once.

    Closed, a room still takes for 24 hours what phones wrote without a network.
    """
    check_runs(who)
    if state not in (RoomState.OPEN, RoomState.CLOSED):
        raise Refusal(_("A room is opened or closed."), code="state")
    with transaction.atomic():
        room = locked_room(who.room)
        if room.state == state:
            return room
        room.state = state
        now = timezone.now()
        if state == RoomState.OPEN:
            room.opened_at = room.opened_at or now
            room.closed_at = None
        else:
            room.closed_at = now
            room.timer_ends_at = None
        room.save(update_fields=["state", "opened_at", "closed_at", "timer_ends_at"])
        _record(who, room, "opened" if state == RoomState.OPEN else "closed")
    return room


def go_to_step(*, who: InRoom, step: int, with_timer: bool = True) -> Room:
    """Lead the room to a step of its agenda; its minutes start to run."""
    check_runs(who)
    with transaction.atomic():
        room = locked_room(who.room)
        room.current_step = _step_of(room, step)
        room.timer_ends_at = None
        if with_timer and room.current_step.minutes and room.is_open:
            room.timer_ends_at = timezone.now() + timedelta(minutes=room.current_step.minutes)
        room.save(update_fields=["current_step", "timer_ends_at"])
        numbered(room, "room.step", step=step)
    return room


def set_timer(*, who: InRoom, minutes: int) -> Room:
    """Give the room some minutes from now; zero stops the timer."""
    check_runs(who)
    if not 0 <= minutes <= MAX_MINUTES:
        raise Refusal(
            _("From 0 to %(max)s minutes.") % {"max": MAX_MINUTES}, code="minutes", field="minutes"
        )
    with transaction.atomic():
        room = locked_room(who.room)
        room.timer_ends_at = timezone.now() + timedelta(minutes=minutes) if minutes else None
        room.save(update_fields=["timer_ends_at"])
        numbered(room, "room.timer")
    return room


def set_dots_each(*, who: InRoom, dots: int) -> Room:
    """Say how many dots each participant places."""
    check_runs(who)
    if not 1 <= dots <= 20:
        raise Refusal(_("From 1 to 20 dots for each."), code="dots", field="dots")
    with transaction.atomic():
        room = locked_room(who.room)
        room.dots_each = dots
        room.save(update_fields=["dots_each"])
        numbered(room, "room.dots")
    return room


def add_step(*, who: InRoom, title: str, act: str, minutes: int) -> RoomStep:
    """Add a step at the end of the agenda."""
    check_runs(who)
    title = " ".join(title.split())[:120]
    if not title:
        raise Refusal(_("Say what is done at this step."), code="title", field="title")
    if act not in StepAct.values or not 0 <= minutes <= MAX_MINUTES:
        raise Refusal(_("Choose what each may do, and for how long."), code="step", field="step")
    with transaction.atomic():
        room = locked_room(who.room)
        known = list(room.steps.values_list("position", flat=True))
        if len(known) >= MAX_STEPS:
            raise Refusal(
                _("%(max)s steps at most.") % {"max": MAX_STEPS}, code="steps", field="title"
            )
        step = RoomStep.objects.create(
            room=room, position=max(known, default=-1) + 1, title=title, act=act, minutes=minutes
        )
        numbered(room, "room.steps", step=step.pk)
    return step


def change_step(*, who: InRoom, step: int, act: str, minutes: int) -> RoomStep:
    """Change what each may do during a step, and for how long."""
    check_runs(who)
    if act not in StepAct.values or not 0 <= minutes <= MAX_MINUTES:
        raise Refusal(_("Choose what each may do, and for how long."), code="step", field="step")
    with transaction.atomic():
        room = locked_room(who.room)
        found = _step_of(room, step)
        found.act, found.minutes = act, minutes
        found.save(update_fields=["act", "minutes"])
        numbered(room, "room.steps", step=found.pk)
    return found


def remove_step(*, who: InRoom, step: int) -> None:
    """Take a step off the agenda, unless the room is there."""
    check_runs(who)
    with transaction.atomic():
        room = locked_room(who.room)
        found = _step_of(room, step)
        if room.current_step_id == found.pk:
            raise Refusal(_("The room is at this step: lead it elsewhere first."), code="current")
        found.delete()
        numbered(room, "room.steps")


def add_table(*, who: InRoom) -> RoomTable:
    """Add a table, with the next number."""
    check_runs(who)
    with transaction.atomic():
        room = locked_room(who.room)
        known = list(room.tables.values_list("number", flat=True))
        _check_tables(len(known) + 1)
        table = RoomTable.objects.create(room=room, number=max(known, default=0) + 1)
        numbered(room, "table.added", table=table.pk)
    return table


def name_table(*, who: InRoom, table: int, name: str) -> RoomTable:
    """Give a table a name, such as its theme."""
    check_runs(who)
    with transaction.atomic():
        room = locked_room(who.room)
        found = table_of(room, table)
        found.name = " ".join(name.split())[:60]
        found.save(update_fields=["name"])
        numbered(room, "table.named", table=found.pk)
    return found


def table_of(room: Room, table: int | str | None) -> RoomTable:
    """Return a table of a room by key; raise Refusal for another's."""
    found = RoomTable.objects.filter(room=room, pk=_key(table)).first()
    if found is None:
        raise Refusal(_("Choose a table of this room."), code="table", field="table")
    return found


def _step_of(room: Room, step: int) -> RoomStep:
    found = RoomStep.objects.filter(room=room, pk=step).first()
    if found is None:
        raise Refusal(_("Choose a step of this agenda."), code="step", field="step")
    return found


def _key(value: int | str | None) -> int:
    text = str(value or "")
    return int(text) if text.isdecimal() and len(text) < 19 else 0


def _record(who: InRoom, room: Room, what: str) -> None:
    numbered(room, f"room.{what}")
    record(
        actor=who,
        action=f"room.{what}",
        target=room,
        organisation_id=room.organisation_id,
    )

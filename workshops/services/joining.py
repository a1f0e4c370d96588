"""Come into a room with its code; be shown out of it."""

import secrets

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from civic.accounts.enums import VERIFIED_COLLEGES, College
from civic.accounts.models import Person
from civic.accounts.policies import Actor
from civic.audit.services import record
from civic.core.exceptions import NotAllowed, Refusal
from civic.core.services.events import group_of
from civic.core.services.listening import announce
from civic.participation.models import Registration
from civic.participation.services.limits import spend

from ..enums import RoomState
from ..logic.codes import CODE_LENGTH, hash_of, typed_code
from ..models import Participant, Room
from ..policies import InRoom
from .room_events import check_runs, check_takes_part, locked_room, numbered, shown_out_sentence
from .rooms import table_of

MAX_NAME = 80
# A village hall shares one address and its people mistype; a guesser would need millions.
GUESSES_BY_ADDRESS, GUESSES_BY_ALL, GUESS_SECONDS = 40, 600, 600
JOINS_BY_ROOM, JOIN_SECONDS = 1_500, 3600


def find_room(*, code: str, address: str) -> Room:
    """Return the room of a code typed by somebody at a network address.

    Raises Refusal when no room has it, TooMany past 40 wrong codes in ten minutes from one
    address or 600 from all of them.
    """
    typed = typed_code(code)
    if len(typed) == CODE_LENGTH:
        room = (
            Room.objects.filter(code=typed)
            .select_related("session__space__organisation", "current_step")
            .first()
        )
        if room is not None:
            return room
    for who, at_most in ((f"address:{address}", GUESSES_BY_ADDRESS), ("all", GUESSES_BY_ALL)):
        spend(act="room-code", who=who, at_most=at_most, seconds=GUESS_SECONDS)
    raise Refusal(
        _("No room has this code. Read it again on the screen: six letters and digits."),
        code="unknown_code",
        field="code",
    )


def join_room(
    *,
    actor: Actor,
    room: Room,
    token: str,
    name: str = "",
    college: str = College.RESIDENT,
    table: int | str | None = None,
) -> Participant:
    """Come into a room; the same phone, or the same person, is the same participant.

    `token` is the secret the phone keeps in a cookie. A college that binds the authority is that
    of a verified account, or waits for whoever runs the room to confirm it.
    """
    person = actor.person
    found = known_participant(room=room, person=person, token=token)
    if found is not None:
        return _welcome_back(found)
    if room.state == RoomState.CLOSED:
        raise Refusal(_("This room is closed: nobody joins it any more."), code="room_closed")
    spend(act="room-join", who=room.stream, at_most=JOINS_BY_ROOM, seconds=JOIN_SECONDS)
    college, asked = _college(person, college)
    name = _name(name) or (person.public_name if person else "")
    try:
        with transaction.atomic():
            fresh = locked_room(room)
            found = known_participant(room=fresh, person=person, token=token)
            if found is not None:
                return _welcome_back(found)
            participant = Participant.objects.create(
                room=fresh,
                person=person,
                token_hash=hash_of(token),
                name=name[:MAX_NAME],
                college=college,
                asked_college=asked,
                table=table_of(fresh, table) if table else None,
            )
            numbered(fresh, "participant.joined", participant=participant.pk)
    except IntegrityError:
        found = known_participant(room=room, person=person, token=token)
        if found is None:
            raise
        return found
    return participant


def known_participant(*, room: Room, person: Person | None, token: str) -> Participant | None:
    """Return who a phone, or a signed-in person, already is in a room."""
    rows = Participant.objects.filter(room=room).select_related("table")
    if token:
        found = rows.filter(token_hash=hash_of(token)).first()
        if found is not None:
            return found
    return rows.filter(person=person).first() if person is not None else None


def _welcome_back(participant: Participant) -> Participant:
    if participant.withdrawn_at is not None:
        raise NotAllowed(shown_out_sentence(participant.withdrawn_reason), code="withdrawn")
    return participant


def _college(person: Person | None, claimed: str) -> tuple[str, str]:
    if claimed not in College.values:
        raise Refusal(_("Choose a college."), code="college", field="college")
    if person is not None and person.college in VERIFIED_COLLEGES:
        return person.college, ""
    if claimed in VERIFIED_COLLEGES:
        return College.RESIDENT, claimed
    return claimed, ""


def _name(name: str) -> str:
    cleaned = " ".join(name.split())
    if len(cleaned) > MAX_NAME:
        raise Refusal(
            _("This name is too long: %(max)s characters at most.") % {"max": MAX_NAME},
            code="name_too_long",
            field="name",
        )
    return cleaned


def introduce_oneself(
    *, who: InRoom, name: str, college: str, table: int | str | None
) -> Participant:
    """Change one's name, college or table; what was written before keeps its college."""
    check_takes_part(who)
    participant = who.participant
    if participant is None:
        raise NotAllowed(_("Join the room first, with the code on the screen."))
    name = _name(name)
    said, asked = _college(participant.person, college)
    with transaction.atomic():
        room = locked_room(who.room)
        participant.name = name
        if asked != participant.college:
            participant.college, participant.asked_college = said, asked
        participant.table = table_of(room, table) if table else participant.table
        participant.save(update_fields=["name", "college", "asked_college", "table"])
        numbered(room, "participant.moved", participant=participant.pk)
    return participant


def confirm_college(*, who: InRoom, participant: int, confirmed: bool) -> Participant:
    """Confirm that somebody in the room speaks as an officer or an elected official, or not."""
    check_runs(who)
    with transaction.atomic():
        room = locked_room(who.room)
        found = _participant(room, participant)
        if confirmed and found.asked_college:
            found.college = found.asked_college
        found.asked_college = ""
        found.save(update_fields=["college", "asked_college"])
        numbered(room, "participant.college", participant=found.pk)
        record(
            actor=who,
            action="room.college_confirmed" if confirmed else "room.college_refused",
            target=found,
            organisation_id=room.organisation_id,
            college=found.college,
        )
    return found


def show_out(*, who: InRoom, participant: int, reason: str) -> Participant:
    """Withdraw somebody's rights in a room; their phone is told why, their cards stay."""
    check_runs(who)
    reason = " ".join(reason.split())[:200]
    if not reason:
        raise Refusal(_("Say why: this person is told."), code="reason_missing", field="reason")
    with transaction.atomic():
        room = locked_room(who.room)
        found = _participant(room, participant)
        if found.withdrawn_at is not None:
            return found
        found.withdrawn_at, found.withdrawn_reason = timezone.now(), reason
        found.withdrawn_by = who.actor.user
        found.save(update_fields=["withdrawn_at", "withdrawn_reason", "withdrawn_by"])
        numbered(room, "participant.shown_out", participant=found.pk)
        record(
            actor=who,
            action="room.shown_out",
            target=found,
            organisation_id=room.organisation_id,
        )
        transaction.on_commit(lambda: _cut(room, found), robust=True)
    return found


def _cut(room: Room, participant: Participant) -> None:
    message = {
        "type": "rights.withdrawn",
        "participant": participant.pk,
        "sentence": shown_out_sentence(participant.withdrawn_reason),
    }
    announce(group_of(room.stream), message)


def check_in(*, who: InRoom, registration: int) -> Participant:
    """Write that somebody who had a place is here, with or without a phone; once for all."""
    check_runs(who)
    with transaction.atomic():
        room = locked_room(who.room)
        row = (
            Registration.objects.filter(session_id=room.session_id, pk=registration)
            .select_related("person")
            .first()
        )
        if row is None:
            raise Refusal(_("This person has no place at this session."), code="registration")
        found = room.participants.filter(person=row.person).first()
        if found is not None:
            return found
        participant = Participant.objects.create(
            room=room,
            person=row.person,
            # No phone holds this secret: the person is known by their account, if they open one.
            token_hash=hash_of(secrets.token_urlsafe(24)),
            name=row.person.public_name[:MAX_NAME],
            college=row.college,
        )
        numbered(room, "participant.checked_in", participant=participant.pk)
        record(
            actor=who,
            action="room.checked_in",
            target=participant,
            organisation_id=room.organisation_id,
        )
    return participant


def _participant(room: Room, participant: int) -> Participant:
    found = Participant.objects.filter(room=room, pk=participant).first()
    if found is None:
        raise Refusal(_("This person is not in the room."), code="participant")
    return found

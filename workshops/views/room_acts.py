"""What a form of a room may ask for, each act leading to its service."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from civic.accounts.enums import College
from civic.core.exceptions import Refusal
from civic.participation.services.attendance import record_attendance

from ..policies import InRoom
from ..services import cards, groups, joining, polls, rooms, speech

Data = Mapping[str, Any]
Act = Callable[[InRoom, Data], Any]


def perform(acts: Mapping[str, Act], who: InRoom, data: Data) -> dict[str, Any]:
    """Do what a form asks for; raise Refusal for an act that does not exist."""
    found = acts.get(str(data.get("act", "")))
    if found is None:
        raise Refusal(_("This button is not known here: open the page again."), code="unknown_act")
    done = found(who, data)
    return done if isinstance(done, dict) else {}


def whole(data: Data, name: str) -> int | None:
    """Return a number of a form, None when it is missing or is none."""
    text = str(data.get(name) or "").strip()
    return int(text) if text.isdecimal() and len(text) < 16 else None


def _text(data: Data, name: str) -> str:
    return str(data.get(name) or "")


def _key(data: Data) -> UUID | None:
    try:
        return UUID(_text(data, "key"))
    except ValueError:
        return None


def _target(data: Data) -> int:
    # Zero is the key of nothing: the service says that the card is gone.
    return whole(data, "card") or 0


def _write(who: InRoom, data: Data) -> dict[str, Any]:
    card = cards.write_card(
        who=who,
        text=_text(data, "text"),
        key=_key(data),
        table=whole(data, "table"),
        sequence=whole(data, "sequence") or 0,
    )
    return {"card": card.pk, "number": card.number, "state": card.state}


def _move(who: InRoom, data: Data) -> dict[str, Any]:
    name = _text(data, "new_group").strip()
    if name:
        card = cards.move_card(who=who, card=_target(data), group=None)
        groups.make_group(who=who, table=card.table_id, name=name, cards=[card.pk])
    else:
        card = cards.move_card(
            who=who,
            card=_target(data),
            group=whole(data, "group"),
            table=whole(data, "table"),
            before=whole(data, "before"),
        )
    return {"card": card.pk}


def _merge(who: InRoom, data: Data) -> dict[str, Any]:
    heir = cards.merge_cards(who=who, card=_target(data), into=whole(data, "into") or 0)
    return {"card": heir.pk}


def _dot(place: bool) -> Act:
    def act(who: InRoom, data: Data) -> dict[str, Any]:
        groups.place_dot(who=who, card=whole(data, "card"), group=whole(data, "group"), place=place)
        return {"card": whole(data, "card") or ""}

    return act


def _introduce(who: InRoom, data: Data) -> None:
    joining.introduce_oneself(
        who=who,
        name=_text(data, "name"),
        college=_text(data, "college"),
        table=whole(data, "table"),
    )


PARTICIPANT_ACTS: dict[str, Act] = {
    "card.write": _write,
    "card.edit": lambda who, data: {
        "card": cards.edit_card(who=who, card=_target(data), text=_text(data, "text")).pk
    },
    "card.move": _move,
    "card.merge": _merge,
    "card.take_off": lambda who, data: cards.take_off(who=who, card=_target(data)),
    "dot.place": _dot(True),
    "dot.take_back": _dot(False),
    "group.make": lambda who, data: groups.make_group(
        who=who, table=whole(data, "table") or 0, name=_text(data, "name")
    ),
    "group.name": lambda who, data: groups.name_group(
        who=who, group=whole(data, "group") or 0, name=_text(data, "name")
    ),
    "group.merge": lambda who, data: groups.merge_groups(
        who=who, group=whole(data, "group") or 0, into=whole(data, "into")
    ),
    "poll.answer": lambda who, data: polls.answer_poll(who=who, option=whole(data, "option") or 0),
    "me.change": _introduce,
}


def _paper(who: InRoom, data: Data) -> dict[str, Any]:
    card = cards.enter_paper_card(
        who=who,
        text=_text(data, "text"),
        table=whole(data, "table") or 0,
        college=_text(data, "college") or "resident",
        people_count=whole(data, "people_count") or 1,
        group=whole(data, "group"),
        key=_key(data),
    )
    return {"card": card.pk, "number": card.number}


def _hands(who: InRoom, data: Data) -> None:
    groups.count_hands(
        who=who,
        hands=_counted(data),
        card=whole(data, "card"),
        group=whole(data, "group"),
    )


def _counted(data: Data) -> int:
    hands = whole(data, "hands")
    return -1 if hands is None else hands


def _ask(who: InRoom, data: Data) -> None:
    polls.ask_room(
        who=who,
        question=_text(data, "question"),
        options=_text(data, "options").splitlines(),
    )


def _step(who: InRoom, data: Data) -> None:
    rooms.add_step(
        who=who,
        title=_text(data, "title"),
        act=_text(data, "step_act"),
        minutes=_minutes(data),
    )


def _minutes(data: Data) -> int:
    minutes = whole(data, "minutes")
    return -1 if minutes is None else minutes


def _change_step(who: InRoom, data: Data) -> None:
    rooms.change_step(
        who=who,
        step=whole(data, "step") or 0,
        act=_text(data, "step_act"),
        minutes=_minutes(data),
    )


def _attendance(who: InRoom, data: Data) -> None:
    counts = {college: whole(data, f"count_{college}") or 0 for college in College.values}
    record_attendance(actor=who.actor, session=who.room.session, counts=counts)


RUNNER_ACTS: dict[str, Act] = {
    "attendance.write": _attendance,
    "person.check_in": lambda who, data: joining.check_in(
        who=who, registration=whole(data, "registration") or 0
    ),
    "room.state": lambda who, data: rooms.set_state(who=who, state=_text(data, "state")),
    "room.step": lambda who, data: rooms.go_to_step(who=who, step=whole(data, "step") or 0),
    "room.timer": lambda who, data: rooms.set_timer(who=who, minutes=_minutes(data)),
    "room.dots": lambda who, data: rooms.set_dots_each(who=who, dots=whole(data, "dots") or 0),
    "step.add": _step,
    "step.change": _change_step,
    "step.remove": lambda who, data: rooms.remove_step(who=who, step=whole(data, "step") or 0),
    "table.add": lambda who, data: rooms.add_table(who=who),
    "table.name": lambda who, data: rooms.name_table(
        who=who, table=whole(data, "table") or 0, name=_text(data, "name")
    ),
    "card.paper": _paper,
    "card.put_back": lambda who, data: cards.put_back(who=who, card=_target(data)),
    "late.take_in": lambda who, data: {"taken": cards.take_in_late(who=who)},
    "card.take_off": PARTICIPANT_ACTS["card.take_off"],
    "card.merge": _merge,
    "hands.count": _hands,
    "poll.ask": _ask,
    "poll.state": lambda who, data: polls.set_poll_state(
        who=who, poll=whole(data, "poll") or 0, state=_text(data, "state")
    ),
    "poll.hands": lambda who, data: polls.count_poll_hands(
        who=who, option=whole(data, "option") or 0, hands=_counted(data)
    ),
    "turn.start": lambda who, data: speech.start_turn(
        who=who, college=_text(data, "college"), gender=_text(data, "gender")
    ),
    "turn.stop": lambda who, data: {"seconds": speech.stop_turn(who=who)},
    "college.confirm": lambda who, data: joining.confirm_college(
        who=who, participant=whole(data, "participant") or 0, confirmed=True
    ),
    "college.refuse": lambda who, data: joining.confirm_college(
        who=who, participant=whole(data, "participant") or 0, confirmed=False
    ),
    "participant.show_out": lambda who, data: joining.show_out(
        who=who, participant=whole(data, "participant") or 0, reason=_text(data, "reason")
    ),
}

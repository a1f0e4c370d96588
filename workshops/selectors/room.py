"""Reads of a live room: who is there, what is on a board, what changed since a number."""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.cache import cache
from django.db.models import Count, F, Prefetch, Q, Sum, Window
from django.db.models.functions import RowNumber

from civic.accounts.enums import College
from civic.core.models import EventStream
from civic.participation.models import Space

from ..enums import CardState, PollState, RoomState, StepAct
from ..models import (
    Card,
    CardGroup,
    DotVote,
    Participant,
    Poll,
    PollAnswer,
    PollOption,
    Room,
    RoomTable,
    SpeakingTurn,
)

CARDS_SHOWN = 200
LATE_SHOWN = 100
LATEST = 3
ROWS_AT_ONCE = 500
CHANGES_SECONDS = 20


def room_with(pk: int) -> Room | None:
    """Return a room with its session and how far it had come, or None.

    The number is read before the row: a screen may hear again of a change it shows already, and
    never misses one.
    """
    number = reached_in(pk)
    room = (
        Room.objects.filter(pk=pk)
        .select_related("session__space__organisation", "current_step")
        .first()
    )
    if room is not None:
        room.reached = number
    return room


def reached_in(pk: int) -> int:
    """Return the number of the last change of the room of this key, 0 before the first."""
    reached = EventStream.objects.filter(name=f"room:{pk}").values_list("last_number", flat=True)
    return reached.first() or 0


def act_of(room: Room) -> str:
    """Return what each may do now."""
    if not room.is_open or room.current_step is None:
        return StepAct.LISTEN
    return room.current_step.act


@dataclass
class Board:
    """One table's board: groups with their cards, then cards on their own."""

    table: RoomTable
    groups: list[CardGroup] = field(default_factory=list)
    loose: list[Card] = field(default_factory=list)
    total: int = 0
    shown: int = 0


def boards_of(
    room: Room, tables: Iterable[RoomTable], *, page: int = 1, at_most: int = CARDS_SHOWN
) -> list[Board]:
    """Return boards in four queries whatever their number and size."""
    boards = {table.pk: Board(table) for table in tables}
    groups = {
        group.pk: group
        for group in CardGroup.objects.filter(table_id__in=boards, merged_into=None).order_by(
            "position", "pk"
        )
    }
    for group in groups.values():
        group.shown_cards = []
        boards[group.table_id].groups.append(group)
    kept = Card.objects.filter(table_id__in=boards, state=CardState.KEPT)
    for table_id, count in kept.order_by().values_list("table_id").annotate(count=Count("pk")):
        boards[table_id].total = count
    start = (page - 1) * at_most
    for card in kept.order_by("position", "sequence", "pk")[start : start + at_most]:
        board = boards[card.table_id]
        board.shown += 1
        place = groups.get(card.group_id) if card.group_id else None
        (board.loose if place is None else place.shown_cards).append(card)
    return list(boards.values())


@dataclass
class WallBoard:
    """What a wall shows of one table: its groups with their counts, its last cards."""

    table: RoomTable
    total: int = 0
    groups: list[CardGroup] = field(default_factory=list)
    latest: list[Card] = field(default_factory=list)


def wall_of(tables: Iterable[RoomTable]) -> list[WallBoard]:
    """Return what a wall shows of tables, in three queries whatever is written on them."""
    boards = {table.pk: WallBoard(table) for table in tables}
    kept = Card.objects.filter(table_id__in=boards, state=CardState.KEPT)
    for table_id, count in kept.order_by().values_list("table_id").annotate(count=Count("pk")):
        boards[table_id].total = count
    groups = CardGroup.objects.filter(table_id__in=boards, merged_into=None).annotate(
        shown=Count("cards", filter=Q(cards__state=CardState.KEPT))
    )
    for group in groups.order_by("position", "pk"):
        boards[group.table_id].groups.append(group)
    newest = Window(RowNumber(), partition_by="table_id", order_by=F("number").desc())
    for card in kept.annotate(rank=newest).filter(rank__lte=LATEST).order_by("number"):
        boards[card.table_id].latest.append(card)
    return list(boards.values())


@dataclass(frozen=True)
class Mine:
    """What a participant has done in a room: their cards, their dots, their answers."""

    cards: frozenset[int] = frozenset()
    dotted_cards: frozenset[int] = frozenset()
    dotted_groups: frozenset[int] = frozenset()
    options: frozenset[int] = frozenset()

    @property
    def dots(self) -> int:
        return len(self.dotted_cards) + len(self.dotted_groups)


def mine_in(participant: Participant | None) -> Mine:
    """Return what somebody has done in the room, in three queries."""
    if participant is None:
        return Mine()
    dots = list(DotVote.objects.filter(participant=participant).values_list("card_id", "group_id"))
    return Mine(
        cards=frozenset(Card.objects.filter(author=participant).values_list("pk", flat=True)),
        dotted_cards=frozenset(card for card, _group in dots if card),
        dotted_groups=frozenset(group for _card, group in dots if group),
        options=frozenset(
            PollAnswer.objects.filter(participant=participant).values_list("option_id", flat=True)
        ),
    )


def late_of(room: Room, participant: Participant | None) -> list[Card]:
    """Return what somebody wrote without a network that came once the room was closed."""
    if participant is None or room.state != RoomState.CLOSED:
        return []
    mine = Card.objects.filter(author=participant, state=CardState.LATE)
    return list(mine.order_by("position", "sequence", "pk")[:LATE_SHOWN])


def polls_of(room: Room) -> list[Poll]:
    """Return the questions of a room with their answers, in two queries."""
    options = Prefetch("options", PollOption.objects.order_by("position", "pk"))
    return list(room.polls.prefetch_related(options).order_by("pk"))


def open_poll(polls: Iterable[Poll]) -> Poll | None:
    """Return the question that is being answered."""
    return next((poll for poll in polls if poll.state == PollState.OPEN), None)


def presence(room: Room) -> list[dict[str, Any]]:
    """Return how many are here by college, as counts alone."""
    labels = dict(College.choices)
    rows = (
        room.participants.filter(withdrawn_at=None)
        .order_by()
        .values_list("college")
        .annotate(count=Count("pk"))
    )
    return [
        {"college": college, "label": labels[college], "count": count}
        for college, count in sorted(rows, key=lambda row: (-row[1], row[0]))
    ]


def speech_of(session_id: int) -> list[dict[str, Any]]:
    """Return turns and seconds by college, and the share of the whole in percent."""
    rows = list(
        SpeakingTurn.objects.filter(session_id=session_id, seconds__isnull=False)
        .order_by()
        .values("college")
        .annotate(turns=Count("pk"), seconds=Sum("seconds"))
    )
    whole = sum(row["seconds"] for row in rows) or 1
    labels = dict(College.choices)
    return [
        row
        | {
            "label": labels[row["college"]],
            "minutes": round(row["seconds"] / 60),
            "share": round(100 * row["seconds"] / whole),
        }
        for row in sorted(rows, key=lambda row: -row["seconds"])
    ]


def spoken_in(space_id: int, starts_on: date, ends_on: date) -> dict[str, int]:
    """Return the seconds of speech by college in the sessions of a space, over a period."""
    rows = (
        SpeakingTurn.objects.filter(
            session__space=space_id,
            session__starts_at__date__range=(starts_on, ends_on),
            seconds__isnull=False,
        )
        .order_by()
        .values_list("college")
        .annotate(seconds=Sum("seconds"))
    )
    return dict(rows)


def running_turn(session_id: int) -> SpeakingTurn | None:
    """Return the turn that is being timed."""
    return SpeakingTurn.objects.filter(session_id=session_id, seconds=None).first()


def changes_since(room: Room, since: int) -> dict[str, Any]:
    """Return what changed after a number: the head of the room, then full rows of the boards.

    `room` comes from `room_with`: a change committed since is sent now and once again. At most
    500 cards and 500 groups come at once, `upto` then says where to go on from.
    """
    head = room.reached
    cards, last_card = _rows(Card, room, since)
    groups, last_group = _rows(CardGroup, room, since)
    last = min(head, last_card or head, last_group or head)
    return {
        "upto": last,
        "more": last < head,
        **head_of(room),
        "cards": [card_row(card) for card in cards],
        "groups": [group_row(group) for group in groups],
    }


def changes_text(room: Room, since: int) -> tuple[int, str]:
    """Return the number reached and what changed after another, as the text that is sent.

    Every phone asks for the same gap at the same moment: it is read and written once.
    """
    key = f"workshops.room.{room.pk}.{since}.{room.reached}"
    found: tuple[int, str] | None = cache.get(key)
    if found is None:
        changes = changes_since(room, since)
        found = changes["upto"], json.dumps({"since": since, **changes})
        cache.set(key, found, CHANGES_SECONDS)
    return found


def state_of(room: Room) -> dict[str, Any]:
    """Return the whole state of a room, in an order that is always the same."""
    return {
        "upto": room.reached,
        **head_of(room),
        "cards": [card_row(card) for card in Card.objects.filter(room=room).order_by("pk")],
        "groups": [group_row(row) for row in CardGroup.objects.filter(room=room).order_by("pk")],
    }


def _rows(model: type[Card] | type[CardGroup], room: Room, since: int) -> tuple[list[Any], int]:
    """Return rows, and the number they reach when there are more (0: there are none)."""
    changed = model.objects.filter(room=room, changed__gt=since)
    rows: list[Any] = list(changed.order_by("changed", "pk")[:ROWS_AT_ONCE])
    if len(rows) < ROWS_AT_ONCE:
        return rows, 0
    # What one event changed comes whole, or the next request would start in its middle.
    last = rows[-1].changed
    known = {row.pk for row in rows if row.changed == last}
    rows += [row for row in changed.filter(changed=last) if row.pk not in known]
    return rows, last


def head_of(room: Room) -> dict[str, Any]:
    """Return what every screen shows of a room: state, step, timer, tables, questions."""
    step = room.current_step
    return {
        "room": {
            "state": room.state,
            "act": act_of(room),
            "step": step.title if step else "",
            "timer": room.timer_ends_at.isoformat() if room.timer_ends_at else None,
            "dots": room.dots_each,
        },
        "tables": [
            {"id": table.pk, "number": table.number, "name": table.name}
            for table in room.tables.order_by("number")
        ],
        "polls": [
            {
                "id": poll.pk,
                "question": poll.question,
                "state": poll.state,
                "options": [
                    {
                        "id": option.pk,
                        "label": option.label,
                        "phones": option.answers_count,
                        "hands": option.hands_count,
                    }
                    for option in poll.options.all()
                ],
            }
            for poll in polls_of(room)
            if poll.state != PollState.PREPARED
        ],
    }


def card_row(card: Card) -> dict[str, Any]:
    """Return a card as the room reads it; one that is off the board says nothing any more."""
    shown = card.state in (CardState.KEPT, CardState.MERGED)
    return {
        "id": card.pk,
        "key": str(card.key),
        "number": card.number,
        "table": card.table_id,
        "group": card.group_id,
        "position": card.position,
        "sequence": card.sequence,
        "text": card.text if shown else "",
        "college": card.college,
        "channel": card.channel,
        "people": card.people_count,
        "state": card.state,
        "into": card.merged_into_id,
        "dots": card.dots_count,
        "hands": card.hands_count,
    }


def group_row(group: CardGroup) -> dict[str, Any]:
    """Return a group as the room reads it."""
    return {
        "id": group.pk,
        "table": group.table_id,
        "name": group.name,
        "position": group.position,
        "into": group.merged_into_id,
        "dots": group.dots_count,
        "hands": group.hands_count,
    }


def ranking(room: Room, at_most: int = 12) -> list[dict[str, Any]]:
    """Return the groups and the cards with the most dots and hands, the first ones first."""
    found: list[dict[str, Any]] = []
    for rows, kind in (
        (CardGroup.objects.filter(room=room, merged_into=None), "group"),
        (Card.objects.filter(room=room, state=CardState.KEPT), "card"),
    ):
        best = rows.annotate(weight=F("dots_count") + F("hands_count")).filter(weight__gt=0)
        found += [
            {
                "kind": kind,
                "title": str(row),
                "dots": row.dots_count,
                "hands": row.hands_count,
                "weight": row.weight,
                "pk": row.pk,
            }
            for row in best.order_by("-weight", "pk")[:at_most]
        ]
    return sorted(found, key=lambda row: (-row["weight"], row["kind"], row["pk"]))[:at_most]


def consultation_of(room: Room) -> Space | None:
    """Return the consultation a room works for, or None."""
    space = room.session.space
    for kind in ("workshop", "mixed_group"):
        place = getattr(space, kind, None)
        if place is not None and place.consultation_space_id is not None:
            return place.consultation_space
    return None


def tables_with_counts(room: Room) -> list[dict[str, Any]]:
    """Return each table with its people and its cards, in three queries."""
    people: dict[int, int] = defaultdict(int)
    cards: dict[int, int] = defaultdict(int)
    here = room.participants.filter(withdrawn_at=None, table__isnull=False)
    for table, count in here.order_by().values_list("table").annotate(count=Count("pk")):
        people[table] = count
    kept = room.cards.filter(state=CardState.KEPT)
    for table, count in kept.order_by().values_list("table").annotate(count=Count("pk")):
        cards[table] = count
    return [
        {"table": table, "people": people[table.pk], "cards": cards[table.pk]}
        for table in room.tables.order_by("number")
    ]

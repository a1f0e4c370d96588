"""The words of draft minutes, taken from what happened in a room: counts, never names."""

from collections.abc import Iterator

from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from civic.accounts.enums import College
from civic.core.enums import Channel
from civic.core.logic.dates import written_day

from ..enums import PollState
from ..models import Card, Room
from ..selectors.room import Board, boards_of, polls_of, presence, speech_of


def words_of(room: Room) -> str:
    """Return draft minutes: who was there, the agenda, the cards by group, votes, speech."""
    parts = [_head(room), _agenda(room), *_boards(room), *_polls(room), _speech(room)]
    return "\n\n".join(part for part in parts if part)


def _head(room: Room) -> str:
    session = room.session
    when = timezone.localtime(session.starts_at)
    counts = {row.college: row.count for row in session.attendance.all()} or {
        row["college"]: row["count"] for row in presence(room)
    }
    labels = dict(College.choices)
    whole = sum(counts.values())
    said = _("%(title)s, on %(date)s at %(time)s, %(place)s.") % {
        "title": session.title,
        "date": written_day(when),
        "time": formats.time_format(when, "TIME_FORMAT"),
        "place": session.place,
    }
    if not whole:
        return said
    detail = ", ".join(f"{labels[college]} : {count}" for college, count in counts.items())
    came = ngettext("%(n)s person came", "%(n)s people came", whole) % {"n": whole}
    return f"{said} {came} ({detail})."


def _agenda(room: Room) -> str:
    lines = [f"– {step.title}" for step in room.steps.order_by("position", "pk")]
    return "\n".join([_("What we did:"), *lines]) if lines else ""


def _boards(room: Room) -> Iterator[str]:
    boards = boards_of(room, room.tables.order_by("number"), at_most=2_000)
    for board in boards:
        if board.total:
            yield from _board(board)


def _board(board: Board) -> Iterator[str]:
    yield _("%(table)s wrote:") % {"table": board.table}
    for group in board.groups:
        weight = _weight(group.dots_count, group.hands_count)
        lines = [f"– {_card(card)}" for card in group.shown_cards]
        if lines:
            yield "\n".join([f"« {group.name} »{weight}", *lines])
    if board.loose:
        yield "\n".join([_("On their own:"), *(f"– {_card(card)}" for card in board.loose)])


def _card(card: Card) -> str:
    text = " ".join(card.text.split())
    notes = []
    if card.people_count > 1:
        notes.append(_("%(n)s people") % {"n": card.people_count})
    if card.channel == Channel.PAPER:
        notes.append(_("on paper"))
    weight = _weight(card.dots_count, card.hands_count)
    return f"{text}{' (' + ', '.join(notes) + ')' if notes else ''}{weight}"


def _weight(dots: int, hands: int) -> str:
    said = []
    if dots:
        said.append(ngettext("%(n)s dot", "%(n)s dots", dots) % {"n": dots})
    if hands:
        said.append(ngettext("%(n)s raised hand", "%(n)s raised hands", hands) % {"n": hands})
    return " — " + ", ".join(said) if said else ""


def _polls(room: Room) -> Iterator[str]:
    for poll in polls_of(room):
        if poll.state == PollState.PREPARED:
            continue
        lines = [
            _("– %(label)s: %(total)s (phones %(phones)s, raised hands %(hands)s)")
            % {
                "label": option.label,
                "total": option.total,
                "phones": option.answers_count,
                "hands": option.hands_count,
            }
            for option in poll.options.all()
        ]
        yield "\n".join(
            [_("Asked to the room: « %(question)s »") % {"question": poll.question}, *lines]
        )


def _speech(room: Room) -> str:
    rows = speech_of(room.session_id)
    if not rows:
        return ""
    lines = [
        _("– %(college)s: %(turns)s turns, %(share)s %% of the time")
        % {"college": row["label"], "turns": row["turns"], "share": row["share"]}
        for row in rows
    ]
    return "\n".join([_("Who spoke:"), *lines])

"""Questions to the room: phones and raised hands counted together."""

from django.db import IntegrityError, transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from civic.core.exceptions import NotAllowed, Refusal

from ..enums import PollState
from ..models import Poll, PollAnswer, PollOption, Room
from ..policies import InRoom
from .groups import MAX_HANDS
from .room_events import check_open, check_runs, check_takes_part, locked_room, numbered

MAX_OPTIONS = 8
MAX_POLLS = 30


def ask_room(*, who: InRoom, question: str, options: list[str]) -> Poll:
    """Prepare a question with from 2 to 8 answers."""
    check_runs(who)
    question = " ".join(question.split())
    labels = list(dict.fromkeys(" ".join(option.split()) for option in options if option.strip()))
    if not question or len(question) > 200:
        raise Refusal(
            _("Ask the question in one line, 200 characters at most."),
            code="question",
            field="question",
        )
    if not 2 <= len(labels) <= MAX_OPTIONS or any(len(label) > 100 for label in labels):
        raise Refusal(
            _("Give from 2 to %(max)s different answers, one a line, 100 characters at most each.")
            % {"max": MAX_OPTIONS},
            code="options",
            field="options",
        )
    with transaction.atomic():
        room = locked_room(who.room)
        if room.polls.count() >= MAX_POLLS:
            raise Refusal(_("%(max)s questions at most.") % {"max": MAX_POLLS}, code="polls")
        poll = Poll.objects.create(room=room, question=question)
        PollOption.objects.bulk_create(
            PollOption(poll=poll, position=position, label=label)
            for position, label in enumerate(labels)
        )
        numbered(room, "poll.prepared", poll=poll.pk)
    return poll


def set_poll_state(*, who: InRoom, poll: int, state: str) -> Poll:
    """Open a question, alone, or close it."""
    check_runs(who)
    if state not in (PollState.OPEN, PollState.CLOSED):
        raise Refusal(_("A question is opened or closed."), code="state")
    with transaction.atomic():
        room = locked_room(who.room)
        found = _poll(room, poll)
        if state == PollState.OPEN:
            # One question at a time: a phone shows one action.
            room.polls.filter(state=PollState.OPEN).update(state=PollState.CLOSED)
        found.state = state
        found.save(update_fields=["state"])
        numbered(room, f"poll.{state}", poll=found.pk)
    return found


def answer_poll(*, who: InRoom, option: int) -> PollAnswer:
    """Answer the open question, or change one's answer."""
    check_takes_part(who)
    if who.participant is None:
        raise NotAllowed(_("Join the room to answer; raised hands are counted apart."))
    try:
        return _answer(who, option)
    except IntegrityError:
        # The same participant answered from elsewhere meanwhile: the last word counts.
        return _answer(who, option)


def _answer(who: InRoom, option: int) -> PollAnswer:
    with transaction.atomic():
        room = locked_room(who.room)
        check_open(room)
        chosen = _option(room, option)
        if chosen.poll.state != PollState.OPEN:
            raise Refusal(_("This question is not open."), code="poll_closed")
        answer, _created = PollAnswer.objects.update_or_create(
            poll=chosen.poll, participant=who.participant, defaults={"option": chosen}
        )
        counted = dict(
            PollAnswer.objects.filter(poll=chosen.poll)
            .order_by()
            .values_list("option")
            .annotate(count=Count("pk"))
        )
        for row in chosen.poll.options.all():
            if row.answers_count != counted.get(row.pk, 0):
                row.answers_count = counted.get(row.pk, 0)
                row.save(update_fields=["answers_count"])
        numbered(room, "poll.answered", poll=chosen.poll_id)
    return answer


def count_poll_hands(*, who: InRoom, option: int, hands: int) -> PollOption:
    """Write how many hands were raised for an answer."""
    check_runs(who)
    if not 0 <= hands <= MAX_HANDS:
        raise Refusal(_("Give a number of hands."), code="hands", field="hands")
    with transaction.atomic():
        room = locked_room(who.room)
        found = _option(room, option)
        found.hands_count, found.hands_counted_by = hands, who.actor.user
        found.save(update_fields=["hands_count", "hands_counted_by"])
        numbered(room, "poll.hands", poll=found.poll_id)
    return found


def _poll(room: Room, poll: int) -> Poll:
    found = Poll.objects.filter(room=room, pk=poll).first()
    if found is None:
        raise Refusal(_("Choose a question of this room."), code="poll")
    return found


def _option(room: Room, option: int) -> PollOption:
    rows = PollOption.objects.filter(poll__room=room, pk=option).select_related("poll")
    found = rows.first()
    if found is None:
        raise Refusal(_("Choose one of the answers."), code="option", field="option")
    return found

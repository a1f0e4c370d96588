"""What every write in a room shares: its lock, its state, its number."""

from django.utils.translation import gettext as _

from civic.core.exceptions import NotAllowed, Refusal
from civic.core.querysets import locked
from civic.core.services.events import append_event

from ..enums import RoomState
from ..models import Participant, Room
from ..policies import InRoom


def locked_room(room: Room) -> Room:
    """Lock a room until the end of the transaction and read it again."""
    rows = Room.objects.filter(pk=room.pk).select_related("session__space", "current_step")
    return locked(rows).get()


def numbered(room: Room, kind: str, **ids: int | str | None) -> int:
    """Write the event of a change and return its number; identifiers only, never a text."""
    return append_event(stream=room.stream, kind=kind, payload=dict(ids)).number


def check_runs(who: InRoom) -> None:
    """Raise NotAllowed unless whoever acts runs the room."""
    if not who.runs:
        raise NotAllowed(_("Only whoever runs this room may do this."))


def check_takes_part(who: InRoom) -> None:
    """Raise NotAllowed for somebody who has not joined, or was shown out."""
    if who.runs:
        return
    if who.participant is None:
        raise NotAllowed(_("Join the room first, with the code on the screen."), code="not_joined")
    participant = Participant.objects.get(pk=who.participant.pk)
    if participant.withdrawn_at is not None:
        raise NotAllowed(shown_out_sentence(participant.withdrawn_reason), code="withdrawn")


def check_open(room: Room) -> None:
    """Raise the refusal that says why nothing changes in a room that is not open."""
    if room.state == RoomState.PREPARED:
        raise Refusal(
            _("The room is not open yet: whoever runs it opens it in a moment."),
            code="room_prepared",
        )
    if room.state == RoomState.CLOSED:
        raise Refusal(_("The room is closed: nothing changes any more."), code="room_closed")


def shown_out_sentence(reason: str) -> str:
    """Return what somebody shown out of a room is told."""
    return _("You were shown out of this room: %(reason)s") % {"reason": reason}

"""Speaking turns: a college and seconds by the server's clock, never a name nor a sound."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from civic.accounts.enums import College
from civic.core.exceptions import Refusal

from ..enums import Gender
from ..models import SpeakingTurn
from ..policies import InRoom
from .room_events import check_runs, locked_room, numbered

# A turn nobody stopped: the scribe forgot, and an hour would weigh on every figure.
LONGEST = 15 * 60


def start_turn(*, who: InRoom, college: str, gender: str = "") -> SpeakingTurn:
    """Start a turn; the one that was running stops."""
    check_runs(who)
    if college not in College.values or gender not in ("", *Gender.values):
        raise Refusal(_("Choose who speaks."), code="college", field="college")
    with transaction.atomic():
        room = locked_room(who.room)
        now = timezone.now()
        _stop_running(room.session_id, now)
        turn = SpeakingTurn.objects.create(
            session_id=room.session_id,
            college=college,
            gender=gender,
            started_at=now,
            entered_by=who.actor.user,
        )
        numbered(room, "speech.started", turn=turn.pk)
    return turn


def stop_turn(*, who: InRoom) -> int:
    """Stop the turn that is running; return its seconds, 0 when there was none."""
    check_runs(who)
    with transaction.atomic():
        room = locked_room(who.room)
        seconds = _stop_running(room.session_id, timezone.now())
        numbered(room, "speech.stopped")
    return seconds


def _stop_running(session_id: int, now: datetime) -> int:
    turn = SpeakingTurn.objects.filter(session_id=session_id, seconds=None).first()
    if turn is None:
        return 0
    turn.seconds = max(0, min(LONGEST, round((now - turn.started_at).total_seconds())))
    turn.save(update_fields=["seconds"])
    return turn.seconds

"""Who came to a session, kept as counts by college."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from civic.accounts.enums import College, Role
from civic.accounts.policies import Actor
from civic.audit.services import record
from civic.core.exceptions import NotAllowed, Refusal
from civic.core.querysets import locked

from ..models import Session, SessionAttendance

COUNTERS = (Role.FACILITATOR, Role.MANAGER, Role.COMMUNICATIONS, Role.CHAIR, Role.DESK)
MOST = 5_000


def record_attendance(
    *,
    actor: Actor,
    session: Session,
    counts: Mapping[str, int],
    first_time: Mapping[str, int] | None = None,
) -> list[SessionAttendance]:
    """Write how many people of each college came, replacing what was written before.

    `counts` and `first_time` are numbers by college; a college left out had nobody. The total of
    the session follows. Raises NotAllowed, or Refusal for a session that has not begun, an
    unknown college, or more first-comers than people.
    """
    if not actor.has_role(*COUNTERS, at=session.space):
        raise NotAllowed(_("Only whoever runs this session writes who came."))
    newcomers = first_time or {}
    _check(counts, newcomers)
    with transaction.atomic():
        fresh = locked(Session.objects.filter(pk=session.pk)).select_related("space").get()
        if fresh.starts_at > timezone.now():
            raise Refusal(_("This session has not begun yet."), code="not_yet")
        if fresh.cancelled_at is not None:
            raise Refusal(_("This session is cancelled."), code="cancelled")
        fresh.attendance.all().delete()
        written = SessionAttendance.objects.bulk_create(
            SessionAttendance(
                session=fresh, college=college, count=count, first_time=newcomers.get(college)
            )
            for college, count in counts.items()
            if count
        )
        fresh.attendance_count = sum(counts.values())
        fresh.save(update_fields=["attendance_count"])
        record(
            actor=actor,
            action="session.attendance_recorded",
            target=fresh,
            organisation_id=fresh.space.organisation_id,
            counts={str(college): count for college, count in counts.items()},
        )
    return written


def _check(counts: Mapping[str, int], first_time: Mapping[str, int]) -> None:
    if not set(counts) <= set(College.values) or not set(first_time) <= set(counts):
        raise Refusal(_("Choose a college."), code="unknown_college")
    if any(not 0 <= count <= MOST for count in counts.values()):
        raise Refusal(
            _("How many people came? Give a number from 0 to 5,000."), code="out_of_range"
        )
    for college, count in first_time.items():
        if not 0 <= count <= counts[college]:
            raise Refusal(
                _("More people came for the first time than came at all: check « %(college)s ».")
                % {"college": College(college).label},
                code="first_time_over_count",
                field=f"first_time_{college}",
            )

"""What a workshop's session and a council's meeting share: their minutes."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from civic.core.exceptions import Refusal
from civic.core.querysets import locked
from civic.privacy.services.screening import findings_in

from ..models import Session


def write_minutes(
    *,
    session: Session,
    minutes: str,
    attendance_count: int | None = None,
    keep_findings_because: str = "",
) -> tuple[Session, bool]:
    """Write the minutes of a session held, for a service that has checked who may and records it.

    The attendance is a count, never a list. Returns the session, and whether a text that names
    somebody was kept for a reason. Raises Refusal for empty minutes, a text that names somebody
    without a reason to stay, or a session that has not taken place yet.
    """
    minutes = minutes.strip()
    if not minutes:
        raise Refusal(_("Write the minutes."), code="minutes_missing", field="minutes")
    spans = findings_in(minutes, organisation_id=session.space.organisation_id)
    if spans and not keep_findings_because.strip():
        raise Refusal(
            _("These minutes would publish « %(words)s ». Rewrite them, or say why it may stay.")
            % {"words": " », « ".join(span.text for span in spans)},
            code="finding",
            field="minutes",
        )
    with transaction.atomic():
        fresh = locked(Session.objects.filter(pk=session.pk)).get()
        if fresh.starts_at > timezone.now():
            raise Refusal(_("This meeting has not taken place yet."), code="not_yet")
        fresh.minutes = minutes
        fresh.attendance_count = attendance_count
        fresh.minutes_published_at = timezone.now()
        fresh.save(update_fields=["minutes", "attendance_count", "minutes_published_at"])
    return fresh, bool(spans)

"""What people who follow a consultation are told."""

from collections.abc import Sequence

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from civic.audit.services import key_of
from civic.notifications.services.notices import notify_all

from ..models import Consultation, DateChange
from ..selectors import consultation_url, people_to_tell

DATES_CHANGED = "consultation.dates_changed"


def tell_dates_changed(consultation: Consultation, notes: Sequence[DateChange]) -> None:
    """Tell, once, whoever follows or took part in a consultation that dates changed."""
    lines = [f"{note.what} : {_day(note)}" for note in notes]
    notify_all(
        people=people_to_tell(consultation),
        kind=DATES_CHANGED,
        about=key_of(consultation),
        subject=_("A date has changed: %(title)s") % {"title": consultation.space.title},
        body="\n".join([*lines, _("Reason: %(reason)s") % {"reason": notes[0].reason}]),
        url=consultation_url(consultation) or "",
        organisation=consultation.space.organisation,
        key=str(notes[0].pk),
    )


def _day(note: DateChange) -> str:
    if note.after is None:
        return _("no date any more")
    return formats.date_format(timezone.localtime(note.after), "DATE_FORMAT")

"""What people who follow a consultation are told."""

from collections.abc import Sequence

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from civic.audit.services import key_of
from civic.core.logic.dates import written_day
from civic.notifications.services.notices import notify_all, tell_followers

from ..models import Consultation, DateChange
from ..selectors import consultation_url, people_to_tell

DATES_CHANGED = "consultation.dates_changed"
OVERDUE = "consultation.overdue"


def tell_dates_changed(consultation: Consultation, notes: Sequence[DateChange]) -> None:
    """Tell, once and in their language, whoever follows or took part that the calendar changed."""
    people = list(people_to_tell(consultation))
    for language in sorted({person.language for person in people}):
        with translation.override(language):
            notify_all(
                people=[person for person in people if person.language == language],
                kind=DATES_CHANGED,
                about=key_of(consultation),
                subject=_subject(notes) % {"title": consultation.space.title},
                body="\n".join(
                    [
                        *(_line(note) for note in notes),
                        _("Reason: %(reason)s") % {"reason": notes[0].reason},
                    ]
                ),
                url=consultation_url(consultation) or "",
                organisation=consultation.space.organisation,
                key=str(notes[0].pk),
            )


def _subject(notes: Sequence[DateChange]) -> str:
    if all(note.before is None and note.after is None for note in notes):
        return _("What was announced has changed: %(title)s")
    return _("A date has changed: %(title)s")


def tell_outcome(consultation: Consultation) -> None:
    """Tell, once, whoever follows or took part that the outcome is published."""
    tell_followers(
        target=key_of(consultation),
        also=people_to_tell(consultation),
        subject=lambda: _("The outcome: %(title)s") % {"title": consultation.space.title},
        body=lambda: (
            _("%(who)s decided. What was kept, what was not and why can now be read.")
            % {"who": consultation.decider}
        ),
        organisation=consultation.space.organisation,
        key="outcome",
    )


def _line(note: DateChange) -> str:
    if note.before is None and note.after is None:
        return note.what
    return _("%(what)s: %(day)s") % {"what": note.what, "day": _day(note)}


def _day(note: DateChange) -> str:
    if note.after is None:
        return _("no date any more")
    return written_day(timezone.localtime(note.after))

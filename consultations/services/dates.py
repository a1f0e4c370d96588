"""Change a date in public: a dated note with its reason, and word to those who follow."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from civic.accounts.policies import Actor
from civic.audit.services import record
from civic.core.exceptions import NotAllowed, Refusal
from civic.participation.enums import Act
from civic.participation.models import Phase
from civic.participation.services.phases import check_interval
from civic.voting.enums import BallotState
from civic.voting.models import Ballot

from ..enums import ConsultationPreset
from ..logic.statutory import OPEN_DAYS
from ..models import Consultation, DateChange
from ..policies import can_manage
from ..selectors import opening_of
from .notices import tell_dates_changed
from .rows import check_not_archived, locked_consultation
from .wording import check_words


def change_phase_dates(
    *,
    actor: Actor,
    consultation: Consultation,
    phase: Phase,
    starts_at: datetime | None,
    ends_at: datetime | None,
    approximate: str = "",
    reason: str,
) -> list[DateChange]:
    """Change the dates of a phase; when it is public, note each change and tell those who follow.

    Returns the public notes, empty for a consultation that is not published. Raises Refusal for
    dates that do not hold, a missing reason, a public date moved into the past, or a statutory
    opening made too short.
    """
    if not can_manage(actor, consultation):
        raise NotAllowed(_("You may not change this consultation."))
    check_interval(starts_at, ends_at, approximate)
    with transaction.atomic():
        fresh = locked_consultation(consultation)
        check_not_archived(fresh)
        mine = phase_of(fresh, phase)
        before = (mine.starts_at, mine.ends_at)
        roughly = mine.approximate
        changed = (*before, roughly) != (starts_at, ends_at, approximate.strip())
        if changed:
            check_reason(fresh, reason)
        mine.starts_at, mine.ends_at = starts_at, ends_at
        mine.approximate = approximate.strip()
        mine.save(update_fields=["starts_at", "ends_at", "approximate"])
        notes = []
        if fresh.is_published and changed:
            check_statutory(fresh)
            _check_not_past(before, mine)
            _check_ballots(mine)
            notes = notes_of(fresh, mine, before, roughly, reason)
        record(
            actor=actor,
            action="consultation.dates_changed",
            target=mine,
            organisation_id=fresh.space.organisation_id,
            notes=[note.pk for note in notes],
        )
        if notes:
            tell_dates_changed(fresh, notes)
    return notes


def phase_of(consultation: Consultation, phase: Phase) -> Phase:
    """Return a phase read again; raise Refusal for one of something else."""
    fresh = Phase.objects.filter(pk=phase.pk, space=consultation.space_id).first()
    if fresh is None:
        raise Refusal(_("This phase belongs to something else."), code="other_space")
    return fresh


def check_reason(consultation: Consultation, reason: str) -> None:
    """Raise Refusal when a published calendar would change without a public reason."""
    if not consultation.is_published:
        return
    if not reason.strip():
        raise Refusal(
            _("The date is public: say why it changes."), code="reason_missing", field="reason"
        )
    check_words(consultation.space.organisation_id, [("reason", reason)], "")


def check_statutory(consultation: Consultation) -> None:
    """Raise Refusal when a published statutory opening would be too short."""
    if consultation.preset != ConsultationPreset.ENVIRONMENT_L123_19:
        return
    if not consultation.is_published:
        return
    opens_on, closes_on = opening_of(consultation)
    if opens_on is None or closes_on is None or (closes_on - opens_on).days < OPEN_DAYS:
        raise Refusal(
            _("This legal form stays open at least %(days)s days (to be checked by counsel).")
            % {"days": OPEN_DAYS},
            code="open_too_short",
            field="ends_at",
        )


def _check_not_past(before: tuple[datetime | None, datetime | None], phase: Phase) -> None:
    # What was open yesterday was open: a public date is not rewritten behind those who acted.
    now = timezone.now()
    moved = ((before[0], phase.starts_at, "starts_at"), (before[1], phase.ends_at, "ends_at"))
    for old, new, field in moved:
        if new is not None and new != old and new < now and not phase.approximate:
            raise Refusal(
                _("A public date is not moved into the past: choose today or later."),
                code="past",
                field=field,
            )


def _check_ballots(phase: Phase) -> None:
    # A closed ballot is never opened again, whatever its calendar would say.
    if phase.ends_at is not None and phase.ends_at <= timezone.now():
        return
    voting = phase.settings.filter(act=Act.VOTE).values("activity")
    if Ballot.objects.filter(activity__in=voting, state=BallotState.CLOSED).exists():
        raise Refusal(
            _("The ballot of this phase is closed and counted: it is not opened again."),
            code="ballot_closed",
            field="ends_at",
        )


def notes_of(
    consultation: Consultation,
    phase: Phase,
    before: tuple[datetime | None, datetime | None],
    roughly: str,
    reason: str,
) -> list[DateChange]:
    """Write the public notes of a phase whose dates changed."""
    changes: list[tuple[str, datetime | None, datetime | None]] = [
        (what % {"phase": phase.title}, old, new)
        for what, old, new in (
            (_("opening of « %(phase)s »"), before[0], phase.starts_at),
            (_("closing of « %(phase)s »"), before[1], phase.ends_at),
        )
        if old != new
    ]
    if roughly != phase.approximate and phase.approximate:
        words = _("« %(phase)s »: %(when)s") % {"phase": phase.title, "when": phase.approximate}
        changes.append((words, None, None))
    return [write_note(consultation, what, old, new, reason) for what, old, new in changes]


def write_note(
    consultation: Consultation,
    what: str,
    before: datetime | None,
    after: datetime | None,
    reason: str,
) -> DateChange:
    """Write one public, dated note."""
    return DateChange.objects.create(
        consultation=consultation,
        what=what[:120],
        before=before,
        after=after,
        reason=reason.strip()[:300],
    )

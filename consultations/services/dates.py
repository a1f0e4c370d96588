"""Change a date in public: a dated note with its reason, and word to those who follow."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from civic.accounts.policies import Actor
from civic.audit.services import record
from civic.core.exceptions import NotAllowed, Refusal
from civic.core.querysets import locked
from civic.participation.models import Phase
from civic.participation.services.phases import check_interval

from ..enums import ConsultationPreset
from ..logic.statutory import OPEN_DAYS
from ..models import Consultation, DateChange
from ..policies import can_manage
from ..selectors import opening_of
from .notices import tell_dates_changed


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
    dates that do not hold, a missing reason, or a statutory opening made too short.
    """
    if not can_manage(actor, consultation):
        raise NotAllowed(_("You may not change this consultation."))
    check_interval(starts_at, ends_at, approximate)
    reason = reason.strip()
    if consultation.is_published and not reason:
        raise Refusal(
            _("The date is public: say why it changes."), code="reason_missing", field="reason"
        )
    with transaction.atomic():
        fresh = locked(Phase.objects.filter(pk=phase.pk, space=consultation.space_id)).first()
        if fresh is None:
            raise Refusal(_("This phase belongs to something else."), code="other_space")
        if consultation.space.archived_at is not None:
            raise Refusal(_("This consultation is archived."), code="archived")
        before = (fresh.starts_at, fresh.ends_at)
        fresh.starts_at, fresh.ends_at = starts_at, ends_at
        fresh.approximate = approximate.strip()
        fresh.save(update_fields=["starts_at", "ends_at", "approximate"])
        _check_statutory(consultation)
        notes = []
        if consultation.is_published:
            notes = _notes(consultation, fresh, before, reason)
        record(
            actor=actor,
            action="consultation.dates_changed",
            target=fresh,
            organisation_id=consultation.space.organisation_id,
            notes=[note.pk for note in notes],
        )
        if notes:
            tell_dates_changed(consultation, notes)
    return notes


def _check_statutory(consultation: Consultation) -> None:
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


def _notes(
    consultation: Consultation,
    phase: Phase,
    before: tuple[datetime | None, datetime | None],
    reason: str,
) -> list[DateChange]:
    changes = (
        (_("opening of « %(phase)s »"), before[0], phase.starts_at),
        (_("closing of « %(phase)s »"), before[1], phase.ends_at),
    )
    return [
        DateChange.objects.create(
            consultation=consultation,
            what=(what % {"phase": phase.title})[:120],
            before=old,
            after=new,
            reason=reason[:300],
        )
        for what, old, new in changes
        if old != new
    ]

"""The calendar, one phase at a time: prepared in silence, changed in public once published."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from civic.accounts.policies import Actor
from civic.audit.services import record
from civic.core.exceptions import NotAllowed, Refusal
from civic.participation.models import Activity, Phase, PhaseSetting
from civic.participation.services.phases import check_interval

from ..models import Consultation, DateChange
from ..policies import can_manage
from ..selectors.readiness import ACTS_OF, is_exact
from .dates import change_phase_dates, check_reason, check_statutory, phase_of, write_note
from .notices import tell_dates_changed
from .rows import check_not_archived, locked_consultation
from .wording import check_words

# What one phase opens: (key of the activity, act).
Openings = Mapping[int | None, Iterable[tuple[int, str]]]


def add_phase(
    *,
    actor: Actor,
    consultation: Consultation,
    title: str,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
    approximate: str = "",
    text: str = "",
    reason: str = "",
) -> Phase:
    """Add an interval to the calendar; a public calendar needs a reason, and leaves a note.

    The same phase sent twice is one phase.
    """
    _check_may(actor, consultation)
    check_interval(starts_at, ends_at, approximate)
    title, text, approximate = _words(title, text, approximate)
    with transaction.atomic():
        fresh = locked_consultation(consultation)
        check_not_archived(fresh)
        same = fresh.space.phases.filter(
            title=title, starts_at=starts_at, ends_at=ends_at, approximate=approximate
        ).first()
        if same is not None:
            return same
        check_reason(fresh, reason)
        if fresh.is_published:
            _check_words(fresh, title, text)
            if is_past(ends_at, approximate):
                raise Refusal(
                    _("A public date is not moved into the past: choose today or later."),
                    code="past",
                    field="ends_at",
                )
        phase = Phase.objects.create(
            space=fresh.space,
            title=title,
            text=text,
            position=fresh.space.phases.count(),
            starts_at=starts_at,
            ends_at=ends_at,
            approximate=approximate,
        )
        _in_order(fresh)
        if fresh.is_published:
            what = _("new phase « %(phase)s »") % {"phase": title}
            _tell(fresh, write_note(fresh, what, None, ends_at or starts_at, reason))
        _record(actor, "consultation.phase_added", fresh, phase)
    return phase


def change_phase(
    *,
    actor: Actor,
    consultation: Consultation,
    phase: Phase,
    title: str,
    text: str = "",
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
    approximate: str = "",
    reason: str = "",
) -> list[DateChange]:
    """Change the words and the dates of a phase; returns the public notes of its dates."""
    _check_may(actor, consultation)
    title, text, approximate = _words(title, text, approximate)
    with transaction.atomic():
        fresh = locked_consultation(consultation)
        check_not_archived(fresh)
        mine = phase_of(fresh, phase)
        if fresh.is_published:
            _check_words(fresh, title, text)
        if (mine.title, mine.text) != (title, text):
            mine.title, mine.text = title, text
            mine.save(update_fields=["title", "text"])
            _record(actor, "consultation.phase_reworded", fresh, mine)
        if (mine.starts_at, mine.ends_at, mine.approximate) == (starts_at, ends_at, approximate):
            return []
        notes = change_phase_dates(
            actor=actor,
            consultation=fresh,
            phase=mine,
            starts_at=starts_at,
            ends_at=ends_at,
            approximate=approximate,
            reason=reason,
        )
        _in_order(fresh)
    return notes


def remove_phase(
    *, actor: Actor, consultation: Consultation, phase: Phase, reason: str = ""
) -> None:
    """Take a phase out of the calendar; a public one only before it begins, with a reason.

    Raises Refusal for a phase that is open, over, or the last one of a published calendar.
    """
    _check_may(actor, consultation)
    with transaction.atomic():
        fresh = locked_consultation(consultation)
        check_not_archived(fresh)
        mine = phase_of(fresh, phase)
        if fresh.is_published:
            _check_removable(fresh, mine)
            check_reason(fresh, reason)
        _record(actor, "consultation.phase_removed", fresh, mine)
        what = _("phase « %(phase)s » withdrawn") % {"phase": mine.title}
        before = mine.ends_at or mine.starts_at
        mine.delete()
        check_statutory(fresh)
        if fresh.is_published:
            _tell(fresh, write_note(fresh, what, before, None, reason))


def _check_removable(consultation: Consultation, phase: Phase) -> None:
    begun = phase.starts_at is None or phase.starts_at <= timezone.now()
    if is_exact(phase) and begun:
        raise Refusal(
            _("This phase has begun: change its closing date instead of removing it."),
            code="phase_begun",
        )
    if consultation.space.phases.count() == 1:
        raise Refusal(
            _("A published consultation always has a calendar: this is its last phase."),
            code="last_phase",
        )


def set_openings(
    *, actor: Actor, consultation: Consultation, openings: Openings, reason: str = ""
) -> bool:
    """Write what each phase opens, and under None what is always open; tell what changed.

    `openings` replaces the whole grid. Returns False when nothing changed. Raises Refusal for an
    act the activity does not know, a row of another consultation, or a public grid without reason.
    """
    _check_may(actor, consultation)
    with transaction.atomic():
        fresh = locked_consultation(consultation)
        check_not_archived(fresh)
        wanted = _checked_grid(fresh, openings)
        stored = {
            (setting.phase_id, setting.activity_id, setting.act): setting.pk
            for setting in PhaseSetting.objects.filter(activity__space=fresh.space_id)
        }
        if wanted == stored.keys():
            return False
        check_reason(fresh, reason)
        gone = [key for cell, key in stored.items() if cell not in wanted]
        PhaseSetting.objects.filter(pk__in=gone).delete()
        PhaseSetting.objects.bulk_create(
            PhaseSetting(phase_id=phase, activity_id=activity, act=act)
            for phase, activity, act in sorted(
                wanted - stored.keys(), key=lambda cell: (cell[0] or 0, *cell[1:])
            )
        )
        check_statutory(fresh)
        if fresh.is_published:
            _tell(fresh, write_note(fresh, _("what each phase opens"), None, None, reason))
        record(
            actor=actor,
            action="consultation.openings_set",
            target=fresh,
            organisation_id=fresh.space.organisation_id,
            added=len(wanted - stored.keys()),
            removed=len(gone),
        )
    return True


def _checked_grid(
    consultation: Consultation, openings: Openings
) -> set[tuple[int | None, int, str]]:
    phases = {None, *consultation.space.phases.values_list("pk", flat=True)}
    activities = {activity.pk: activity for activity in consultation.space.activities.all()}
    grid = set()
    for phase, cells in openings.items():
        for activity, act in cells:
            known = activities.get(activity)
            if phase not in phases or known is None:
                raise Refusal(_("This phase belongs to something else."), code="other_space")
            if act not in acts_of(known):
                raise Refusal(_("Choose what is opened among the list."), code="unknown_act")
            grid.add((phase, activity, str(act)))
    return grid


def acts_of(activity: Activity) -> tuple[str, ...]:
    """Return what a phase may open in an activity, in the order it is shown."""
    return tuple(str(act) for act in ACTS_OF.get(activity.kind, ()))  # type: ignore[call-overload]


def is_past(ends_at: datetime | None, approximate: str) -> bool:
    """Tell whether an exact interval is over."""
    return not approximate and ends_at is not None and ends_at <= timezone.now()


def _check_may(actor: Actor, consultation: Consultation) -> None:
    if not can_manage(actor, consultation):
        raise NotAllowed(_("You may not change this consultation."))


def _words(title: str, text: str, approximate: str) -> tuple[str, str, str]:
    title = title.strip()
    if not title:
        raise Refusal(_("Give it a title."), code="title_missing", field="title")
    return title, text.strip(), approximate.strip()


def _check_words(consultation: Consultation, title: str, text: str) -> None:
    check_words(consultation.space.organisation_id, [("title", title), ("text", text)], "")


def _in_order(consultation: Consultation) -> None:
    """Number phases by their dates; what has none stays where it was, after what precedes it."""
    phases = list(consultation.space.phases.order_by("position", "pk"))
    dated = iter(
        sorted(
            (phase for phase in phases if phase.starts_at or phase.ends_at),
            key=lambda phase: (phase.starts_at or phase.ends_at, phase.pk),
        )
    )
    ordered = [next(dated) if phase.starts_at or phase.ends_at else phase for phase in phases]
    for position, phase in enumerate(ordered):
        phase.position = position
    Phase.objects.bulk_update(ordered, ["position"])


def _tell(consultation: Consultation, note: DateChange) -> None:
    tell_dates_changed(consultation, [note])


def _record(actor: Actor, action: str, consultation: Consultation, phase: Phase) -> None:
    record(
        actor=actor,
        action=action,
        target=phase,
        organisation_id=consultation.space.organisation_id,
    )

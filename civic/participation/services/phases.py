"""The calendar of a space: what each interval of time opens in each activity."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from civic.accounts.policies import Actor
from civic.audit.services import record
from civic.core.exceptions import NotAllowed, Refusal
from civic.core.querysets import locked

from ..enums import Act
from ..models import Activity, Phase, PhaseSetting, Space
from ..policies import can_set_up
from ..selectors import is_open, open_acts, why_closed

__all__ = [
    "PhaseDraft",
    "check_interval",
    "is_open",
    "open_acts",
    "open_always",
    "set_phases",
    "why_closed",
]


@dataclass(frozen=True)
class PhaseDraft:
    """One interval to write: a date or roughly when, and what it opens: (activity, act) pairs."""

    title: str
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    approximate: str = ""
    text: str = ""
    opens: Sequence[tuple[Activity, str]] = field(default_factory=tuple)


def check_interval(starts_at: datetime | None, ends_at: datetime | None, approximate: str) -> None:
    """Raise Refusal unless an interval says when, and ends after it starts."""
    if starts_at is None and ends_at is None and not approximate.strip():
        raise Refusal(
            _("Give a date, or say roughly when."), code="date_missing", field="starts_at"
        )
    if starts_at is not None and ends_at is not None and ends_at <= starts_at:
        raise Refusal(
            _("The end comes before the start: check both dates."),
            code="dates_reversed",
            field="ends_at",
        )


def set_phases(*, actor: Actor, space: Space, phases: Sequence[PhaseDraft]) -> list[Phase]:
    """Write the calendar of a space that is not published yet, replacing the former one.

    Once published, a date is changed one by one, with a public reason. Phases may overlap: what is
    open is what one of them opens.
    """
    if not can_set_up(actor, space):
        raise NotAllowed(_("You may not prepare anything for this organisation."))
    for draft in phases:
        check_interval(draft.starts_at, draft.ends_at, draft.approximate)
        _check_belongs(space, draft.opens)
    with transaction.atomic():
        fresh = locked(Space.objects.filter(pk=space.pk)).get()
        if fresh.published_at is not None:
            raise Refusal(
                _("The calendar is public: change one date at a time and say why."),
                code="published",
            )
        fresh.phases.all().delete()
        written = []
        for position, draft in enumerate(phases):
            phase = Phase.objects.create(
                space=fresh,
                title=draft.title.strip(),
                text=draft.text.strip(),
                position=position,
                starts_at=draft.starts_at,
                ends_at=draft.ends_at,
                approximate=draft.approximate.strip(),
            )
            PhaseSetting.objects.bulk_create(
                PhaseSetting(phase=phase, activity=activity, act=act)
                for activity, act in dict.fromkeys(draft.opens)
            )
            written.append(phase)
        record(
            actor=actor,
            action="space.phases_set",
            target=fresh,
            organisation_id=fresh.organisation_id,
            phases=[phase.pk for phase in written],
        )
    return written


def open_always(*, actor: Actor, activity: Activity, acts: Iterable[str]) -> None:
    """Choose what an activity always opens, whatever the calendar; replaces the former choice."""
    if not can_set_up(actor, activity.space):
        raise NotAllowed(_("You may not prepare anything for this organisation."))
    wanted = set(acts)
    _check_acts(wanted)
    with transaction.atomic():
        PhaseSetting.objects.filter(activity=activity, phase=None).delete()
        PhaseSetting.objects.bulk_create(
            PhaseSetting(activity=activity, act=act) for act in sorted(wanted)
        )
        record(
            actor=actor,
            action="activity.always_open_set",
            target=activity,
            organisation_id=activity.space.organisation_id,
            acts=sorted(map(str, wanted)),
        )


def _check_belongs(space: Space, opens: Iterable[tuple[Activity, str]]) -> None:
    for activity, act in opens:
        if activity.space_id != space.pk:
            raise Refusal(
                _("« %(activity)s » belongs to something else.") % {"activity": activity},
                code="other_space",
            )
        _check_acts({act})


def _check_acts(acts: Iterable[str]) -> None:
    if not set(acts) <= set(Act.values):
        raise Refusal(_("Choose what is opened among the list."), code="unknown_act")

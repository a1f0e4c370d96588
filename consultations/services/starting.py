"""Start a consultation from nothing, from the statutory form, or from another one."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from civic.accounts.policies import Actor
from civic.core.exceptions import NotAllowed
from civic.participation.enums import ActivityKind
from civic.participation.models import Activity, Phase
from civic.participation.services.activities import (
    ConditionDraft,
    create_activity,
    set_conditions,
)
from civic.participation.services.phases import PhaseDraft, open_always, set_phases
from civic.territory.models import Organisation

from ..enums import ConsultationPreset
from ..logic.statutory import NOTICE_DAYS, OPEN_DAYS
from ..models import Consultation
from ..policies import can_manage
from .calendar import acts_of
from .framing import create_consultation, frame_consultation

# A copy says the same thing again; its dates, its notice and its file are its own.
COPIED = (
    "question",
    "participation_level",
    "decider",
    "how_decided",
    "what_is_open",
    "what_is_fixed",
    "contact_name",
    "contact_phone",
    "contact_email",
    "offline_way",
)
SETTINGS = (
    "publication_rule",
    "assurance_level",
    "department",
    "answer_working_days",
    "with_place",
    "minimum_age",
    "processing_sheet",
)


def start_consultation(
    *,
    actor: Actor,
    organisation: Organisation,
    title: str,
    participation_level: str = "",
    preset: str = ConsultationPreset.FREE,
    territories: Iterable[Organisation] = (),
    template: Consultation | None = None,
    submission_key: UUID | None = None,
) -> Consultation:
    """Start a consultation that is not published; the same form sent twice gives one.

    The statutory form comes with its call, its calendar without dates and its words to check. A
    `template` gives its framing, activities and calendar, shifted so that it opens in a month;
    nothing that anybody said is copied. Raises NotAllowed for a template one may not open.
    """
    if template is not None and not can_manage(actor, template):
        raise NotAllowed(_("You may not copy this consultation."))
    try:
        with transaction.atomic():
            consultation = create_consultation(
                actor=actor,
                organisation=organisation,
                title=title,
                preset=template.preset if template else preset,
                territories=territories,
                submission_key=submission_key,
                participation_level=participation_level,
            )
            if template is not None:
                _copy(actor, template, consultation, participation_level)
            elif preset == ConsultationPreset.ENVIRONMENT_L123_19:
                _lay_statutory_ground(actor, consultation)
    except IntegrityError:
        # Sent twice: the first one stands.
        same = Consultation.objects.filter(submission_key=submission_key).first()
        if submission_key is None or same is None or not can_manage(actor, same):
            raise
        return same
    return consultation


def _lay_statutory_ground(actor: Actor, consultation: Consultation) -> None:
    call = create_activity(
        actor=actor,
        space=consultation.space,
        kind=ActivityKind.CALL_FOR_PROPOSALS,
        title=_("Your observations on the file"),
    )
    set_phases(
        actor=actor,
        space=consultation.space,
        phases=[
            PhaseDraft(
                title=_("The notice is published"),
                approximate=_("at least %(days)s days before the opening") % {"days": NOTICE_DAYS},
                text=_(
                    "Dates, file and ways to take part are announced (to be checked by counsel)."
                ),
            ),
            PhaseDraft(
                title=_("The file is open, everybody gives their opinion"),
                approximate=_("at least %(days)s days") % {"days": OPEN_DAYS},
                text=_("Opening and closing dates are exact (to be checked by counsel)."),
                opens=[(call, act) for act in acts_of(call)],
            ),
            PhaseDraft(
                title=_("The synthesis and the reasons are published"),
                approximate=_("with the decision"),
                text=_("What was said, what was kept and why (to be checked by counsel)."),
            ),
        ],
    )
    frame_consultation(
        actor=actor,
        consultation=consultation,
        how_decided=_(
            "The authority reads every observation, then publishes with its decision a synthesis "
            "of what was said and the reasons of the decision (to be checked by counsel)."
        ),
    )


def _copy(actor: Actor, template: Consultation, made: Consultation, level: str) -> None:
    framing = {name: getattr(template, name) for name in COPIED}
    if level:
        framing["participation_level"] = level
    frame_consultation(actor=actor, consultation=made, **framing)
    twins: dict[int, Activity] = {}
    for activity in template.space.activities.select_related("department", "processing_sheet"):
        options = {name: getattr(activity, name) for name in SETTINGS}
        twin = create_activity(
            actor=actor,
            space=made.space,
            kind=activity.kind,
            title=activity.title,
            themes=activity.themes.all(),
            **_own(options, made.space.organisation_id),
        )
        twins[activity.pk] = twin
        conditions = [
            ConditionDraft(kind=one.kind, text=one.text, required=one.required)
            for one in activity.conditions.all()
        ]
        if conditions:
            set_conditions(actor=actor, activity=twin, conditions=conditions)
        always = [one.act for one in activity.settings.all() if one.phase_id is None]
        if always:
            open_always(actor=actor, activity=twin, acts=always)
    phases = list(template.space.phases.prefetch_related("settings"))
    shift = _shift(phases)
    set_phases(
        actor=actor,
        space=made.space,
        phases=[
            PhaseDraft(
                title=phase.title,
                text=phase.text,
                starts_at=_moved(phase.starts_at, shift),
                ends_at=_moved(phase.ends_at, shift),
                approximate=phase.approximate,
                opens=[(twins[one.activity_id], one.act) for one in phase.settings.all()],
            )
            for phase in phases
        ],
    )


def _own(options: dict[str, Any], organisation_id: int) -> dict[str, Any]:
    """Leave behind the department and the sheet of another organisation."""
    return {
        name: None
        if getattr(value, "organisation_id", organisation_id) != organisation_id
        else value
        for name, value in options.items()
    }


def _shift(phases: Iterable[Phase]) -> int:
    """Return by how many days a calendar moves for its first date to be a month from now."""
    first = min(
        (one for phase in phases if (one := phase.starts_at or phase.ends_at)), default=None
    )
    if first is None:
        return 0
    wanted = timezone.localdate() + timedelta(days=30)
    return (wanted - timezone.localtime(first).date()).days


def _moved(moment: datetime | None, days: int) -> datetime | None:
    if moment is None:
        return None
    # The hour on the wall stays the same across a change of summer time.
    local = timezone.localtime(moment)
    day = local.date() + timedelta(days=days)
    return timezone.make_aware(datetime.combine(day, time(local.hour, local.minute, local.second)))

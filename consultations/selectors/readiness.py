"""What a consultation lacks to be published, and what is worth a second look, as sentences."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from civic.participation.enums import Act, ActivityKind
from civic.participation.models import Activity, Phase
from civic.participation.selectors import windows_of
from civic.voting.enums import BallotState, Electorate
from civic.voting.models import Ballot

from ..enums import ConsultationPreset, Step
from ..logic.statutory import NOTICE_DAYS, OPEN_DAYS, Gap, statutory_gaps
from ..models import Consultation
from .calendar import opening_of

REQUIRED = (
    "question",
    "participation_level",
    "decider",
    "what_is_open",
    "what_is_fixed",
    "answer_due_on",
)
ACTS_OF = {
    ActivityKind.CALL_FOR_PROPOSALS: (Act.CONTRIBUTE, Act.SUPPORT, Act.COMMENT),
    ActivityKind.BALLOT: (Act.VOTE,),
    ActivityKind.TEXT: (Act.CONTRIBUTE, Act.SUPPORT, Act.COMMENT),
}


@dataclass(frozen=True)
class Missing:
    """One thing to do before publishing: a sentence, the step it belongs to, the field or row."""

    sentence: str
    step: Step
    field: str = ""
    activity: Activity | None = None


def has_contact(consultation: Consultation) -> bool:
    """Tell whether a person who stalls finds a telephone number or an address."""
    return bool(consultation.contact_phone or consultation.contact_email)


def missing_of(consultation: Consultation) -> list[Missing]:
    """Return what a consultation lacks to be published; empty when it may be."""
    return [
        *_framing(consultation),
        *_activities(consultation),
        *_calendar(consultation),
        *_statutory(consultation),
    ]


def _framing(consultation: Consultation) -> Iterator[Missing]:
    sentences = {
        "question": _("Write the question in one sentence."),
        "participation_level": _("Say how far residents weigh on the decision."),
        "decider": _("Say who decides."),
        "what_is_open": _("Say what is open: what people can change."),
        "what_is_fixed": _("Say what is already fixed."),
        "answer_due_on": _("Promise a date for the answer."),
    }
    for name in REQUIRED:
        if not getattr(consultation, name):
            yield Missing(sentences[name], Step.FRAMING, name)
    if not has_contact(consultation):
        yield Missing(
            _("Give a contact: a telephone number or an e-mail address."),
            Step.FRAMING,
            "contact_phone",
        )


def _activities(consultation: Consultation) -> Iterator[Missing]:
    activities = list(consultation.space.activities.all())
    if not activities:
        yield Missing(_("Add something to do: at least one activity."), Step.ACTIVITIES)
    ballots = [activity for activity in activities if activity.kind == ActivityKind.BALLOT]
    prepared = set(
        Ballot.objects.filter(activity__in=ballots).values_list("activity_id", flat=True)
        if ballots
        else ()
    )
    for activity in ballots:
        if activity.pk not in prepared:
            yield Missing(
                _("Write the question and the rule of the ballot « %(title)s ».")
                % {"title": activity.title},
                Step.ACTIVITIES,
                activity=activity,
            )


def _calendar(consultation: Consultation) -> Iterator[Missing]:
    # `all()` reads what was prefetched; the rows are few.
    if not list(consultation.space.phases.all()):
        yield Missing(_("Set the calendar: at least one phase."), Step.CALENDAR)


def _statutory(consultation: Consultation) -> Iterator[Missing]:
    if consultation.preset != ConsultationPreset.ENVIRONMENT_L123_19:
        return
    opens_on, closes_on = opening_of(consultation)
    gaps = statutory_gaps(
        notice_on=consultation.notice_published_on,
        opens_on=opens_on,
        closes_on=closes_on,
        has_file=consultation.file_to_consult_id is not None,
    )
    told = {
        Gap.NO_NOTICE: (
            _("Give the date the notice was published (to be checked by counsel)."),
            Step.FRAMING,
            "notice_published_on",
        ),
        Gap.NOTICE_TOO_LATE: (
            _(
                "Publish the notice at least %(days)s days before the opening "
                "(to be checked by counsel)."
            )
            % {"days": NOTICE_DAYS},
            Step.FRAMING,
            "notice_published_on",
        ),
        Gap.NO_DATES: (
            _("Give exact opening and closing dates (to be checked by counsel)."),
            Step.CALENDAR,
            "",
        ),
        Gap.OPEN_TOO_SHORT: (
            _("Leave it open at least %(days)s days (to be checked by counsel).")
            % {"days": OPEN_DAYS},
            Step.CALENDAR,
            "",
        ),
        Gap.NO_FILE: (
            _("Add the file to consult (to be checked by counsel)."),
            Step.FRAMING,
            "file_to_consult",
        ),
    }
    for gap in gaps:
        yield Missing(*told[gap])


def remarks_of(consultation: Consultation) -> list[Missing]:
    """Return what does not stop a publication and is worth a second look."""
    return [*_openings(consultation), *_past(consultation), *_rolls(consultation)]


def _openings(consultation: Consultation) -> Iterator[Missing]:
    for activity in consultation.space.activities.all():
        if not windows_of(activity):
            yield Missing(
                _("Nothing opens « %(title)s » yet: tick what each phase opens.")
                % {"title": activity.title},
                Step.CALENDAR,
                activity=activity,
            )


def _past(consultation: Consultation) -> Iterator[Missing]:
    if consultation.is_published:
        return
    now = timezone.now()
    for phase in consultation.space.phases.all():
        if is_exact(phase) and phase.ends_at is not None and phase.ends_at <= now:
            yield Missing(
                _("« %(phase)s » is already over: check its dates.") % {"phase": phase.title},
                Step.CALENDAR,
            )
    if consultation.answer_due_on and consultation.answer_due_on < timezone.localdate():
        yield Missing(
            _("The promised date of the answer is already past."), Step.FRAMING, "answer_due_on"
        )


def _rolls(consultation: Consultation) -> Iterator[Missing]:
    waiting = Ballot.objects.filter(
        activity__space=consultation.space_id,
        state=BallotState.DRAFT,
        electorate=Electorate.LISTED,
        roll=None,
    ).select_related("activity")
    for ballot in waiting:
        yield Missing(
            _("The list of voters of « %(title)s » is empty: it cannot open.")
            % {"title": ballot.activity.title},
            Step.ACTIVITIES,
            activity=ballot.activity,
        )


def is_exact(phase: Phase) -> bool:
    """Tell whether a phase has dates, so that it may open something."""
    return not phase.approximate

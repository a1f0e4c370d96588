"""Where a consultation, an activity and a ballot stand, told in sentences."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from civic.core.logic.dates import written_day
from civic.participation.enums import ActivityKind
from civic.participation.models import Activity
from civic.participation.selectors import last_day
from civic.voting.enums import BallotState
from civic.voting.models import Ballot

from ...logic.stages import Stage, StageState
from ...models import Consultation
from ...selectors import is_overdue


def state_sentence(consultation: Consultation, stage: Stage, missing: int = 0) -> str:
    """Return where a consultation stands and whose turn it is, in one sentence."""
    space = consultation.space
    if space.archived_at is not None:
        return _("Archived on %(day)s: it can be read, not changed.") % {
            "day": _day(space.archived_at)
        }
    if not consultation.is_published:
        if missing:
            return _("Being prepared, seen by its staff alone.")
        return _("Ready to be published, seen by its staff alone.")
    if consultation.outcome_published_on is not None:
        return _("Answered: the outcome was published on %(day)s.") % {
            "day": written_day(consultation.outcome_published_on)
        }
    due = written_day(consultation.answer_due_on) if consultation.answer_due_on else ""
    if is_overdue(consultation, stage):
        return _("Result overdue: it was announced for %(day)s, and the page says so.") % {
            "day": due
        }
    if stage.state == StageState.CLOSED:
        return _("Closed; the answer is due on %(day)s.") % {"day": due}
    if stage.is_open and stage.closes_at is not None:
        closes = written_day(last_day(stage.closes_at))
        return _("Published and open until %(day)s.") % {"day": closes}
    if stage.is_open:
        return _("Published and open, without a closing date.")
    if stage.opens_at is not None:
        return _("Published; it opens on %(day)s.") % {"day": _day(stage.opens_at)}
    return _("Published; nothing opens it on an exact date yet.")


def _day(moment: Any) -> str:
    return written_day(timezone.localtime(moment))


def facts_of(consultation: Consultation) -> list[tuple[str, str]]:
    """Return what the frame says, label and text; empty where nothing is said yet."""
    due = consultation.answer_due_on
    contact = (
        consultation.contact_name,
        consultation.contact_phone,
        consultation.contact_email,
    )
    return [
        (_("Question"), consultation.question),
        (_("How far residents weigh"), str(consultation.get_participation_level_display())),
        (_("Who decides"), consultation.decider),
        (_("What is open"), consultation.what_is_open),
        (_("What is already fixed"), consultation.what_is_fixed),
        (_("Answer due"), written_day(due) if due else ""),
        (_("Contact"), ", ".join(part for part in contact if part)),
        (_("Legal form"), str(consultation.get_preset_display())),
    ]


def settings_of(activity: Activity) -> list[str]:
    """Return the choices of an activity as sentences."""
    sentences = []
    conditions = len(activity.conditions.all())
    if activity.kind != ActivityKind.BALLOT:
        sentences.append(
            _("What is written appears %(rule)s; the answer is promised in %(days)s working days.")
            % {
                "rule": activity.get_publication_rule_display(),
                "days": activity.answer_working_days,
            }
        )
        if activity.department is not None:
            sentences.append(_("Answered by: %(who)s.") % {"who": activity.department.name})
    sentences.append(
        _("To take part: %(level)s.") % {"level": activity.get_assurance_level_display()}
    )
    if activity.minimum_age:
        sentences.append(_("From the age of %(age)s.") % {"age": activity.minimum_age})
    if conditions:
        sentences.append(_("Conditions to accept: %(count)s.") % {"count": conditions})
    return sentences


def ballot_sentences(ballot: Ballot | None) -> list[str]:
    """Return the question of a ballot and where it stands."""
    if ballot is None:
        return []
    sentences = [_("« %(question)s »") % {"question": ballot.question}]
    if ballot.state == BallotState.DRAFT:
        sentences.append(_("It opens by itself with the phase that opens the vote."))
    else:
        state = ballot.get_state_display()
        sentences.append(_("State of the ballot: %(state)s.") % {"state": state})
    return sentences

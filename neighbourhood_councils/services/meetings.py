"""What a council adds to its meetings: who they are for, what they prepare, its questions."""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from civic.accounts.policies import Actor
from civic.audit.services import record
from civic.core.exceptions import NotAllowed, Refusal
from civic.core.logic.dates import written_day
from civic.core.querysets import locked
from civic.participation.models import Session
from civic.participation.policies import can_host
from civic.participation.services.public_words import checked_reason, checked_text

from ..enums import QUESTION_DAYS, MeetingKind
from ..models import CouncilQuestion, Meeting
from ..policies import can_answer_questions
from .council_notices import tell_question_answered, tell_questions_sent

MOST_QUESTIONS = 30
MOST_DAYS = 60


def describe_meeting(
    *,
    actor: Actor,
    session: Session,
    kind: str = MeetingKind.OPEN,
    prepares: Session | None = None,
    question_days: int = QUESTION_DAYS,
) -> Meeting:
    """Say who a meeting is for, and which meeting it prepares.

    Questions for a meeting with elected officials are sent `question_days` before it at the
    latest. Raises NotAllowed, or Refusal with the field.
    """
    if not can_host(actor, session.space):
        raise NotAllowed(_("Only the chair of this council, or its staff, says this."))
    if kind not in MeetingKind.values:
        raise Refusal(_("Say who the meeting is for."), code="kind", field="kind")
    if not 1 <= question_days <= MOST_DAYS:
        raise Refusal(
            _("From 1 to %(max)s days.") % {"max": MOST_DAYS}, code="days", field="question_days"
        )
    with transaction.atomic():
        fresh = locked(Session.objects.filter(pk=session.pk)).get()
        prepared = _prepared(fresh, kind, prepares)
        until = None
        if kind == MeetingKind.WITH_OFFICIALS:
            until = timezone.localdate(fresh.starts_at) - timedelta(days=question_days)
        elif CouncilQuestion.objects.filter(session=fresh).exists():
            raise Refusal(
                _("Questions were written for this meeting: officials are expected."),
                code="has_questions",
                field="kind",
            )
        meeting, _created = Meeting.objects.update_or_create(
            session=fresh,
            defaults={"kind": kind, "prepares": prepared, "questions_until": until},
        )
        record(
            actor=actor,
            action="council.meeting_described",
            target=meeting,
            organisation_id=session.space.organisation_id,
            kind=str(kind),
        )
    return meeting


def _prepared(session: Session, kind: str, prepares: Session | None) -> Meeting | None:
    if kind != MeetingKind.PREPARATORY:
        return None
    if prepares is None:
        raise Refusal(
            _("Say which meeting is prepared: announce it first."),
            code="prepares_missing",
            field="prepares",
        )
    if prepares.space_id != session.space_id or prepares.starts_at <= session.starts_at:
        raise Refusal(
            _("What is prepared is a later meeting of the same council."),
            code="prepares_later",
            field="prepares",
        )
    found = Meeting.objects.filter(session=prepares, kind=MeetingKind.WITH_OFFICIALS).first()
    if found is None:
        raise Refusal(
            _("A preparatory meeting prepares one with elected officials."),
            code="prepares_officials",
            field="prepares",
        )
    return found


def write_question(
    *, actor: Actor, session: Session, text: str, put_to: str = ""
) -> CouncilQuestion:
    """Write a question for a meeting with elected officials; it is public once it is sent."""
    if not can_host(actor, session.space):
        raise NotAllowed(_("Only the chair of this council, or its staff, writes its questions."))
    kept, _named = checked_text(
        text,
        organisation_id=session.space.organisation_id,
        field="text",
        missing=_("Write the question."),
    )
    with transaction.atomic():
        meeting = _locked_meeting(session)
        _check_in_time(meeting)
        questions = CouncilQuestion.objects.filter(session=session)
        if questions.count() >= MOST_QUESTIONS:
            raise Refusal(
                _("%(max)s questions at most for a meeting.") % {"max": MOST_QUESTIONS},
                code="too_many",
                field="text",
            )
        last = questions.aggregate(last=Max("position"))["last"] or 0
        question = CouncilQuestion.objects.create(
            session=session,
            text=kept[:600],
            put_to=" ".join(put_to.split())[:150],
            position=last + 1,
        )
        record(
            actor=actor,
            action="council.question_written",
            target=question,
            organisation_id=session.space.organisation_id,
        )
    return question


def send_questions(*, actor: Actor, session: Session) -> int:
    """Send the questions that are ready to those who answer; return how many were sent."""
    if not can_host(actor, session.space):
        raise NotAllowed(_("Only the chair of this council, or its staff, sends its questions."))
    with transaction.atomic():
        meeting = _locked_meeting(session)
        _check_in_time(meeting)
        ready = list(CouncilQuestion.objects.filter(session=session, sent_on=None))
        if not ready:
            raise Refusal(_("No question is ready: write one first."), code="no_question")
        today = timezone.localdate()
        for question in ready:
            question.sent_on = today
            question.save(update_fields=["sent_on"])
        record(
            actor=actor,
            action="council.questions_sent",
            target=session,
            organisation_id=session.space.organisation_id,
            count=len(ready),
        )
        tell_questions_sent(session, ready)
    return len(ready)


def answer_question(
    *,
    actor: Actor,
    question: CouncilQuestion,
    answer: str,
    answered_as: str,
    answered_on: date | None = None,
) -> CouncilQuestion:
    """Publish the answer to a question of a council; it never changes afterwards.

    `answered_on` is the day it was given, for an answer written down afterwards.
    """
    space = question.session.space
    if not can_answer_questions(actor, space):
        raise NotAllowed(_("Only officers and elected officials answer these questions."))
    kept = checked_reason(answer, organisation_id=space.organisation_id, field="answer")
    answered_as = " ".join(answered_as.split())[:150]
    if not answered_as:
        raise Refusal(
            _("Say in which capacity you answer."), code="capacity_missing", field="answered_as"
        )
    with transaction.atomic():
        fresh = locked(CouncilQuestion.objects.filter(pk=question.pk)).get()
        if fresh.sent_on is None:
            raise Refusal(_("This question has not been sent."), code="not_sent")
        if fresh.answered_on is not None:
            raise Refusal(_("This question is answered already."), code="already_answered")
        fresh.answer, fresh.answered_as = kept[:4_000], answered_as
        today = timezone.localdate()
        fresh.answered_on = min(answered_on or today, today)
        fresh.answered_by = actor.user
        fresh.save(update_fields=["answer", "answered_as", "answered_on", "answered_by"])
        record(
            actor=actor,
            action="council.question_answered",
            target=fresh,
            organisation_id=space.organisation_id,
        )
        tell_question_answered(question.session, fresh)
    return fresh


def _locked_meeting(session: Session) -> Meeting:
    meeting = locked(Meeting.objects.filter(session=session)).select_related("session").first()
    if meeting is None or meeting.kind != MeetingKind.WITH_OFFICIALS:
        raise Refusal(
            _("Questions are written for a meeting with elected officials."), code="no_officials"
        )
    if meeting.session.cancelled_at is not None:
        raise Refusal(_("This session was cancelled."), code="cancelled")
    return meeting


def _check_in_time(meeting: Meeting) -> None:
    until = meeting.questions_until
    if until is not None and timezone.localdate() > until:
        raise Refusal(
            _(
                "Questions were sent until %(day)s, so that whoever answers has time. Keep yours "
                "for the next meeting."
            )
            % {"day": written_day(until)},
            code="too_late",
            field="text",
        )

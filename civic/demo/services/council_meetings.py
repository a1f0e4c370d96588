"""Load the meetings of the councils: questions and answers, subjects of residents, minutes."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from civic.accounts.policies import SYSTEM, Actor
from civic.participation.models import Session
from civic.participation.services.attendance import record_attendance
from civic.participation.services.sessions import publish_minutes
from neighbourhood_councils.enums import MeetingKind
from neighbourhood_councils.models import (
    AgendaProposal,
    CouncilMembership,
    CouncilQuestion,
    Meeting,
    NeighbourhoodCouncil,
)
from neighbourhood_councils.services.agenda import decide_agenda_item, propose_agenda_item
from neighbourhood_councils.services.council_minutes import (
    propose_correction,
    save_draft,
    share_draft,
)
from neighbourhood_councils.services.councils import schedule_meeting
from neighbourhood_councils.services.meetings import (
    answer_question,
    describe_meeting,
    send_questions,
    write_question,
)

from ..logic.content import content
from .voices import Voices
from .world import World

READ = "Relu par le conseil."


def load_council_meetings(world: World) -> None:
    """Load what the councils prepare, ask and speak of."""
    life = content("council_life")
    made: dict[str, Session] = {}
    for entry in life["meetings"]:
        made[entry["key"]] = _meeting(world, entry, made)
    voices = Voices(world, "council_subjects")
    for entry in life["subjects"]:
        _subject(world, voices, entry)


def _council(world: World, key: str) -> NeighbourhoodCouncil:
    return NeighbourhoodCouncil.objects.select_related("space__organisation").get(
        space=world.spaces[key]
    )


def _meeting(world: World, entry: dict[str, Any], made: dict[str, Session]) -> Session:
    council = _council(world, entry["council"])
    starts_at = world.calendar.moment(entry["in_days"], entry["start"])
    # What is past was announced and asked about in time: it is written as to come, then moved.
    shift = timedelta(days=max(0, 60 - entry["in_days"])) if entry["in_days"] < 0 else timedelta()
    session = schedule_meeting(
        actor=SYSTEM,
        council=council,
        title=entry["title"],
        starts_at=starts_at + shift,
        ends_at=starts_at + shift + timedelta(minutes=entry["lasts"]),
        place=entry["place"],
        address=entry["address"],
        agenda="\n".join(entry["agenda"]),
    )
    describe_meeting(
        actor=SYSTEM,
        session=session,
        kind=entry["kind"],
        prepares=made[entry["prepares"]] if "prepares" in entry else None,
        question_days=entry.get("question_days", 10),
    )
    _questions(session, entry.get("questions", []), min(starts_at.date(), world.calendar.today))
    if shift:
        Meeting.objects.filter(session=session, questions_until__isnull=False).update(
            questions_until=starts_at.date() - timedelta(days=entry.get("question_days", 10))
        )
        Session.objects.filter(pk=session.pk).update(
            starts_at=starts_at, ends_at=starts_at + timedelta(minutes=entry["lasts"])
        )
        session.refresh_from_db()
        _held(council, session, entry)
    return session


def _questions(session: Session, questions: list[dict[str, str]], answered_on: date) -> None:
    written = [
        write_question(
            actor=SYSTEM, session=session, text=asked["text"], put_to=asked.get("put_to", "")
        )
        for asked in questions
    ]
    if written:
        send_questions(actor=SYSTEM, session=session)
    for question, asked in zip(written, questions, strict=True):
        if "answer" in asked:
            fresh = CouncilQuestion.objects.select_related("session__space__organisation").get(
                pk=question.pk
            )
            answer_question(
                actor=SYSTEM,
                question=fresh,
                answer=asked["answer"],
                answered_as=asked["answered_as"],
                answered_on=answered_on,
            )


def _held(council: NeighbourhoodCouncil, session: Session, entry: dict[str, Any]) -> None:
    record_attendance(
        actor=SYSTEM,
        session=session,
        counts=entry["attendance"],
        first_time=entry["first_time"],
    )
    session.refresh_from_db()
    if "minutes" in entry:
        publish_minutes(
            actor=SYSTEM,
            session=session,
            minutes=entry["minutes"],
            attendance_count=session.attendance_count,
            keep_findings_because=READ,
        )
    if "draft" in entry:
        save_draft(actor=SYSTEM, session=session, text=entry["draft"])
        share_draft(actor=SYSTEM, session=session, days=entry["share_days"])
        correction = entry["correction"]
        seat = CouncilMembership.objects.select_related("person").get(
            council=council, person__public_name=correction["by"]
        )
        propose_correction(
            actor=Actor(person=seat.person),
            session=session,
            passage=correction["passage"],
            proposed=correction["proposed"],
        )


def _subject(world: World, voices: Voices, entry: dict[str, Any]) -> None:
    council = _council(world, entry["council"])
    proposal = propose_agenda_item(
        actor=SYSTEM,
        council=council,
        person=voices.pick("resident", "online", council.space.organisation.slug),
        title=entry["title"],
        text=entry["text"],
    )
    AgendaProposal.objects.filter(pk=proposal.pk).update(
        proposed_at=world.calendar.past(entry["days_ago"])
    )
    if entry.get("keep") and proposal.is_public:
        coming = Session.objects.filter(
            space=council.space_id, starts_at__gt=timezone.now(), cancelled_at=None
        ).exclude(council_meeting__kind=MeetingKind.PREPARATORY)
        decide_agenda_item(
            actor=SYSTEM,
            proposal=proposal,
            meeting=coming.order_by("starts_at", "pk").first(),
            reason=entry.get("reason", ""),
        )
    elif entry.get("defer") and proposal.is_public:
        decide_agenda_item(actor=SYSTEM, proposal=proposal, reason=entry["defer"])

"""What was proposed for the agenda of a council, and the public face of its meetings."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Case, Count, QuerySet, When

from civic.participation.models import Session

from ..enums import AgendaState, MeetingKind
from ..models import AgendaProposal, CouncilQuestion, Meeting, NeighbourhoodCouncil


def agenda_of(council: NeighbourhoodCouncil) -> "QuerySet[AgendaProposal]":
    """Return what was proposed to a council and is public: what waits first, the latest first."""
    waits_first = Case(When(state=AgendaState.WAITING, then=0), default=1)
    return (
        AgendaProposal.objects.public()
        .filter(council=council)
        .select_related("meeting")
        .order_by(waits_first, "-proposed_at", "-pk")
    )


def agenda_counts(council: NeighbourhoodCouncil) -> dict[str, int]:
    """Return how many subjects proposed to a council are in each state, in one query."""
    public = AgendaProposal.objects.public().filter(council=council)
    counts = public.order_by().values_list("state").annotate(count=Count("pk"))
    return dict.fromkeys(AgendaState.values, 0) | dict(counts)


def meetings_to_come(council: NeighbourhoodCouncil, moment: datetime) -> "QuerySet[Session]":
    """Return the meetings an item may be kept for."""
    return Session.objects.filter(
        space=council.space_id, starts_at__gt=moment, cancelled_at=None
    ).order_by("starts_at", "pk")


def kept_for(session: Session) -> list[AgendaProposal]:
    """Return what residents proposed and a meeting speaks of."""
    return list(
        AgendaProposal.objects.public()
        .filter(meeting=session, state=AgendaState.KEPT)
        .order_by("decided_at", "pk")
    )


@dataclass(frozen=True)
class MeetingFace:
    """A meeting as its page shows it: who it is for, what prepares it, its questions."""

    kind: str
    kind_label: str
    questions_until: date | None
    prepares: Session | None
    prepared_by: list[Session]
    questions: list[CouncilQuestion]
    late: int


def face_of(session: Session, moment: datetime, *, drafts: bool = False) -> MeetingFace:
    """Return what a council adds to a meeting; questions not sent yet are for their writers.

    An answer is late once the meeting is over.
    """
    meeting = Meeting.objects.filter(session=session).select_related("prepares__session").first()
    kind = MeetingKind(meeting.kind) if meeting else MeetingKind.OPEN
    questions = CouncilQuestion.objects.filter(session=session).order_by("position", "pk")
    if not drafts:
        questions = questions.filter(sent_on__isnull=False)
    asked = list(questions) if kind == MeetingKind.WITH_OFFICIALS else []
    over = session.ends_at <= moment
    return MeetingFace(
        kind=kind,
        kind_label=str(kind.label),
        questions_until=meeting.questions_until if meeting else None,
        prepares=meeting.prepares.session if meeting and meeting.prepares else None,
        prepared_by=[row.session for row in meeting.prepared_by.select_related("session")]
        if meeting and kind == MeetingKind.WITH_OFFICIALS
        else [],
        questions=asked,
        late=sum(over and question.answered_on is None for question in asked),
    )

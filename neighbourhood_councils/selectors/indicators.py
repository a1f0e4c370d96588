"""What the indicators of a council count, over a period."""

from datetime import date
from typing import Any

from django.db.models import Count, F, Min, Q, Sum

from civic.analysis.registry import indicator_registry
from civic.cases.enums import CaseState, Outcome
from civic.cases.models import Request
from civic.participation.models import Session, SessionAttendance

from ..enums import AgendaState
from ..models import (
    AgendaProposal,
    CouncilMembership,
    CouncilQuestion,
    NeighbourhoodCouncil,
    TrainingAttendance,
)
from .members import running

COUNCIL_LIFE = "council_life"


def council_life_counts(
    council: NeighbourhoodCouncil, starts_on: date, ends_on: date
) -> dict[str, Any]:
    """Count what happened in a council between two days, both included.

    Meetings whose attendance nobody counted are left out. The members are those of the last day,
    substitutes apart; new is who sits in this council for the first time.
    """
    space, period = council.space_id, (starts_on, ends_on)
    held = Session.objects.filter(
        space=space, cancelled_at=None, starts_at__date__range=period
    ).order_by("starts_at", "pk")
    first = SessionAttendance.objects.filter(session__in=held, first_time__isnull=False).aggregate(
        first=Sum("first_time"), asked=Sum("count")
    )
    return {
        "presence": [
            count for count in held.values_list("attendance_count", flat=True) if count is not None
        ],
        "first_time": first["first"] or 0,
        "first_time_asked": first["asked"] or 0,
        "speech": indicator_registry.speech(space, starts_on, ends_on),
        **_requests(space, period),
        **_agenda(council, period),
        **_members(council, starts_on, ends_on),
    }


def _requests(space: int, period: tuple[date, date]) -> dict[str, Any]:
    received = (
        Request.objects.public()
        .once()
        .filter(space_id=space, case__received_on__range=period)
        .exclude(case__state__in=[CaseState.WITHDRAWN, CaseState.CLOSED_BEFORE])
    )
    answered = Q(case__state=CaseState.ANSWERED)
    counts = received.order_by().aggregate(
        requests=Count("pk"),
        answered=Count("pk", filter=answered),
        projects=Count(
            "pk", filter=answered & Q(case__outcome__in=[Outcome.DONE, Outcome.PLANNED])
        ),
    )
    days = received.filter(answered, case__promised_on__isnull=False).order_by("pk")
    return counts | {
        "delays": [
            (answered_on - received_on).days
            for received_on, answered_on in days.values_list(
                "case__received_on", "case__answered_on"
            )
            # An answered case has its date: a CHECK holds it, the type does not know.
            if answered_on is not None
        ]
    }


def _agenda(council: NeighbourhoodCouncil, period: tuple[date, date]) -> dict[str, int]:
    proposals = AgendaProposal.objects.public().filter(
        council=council, proposed_at__date__range=period
    )
    subjects = proposals.order_by().aggregate(
        subjects=Count("pk"), subjects_kept=Count("pk", filter=Q(state=AgendaState.KEPT))
    )
    asked = CouncilQuestion.objects.filter(
        session__space=council.space_id,
        sent_on__isnull=False,
        session__starts_at__date__range=period,
    )
    questions = asked.order_by().aggregate(
        questions=Count("pk"),
        questions_in_time=Count("pk", filter=Q(answered_on__lte=F("session__starts_at__date"))),
    )
    return subjects | questions


def _members(council: NeighbourhoodCouncil, starts_on: date, ends_on: date) -> dict[str, Any]:
    seats = CouncilMembership.objects.filter(council=council, substitute_of=None)
    now = list(running(seats, ends_on).values_list("person_id", "college"))
    people = {person for person, _college in now}
    colleges: dict[str, int] = {}
    for _person, college in sorted(now, key=lambda seat: seat[1]):
        colleges[college] = colleges.get(college, 0) + 1
    first_terms = (
        CouncilMembership.objects.filter(council=council, person__in=people)
        .order_by()
        .values_list("person")
        .annotate(first=Min("term_starts_on"))
    )
    trained = TrainingAttendance.objects.filter(
        person__in=people, date__starts_at__date__lte=ends_on
    )
    return {
        "members": colleges,
        "new_members": sum(starts_on <= first <= ends_on for _person, first in first_terms),
        "trained": trained.values("person").distinct().count(),
    }

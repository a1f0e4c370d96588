"""Who sits in a council, with their substitutes, what they declared and what they learnt."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from civic.accounts.enums import College
from civic.accounts.models import Person

from ..models import CouncilMembership, NeighbourhoodCouncil, TrainingAttendance

TRAININGS_NAMED = 3
READ_AT_ONCE, READ_FIRST = 12, 8


@dataclass
class MemberLine:
    """One member as everybody reads them; the name is only there where it may be."""

    name: str
    function: str
    starts_on: date
    ends_on: date | None
    interests: str
    trainings: list[str]
    substitutes: list["MemberLine"] = field(default_factory=list)

    @property
    def trainings_named(self) -> list[str]:
        """Return the latest trainings, latest last."""
        return self.trainings[-TRAININGS_NAMED:]

    @property
    def trainings_more(self) -> int:
        """Count the other ones."""
        return len(self.trainings) - len(self.trainings_named)


@dataclass(frozen=True)
class CollegeMembers:
    """The members of a council that belong to one college; substitutes are below whom they help."""

    college: str
    label: str
    members: list[MemberLine]

    @property
    def first(self) -> list[MemberLine]:
        """Return the members read at once: all of them, or the first of a long college."""
        return self.members[:READ_FIRST] if len(self.members) > READ_AT_ONCE else self.members

    @property
    def others(self) -> list[MemberLine]:
        """Return the members that are folded."""
        return self.members[len(self.first) :]


def running(
    memberships: "QuerySet[CouncilMembership]", today: date
) -> "QuerySet[CouncilMembership]":
    """Keep the memberships whose term runs on a day."""
    return memberships.filter(term_starts_on__lte=today).filter(
        Q(term_ends_on=None) | Q(term_ends_on__gte=today)
    )


def members_by_college(council: NeighbourhoodCouncil, today: date) -> list[CollegeMembers]:
    """Return the members whose term runs today, by college, in two queries."""
    memberships = list(
        running(CouncilMembership.objects.filter(council=council), today)
        .select_related("person")
        .order_by("college", F("term_starts_on").asc(), "pk")
    )
    learnt = trainings_followed([seat.person_id for seat in memberships])
    lines = {seat.pk: _line(seat, learnt.get(seat.person_id, [])) for seat in memberships}
    seats: dict[str, list[MemberLine]] = defaultdict(list)
    for seat in memberships:
        # Whoever stands for a member that has left sits on their own.
        principal = lines.get(seat.substitute_of_id or 0)
        if principal is not None:
            principal.substitutes.append(lines[seat.pk])
        else:
            seats[seat.college].append(lines[seat.pk])
    order = list(College.values)
    return [
        CollegeMembers(college, str(College(college).label), seats[college])
        for college in sorted(seats, key=order.index)
    ]


def _line(seat: CouncilMembership, trainings: list[str]) -> MemberLine:
    return MemberLine(
        name=seat.person.public_name if seat.named else _("a member who is not named"),
        function=seat.function,
        starts_on=seat.term_starts_on,
        ends_on=seat.term_ends_on,
        interests=seat.interests,
        trainings=trainings,
    )


def trainings_followed(people: list[int]) -> dict[int, list[str]]:
    """Return the titles of the trainings each of some people followed, in one query."""
    followed: dict[int, list[str]] = defaultdict(list)
    for person, title in (
        TrainingAttendance.objects.filter(person__in=people)
        .order_by("date__starts_at", "pk")
        .values_list("person_id", "date__training__title")
    ):
        if title not in followed[person]:
            followed[person].append(title)
    return followed


def people_of(space_id: int, today: date) -> "QuerySet[Person]":
    """Return the people who sit in the council of a space on a day, substitutes included."""
    seats = running(CouncilMembership.objects.filter(council__space=space_id), today)
    return Person.objects.filter(pk__in=seats.order_by().values("person")).order_by("pk")

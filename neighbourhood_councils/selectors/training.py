"""The training catalogue of an organisation, and who of its councils followed what."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from civic.accounts.models import Person
from civic.territory.models import Organisation

from ..models import CouncilMembership, Training, TrainingAttendance, TrainingDate
from .members import running


@dataclass(frozen=True)
class TrainingLine:
    """One training: when it is given next, how many members followed it."""

    training: Training
    coming: list[TrainingDate]
    past: list[TrainingDate]
    followed: int


@dataclass(frozen=True)
class Catalogue:
    """The trainings of an organisation; `trained` of its `members` followed at least one."""

    lines: list[TrainingLine]
    trained: int
    members: int


def members_of(organisation: Organisation, today: date) -> "QuerySet[Person]":
    """Return who sits in a council of an organisation on a day, in the order of their names."""
    seats = running(
        CouncilMembership.objects.filter(council__space__organisation=organisation), today
    )
    return Person.objects.filter(pk__in=seats.order_by().values("person"), erased_at=None).order_by(
        "public_name", "pk"
    )


def catalogue_of(organisation: Organisation, moment: datetime) -> Catalogue:
    """Return what an organisation teaches the members of its councils, in five queries."""
    members = set(members_of(organisation, moment.date()).order_by().values_list("pk", flat=True))
    trainings = (
        Training.objects.filter(organisation=organisation)
        .prefetch_related("dates")
        .order_by("title", "pk")
    )
    followed: dict[int, set[int]] = {}
    for training, person in TrainingAttendance.objects.filter(
        date__training__organisation=organisation
    ).values_list("date__training_id", "person_id"):
        if person in members:
            followed.setdefault(training, set()).add(person)
    lines = [
        TrainingLine(
            training=training,
            coming=[one for one in training.dates.all() if one.ends_at > moment],
            past=[one for one in training.dates.all() if one.ends_at <= moment],
            followed=len(followed.get(training.pk, ())),
        )
        for training in trainings
        # What is no longer taught is kept for what was learnt, not offered.
        if training.is_offered or followed.get(training.pk)
    ]
    trained = set().union(*followed.values()) if followed else set()
    return Catalogue(lines=lines, trained=len(trained), members=len(members))

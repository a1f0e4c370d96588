"""Reads of the indicators: who takes part for the first time, whether it is always the same."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.cache import cache
from django.db.models import (
    BigIntegerField,
    Case,
    Count,
    DateTimeField,
    Min,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Cast, TruncMonth
from django.utils import timezone

from civic.participation.enums import RegistrationState
from civic.participation.models import Contribution, Registration, Space
from civic.participation.selectors import communes_of
from civic.privacy.enums import ScreeningState

from ..logic.sameness import Sameness, Voice, measure

SECONDS = 300


def has_taken_part_before(person_id: int, *, space_id: int, moment: datetime) -> bool:
    """Tell whether a person said something or registered elsewhere before a moment."""
    said = Contribution.objects.filter(author=person_id, said_at__lt=moment).exclude(
        activity__space=space_id
    )
    came = (
        Registration.objects.filter(person=person_id, session__starts_at__lt=moment)
        .exclude(session__space=space_id)
        .exclude(state=RegistrationState.CANCELLED)
    )
    return said.exists() or came.exists()


def sameness_of(space: Space, turns: Sequence[float] = ()) -> Sameness:
    """Return the indicator of a space, at most five minutes old."""
    key = f"analysis.sameness.{space.pk}.{len(turns)}"
    found: Sameness | None = cache.get(key)
    if found is None:
        found = measured(space, turns)
        cache.set(key, found, SECONDS)
    return found


def measured(space: Space, turns: Sequence[float] = ()) -> Sameness:
    """Count the indicator of a space in two queries, one where nobody has said anything yet.

    A person is new who neither said anything nor registered in another process that began
    before they first spoke in this one.
    """
    public = Contribution.objects.filter(
        activity__space=space, screening=ScreeningState.RELEASED
    ).order_by()
    voices = []
    first_here: dict[int, datetime] = {}
    for person, channel, month, count, first in (
        public.annotate(month=TruncMonth("said_at", tzinfo=timezone.get_current_timezone()))
        .values_list("author", "channel", "month")
        .annotate(count=Count("pk"), first=Min("said_at"))
    ):
        voices.append(Voice(person, channel, month.strftime("%Y-%m"), count))
        first_here[person] = min(first, first_here.get(person, first))
    before: set[int] = set()
    earlier: dict[str, set[int]] = {}
    silent: list[str] = []
    for person, title, moment in _elsewhere(space) if voices else ():
        if person is None:
            silent.append(title)
        elif person in first_here and moment < first_here[person]:
            before.add(person)
            earlier.setdefault(title, set()).add(person)
    return measure(
        voices,
        known_before=before,
        earlier=[(title, len(people)) for title, people in earlier.items()],
        turns=turns,
        silent=silent,
    )


def _elsewhere(space: Space) -> list[tuple[int | None, str, datetime]]:
    """Return the other processes of those who speak here, with the day they began to take part.

    With them, of nobody, the communes nobody spoke from.
    """
    here = Contribution.objects.filter(activity__space=space).order_by().values("author")
    said = (
        Contribution.objects.filter(author__in=here)
        .exclude(activity__space=space)
        .order_by()
        .values_list("author", "activity__space__title")
        .annotate(first=Min("said_at"))
    )
    came = (
        Registration.objects.filter(person__in=here, session__starts_at__lt=timezone.now())
        .exclude(session__space=space)
        .exclude(state=RegistrationState.CANCELLED)
        .order_by()
        .values_list("person", "session__space__title")
        .annotate(first=Min("session__starts_at"))
    )
    return list(said.union(came, _silent_communes(space), all=True))


def _silent_communes(space: Space) -> "QuerySet[Any, Any]":
    said = Contribution.objects.filter(
        Q(commune__isnull=False), activity__space=space, screening=ScreeningState.RELEASED
    ).order_by()
    lived = (
        Contribution.objects.filter(activity__space=space, screening=ScreeningState.RELEASED)
        .exclude(author__organisation=None)
        .order_by()
    )
    return (
        communes_of(space)
        .exclude(pk__in=said.values("commune"))
        .exclude(pk__in=lived.values("author__organisation"))
        .order_by()
        .annotate(
            nobody=Cast(Value(None), BigIntegerField()),
            title=Case(When(short_name="", then="name"), default="short_name"),
            never=Cast(Value(None), DateTimeField()),
        )
        .values_list("nobody", "title", "never")
    )

"""Prove that every number shown is the number of its rows, and correct it where it is not.

It stands here because this is the lowest app that knows both voting and discussion, which do not
know each other.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from civic.accounts.policies import Actor
from civic.audit.services import record
from civic.core.exceptions import NotAllowed
from civic.core.querysets import locked
from civic.discussion.models import Comment
from civic.discussion.selectors import public_counts
from civic.participation.enums import RegistrationState
from civic.participation.models import Activity, Contribution, Session
from civic.privacy.enums import ScreeningState
from civic.voting.enums import BallotState
from civic.voting.models import Ballot
from civic.voting.selectors import is_faithful


@dataclass(frozen=True)
class Drift:
    """A number that differs from its rows."""

    model: type[Contribution] | type[Activity] | type[Session]
    key: int
    field: str
    shown: int
    rows: int


@dataclass(frozen=True)
class Counter:
    """One kind of number shown: its field, and how to count its rows again, for all or for one."""

    model: type[Contribution] | type[Activity] | type[Session]
    field: str
    rows_of: Callable[[int | None], dict[int, int]]


def _supports(key: int | None) -> dict[int, int]:
    found = Contribution.objects.filter(Q() if key is None else Q(pk=key))
    counted = found.annotate(rows=Count("supports")).filter(rows__gt=0).order_by("pk")
    return dict(counted.values_list("pk", "rows"))


def _comments(key: int | None) -> dict[int, int]:
    if key is None:
        return public_counts()
    return {key: Comment.objects.public().about(Contribution(pk=key)).count()}


def _contributions(key: int | None) -> dict[int, int]:
    found = Activity.objects.filter(Q() if key is None else Q(pk=key))
    public = Q(contributions__screening=ScreeningState.RELEASED)
    counted = found.annotate(rows=Count("contributions", filter=public)).order_by("pk")
    return dict(counted.values_list("pk", "rows"))


def _places(key: int | None) -> dict[int, int]:
    found = Session.objects.filter(Q() if key is None else Q(pk=key))
    confirmed = Q(registrations__state=RegistrationState.CONFIRMED)
    counted = found.annotate(rows=Count("registrations", filter=confirmed)).order_by("pk")
    return dict(counted.values_list("pk", "rows"))


COUNTERS = {
    "supports": Counter(Contribution, "supports_count", _supports),
    "comments": Counter(Contribution, "comments_count", _comments),
    "contributions": Counter(Activity, "contributions_count", _contributions),
    "places": Counter(Session, "confirmed_count", _places),
}


def drifts(name: str) -> tuple[int, list[Drift]]:
    """Count one kind of number again; return the number of rows and the numbers that are wrong."""
    counter = COUNTERS[name]
    rows = counter.rows_of(None)
    shown = counter.model._default_manager.order_by("pk").values_list("pk", counter.field)
    wrong = [
        Drift(counter.model, key, counter.field, number, rows.get(key, 0))
        for key, number in shown.iterator(chunk_size=2000)
        if number != rows.get(key, 0)
    ]
    return sum(rows.values()), wrong


def correct(*, actor: Actor, name: str, drift: Drift) -> int:
    """Write the number of rows in place of a wrong number, counted again under its lock."""
    if not actor.is_administrator:
        raise NotAllowed(_("Only an administrator corrects a counter."))
    counter = COUNTERS[name]
    with transaction.atomic():
        fresh = locked(counter.model._default_manager.filter(pk=drift.key)).get()
        rows = counter.rows_of(drift.key).get(drift.key, 0)
        setattr(fresh, counter.field, rows)
        fresh.save(update_fields=[counter.field])
        record(
            actor=actor,
            action="counter.corrected",
            target=fresh,
            counter=counter.field,
            before=drift.shown,
            after=rows,
        )
    return rows


def unfaithful_ballots() -> list[Ballot]:
    """Return the closed ballots whose published result is not what their papers say."""
    closed = Ballot.objects.filter(state=BallotState.CLOSED).order_by("pk")
    return [ballot for ballot in closed if not is_faithful(ballot)]

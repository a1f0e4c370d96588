"""Seats of a mixed group: who is missing, what is full, where the group stands."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

# A group that lacks one of the three is not mixed.
MIXED_COLLEGES = ("resident", "technical_officer", "elected_official")


@dataclass(frozen=True)
class Quota:
    """Seats of one college: `minimum` to `maximum`, `target` hoped for."""

    college: str
    minimum: int
    target: int
    maximum: int


@dataclass(frozen=True)
class Shortage:
    """A college below its minimum, or absent from a group that must be mixed."""

    college: str
    minimum: int
    seated: int


def shortages(quotas: Iterable[Quota], seated: Mapping[str, int]) -> tuple[Shortage, ...]:
    """Return the colleges that forbid the opening; those of a mixed group need one member each."""
    minimums = dict.fromkeys(MIXED_COLLEGES, 1)
    for quota in quotas:
        minimums[quota.college] = max(quota.minimum, minimums.get(quota.college, 0))
    return tuple(
        Shortage(college, minimum, seated.get(college, 0))
        for college, minimum in minimums.items()
        if seated.get(college, 0) < minimum
    )


def is_full(quota: Quota | None, seated: int) -> bool:
    """Tell whether a college has no seat left; a college without seats is always full."""
    return quota is None or seated >= quota.maximum


class GroupStage(StrEnum):
    """Where a group stands, and therefore whose turn it is."""

    FORMING = "forming"
    WORKING = "working"
    REPORT_LATE = "report_late"
    REPORTED = "reported"
    REPLY_LATE = "reply_late"
    ANSWERED = "answered"


def stage_at(
    *,
    opened: bool,
    term_ends_on: date,
    reported: bool,
    reply_due_on: date | None,
    replied: bool,
    today: date,
) -> GroupStage:
    """Return where a group stands on a day; a due day is over the day after."""
    if replied:
        return GroupStage.ANSWERED
    if reported:
        late = reply_due_on is not None and reply_due_on < today
        return GroupStage.REPLY_LATE if late else GroupStage.REPORTED
    if not opened:
        return GroupStage.FORMING
    return GroupStage.REPORT_LATE if term_ends_on < today else GroupStage.WORKING


def percent(part: float, whole: float) -> int | None:
    """Return a rounded share, or None of nothing."""
    return round(100 * part / whole) if whole else None

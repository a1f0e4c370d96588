"""When something is open: the union of intervals of time, told with its dates."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Window:
    """One interval that opens one act; `always` stands for a setting without a phase.

    A missing bound is open on that side. `approximate` ("spring 2027") makes the interval
    informative only: it opens nothing, whatever its dates.
    """

    act: str
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    approximate: str = ""
    position: int = 0
    always: bool = False

    @property
    def is_exact(self) -> bool:
        return self.always or not self.approximate

    def contains(self, moment: datetime) -> bool:
        """Tell whether the interval is open at a moment; its end is excluded."""
        if not self.is_exact:
            return False
        return (self.starts_at is None or self.starts_at <= moment) and (
            self.ends_at is None or moment < self.ends_at
        )


@dataclass(frozen=True)
class Closure:
    """Why nothing is open: opens on `opens_at`, or `roughly`, or closed since `closed_at`.

    The first that is known is filled in; all are empty when the act is opened by no phase.
    """

    opens_at: datetime | None = None
    roughly: str = ""
    closed_at: datetime | None = None


def is_open_at(windows: Iterable[Window], act: str, moment: datetime) -> bool:
    """Tell whether one of the intervals opens an act at a moment."""
    return any(window.act == act and window.contains(moment) for window in windows)


def acts_open_at(windows: Iterable[Window], moment: datetime) -> frozenset[str]:
    """Return the acts that are open at a moment."""
    return frozenset(window.act for window in windows if window.contains(moment))


def closes_at(windows: Iterable[Window], act: str, moment: datetime) -> datetime | None:
    """Return the end of the present opening, intervals that touch one another being one.

    None when the act is not open, or has no announced end.
    """
    mine = [window for window in windows if window.act == act and window.is_exact]
    end = moment
    while True:
        current = [window for window in mine if window.contains(end)]
        if not current or any(window.ends_at is None for window in current):
            return None if current or end == moment else end
        end = max(window.ends_at for window in current if window.ends_at)


def closure_at(windows: Iterable[Window], act: str, moment: datetime) -> Closure:
    """Return why an act is not open at a moment."""
    mine = [window for window in windows if window.act == act]
    exact = [window for window in mine if window.is_exact]
    coming = [w.starts_at for w in exact if w.starts_at is not None and w.starts_at > moment]
    if coming:
        return Closure(opens_at=min(coming))
    past = [w for w in exact if w.ends_at is not None and w.ends_at <= moment]
    reached = max((window.position for window in past), default=-1)
    rough = [w for w in mine if not w.is_exact and w.position > reached]
    if rough:
        return Closure(roughly=min(rough, key=lambda window: window.position).approximate)
    if past:
        return Closure(closed_at=max(window.ends_at for window in past if window.ends_at))
    return Closure()

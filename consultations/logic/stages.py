"""Where a consultation stands, from what its calendar opens."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from civic.participation.logic.windows import Window


class StageState(StrEnum):
    """Upcoming, open, resting between two openings, or closed."""

    UPCOMING = "upcoming"
    OPEN = "open"
    BETWEEN = "between"
    CLOSED = "closed"


@dataclass(frozen=True)
class Stage:
    """Where a consultation stands at a moment; dates are None when they are not announced."""

    state: StageState
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    roughly: str = ""

    @property
    def is_open(self) -> bool:
        return self.state == StageState.OPEN


def stage_at(windows: Iterable[Window], moment: datetime) -> Stage:
    """Return the stage of a consultation from the intervals of all its activities.

    What is always open keeps a consultation open without a closing date.
    """
    known = list(windows)
    exact = [window for window in known if window.is_exact]
    current = [window for window in exact if window.contains(moment)]
    ends = [window.ends_at for window in exact if window.ends_at is not None]
    endless = any(window.ends_at is None for window in exact)
    closes = max(ends) if ends and not endless else None
    if current:
        return Stage(StageState.OPEN, closes_at=closes)
    coming = [w.starts_at for w in exact if w.starts_at is not None and w.starts_at > moment]
    past = [end for end in ends if end <= moment]
    if coming:
        state = StageState.BETWEEN if past else StageState.UPCOMING
        return Stage(state, opens_at=min(coming), closes_at=closes)
    rough = [window.approximate for window in known if not window.is_exact]
    if past:
        return Stage(StageState.CLOSED, closes_at=max(past))
    return Stage(StageState.UPCOMING, roughly=rough[0] if rough else "")

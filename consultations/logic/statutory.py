"""What the statutory form adds to a consultation. Every figure is to be checked by counsel."""

from datetime import date
from enum import StrEnum

# Code de l'environnement, articles L123-19 and R123-46-1 (public participation by electronic
# means): notice fifteen days before the opening, open thirty days at least. To be checked by
# counsel before each use.
NOTICE_DAYS = 15
OPEN_DAYS = 30


class Gap(StrEnum):
    """What a statutory consultation still lacks."""

    NO_NOTICE = "no_notice"
    NOTICE_TOO_LATE = "notice_too_late"
    NO_DATES = "no_dates"
    OPEN_TOO_SHORT = "open_too_short"
    NO_FILE = "no_file"


def statutory_gaps(
    *,
    notice_on: date | None,
    opens_on: date | None,
    closes_on: date | None,
    has_file: bool,
) -> tuple[Gap, ...]:
    """Return what a consultation lacks to follow the statutory form; empty when it may open."""
    gaps: list[Gap] = []
    if opens_on is None or closes_on is None:
        gaps.append(Gap.NO_DATES)
    elif (closes_on - opens_on).days < OPEN_DAYS:
        gaps.append(Gap.OPEN_TOO_SHORT)
    if notice_on is None:
        gaps.append(Gap.NO_NOTICE)
    elif opens_on is not None and (opens_on - notice_on).days < NOTICE_DAYS:
        gaps.append(Gap.NOTICE_TOO_LATE)
    if not has_file:
        gaps.append(Gap.NO_FILE)
    return tuple(gaps)

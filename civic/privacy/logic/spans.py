"""What a finding is, and how findings that overlap are settled."""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from ..enums import FindingType


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a text that is personal data.

    `start` and `end` are offsets in code points, `end` excluded; `score` runs from 0 (a guess) to
    1 (its check digits prove it); `text` is what stands between the offsets.
    """

    start: int
    end: int
    type: FindingType
    score: float
    text: str


class Match(NamedTuple):
    """A finding in the simplified copy of a text, before its offsets are translated back."""

    start: int
    end: int
    type: FindingType
    score: float


# A street bears the name of a person, an IBAN contains what looks like a telephone number: the
# more specific reading wins over the part of it that it explains.
_PRECEDENCE = {
    kind: rank
    for rank, kind in enumerate(
        (
            FindingType.EMAIL,
            FindingType.IBAN,
            FindingType.NIR,
            FindingType.PHONE,
            FindingType.PLATE,
            FindingType.ADDRESS,
            FindingType.AGENT,
            FindingType.NAME,
        )
    )
}


def settle(matches: Iterable[Match]) -> list[Match]:
    """Return the matches in order of appearance, without any overlap."""
    ranked = sorted(matches, key=lambda m: (_PRECEDENCE[m.type], m.start - m.end, m.start))
    kept: list[Match] = []
    for match in ranked:
        # Those kept are disjoint and in order: only the two neighbours can overlap.
        place = bisect_left(kept, match)
        after_previous = place == 0 or kept[place - 1].end <= match.start
        if after_previous and (place == len(kept) or match.end <= kept[place].start):
            kept.insert(place, match)
    return kept

"""Reads of the indicators."""

from .sameness import has_taken_part_before, measured, sameness_of
from .snapshots import is_reproduced, latest_snapshots, subject_of

__all__ = [
    "has_taken_part_before",
    "is_reproduced",
    "latest_snapshots",
    "measured",
    "sameness_of",
    "subject_of",
]

"""Refusals of consultations."""

from collections.abc import Sequence
from typing import Any

from civic.core.exceptions import Refusal


class NotReady(Refusal):
    """A consultation that may not be published yet; `missing` says what to add, one by one."""

    def __init__(self, message: Any, *, missing: Sequence[str]) -> None:
        super().__init__(message, code="not_ready")
        self.missing = tuple(missing)

"""Refusals a person can read."""

from typing import Any


class Refusal(Exception):
    """A write refused for a reason the person can act on.

    `message` is a translated sentence, `field` the form field it belongs to (or empty),
    `code` a stable word for tests and the API.
    """

    def __init__(self, message: Any, *, code: str = "refused", field: str = "") -> None:
        super().__init__(str(message))
        self.message = message
        self.code = code
        self.field = field


class NotAllowed(Refusal):
    """The actor may not do this here."""

    def __init__(self, message: Any, *, code: str = "not_allowed") -> None:
        super().__init__(message, code=code)


class TooMany(Refusal):
    """Too many attempts in a short time; `retry_after` is in seconds."""

    def __init__(self, message: Any, *, retry_after: int) -> None:
        super().__init__(message, code="too_many")
        self.retry_after = retry_after

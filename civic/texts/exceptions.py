"""Refusals of texts."""


class DocumentRefused(Exception):
    """An uploaded document that is not read: a stable code, and what the sender may do."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message

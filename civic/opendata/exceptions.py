"""Refusals of the open-data app."""


class SheetRefused(Exception):
    """An uploaded table that is not read.

    `code` is stable and meant for programs and tests (`RefusalCode`); `message` is translated and
    tells the sender what to do.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message

"""How large an uploaded table may be, and how its reader says no.

Part of the child process (`sheet_child`): no Django here.
"""

from enum import StrEnum

KIB = 1024
MIB = 1024 * KIB

MAX_FILE_BYTES = 32 * MIB
MAX_INFLATED_BYTES = 100_000_000
MAX_ARCHIVE_MEMBERS = 2_000
MAX_ROWS = 50_000
MAX_COLUMNS = 200
MAX_FILLED_CELLS = 1_000_000
MAX_CELL_BYTES = 100_000
# What the child may send back. It bounds the parent's memory, whatever the file claims to hold.
MAX_RESULT_BYTES = 32 * MIB

MEMORY_BYTES = 512 * MIB
CPU_SECONDS = 20
WALL_SECONDS = 20


class RefusalCode(StrEnum):
    """Why a table is not read."""

    EMPTY = "empty"
    NOT_A_SPREADSHEET = "not_a_spreadsheet"
    OLD_FORMAT = "old_format"
    MACROS = "macros"
    ENCRYPTED = "encrypted"
    INFLATES_TOO_MUCH = "inflates_too_much"
    UNSAFE_XML = "unsafe_xml"
    FAR_CELL = "far_cell"
    TOO_MANY_ROWS = "too_many_rows"
    TOO_MANY_COLUMNS = "too_many_columns"
    TOO_MANY_CELLS = "too_many_cells"
    CELL_TOO_LONG = "cell_too_long"
    UNCLOSED_QUOTE = "unclosed_quote"
    NO_SUCH_SHEET = "no_such_sheet"
    TOO_LARGE = "too_large"
    TOO_SLOW = "too_slow"
    TOO_MUCH_MEMORY = "too_much_memory"
    BROKEN = "broken"
    BUSY = "busy"


class Refusal(Exception):
    """Raised by the readers; `params` fill the placeholders of the message the parent shows."""

    def __init__(self, code: StrEnum, **params: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


def column_letter(index: int) -> str:
    """Name of a column as a spreadsheet shows it: 0 is A, 25 is Z, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters

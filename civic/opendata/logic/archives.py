"""What is checked of every compressed office file before it is parsed.

Part of the child processes (see `confined`): no Django here.
"""

import zipfile

from civic.opendata.logic.sheet_limits import (
    KIB,
    MAX_ARCHIVE_MEMBERS,
    MAX_INFLATED_BYTES,
    Refusal,
    RefusalCode,
)

_CHUNK = 64 * KIB


def check_members(archive: zipfile.ZipFile) -> None:
    """Refuse an archive whose directory announces too much, or that is encrypted."""
    members = archive.infolist()
    if (
        len(members) > MAX_ARCHIVE_MEMBERS
        or sum(member.file_size for member in members) > MAX_INFLATED_BYTES
    ):
        raise Refusal(RefusalCode.INFLATES_TOO_MUCH, max=MAX_INFLATED_BYTES // 1_000_000)
    if any(member.flag_bits & 0x1 for member in members):
        raise Refusal(RefusalCode.ENCRYPTED)


def inflate_everything_once(archive: zipfile.ZipFile) -> None:
    """Count what really comes out, since the directory may lie, and meet damage before parsing."""
    total = 0
    for member in archive.infolist():
        with archive.open(member) as content:
            while chunk := content.read(_CHUNK):
                total += len(chunk)
                if total > MAX_INFLATED_BYTES:
                    raise Refusal(
                        RefusalCode.INFLATES_TOO_MUCH, max=MAX_INFLATED_BYTES // 1_000_000
                    )

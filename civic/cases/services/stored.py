"""Rows that have a file: neither is kept without the other."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.core.files.base import ContentFile
from django.db import transaction

from ..models import AnswerFile, RequestPhoto


@contextmanager
def file_of(row: AnswerFile | RequestPhoto, name: str, content: bytes) -> Iterator[None]:
    """Write the file of a row that is saved inside; the file goes when the row does not stay."""
    row.file.save(name, ContentFile(content), save=False)
    try:
        yield
    except BaseException:
        row.file.storage.delete(str(row.file.name))
        raise


def forget_with_files(rows: Iterable[AnswerFile | RequestPhoto]) -> int:
    """Delete rows, and their files once that is certain; return how many rows."""
    gone = 0
    for row in rows:
        storage, name = row.file.storage, str(row.file.name)
        row.delete()
        transaction.on_commit(lambda storage=storage, name=name: storage.delete(name))  # type: ignore[misc]
        gone += 1
    return gone

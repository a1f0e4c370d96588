"""Where some words stand in the whole database and in every stored file: the proof of a removal."""

import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from django.conf import settings
from django.db import connection

from civic.core.logic.mail_files import read_message, split_messages, words_of

from ..logic.masking import spellings

# Read of one stored file, and of one part of an office file, at a time.
_CHUNK = 1024 * 1024
_MOST_UNPACKED = 100 * 1024 * 1024
_MOST_KEYS = 20


@dataclass(frozen=True)
class Place:
    """Where words stand: a column of a table with some of its keys, or a file."""

    where: str
    count: int
    keys: tuple[str, ...] = ()


def places_holding(words: Iterable[str]) -> list[Place]:
    """Return every column of every table, and every stored file, that holds one of the words.

    Upper and lower case are the same for letters without accent. Tables are read as they are,
    those of libraries, of the search and of queued tasks included; compressed parts of office
    files are opened, those of a PDF are not. Messages kept in files are stored files too.
    """
    forms = sorted({form for each in words if each.strip() for form in spellings(each.strip())})
    if not forms:
        return []
    found = list(_in_database(forms))
    for name, folder in _folders().items():
        found += _in_files(name, folder, forms)
    return found


def _folders() -> dict[str, Path]:
    """Return the folders of stored files by name: uploads, and messages kept in files."""
    # Without its setting mail leaves by a server, and is written nowhere.
    mail = getattr(settings, "EMAIL_FILE_PATH", None)
    folders = {"media": settings.MEDIA_ROOT, "sms": settings.SMS_FILE_PATH, "mail": mail}
    return {name: Path(folder) for name, folder in folders.items() if folder}


def what_is_read() -> tuple[int, int]:
    """Return how many tables and how many stored files a look goes through."""
    files = sum(path.is_file() for folder in _folders().values() for path in folder.rglob("*"))
    return len(connection.introspection.table_names()), files


def _in_database(forms: list[str]) -> Iterator[Place]:
    patterns = [f"%{_escaped(form)}%" for form in forms]
    introspection, quote = connection.introspection, connection.ops.quote_name
    with connection.cursor() as cursor:
        for table in sorted(introspection.table_names(cursor)):
            # Names of tables and columns come from the database itself. Its own description of a
            # table parses, on SQLite, the sentence that created it: a hundred times slower.
            cursor.execute(f"SELECT * FROM {quote(table)} LIMIT 0")  # noqa: S608
            columns = [column[0] for column in cursor.description]
            # Most tables hold nothing: a table is read once, and each column where it does.
            held = " OR ".join(_holds(column, patterns) for column in columns)
            cursor.execute(
                f"SELECT 1 FROM {quote(table)} WHERE {held} LIMIT 1",  # noqa: S608
                patterns * len(columns),
            )
            if cursor.fetchone() is None:
                continue
            key = introspection.get_primary_key_column(cursor, table) or columns[0]
            for column in columns:
                cursor.execute(
                    f"SELECT CAST({quote(key)} AS TEXT) FROM {quote(table)} "  # noqa: S608
                    f"WHERE {_holds(column, patterns)}",
                    patterns,
                )
                keys = [str(row[0]) for row in cursor.fetchall()]
                if keys:
                    yield Place(f"{table}.{column}", len(keys), tuple(keys[:_MOST_KEYS]))


def _holds(column: str, patterns: list[str]) -> str:
    like = "ILIKE" if connection.vendor == "postgresql" else "LIKE"
    text = f"CAST({connection.ops.quote_name(column)} AS TEXT)"
    return " OR ".join(f"{text} {like} %s ESCAPE '!'" for _pattern in patterns)


def _escaped(form: str) -> str:
    return form.replace("!", "!!").replace("%", "!%").replace("_", "!_")


def _in_files(name: str, folder: Path, forms: list[str]) -> Iterator[Place]:
    wanted = {
        form.encode(encoding)
        for form in (form.casefold() for form in forms)
        for encoding in ("utf-8", "latin-1", "utf-16-le")
        if _fits(form, encoding)
    }
    if not folder.is_dir():
        return
    for path in sorted(folder.rglob("*")):
        if not path.is_file():
            continue
        where = f"{path.relative_to(folder)}"
        named = any(form.casefold() in where.casefold() for form in forms)
        if named or _file_holds(path, wanted) or (name == "mail" and _mail_holds(path, forms)):
            yield Place(f"{name}/{where}", 1)


def _mail_holds(path: Path, forms: list[str]) -> bool:
    """Tell whether a file of mail holds one of the words, however its messages are encoded."""
    words = [form.casefold() for form in forms]
    said = (words_of(read_message(raw)).casefold() for raw in split_messages(path.read_bytes()))
    return any(word in text for text in said for word in words)


def _fits(form: str, encoding: str) -> bool:
    try:
        form.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _file_holds(path: Path, wanted: set[bytes]) -> bool:
    with path.open("rb") as stream:
        if _stream_holds(stream, wanted):
            return True
    if not zipfile.is_zipfile(path):
        return False
    try:
        with zipfile.ZipFile(path) as archive:
            parts = [part for part in archive.infolist() if part.file_size <= _MOST_UNPACKED]
            return any(_part_holds(archive, part, wanted) for part in parts)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError):
        return False


def _part_holds(archive: zipfile.ZipFile, part: zipfile.ZipInfo, wanted: set[bytes]) -> bool:
    with archive.open(part) as stream:
        return _stream_holds(stream, wanted)


def _stream_holds(stream: IO[bytes], wanted: set[bytes]) -> bool:
    """Tell whether a stream holds one of the words, also across two chunks."""
    overlap = max(len(form) for form in wanted)
    before = b""
    while chunk := stream.read(_CHUNK):
        window = (before + chunk).lower()
        if any(form in window for form in wanted):
            return True
        before = chunk[-overlap:]
    return False

"""Messages written in files where nothing carries them: forgotten with whoever they were for."""

import json
import os
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

from allauth.account.models import EmailAddress
from django.conf import settings

from civic.accounts.logic.mobile import mobile_number
from civic.accounts.models import Person
from civic.core.logic.mail_files import join_messages, read_message, split_messages, words_of

from ..models import Notice

DAYS_KEPT = 30


def forget_sent_to(person: Person) -> int:
    """Remove what was written to a person, or says their address; return how many messages."""
    keys = set(
        Notice.objects.filter(person=person).exclude(mail_key="").values_list("mail_key", flat=True)
    )
    return _forget_texts(keys, mobile_number(person.phone)) + _forget_mail(_addresses(person))


def forget_old_files(moment: datetime) -> int:
    """Remove what was written more than `DAYS_KEPT` days ago; return how many files."""
    before = (moment - timedelta(days=DAYS_KEPT)).timestamp()
    gone = 0
    for path in (*_texts("*.json"), *_texts("*.part"), *_mails("*.log"), *_mails("*.part")):
        if _written_at(path) < before:
            path.unlink(missing_ok=True)
            gone += 1
    return gone


def _forget_texts(keys: set[str], number: str) -> int:
    gone = 0
    for path in _texts("*.json"):
        if path.stem in keys or (number and json.loads(path.read_text())["to"] == number):
            path.unlink(missing_ok=True)
            gone += 1
    return gone


def _addresses(person: Person) -> set[str]:
    found = {person.email}
    if person.user is not None:
        found |= {
            person.user.email,
            *EmailAddress.objects.filter(user=person.user).values_list("email", flat=True),
        }
    return {address.casefold() for address in found if address}


def _forget_mail(addresses: set[str]) -> int:
    gone = 0
    if not addresses:
        return gone
    for path in _mails("*.log"):
        messages = split_messages(path.read_bytes())
        kept = [raw for raw in messages if not _says(raw, addresses)]
        if len(kept) == len(messages):
            continue
        gone += len(messages) - len(kept)
        if kept:
            _replace(path, join_messages(kept))
        else:
            path.unlink(missing_ok=True)
    return gone


def _says(raw: bytes, addresses: Iterable[str]) -> bool:
    words = words_of(read_message(raw)).casefold()
    return any(address in words for address in addresses)


def _replace(path: Path, content: bytes) -> None:
    # The day it was written stays: it is what its own removal is counted from.
    written = path.stat()
    beside = path.with_suffix(".part")
    beside.write_bytes(content)
    beside.chmod(written.st_mode & 0o777)
    os.utime(beside, (written.st_atime, written.st_mtime))
    beside.replace(path)


def _texts(pattern: str) -> Iterator[Path]:
    return settings.SMS_FILE_PATH.glob(pattern)


def _mails(pattern: str) -> Iterator[Path]:
    # Without this setting mail leaves by a server, and nothing is written here.
    folder = getattr(settings, "EMAIL_FILE_PATH", None)
    return Path(folder).glob(pattern) if folder else iter(())


def _written_at(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return float("inf")

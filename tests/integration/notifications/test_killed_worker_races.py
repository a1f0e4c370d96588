"""A real worker is killed while it sends: each person is told once, whatever the moment."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from civic.accounts.models import Person
from civic.notifications.enums import Level, NoticeState
from civic.notifications.models import Notice
from civic.notifications.services.notices import notify
from tests.conftest import ROOT
from tests.factories.people import make_person
from tests.integration.discussion.races import real_transactions as real_transactions
from tests.integration.notifications.gateway_sink import GatewaySink
from tests.integration.notifications.mail_sink import MailSink

pytestmark = [pytest.mark.races, pytest.mark.usefixtures("real_transactions")]
PEOPLE = 8
SECONDS = 180


def _database_url() -> str:
    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{settings['NAME']}"
    host = f"{settings['HOST'] or '127.0.0.1'}:{settings['PORT'] or 5432}"
    password = f":{settings['PASSWORD']}" if settings["PASSWORD"] else ""
    return f"postgres://{settings['USER']}{password}@{host}/{settings['NAME']}"


@contextmanager
def worker(folder: Path, port: int, sms_url: str = "") -> Iterator["subprocess.Popen[bytes]"]:
    """Run `manage.py worker` on the database of the test, with a mail server on a port."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "civic.settings",
        "DATABASE_URL": _database_url(),
        "REDIS_URL": "",
        "CIVIC_VAR_DIR": str(folder),
        "CIVIC_WORKER": "separate",
        "CIVIC_EMAIL_URL": f"smtp://127.0.0.1:{port}",
        "CIVIC_SMS_URL": sms_url,
    }
    with (folder / "worker.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "worker"],
            cwd=ROOT,
            env=environment,
            stdout=log,
            stderr=log,
        )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
        process.wait(30)


def _until(what: Callable[[], bool], folder: Path) -> None:
    deadline = time.monotonic() + SECONDS
    while not what():
        if time.monotonic() > deadline:
            log = (folder / "worker.log").read_text(errors="replace")[-3000:]
            pytest.fail(f"It did not happen in {SECONDS} s. The worker says:\n{log}")
        time.sleep(0.2)


def _by_mail(number: int) -> Person:
    return make_person(f"Personne {number}", email=f"p{number}@example.org", email_confirmed=True)


def _by_sms(number: int) -> Person:
    return make_person(
        f"Personne {number}",
        phone=f"06 39 98 00 {number:02}",
        contact_preference="sms",
        sms_agreed_at=timezone.now(),
    )


def _write_notices(someone: Callable[[int], Person] = _by_mail) -> None:
    for number in range(PEOPLE):
        person = someone(number)
        notify(
            person=person,
            kind="contribution.answered",
            about=f"cases.case:{number}",
            subject="La réponse",
            body="Elle est à lire.",
            url="",
        )
    _long_ago()


def _long_ago() -> None:
    """Let the time pass after which what was left behind is taken up again."""
    past = timezone.now() - timedelta(minutes=20)
    Notice.objects.update(created_at=past)
    Notice.objects.filter(state=NoticeState.SENDING).update(claimed_at=past)


def _all_sent() -> bool:
    return not Notice.objects.exclude(state=NoticeState.SENT).exists()


def test_a_worker_killed_before_the_mail_is_accepted_tells_everybody_once(tmp_path: Path) -> None:
    _write_notices()
    sink = MailSink(hold_at=4)
    try:
        with worker(tmp_path, sink.port) as first:
            _until(sink.held.is_set, tmp_path)
            first.send_signal(signal.SIGKILL)
        assert Notice.objects.filter(state=NoticeState.SENDING).count() == 1
        _long_ago()
        with worker(tmp_path, sink.port):
            _until(_all_sent, tmp_path)
    finally:
        sink.close()
    assert len(sink.accepted) == PEOPLE
    assert set(sink.accepted.values()) == {1}


def test_a_mail_accepted_in_the_second_of_the_kill_is_the_same_mail_again(tmp_path: Path) -> None:
    _write_notices()
    sink = MailSink(hold_at=3, counts_held=True)
    try:
        with worker(tmp_path, sink.port) as first:
            _until(sink.held.is_set, tmp_path)
            first.send_signal(signal.SIGKILL)
        _long_ago()
        with worker(tmp_path, sink.port):
            _until(_all_sent, tmp_path)
    finally:
        sink.close()
    # Nobody can know whether a server whose reply was lost kept the mail: it leaves once more, as
    # the same mail, and nobody else is told twice.
    assert len(sink.accepted) == PEOPLE
    assert sink.accepted.pop(sink.held_id) == 2
    assert set(sink.accepted.values()) == {1}


def test_after_an_outage_of_the_mail_server_everybody_is_told_once(tmp_path: Path) -> None:
    _write_notices()
    closed = MailSink()
    closed.close()
    with worker(tmp_path, closed.port):
        _until(lambda: not Notice.objects.filter(attempts=0).exists(), tmp_path)
    _long_ago()
    sink = MailSink()
    try:
        with worker(tmp_path, sink.port):
            _until(_all_sent, tmp_path)
    finally:
        sink.close()
    assert len(sink.accepted) == PEOPLE
    assert set(sink.accepted.values()) == {1}
    assert set(Notice.objects.values_list("level", flat=True)) == {Level.IMMEDIATE}


def test_a_worker_killed_while_an_sms_leaves_sends_each_person_one_message(tmp_path: Path) -> None:
    _write_notices(_by_sms)
    gateway = GatewaySink(hold_at=4)
    try:
        with worker(tmp_path, 9, gateway.url) as first:
            _until(gateway.held.is_set, tmp_path)
            first.send_signal(signal.SIGKILL)
        assert Notice.objects.filter(state=NoticeState.SENDING).count() == 1
        gateway.let_go.set()
        _long_ago()
        with worker(tmp_path, 9, gateway.url):
            _until(_all_sent, tmp_path)
    finally:
        gateway.close()
    # The one whose reply was lost was posted again under its own key: one message, one telephone.
    assert len(gateway.messages) == PEOPLE
    assert len({message["to"] for message in gateway.messages.values()}) == PEOPLE
    assert sorted(gateway.posted.values()) == [1] * (PEOPLE - 1) + [2]

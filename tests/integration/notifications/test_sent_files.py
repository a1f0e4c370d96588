"""What was written to an erased person in a file is in no file any more."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.mail import EmailMessage, get_connection
from django.utils import timezone

from civic.accounts.models import Person
from civic.accounts.policies import Actor
from civic.core.services.tick import run_tick
from civic.notifications.models import Notice
from civic.notifications.services.gateway import send_message
from civic.notifications.services.sent_files import DAYS_KEPT
from civic.privacy.services.erasure import erase_person
from civic.privacy.services.scanning import places_holding
from tests.factories.people import make_person, make_user

ADDRESS = "marcelle.rouvier@exemple.fr"
NUMBER = "06 39 98 00 12"
WRITTEN = "+33639980012"


@pytest.fixture(autouse=True)
def folders(tmp_path: Path, settings: Any) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.SMS_FILE_PATH = tmp_path / "sms"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    return tmp_path


@pytest.fixture
def marcelle(db: None) -> Person:
    return make_person(
        "Marcelle R.",
        email=ADDRESS,
        phone=NUMBER,
        contact_preference="sms",
        sms_agreed_at=timezone.now(),
    )


def text_to(number: str, key: str, words: str = "Votre demande a sa réponse") -> None:
    send_message(key=key, to=number, text=words, callback="https://exemple.fr/etat/")


def mail(*to: str, subject: str = "Votre demande", text: str = "Réponse à lire.") -> None:
    """Send several mails at once: the file backend writes them in one file."""
    messages = [EmailMessage(subject, text, "mairie@exemple.fr", [each]) for each in to]
    get_connection().send_messages(messages)


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def erase(person: Person) -> Any:
    return erase_person(actor=Actor(person=person), person=person)


def test_texts_sent_to_marcelle_go_with_her_and_those_of_others_stay(
    marcelle: Person, folders: Path
) -> None:
    text_to(WRITTEN, "one")
    text_to("+33639980099", "other")
    assert places_holding([WRITTEN])
    entry = erase(marcelle)
    assert files(folders / "sms") == ["other.json"]
    assert entry.rows["sent_files"] == 1
    assert not places_holding([WRITTEN])


def test_a_text_sent_to_her_former_number_goes_too(marcelle: Person, folders: Path) -> None:
    Notice.objects.create(
        person=marcelle, kind="x", about="a", once_key="k", subject="S", body="B", mail_key="before"
    )
    text_to("+33639980077", "before")
    erase(marcelle)
    assert files(folders / "sms") == []


def test_only_her_mail_leaves_a_file_of_several(marcelle: Person, folders: Path) -> None:
    mail("bruno@exemple.fr", ADDRESS.title(), "chloe@exemple.fr", subject="Réponse publiée")
    [path] = (folders / "mail").iterdir()
    erase(marcelle)
    left = path.read_text()
    assert "bruno@exemple.fr" in left
    assert "chloe@exemple.fr" in left
    assert not places_holding([ADDRESS])


def test_mail_to_somebody_else_that_says_her_address_goes_too(
    marcelle: Person, folders: Path
) -> None:
    # Long lines with accents are written in base64: the address is not readable in the file.
    words = f"À rappeler, été comme hiver : {ADDRESS}. " + "é" * 900
    mail("moderation@exemple.fr", subject="Une personne à recontacter", text=words)
    assert [place.where[:5] for place in places_holding([ADDRESS])] == ["accou", "mail/"]
    erase(marcelle)
    assert files(folders / "mail") == []


def test_the_codes_sent_to_the_address_of_an_account_go_with_it(db: None, folders: Path) -> None:
    user = make_user("amina@exemple.fr")
    person = make_person("Amina B.", user=user)
    mail("amina@exemple.fr", subject="Votre code")
    erase(person)
    assert files(folders / "mail") == []


def test_whoever_gave_no_address_takes_nothing_of_others_along(db: None, folders: Path) -> None:
    text_to("", "unknown")
    mail("bruno@exemple.fr")
    erase(make_person("Sans adresse"))
    assert len(files(folders)) == 2


def test_the_tick_forgets_messages_after_their_days_and_no_others(db: None, folders: Path) -> None:
    text_to(WRITTEN, "old")
    text_to(WRITTEN, "recent")
    mail(ADDRESS)
    (folders / "sms" / "cut.part").write_text("{")
    now = timezone.now()
    too_old = (now - timedelta(days=DAYS_KEPT, minutes=1)).timestamp()
    for path in (folders / "sms" / "old.json", folders / "sms" / "cut.part"):
        os.utime(path, (too_old, too_old))
    [letter] = (folders / "mail").iterdir()
    os.utime(letter, (too_old, too_old))
    assert run_tick(now) == {}
    assert files(folders) == ["recent.json"]


def test_nothing_was_ever_written_and_nothing_fails(db: None, settings: Any) -> None:
    del settings.EMAIL_FILE_PATH
    erase(make_person("Élise D.", email="elise@exemple.fr"))
    assert run_tick(timezone.now()) == {}

"""Whoever has no e-mail and chose SMS is told by SMS, once, until they say stop."""

import json
import logging
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as trying
from hypothesis import strategies as st

from civic.accounts.models import Person
from civic.accounts.policies import Actor
from civic.accounts.services.people import create_person, update_profile
from civic.core.exceptions import Refusal
from civic.desk.selectors.contact import handed_over
from civic.notifications.enums import Level, Medium, NoticeState
from civic.notifications.models import Notice
from civic.notifications.registry import NoticeKind, notice_registry
from civic.notifications.selectors import message_code
from civic.notifications.services.follows import mute, set_preference
from civic.notifications.services.messages import stop_messages
from civic.notifications.services.notices import notify
from civic.notifications.tasks import send_digests, send_one, send_pending
from tests.factories.people import make_person
from tests.factories.territory import make_commune
from tests.integration.notifications.gateway_sink import GatewaySink

KIND = "test.answered"
ABOUT = "cases.case:1"
PHONE = "06 39 98 00 12"


@pytest.fixture(autouse=True)
def kinds() -> None:
    notice_registry.declare(
        NoticeKind(KIND, "answered", Level.IMMEDIATE, essential=True),
        NoticeKind("test.moved", "moved", Level.DIGEST),
    )


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any) -> Path:
    settings.SMS_FILE_PATH = tmp_path / "sms"
    return tmp_path / "sms"


@pytest.fixture
def gateway(settings: Any) -> Iterator[GatewaySink]:
    sink = GatewaySink()
    settings.SMS_URL = sink.url
    yield sink
    sink.close()


@pytest.fixture
def marcelle(db: None) -> Person:
    return make_marcelle()


def make_marcelle(**more: Any) -> Person:
    values = {"phone": PHONE, "contact_preference": "sms", "sms_agreed_at": timezone.now()}
    return make_person("Marcelle R.", **(values | more))


def tell(person: Person, kind: str = KIND, key: str = "") -> Notice:
    notice = notify(
        person=person,
        kind=kind,
        about=ABOUT,
        subject="Votre demande 4821-9307 a sa réponse",
        body="Le trottoir sera refait en mars.",
        url="/fr/suivre/1/",
        organisation=make_commune(),
        key=key,
    )
    assert notice is not None
    return notice


def kept(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(path.read_text()) for path in sorted(folder.glob("*.json"))]


def test_the_answer_leaves_by_sms_with_a_link_that_is_read_without_signing_in(
    marcelle: Person, folder: Path, client: Client
) -> None:
    notice = tell(marcelle)
    assert (notice.medium, notice.state) == (Medium.SMS, NoticeState.PENDING)
    send_one.func(notice.pk)
    send_one.func(notice.pk)
    [message] = kept(folder)
    assert message["to"] == "+33639980012"
    assert "4821-9307 a sa réponse" in message["text"]
    assert (message["encoding"], message["parts"]) == ("gsm-7", 1)
    assert "STOP" in message["text"]
    notice.refresh_from_db()
    assert notice.state == NoticeState.SENT

    link = re.search(r"http://[^ ]+", message["text"]).group()  # type: ignore[union-attr]
    page = client.get(link.removeprefix("http://127.0.0.1:8000"))
    assert "Le trottoir sera refait en mars." in page.content.decode()
    assert page["Referrer-Policy"] == "no-referrer"
    assert PHONE not in page.content.decode()


def test_the_message_kept_on_disk_is_read_by_its_owner_alone(
    marcelle: Person, folder: Path
) -> None:
    send_one.func(tell(marcelle).pk)
    [path] = folder.glob("*")
    assert (path.stat().st_mode & 0o777, folder.stat().st_mode & 0o777) == (0o600, 0o700)


def test_a_wrong_code_or_that_of_an_erased_person_reads_nothing(
    marcelle: Person, client: Client
) -> None:
    notice = tell(marcelle)
    send_one.func(notice.pk)
    right = message_code(notice.pk)
    wrong = right[:-1] + ("a" if right[-1] != "a" else "b")
    for code in (wrong, "zz-abcdefghijkl", "x", message_code(notice.pk, "state")):
        assert client.get(reverse("message", args=[code]), follow=True).status_code == 404
    Person.objects.filter(pk=marcelle.pk).update(
        erased_at=timezone.now(), phone="", contact_preference="email"
    )
    assert client.get(reverse("message", args=[right]), follow=True).status_code == 404


def test_what_can_wait_is_one_sms_a_day(marcelle: Person, folder: Path, client: Client) -> None:
    for key in "abc":
        tell(marcelle, "test.moved", key)
    assert send_digests() == 1
    assert send_digests() == 0
    [message] = kept(folder)
    code = message["text"].split("/s/")[1].split("/")[0]
    page = client.get(reverse("message", args=[code])).content.decode()
    assert page.count("Le trottoir sera refait en mars.") == 3


def test_the_gateway_is_given_the_message_with_its_key_and_its_secret(
    marcelle: Person, gateway: GatewaySink
) -> None:
    notice = tell(marcelle)
    send_one.func(notice.pk)
    message = gateway.messages[f"notice-{notice.pk}"]
    assert message["to"] == "+33639980012"
    assert message["callback"].endswith("/etat/")
    assert gateway.headers["Authorization"] == "Bearer a-secret"
    assert gateway.headers["Idempotency-Key"] == f"notice-{notice.pk}"


@pytest.mark.parametrize("status", [429, 500, 503, 307, 401])
def test_a_gateway_in_trouble_is_tried_again_then_somebody_calls(
    marcelle: Person, gateway: GatewaySink, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    gateway.status = status
    notice = tell(marcelle)
    with caplog.at_level(logging.DEBUG):
        for _attempt in range(4):
            send_one.func(notice.pk)
            notice.refresh_from_db()
            assert (notice.state, notice.medium) == (NoticeState.PENDING, Medium.SMS)
        send_one.func(notice.pk)
    notice.refresh_from_db()
    assert (notice.state, notice.medium) == (NoticeState.TO_CONTACT, Medium.TELEPHONE)
    assert set(gateway.posted) == {f"notice-{notice.pk}"}, "each try is the same message"
    for secret in ("39980012", "39 98 00 12", "trottoir", "a-secret", "Marcelle"):
        assert secret not in caplog.text


def test_a_number_the_gateway_refuses_goes_at_once_to_whoever_writes_letters(
    db: None, gateway: GatewaySink
) -> None:
    gateway.status = 422
    notice = tell(make_marcelle(postal_address="14 rue des Tanneurs"))
    send_one.func(notice.pk)
    notice.refresh_from_db()
    assert (notice.state, notice.medium) == (NoticeState.TO_CONTACT, Medium.LETTER)


def test_a_message_the_gateway_already_has_is_sent(marcelle: Person, gateway: GatewaySink) -> None:
    gateway.status = 409
    notice = tell(marcelle)
    send_one.func(notice.pk)
    notice.refresh_from_db()
    assert notice.state == NoticeState.SENT


def test_a_killed_worker_sends_the_same_message_again(marcelle: Person, folder: Path) -> None:
    notice = tell(marcelle)
    send_one.func(notice.pk)
    long_ago = timezone.now() - timedelta(minutes=20)
    Notice.objects.filter(pk=notice.pk).update(
        state=NoticeState.SENDING, claimed_at=long_ago, created_at=long_ago
    )
    assert send_pending() == 1
    assert [message["id"] for message in kept(folder)] == [f"notice-{notice.pk}"]


def report(client: Client, notice: Notice, state: object) -> int:
    address = reverse("message_state", args=[message_code(notice.pk, "state")])
    return client.post(address, {"state": state}, "application/json").status_code


def test_the_gateway_says_what_became_of_a_message_and_it_is_counted(
    marcelle: Person, client: Client
) -> None:
    notice = tell(marcelle)
    assert notice.organisation_id is not None
    assert handed_over(notice.organisation_id).by_medium == {"sms": (0, 1)}
    send_one.func(notice.pk)
    assert handed_over(notice.organisation_id).by_medium == {"sms": (1, 1)}
    assert report(client, notice, "delivered") == 204
    notice.refresh_from_db()
    assert notice.state == NoticeState.DELIVERED
    # Said again, or too late: nothing changes.
    assert report(client, notice, "failed") == 204
    notice.refresh_from_db()
    assert notice.state == NoticeState.DELIVERED


def test_a_message_that_did_not_arrive_is_told_otherwise(marcelle: Person, client: Client) -> None:
    notice = tell(marcelle)
    send_one.func(notice.pk)
    assert report(client, notice, "failed") == 204
    notice.refresh_from_db()
    assert (notice.state, notice.medium) == (NoticeState.TO_CONTACT, Medium.TELEPHONE)


@pytest.mark.parametrize("body", ['{"state": "lost"}', "{", "[]", "null", '{"state": {"a": 1}}'])
def test_a_report_that_means_nothing_changes_nothing(
    marcelle: Person, client: Client, body: str
) -> None:
    notice = tell(marcelle)
    send_one.func(notice.pk)
    address = reverse("message_state", args=[message_code(notice.pk, "state")])
    assert client.post(address, body, "application/json").status_code == 400
    # Whoever received the message does not say what became of it.
    read = reverse("message_state", args=[message_code(notice.pk)])
    assert client.post(read, {"state": "failed"}, "application/json").status_code == 403
    notice.refresh_from_db()
    assert notice.state == NoticeState.SENT


def test_stop_stops_every_message_and_the_answer_still_comes(
    marcelle: Person, folder: Path, client: Client
) -> None:
    first = tell(marcelle)
    send_one.func(first.pk)
    waiting, moved = tell(marcelle, key="waiting"), tell(marcelle, "test.moved")
    page = client.post(reverse("message", args=[message_code(first.pk)]))
    assert page.status_code == 200
    for notice in (waiting, moved):
        send_one.func(notice.pk)
    send_digests()
    assert len(kept(folder)) == 1
    waiting.refresh_from_db()
    moved.refresh_from_db()
    assert (waiting.state, waiting.medium) == (NoticeState.TO_CONTACT, Medium.DESK)
    assert moved.state == NoticeState.MUTED
    marcelle.refresh_from_db()
    assert (marcelle.contact_preference, marcelle.sms_agreed_at) == ("desk", None)


def test_stop_answered_to_the_gateway_is_stop(marcelle: Person, client: Client) -> None:
    notice = tell(marcelle)
    send_one.func(notice.pk)
    assert report(client, notice, "stopped") == 204
    assert report(client, notice, "stopped") == 204
    assert tell(marcelle, "test.moved").state == NoticeState.MUTED


SILENCES = st.sampled_from(["object", "kind", "everything", "stop", "nothing"])


@trying(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(silence=SILENCES, is_before=st.booleans(), essential=st.booleans(), immediate=st.booleans())
def test_a_mute_always_wins_over_an_sms(
    db: None, folder: Path, silence: str, is_before: bool, essential: bool, immediate: bool
) -> None:
    """Whenever it is said, and whatever was asked before: nothing leaves but what is essential."""
    level = Level.IMMEDIATE if immediate else Level.DIGEST
    notice_registry.declare(NoticeKind("test.any", "any", level, essential=essential))
    for path in folder.glob("*"):
        path.unlink()
    with transaction.atomic():
        person = make_marcelle()
        actor = Actor(person=person)

        def silenced() -> None:
            match silence:
                case "object":
                    mute(actor=actor, target=ABOUT)
                case "kind":
                    set_preference(actor=actor, kind="test.any", level=Level.MUTED)
                case "everything":
                    set_preference(actor=actor, kind="", level=Level.MUTED)
                case "stop":
                    stop_messages(actor=actor)

        if is_before:
            silenced()
            person.refresh_from_db()
        notice = tell(person, "test.any")
        if not is_before:
            silenced()
        send_one.func(notice.pk)
        Notice.objects.filter(pk=notice.pk).update(created_at=timezone.now() - timedelta(hours=1))
        send_pending()
        send_digests()
        texts = kept(folder)
        transaction.set_rollback(True)
    if silence == "stop" or silence != "nothing" and not essential:
        assert texts == []
    else:
        assert len(texts) == 1


def test_sms_needs_a_mobile_number_and_an_agreement(db: None) -> None:
    for phone, agrees, code in (
        ("", True, "phone_missing"),
        ("05 36 49 71 02", True, "not_mobile"),
        (PHONE, False, "sms_not_agreed"),
    ):
        with pytest.raises(Refusal) as refusal:
            create_person(
                public_name="Lucien", phone=phone, contact_preference="sms", agrees_to_sms=agrees
            )
        assert refusal.value.code == code
    person = create_person(
        public_name="Lucien", phone=PHONE, contact_preference="sms", agrees_to_sms=True
    )
    assert person.sms_agreed_at is not None
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.filter(pk=person.pk).update(sms_agreed_at=None)


def test_another_way_chosen_forgets_the_agreement(amina: Actor) -> None:
    update_profile(actor=amina, phone=PHONE, contact_preference="sms", agrees_to_sms=True)
    assert amina.person is not None
    assert amina.person.sms_agreed_at is not None
    with pytest.raises(Refusal):
        update_profile(actor=amina, phone="", agrees_to_sms=True)
    update_profile(actor=amina, contact_preference="email")
    assert Person.objects.get(pk=amina.person.pk).sms_agreed_at is None


def test_the_profile_offers_sms_once_there_is_a_mobile_number(amina: Actor, client: Client) -> None:
    assert amina.user is not None
    assert amina.person is not None
    client.force_login(amina.user)
    address = reverse("profile")
    assert 'value="sms"' not in client.get(address).content.decode()
    update_profile(actor=amina, phone=PHONE)
    page = client.get(address).content.decode()
    assert 'value="sms"' in page
    form = {
        "public_name": "Amina",
        "phone": PHONE,
        "contact_preference": "sms",
        "language": "fr",
        "postal_address": "",
        "organisation": "",
    }
    refused = client.post(address, form)
    assert refused.status_code == 422
    assert "agrees_to_sms" in refused.context["form"].errors
    assert client.post(address, form | {"agrees_to_sms": "on"}).status_code == 302
    assert Person.objects.get(pk=amina.person.pk).contact_preference == "sms"

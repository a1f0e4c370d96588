"""The receipt of a request: its code on the screen, on paper and by mail, once, after commit."""

import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from civic.accounts.models import Person
from civic.accounts.policies import Actor
from civic.cases.logic.proof import code_of
from civic.cases.models import Request
from civic.notifications.models import Notice
from civic.notifications.tasks import send_one
from civic.participation.models import Contribution
from civic.participation.services.receipts import send_missing_receipts
from neighbourhood_councils.models import RequestIndexPage
from tests.factories.participation import make_call, make_contribution
from tests.factories.people import make_person
from tests.integration.neighbourhood_councils.request_scene import (
    filed,
    make_lamp,
    make_request_page,
    step,
    walk,
)
from tests.integration.neighbourhood_councils.scene import signed_in

pytestmark = pytest.mark.django_db

ADDRESS = "amina.nouvelle@example.org"


@pytest.fixture
def page() -> RequestIndexPage:
    make_lamp()
    return make_request_page()


def type_the_code(client: Client) -> None:
    """Read the code in the last mail, and type it."""
    found = re.search(r"^\s*(?:.*: )([A-Z0-9]{3,}-?[A-Z0-9]{3,})\s*$", mail.outbox[-1].body, re.M)
    assert found, mail.outbox[-1].body
    client.post(reverse("account_confirm_login_code"), {"code": found[1]})


def receipts() -> list[Notice]:
    return list(Notice.objects.filter(kind="request.received").order_by("pk"))


def test_the_screen_gives_the_code_that_contests(page: RequestIndexPage) -> None:
    client = Client()
    walk(client, page)
    asked = filed()
    shown = client.get(page.url_of("receipt", number=asked.case.number)).content.decode()
    assert code_of(asked.case.number) in shown
    # On paper too: neither the number nor the code is left out of the print.
    kept = re.sub(
        r'<[^>]+class="[^"]*no-print[^"]*".*?</(?:p|header|aside)>', "", shown, flags=re.S
    )
    assert code_of(asked.case.number) in kept
    assert 'class="receipt-page"' in shown


def test_the_mail_leaves_once_the_address_is_confirmed(
    page: RequestIndexPage, django_capture_on_commit_callbacks: Any
) -> None:
    client = Client()
    with django_capture_on_commit_callbacks(execute=True):
        walk(client, page, how="email", email=ADDRESS)
    asked = filed()
    assert receipts() == []
    with django_capture_on_commit_callbacks() as waiting:
        type_the_code(client)
    # Written in the transaction that confirms; nothing leaves before it is committed.
    (notice,) = receipts()
    assert notice.person == Person.objects.get(user__email=ADDRESS)
    assert not DBTaskResult.objects.filter(task_path__endswith="send_one").exists()
    mail.outbox.clear()
    for leave in waiting:
        leave()
    assert DBTaskResult.objects.filter(task_path__endswith="send_one").count() == 1
    for _twice in range(2):
        send_one.func(notice.pk)
    (sent,) = mail.outbox
    assert sent.to == [ADDRESS]
    assert asked.case.number in sent.body
    assert code_of(asked.case.number) in sent.body
    assert f"code={code_of(asked.case.number)}" in sent.body


def test_signing_in_again_sends_no_second_receipt(page: RequestIndexPage) -> None:
    client = Client()
    walk(client, page, how="email", email=ADDRESS)
    type_the_code(client)
    assert len(receipts()) == 1
    for _again in range(2):
        other = Client()
        other.post(reverse("account_login"), {"email": ADDRESS})
        type_the_code(other)
    assert len(receipts()) == 1
    assert send_missing_receipts(Person.objects.get(user__email=ADDRESS)) == 0


def test_an_account_that_signs_in_after_filing_gets_one_receipt(
    page: RequestIndexPage,
) -> None:
    known = Client()
    known.post(reverse("account_login"), {"email": ADDRESS})
    type_the_code(known)
    client = Client()
    walk(client, page, how="email", email=ADDRESS)
    type_the_code(client)
    (notice,) = receipts()
    assert notice.person == Person.objects.get(user__email=ADDRESS)
    assert Request.objects.get().person == notice.person


def test_whoever_is_signed_in_gets_theirs_at_once(page: RequestIndexPage, amina: Actor) -> None:
    walk(signed_in(amina), page)
    (notice,) = receipts()
    assert notice.person == amina.person


def test_whoever_asked_for_a_call_is_told_once_though_they_confirm_an_address(
    page: RequestIndexPage,
) -> None:
    client = Client()
    walk(client, page, how="telephone", phone="05 36 49 00 01")
    assert len(receipts()) == 1
    client.post(reverse("account_login"), {"email": ADDRESS})
    type_the_code(client)
    assert len(receipts()) == 1


def test_a_proposal_said_before_signing_in_has_its_receipt_too() -> None:
    call = make_call()
    said = make_person("Amina")
    made = make_contribution(call.activity, said)
    Contribution.objects.filter(pk=made.pk).update(channel="online")
    assert not Notice.objects.exists()
    said.email, said.email_confirmed = ADDRESS, True
    said.save()
    assert send_missing_receipts(said) == 1
    assert Notice.objects.get().kind == "contribution.received"


def test_the_receipt_of_twenty_costs_no_more_queries_to_find(
    page: RequestIndexPage, count_queries: Any, amina: Actor
) -> None:
    client = signed_in(amina)
    costs = []
    for many in (1, 4):
        for number in range(many):
            walk(client, page, title=f"Lampe {number}", text=f"La lampe {number} est éteinte, ici.")
        with count_queries() as queries:
            assert send_missing_receipts(amina.person) == 0
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_the_same_form_sent_five_times_tells_once(page: RequestIndexPage, amina: Actor) -> None:
    client = signed_in(amina)
    walk(client, page)
    for _again in range(4):
        step(client, page, "envoi")
    assert Request.objects.count() == 1
    assert len(receipts()) == 1

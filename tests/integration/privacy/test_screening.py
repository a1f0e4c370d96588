"""Nothing enters a public output before the guard found nothing, or a person decided."""

import pytest
from django.db import DatabaseError, connection, transaction

from civic.accounts.enums import College
from civic.accounts.policies import SYSTEM, Actor
from civic.cases.models import Request
from civic.cases.services.requests import file_request
from civic.core.enums import Channel
from civic.core.exceptions import NotAllowed, Refusal
from civic.privacy.enums import FindingDecision
from civic.privacy.models import Finding, HoldReason
from civic.privacy.selectors import open_findings
from civic.privacy.services.screening import decide_finding, hide, release
from tests.factories.territory import make_commune

PLATE = "Une voiture immatriculée EX-417-TZ gêne le passage depuis trois semaines."


def make_request(text: str = "Les bancs du parc sont cassés.", **extra: object) -> Request:
    return file_request(
        actor=SYSTEM,
        organisation=make_commune(),
        title="Fiche de suivi",
        text=text,
        person=None,
        channel=Channel.MEETING,
        college=College.COUNCIL,
        **extra,
    )


def test_a_text_without_a_finding_is_public_at_once(db: None) -> None:
    assert make_request() in Request.objects.public()


def test_a_number_plate_holds_the_request(db: None) -> None:
    request = make_request(PLATE)

    assert request not in Request.objects.public()
    assert request.held_for == HoldReason.FINDING
    [finding] = open_findings(request)
    assert PLATE[finding.start : finding.end] == "EX-417-TZ"


def test_an_imported_text_waits_for_a_person_even_without_a_finding(bruno: Actor) -> None:
    request = make_request(hold=HoldReason.IMPORTED)
    assert request not in Request.objects.public()

    release(actor=bruno, instances=[request])
    assert request in Request.objects.public()


def test_bruno_masks_the_plate_then_releases(bruno: Actor) -> None:
    request = make_request(PLATE)
    [finding] = open_findings(request)

    masked = decide_finding(actor=bruno, finding=finding, decision=FindingDecision.MASKED)
    assert "EX-417-TZ" not in masked.text
    assert masked not in Request.objects.public()

    release(actor=bruno, instances=[masked])
    assert "[" in Request.objects.public().get().text


def test_bruno_keeps_a_finding_only_with_a_reason(bruno: Actor) -> None:
    request = make_request(PLATE)
    [finding] = open_findings(request)

    with pytest.raises(Refusal) as refusal:
        decide_finding(actor=bruno, finding=finding, decision=FindingDecision.KEPT)
    assert refusal.value.field == "reason"

    decide_finding(
        actor=bruno, finding=finding, decision=FindingDecision.KEPT, reason="Véhicule communal."
    )
    release(actor=bruno, instances=[request])
    assert request in Request.objects.public()


def test_a_finding_is_decided_once(bruno: Actor) -> None:
    [finding] = open_findings(make_request(PLATE))
    decide_finding(actor=bruno, finding=finding, decision=FindingDecision.MASKED)

    with pytest.raises((Refusal, Finding.DoesNotExist)):
        decide_finding(actor=bruno, finding=finding, decision=FindingDecision.MASKED)


def test_a_request_with_an_open_finding_is_not_released(bruno: Actor) -> None:
    request = make_request(PLATE)

    with pytest.raises(Refusal) as refusal:
        release(actor=bruno, instances=[request])
    assert refusal.value.code == "open_finding"


def test_farid_and_another_commune_decide_nothing(farid: Actor, chloe: Actor) -> None:
    request = make_request(PLATE)
    [finding] = open_findings(request)

    for actor in (farid, chloe, Actor()):
        with pytest.raises(NotAllowed):
            decide_finding(actor=actor, finding=finding, decision=FindingDecision.MASKED)
        with pytest.raises(NotAllowed):
            release(actor=actor, instances=[request])
        with pytest.raises(NotAllowed):
            hide(actor=actor, instance=request, rule="insult")


def test_the_database_refuses_to_publish_an_open_finding(db: None) -> None:
    request = make_request(PLATE)

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE cases_request SET screening = 'released', held_for = '' WHERE id = %s",
            [request.pk],
        )


def test_a_hidden_text_leaves_the_public(bruno: Actor) -> None:
    request = make_request()

    hide(actor=bruno, instance=request, rule="personal attack")
    assert request not in Request.objects.public()


def test_the_same_submission_is_one_request(db: None) -> None:
    from uuid import uuid4

    key = uuid4()
    assert make_request(submission_key=key) == make_request(submission_key=key)
    assert Request.objects.count() == 1

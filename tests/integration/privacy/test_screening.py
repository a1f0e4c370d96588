"""Nothing enters a public output before the guard found nothing, or a person decided."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from civic.accounts.enums import College
from civic.accounts.policies import SYSTEM, Actor
from civic.cases.models import Request
from civic.cases.services.requests import file_request
from civic.core.enums import Channel
from civic.core.exceptions import NotAllowed, Refusal
from civic.privacy.enums import FindingDecision
from civic.privacy.models import Finding, HoldReason, PublicName
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


NAMED_TWICE = "Madame Claire Fabrègues, 06 39 98 41 27, et Monsieur Paul Ségalas attendent."


def keep(actor: Actor, request: Request, words: str) -> None:
    [finding] = [
        found for found in open_findings(request) if words in request.text[found.start : found.end]
    ]
    decide_finding(
        actor=actor, finding=finding, decision=FindingDecision.KEPT, reason="Élu en fonction."
    )


def test_what_bruno_kept_stays_kept_when_a_word_before_it_is_masked(bruno: Actor) -> None:
    request = make_request(NAMED_TWICE)
    keep(bruno, request, "Ségalas")
    [phone] = [found for found in open_findings(request) if found.type == "phone"]

    request = decide_finding(actor=bruno, finding=phone, decision=FindingDecision.MASKED)

    left = [request.text[found.start : found.end] for found in open_findings(request)]
    assert left == ["Madame Claire Fabrègues"]


def test_what_bruno_kept_stays_kept_when_the_rest_of_the_text_is_rewritten(bruno: Actor) -> None:
    request = make_request(NAMED_TWICE)
    keep(bruno, request, "Ségalas")
    [phone] = [found for found in open_findings(request) if found.type == "phone"]

    request = decide_finding(
        actor=bruno,
        finding=phone,
        decision=FindingDecision.REWRITTEN,
        rewritten="Deux habitants, dont Monsieur Paul Ségalas, attendent.",
    )

    assert open_findings(request) == []
    kept = Finding.objects.get(decision=FindingDecision.KEPT)
    assert "Paul Ségalas" in request.text[kept.start : kept.end]


def test_the_same_name_said_once_more_is_asked_again(bruno: Actor) -> None:
    request = make_request(NAMED_TWICE)
    keep(bruno, request, "Ségalas")
    [phone] = [found for found in open_findings(request) if found.type == "phone"]

    request = decide_finding(
        actor=bruno,
        finding=phone,
        decision=FindingDecision.REWRITTEN,
        rewritten="Monsieur Paul Ségalas attend. Son voisin, Monsieur Paul Ségalas, aussi.",
    )

    assert len(open_findings(request)) == 2


def test_a_finding_holds_no_word_of_the_text(db: None) -> None:
    request = make_request(NAMED_TWICE)
    for finding in open_findings(request):
        words = request.text[finding.start : finding.end]
        assert words not in str(
            {name: value for name, value in vars(finding).items() if not name.startswith("_")}
        )


def test_an_agent_is_found_by_surname_alone_and_said_to_be_one(driss: Actor) -> None:
    driss.user.full_name = "Vincent Darnaud"
    driss.user.save()
    request = make_request("vu, Darnaud prévenu")
    [finding] = open_findings(request)
    assert request.text[finding.start : finding.end] == "Darnaud"
    assert finding.get_type_display() in {"name of an agent", "nom d’une agente ou d’un agent"}
    assert finding.type == "agent"


def test_an_agent_of_another_commune_is_nobody_here(chloe: Actor) -> None:
    chloe.user.full_name = "Vincent Darnaud"
    chloe.user.save()
    assert open_findings(make_request("vu, Darnaud prévenu")) == []


def test_an_agent_in_the_public_directory_may_be_named(driss: Actor) -> None:
    driss.user.full_name = "Vincent Darnaud"
    driss.user.save()
    PublicName.objects.create(
        name="DARNAUD Vincent", reason="Directeur", organisation=make_commune()
    )
    assert open_findings(make_request("vu, Darnaud prévenu")) == []


def test_names_of_agents_are_read_in_one_query(driss: Actor) -> None:
    with CaptureQueriesContext(connection) as queries:
        make_request("Les bancs du parc.")
    asked = [query for query in queries if "accounts_roleassignment" in query["sql"]]
    assert len(asked) == 1


@pytest.mark.parametrize(
    ("column", "words"),
    [("departments_text", "Mme Fabrègues, voirie"), ("said_on_text", "appeler le 06 39 98 27 54")],
)
def test_what_an_imported_row_says_of_department_and_date_is_guarded(
    db: None, column: str, words: str
) -> None:
    request = make_request(imported={column: words}, hold=HoldReason.IMPORTED)
    assert [finding.field for finding in open_findings(request)] == [column]


def test_a_mask_too_long_for_its_column_asks_for_a_rewriting(bruno: Actor) -> None:
    words = "le marché couvert, vers la grande fontaine, " + "a@exemple.fr, le"
    assert len(words) <= 60
    request = make_request(imported={"said_on_text": words}, hold=HoldReason.IMPORTED)
    [finding] = open_findings(request)
    with pytest.raises(Refusal) as refusal:
        decide_finding(actor=bruno, finding=finding, decision=FindingDecision.MASKED)
    assert refusal.value.code == "too_long"

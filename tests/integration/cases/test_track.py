"""With a number alone, anybody learns where it stands."""

import pytest
from django.test import Client

from civic.accounts.policies import SYSTEM
from civic.cases.enums import CaseState
from civic.cases.services.routing import transfer_case
from civic.privacy.models import HoldReason
from tests.factories.territory import make_intercommunality
from tests.integration.discussion.scene import make_proposal
from tests.integration.neighbourhood_councils.scene import (
    REASON,
    answer,
    make_council,
    make_request,
    page_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.integration.cases.urls")]


def look_up(typed: str):
    return Client().get("/fr/suivre/", {"q": typed})


def test_the_number_of_a_public_request_leads_to_its_sheet_however_it_is_typed() -> None:
    council = make_council()
    request = make_request(council)
    number = request.case.number
    for typed in (number, number.replace("-", " "), number.replace("-", ""), f" {number}\u2014"):
        found = look_up(typed)
        assert found.status_code == 302
        assert found["Location"] == page_of(council).url_of("sheet", number=number)


def test_the_number_of_a_held_request_says_where_it_stands_and_no_word_of_it() -> None:
    request = make_request(make_council(), title="Portail cassé", hold=HoldReason.IMPORTED)
    shown = look_up(request.case.number)
    assert shown.status_code == 200
    assert request.case.number in shown.content.decode()
    assert "Portail" not in shown.content.decode()
    assert "Lampe" not in shown.content.decode()


def test_an_answer_is_read_by_number_while_the_request_is_held() -> None:
    request = make_request(make_council(), hold=HoldReason.IMPORTED)
    answer(request, private_message="Pour vous seule.")
    shown = look_up(request.case.number).content.decode().replace("&#x27;", "'")
    assert REASON in shown
    assert "Pour vous seule" not in shown


def test_what_was_closed_before_has_no_promised_date() -> None:
    request = make_request(make_council(), closed_before=True, hold=HoldReason.IMPORTED)
    assert request.case.state == CaseState.CLOSED_BEFORE
    assert look_up(request.case.number).status_code == 200


def test_the_number_of_a_contribution_is_known_too() -> None:
    proposal = make_proposal()
    assert look_up(proposal.case.number).status_code in (200, 302)


@pytest.mark.parametrize("typed", ["", "1234", "abc", "4821-9308", "<script>", "9" * 60, "\x00"])
def test_a_number_that_cannot_be_ours_says_what_to_check(typed: str) -> None:
    make_council()
    answered = look_up(typed)
    assert answered.status_code == 404
    assert "error-summary" in answered.content.decode()
    assert "<script>alert" not in answered.content.decode()


def test_the_page_asks_for_a_number() -> None:
    make_council()
    shown = Client().get("/fr/suivre/")
    assert shown.status_code == 200
    assert 'name="q"' in shown.content.decode()


def test_each_hop_of_a_held_request_says_who_holds_it_since_when() -> None:
    request = make_request(make_council(), hold=HoldReason.IMPORTED)
    first = request.case.organisation.label
    transfer_case(
        actor=SYSTEM, case=request.case, organisation=make_intercommunality(), reason="À eux."
    )
    shown = look_up(request.case.number).content.decode()
    trail = shown[shown.index('class="trail"') :]
    assert trail.index(first) < trail.index("Val de Brévanne")
    assert trail.count("<time") == 2

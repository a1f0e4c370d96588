"""A request asked twice is linked both ways, counted once and answered in each row."""

import pytest
from django.test import Client

from civic.accounts.policies import SYSTEM, Actor
from civic.audit.services import key_of
from civic.cases.enums import CaseState
from civic.cases.models import Case, DuplicateLink, Request
from civic.cases.services.cases import withdraw_case
from civic.cases.services.duplicates import mark_duplicate, undo_duplicate
from civic.core.exceptions import NotAllowed, Refusal
from civic.notifications.models import Follow
from tests.factories.people import make_person
from tests.factories.territory import make_department
from tests.integration.neighbourhood_councils.scene import (
    NEXT_STEPS,
    REASON,
    answer,
    make_council,
    make_request,
    page_of,
    signed_in,
)

pytestmark = pytest.mark.django_db


def pair() -> tuple[Request, Request]:
    council = make_council()
    first = make_request(council, title="Lampe éteinte rue du Pont", department=make_department())
    person = make_person("Nour", phone="05 36 49 00 01", contact_preference="telephone")
    second = make_request(council, title="Plus de lumière rue du Pont", person=person)
    return first, second


def test_the_people_of_a_duplicate_follow_the_original_and_get_its_answer() -> None:
    first, second = pair()
    mark_duplicate(actor=SYSTEM, duplicate=second, original=first)
    assert Follow.objects.filter(person=second.person, target=key_of(first)).exists()
    answer(first)
    case = Case.objects.get(pk=second.case_id)
    assert case.state == CaseState.ANSWERED
    assert (case.reason, case.next_steps) == (REASON, NEXT_STEPS)
    assert case.number != first.case.number


def test_a_duplicate_of_something_answered_is_answered_at_once() -> None:
    first, second = pair()
    answer(first)
    mark_duplicate(actor=SYSTEM, duplicate=second, original=first)
    assert Case.objects.get(pk=second.case_id).reason == REASON


def test_both_pages_lead_to_the_other_and_the_original_says_how_often() -> None:
    first, second = pair()
    mark_duplicate(actor=SYSTEM, duplicate=second, original=first)
    page = page_of(make_council())
    of_first = Client().get(page.url_of("sheet", number=first.case.number)).content.decode()
    of_second = Client().get(page.url_of("sheet", number=second.case.number)).content.decode()
    assert "Signalée 2 fois" in of_first
    assert second.case.number in of_first
    assert page.url_of("sheet", number=first.case.number) in of_second


def test_a_duplicate_of_a_duplicate_goes_to_the_first_of_all() -> None:
    first, second = pair()
    third = make_request(make_council(), title="Lampe, encore")
    mark_duplicate(actor=SYSTEM, duplicate=second, original=first)
    link = mark_duplicate(actor=SYSTEM, duplicate=third, original=second)
    assert link.original == first


def test_an_original_that_becomes_a_duplicate_brings_its_own() -> None:
    first, second = pair()
    third = make_request(make_council(), title="Lampe, encore")
    mark_duplicate(actor=SYSTEM, duplicate=third, original=second)
    mark_duplicate(actor=SYSTEM, duplicate=second, original=first)
    found = set(DuplicateLink.objects.values_list("duplicate_id", "original_id"))
    assert found == {(second.pk, first.pk), (third.pk, first.pk)}


def test_a_request_is_not_its_own_duplicate_and_a_circle_is_refused() -> None:
    first, second = pair()
    with pytest.raises(Refusal):
        mark_duplicate(actor=SYSTEM, duplicate=first, original=first)
    mark_duplicate(actor=SYSTEM, duplicate=second, original=first)
    with pytest.raises(Refusal):
        mark_duplicate(actor=SYSTEM, duplicate=first, original=second)


def test_the_link_is_taken_back_while_nothing_was_answered() -> None:
    first, second = pair()
    mark_duplicate(actor=SYSTEM, duplicate=second, original=first)
    undo_duplicate(actor=SYSTEM, duplicate=second)
    answer(first)
    assert Case.objects.get(pk=second.case_id).state != CaseState.ANSWERED


def test_after_the_answer_the_link_stays() -> None:
    first, second = pair()
    mark_duplicate(actor=SYSTEM, duplicate=second, original=first)
    answer(first)
    with pytest.raises(Refusal) as refused:
        undo_duplicate(actor=SYSTEM, duplicate=second)
    assert refused.value.code == "already_answered"


def test_what_is_withdrawn_is_not_answered_with_the_original() -> None:
    first, second = pair()
    mark_duplicate(actor=SYSTEM, duplicate=second, original=first)
    withdraw_case(actor=SYSTEM, case=second.case)
    answer(first)
    assert Case.objects.get(pk=second.case_id).state == CaseState.WITHDRAWN


def test_a_held_original_is_refused() -> None:
    first, second = pair()
    Request.objects.filter(pk=first.pk).update(screening="held", held_for="before")
    first.refresh_from_db()
    with pytest.raises(Refusal) as refused:
        mark_duplicate(actor=SYSTEM, duplicate=second, original=first)
    assert refused.value.code == "held"


def test_driss_links_what_his_department_holds_in_one_action_and_farid_nothing(
    driss: Actor, farid: Actor
) -> None:
    first, second = pair()
    mine = make_request(make_council(), title="Lampe", department=make_department())
    address = f"/fr/agent/doublons/{mine.case.number}/"
    assert signed_in(driss).post(address, {"number": first.case.number}).status_code == 302
    assert DuplicateLink.objects.get().original == first
    assert signed_in(farid).get(address).status_code == 403
    with pytest.raises(NotAllowed):
        mark_duplicate(actor=farid, duplicate=second, original=first)
    answer_ = signed_in(driss).post(address, {"number": "1111-1111"})
    assert answer_.status_code == 422
    assert "1111-1111" in answer_.content.decode()

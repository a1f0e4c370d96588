"""The announced delay is the one of what is asked, then of who answers."""

from datetime import date

import pytest

from civic.cases.enums import CaseOrigin
from civic.cases.models import RequestType, ServiceLevel
from civic.cases.selectors import announced_days
from civic.cases.services.cases import open_case
from tests.factories.territory import make_commune, make_department

pytestmark = pytest.mark.django_db

REQUEST = CaseOrigin.REQUEST


@pytest.fixture
def lamp() -> RequestType:
    return RequestType.objects.create(name="Une lampe éteinte", slug="lampe")


def announce(days: int, *, department: bool = False, kind: RequestType | None = None) -> None:
    ServiceLevel.objects.create(
        organisation=make_commune(),
        department=make_department() if department else None,
        origin=REQUEST,
        request_type=kind,
        working_days=days,
    )


def test_a_rule_for_what_is_asked_comes_before_a_rule_for_who_answers(lamp: RequestType) -> None:
    announce(30)
    announce(20, department=True)
    announce(5, kind=lamp)
    place, department = make_commune().pk, make_department().pk
    assert announced_days(place, department, REQUEST, lamp.pk) == 5
    assert announced_days(place, department, REQUEST) == 20
    assert announced_days(place, None, REQUEST) == 30
    announce(3, department=True, kind=lamp)
    assert announced_days(place, department, REQUEST, lamp.pk) == 3


def test_a_rule_that_changes_moves_no_past_promise(lamp: RequestType) -> None:
    announce(5, kind=lamp)
    asked = {
        "origin": REQUEST,
        "organisation": make_commune(),
        "request_type_id": lamp.pk,
        "received_on": date(2026, 11, 2),
    }
    case = open_case(**asked)
    ServiceLevel.objects.update(working_days=50)
    case.refresh_from_db()
    assert case.promised_on == date(2026, 11, 9)
    assert open_case(**asked).promised_on > case.promised_on

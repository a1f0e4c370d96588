"""Whatever the path, the database closes nothing without an argument anybody can read."""

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from civic.accounts.policies import SYSTEM
from civic.cases.enums import CaseOrigin, CaseState, Outcome
from civic.cases.models import Case
from civic.cases.services.cases import answer_case, open_case
from civic.core.exceptions import Refusal
from tests.factories.territory import make_commune

pytestmark = pytest.mark.django_db

BLANKS = " \t\n\r\xa0\u202f"
SILENT = st.one_of(
    st.text(alphabet=BLANKS, max_size=60),
    st.text(alphabet="fait vu", max_size=19),
    st.text(alphabet=BLANKS, max_size=40).map(lambda blank: f"{blank}fait{blank}"),
)


def by_service(case: Case, closed: dict[str, object]) -> None:
    answer_case(
        actor=SYSTEM,
        case=case,
        outcome=str(closed["outcome"]),
        reason=str(closed["reason"]),
        next_steps=str(closed["next_steps"]),
        planned_for=date(2099, 1, 1),
        receiving_body_name="Le département",
    )


def by_saving(case: Case, closed: dict[str, object]) -> None:
    for name, value in closed.items():
        setattr(case, name, value)
    case.save()


def by_updating(case: Case, closed: dict[str, object]) -> None:
    Case.objects.filter(pk=case.pk).update(**closed)


def in_bulk(case: Case, closed: dict[str, object]) -> None:
    for name, value in closed.items():
        setattr(case, name, value)
    Case.objects.bulk_update([case], list(closed))


def as_a_new_row(case: Case, closed: dict[str, object]) -> None:
    Case.objects.bulk_create(
        [
            Case(
                number="0000-0000",
                origin=case.origin,
                organisation_id=case.organisation_id,
                received_on=case.received_on,
                promised_on=case.promised_on,
                **closed,
            )
        ]
    )


def in_sql(case: Case, closed: dict[str, object]) -> None:
    names = ", ".join(f"{name} = %s" for name in closed)
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE cases_case SET {names} WHERE id = %s", [*closed.values(), case.pk])


PATHS = (by_service, by_saving, by_updating, in_bulk, as_a_new_row, in_sql)


@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    origin=st.sampled_from(CaseOrigin.values),
    outcome=st.sampled_from(Outcome.values),
    path=st.sampled_from(PATHS),
    reason=SILENT,
)
def test_no_outcome_closes_a_case_without_its_argument(origin, outcome, path, reason) -> None:
    case = open_case(origin=origin, organisation=make_commune(), received_on=date(2026, 11, 2))
    closed = {
        "state": CaseState.ANSWERED.value,
        "turn": "nobody",
        "outcome": outcome,
        "reason": reason,
        "next_steps": "Rien de plus.",
        "answered_on": date(2026, 11, 20),
        "planned_for": date(2099, 1, 1),
        "receiving_body_name": "Le département",
    }
    with pytest.raises((DatabaseError, Refusal)), transaction.atomic():
        path(case, closed)
    assert Case.objects.get(pk=case.pk).state == CaseState.RECEIVED

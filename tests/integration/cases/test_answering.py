"""No contribution reaches a closing state without an argued answer (promise 1)."""

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from civic.accounts.policies import SYSTEM, Actor
from civic.cases.enums import CaseOrigin, CaseState, Outcome
from civic.cases.models import Case
from civic.cases.services.cases import (
    answer_case,
    ask_review,
    import_closed_case,
    move_case,
    open_case,
)
from civic.cases.services.routing import route_case, transfer_case
from civic.core.exceptions import NotAllowed, Refusal
from tests.factories.territory import make_commune, make_department, make_intercommunality

REASON = "Le trottoir sera refait avec la chaussée, après la reprise du réseau d’eau."
NEXT = "Les travaux commencent en mars 2027 ; les riverains reçoivent une lettre en février."


@pytest.fixture
def case(db: None) -> Case:
    return open_case(
        origin=CaseOrigin.REQUEST,
        organisation=make_commune(),
        department=make_department(),
        received_on=date(2026, 11, 2),
        working_days=10,
    )


def answer(actor: Actor, case: Case, **changes: str) -> Case:
    values = {"outcome": Outcome.DONE, "reason": REASON, "next_steps": NEXT}
    return answer_case(actor=actor, case=case, **(values | changes))


def test_the_promise_counts_working_days_without_the_eleventh_of_november(case: Case) -> None:
    assert case.promised_on == date(2026, 11, 17)


def test_driss_answers_with_a_reason_and_what_happens_when(driss: Actor, case: Case) -> None:
    answered = answer(driss, case)

    assert answered.state == CaseState.ANSWERED
    assert answered.turn == "nobody"
    assert answered.reason == REASON


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"outcome": ""}, "outcome_missing"),
        ({"outcome": "closed"}, "outcome_missing"),
        ({"reason": ""}, "reason_missing"),
        ({"reason": "fait"}, "reason_missing"),
        ({"reason": "     fait            "}, "reason_missing"),
        ({"reason": "fait fait fait fait fait fait"}, "reason_missing"),
        ({"next_steps": "   "}, "next_steps_missing"),
        ({"outcome": Outcome.HANDED_OVER}, "receiving_body_missing"),
    ],
)
def test_driss_cannot_close_with_less_than_an_argued_answer(
    driss: Actor, case: Case, changes: dict[str, str], code: str
) -> None:
    with pytest.raises(Refusal) as refusal:
        answer(driss, case, **changes)

    assert refusal.value.code == code
    case.refresh_from_db()
    assert case.state == CaseState.ROUTED


def test_farid_and_amina_cannot_answer(farid: Actor, amina: Actor, case: Case) -> None:
    for actor in (farid, amina, Actor()):
        with pytest.raises(NotAllowed):
            answer(actor, case)


def test_driss_cannot_answer_for_another_commune(driss: Actor) -> None:
    other = open_case(origin=CaseOrigin.REQUEST, organisation=make_commune("montfaucelle"))

    with pytest.raises(NotAllowed):
        answer(driss, other)


def test_an_answer_that_names_a_neighbour_is_refused_until_somebody_says_why(
    driss: Actor, case: Case
) -> None:
    reason = f"{REASON} Rappeler M. Lucien Abadie au 06 39 98 41 27."
    with pytest.raises(Refusal) as refusal:
        answer(driss, case, reason=reason)
    assert refusal.value.code == "finding"

    kept = answer(driss, case, reason=reason, keep_findings_because="Il l’a demandé par écrit.")
    assert kept.state == CaseState.ANSWERED


def test_an_answer_is_given_once(driss: Actor, case: Case) -> None:
    answer(driss, case)

    with pytest.raises(Refusal) as refusal:
        answer(driss, case)
    assert refusal.value.code == "already_answered"


def test_a_review_is_answered_by_somebody_else(driss: Actor, case: Case) -> None:
    answer(driss, case)
    ask_review(actor=SYSTEM, case=case, reason="La réponse parle d’une autre rue.")

    with pytest.raises(Refusal) as refusal:
        answer(driss, case)
    assert refusal.value.code == "same_person"

    reviewed = answer(SYSTEM, case, reason="Après visite sur place, la rue est ajoutée au plan.")
    assert reviewed.first_reason == REASON
    with pytest.raises(Refusal) as again:
        ask_review(actor=SYSTEM, case=case, reason="Encore.")
    assert again.value.code == "already_reviewed"


def test_a_transfer_keeps_the_number_and_the_first_clock(driss: Actor, case: Case) -> None:
    number, promised = case.number, case.promised_on
    moved = transfer_case(
        actor=driss,
        case=case,
        organisation=make_intercommunality(),
        reason="La collecte relève de la communauté de communes.",
    )

    assert (moved.number, moved.promised_on) == (number, promised)
    assert moved.organisation == make_intercommunality()
    assert moved.transfers.count() == 1


def test_a_department_of_another_body_is_not_a_route(driss: Actor, case: Case) -> None:
    with pytest.raises(Refusal) as refusal:
        route_case(
            actor=driss,
            case=case,
            department=make_department(make_commune("montfaucelle"), "proprete"),
        )
    assert refusal.value.code == "other_body"


def test_moving_never_closes(driss: Actor, case: Case) -> None:
    with pytest.raises(Refusal) as refusal:
        move_case(actor=driss, case=case, state=CaseState.ANSWERED)
    assert refusal.value.code == "needs_answer"


def test_what_was_closed_before_has_no_promise_and_can_be_reviewed(db: None) -> None:
    past = import_closed_case(origin=CaseOrigin.REQUEST, organisation=make_commune())
    assert past.promised_on is None

    reopened = ask_review(actor=SYSTEM, case=past, reason="Rien n’a été fait.")
    assert reopened.state == CaseState.REVIEW
    assert answer(SYSTEM, reopened).state == CaseState.ANSWERED


FORBIDDEN = {
    "closed without an answer": "UPDATE cases_case SET state = 'answered', turn = 'nobody'",
    "closed with a blank reason": "UPDATE cases_case SET state = 'answered', outcome = 'done', "
    "answered_on = '2026-11-20', next_steps = 'bientôt', "
    "reason = '                              '",
    "closed without what happens when": "UPDATE cases_case SET state = 'answered', "
    "outcome = 'done', answered_on = '2026-11-20', reason = 'une raison tout à fait suffisante'",
    "handed over to nobody": "UPDATE cases_case SET outcome = 'handed_over'",
    "another number": "UPDATE cases_case SET number = '1111-1111'",
    "another first clock": "UPDATE cases_case SET received_on = '2026-11-05'",
    "a later promise": "UPDATE cases_case SET promised_on = '2027-12-31'",
    "handed over to a line break": "UPDATE cases_case SET outcome = 'handed_over', "
    "receiving_body_name = '\n\t \u00a0'",
    "closed with a reason of line breaks": "UPDATE cases_case SET state = 'answered', "
    "turn = 'nobody', outcome = 'done', answered_on = '2026-11-20', next_steps = 'bientôt', "
    f"reason = '{chr(10) * 30}'",
    "no promise": "UPDATE cases_case SET promised_on = NULL",
}


@pytest.mark.parametrize("forbidden", FORBIDDEN)
def test_the_database_itself_refuses(case: Case, forbidden: str) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"{FORBIDDEN[forbidden]} WHERE id = %s", [case.pk])


@pytest.mark.parametrize(
    "statement", ["UPDATE audit_journalentry SET action = 'x'", "DELETE FROM audit_journalentry"]
)
def test_the_journal_is_append_only(driss: Actor, case: Case, statement: str) -> None:
    answer(driss, case)

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

"""A decision is written by some, signed by others, and answers everybody or nobody."""

import pytest
from django.db import DatabaseError, connection, transaction

from civic.accounts.enums import Role
from civic.accounts.policies import SYSTEM, Actor
from civic.audit.models import JournalEntry
from civic.cases.enums import CaseState
from civic.cases.models import Case
from civic.cases.services.cases import answer_case, withdraw_case
from civic.core.exceptions import NotAllowed, Refusal
from civic.decisions.enums import CommitmentState, DecisionState
from civic.decisions.models import Commitment, DecisionItem, ReasonedDecision
from civic.decisions.selectors import decision_item_of, duplicates_of
from civic.decisions.services import (
    CommitmentDraft,
    ItemDraft,
    add_item,
    delete_draft,
    draft_decision,
    edit_decision,
    follow_commitment,
    remove_item,
    set_commitment,
    set_commitments,
    set_items,
    sign_decision,
)
from tests.factories.people import grant
from tests.factories.territory import make_commune, make_department, make_intercommunality
from tests.integration.decisions.scene import make_decision, make_ready_decision, page_of, soon
from tests.integration.discussion.scene import make_activity, make_proposal, make_space

pytestmark = pytest.mark.django_db

GOOD = {
    "outcome": "accepted",
    "reason": "La gare manque de places couvertes, nous en ajoutons soixante.",
    "next_steps": "Les abris sont posés en mars 2027.",
}


def states_of(decision: ReasonedDecision) -> set[str]:
    return set(
        Case.objects.filter(decision_items__decision=decision).values_list("state", flat=True)
    )


def test_elise_signs_and_every_case_gets_its_own_answer(elise: Actor) -> None:
    decision, proposals = make_ready_decision()
    signed = sign_decision(actor=elise, decision=decision)
    assert (signed.state, signed.signed_by) == (DecisionState.SIGNED, elise.user)
    assert states_of(decision) == {CaseState.ANSWERED}
    for proposal, outcome in zip(proposals, ("accepted", "adapted", "not_retained"), strict=True):
        case = Case.objects.get(pk=proposal.case_id)
        item = DecisionItem.objects.get(case=case)
        assert (case.outcome, case.reason) == (outcome, item.reason)
        assert case.answered_as == "Le conseil communautaire"
        assert case.answered_by == elise.user


def test_signing_twice_changes_nothing(elise: Actor) -> None:
    decision, _proposals = make_ready_decision()
    first = sign_decision(actor=elise, decision=decision)
    again = sign_decision(actor=elise, decision=decision)
    assert again.signed_at == first.signed_at
    assert JournalEntry.objects.filter(action="decision.signed").count() == 1
    assert JournalEntry.objects.filter(action="case.answered").count() == 3


def test_when_one_case_can_no_longer_be_answered_none_is(elise: Actor) -> None:
    decision, proposals = make_ready_decision()
    withdraw_case(actor=SYSTEM, case=proposals[2].case)
    with pytest.raises(Refusal) as refusal:
        sign_decision(actor=elise, decision=decision)
    assert proposals[2].case.number in str(refusal.value.message)
    decision.refresh_from_db()
    assert decision.state == DecisionState.DRAFT
    assert states_of(decision) == {CaseState.RECEIVED, CaseState.WITHDRAWN}
    assert not JournalEntry.objects.filter(action="case.answered").exists()


@pytest.mark.parametrize("name", ["amina", "bruno", "chloe", "driss", "farid"])
def test_who_does_not_decide_signs_nothing(name: str, request: pytest.FixtureRequest) -> None:
    decision, _proposals = make_ready_decision()
    with pytest.raises(NotAllowed):
        sign_decision(actor=request.getfixturevalue(name), decision=decision)
    assert states_of(decision) == {CaseState.RECEIVED}


def test_a_manager_writes_but_does_not_sign(farid: Actor) -> None:
    grant(farid.user, Role.MANAGER, make_intercommunality())
    manager = Actor(user=farid.user)
    decision, _proposals = make_ready_decision()
    edit_decision(actor=manager, decision=decision, summary="Plus court.")
    with pytest.raises(NotAllowed):
        sign_decision(actor=manager, decision=decision)


def test_the_elected_official_of_another_commune_writes_and_signs_nothing_here(
    farid: Actor,
) -> None:
    for role in (Role.DECIDER, Role.MANAGER):
        grant(farid.user, role, make_commune("montfaucelle"))
    actor = Actor(user=farid.user)
    decision, proposals = make_ready_decision()
    for attempt in (
        lambda: draft_decision(actor=actor, space=make_space(), title="La mienne"),
        lambda: edit_decision(actor=actor, decision=decision, title="La mienne"),
        lambda: add_item(actor=actor, decision=decision, case=proposals[0].case, **GOOD),
        lambda: remove_item(actor=actor, item=DecisionItem.objects.first()),
        lambda: set_items(actor=actor, decision=decision, items=[]),
        lambda: set_commitments(actor=actor, decision=decision, commitments=[]),
        lambda: set_commitment(actor=actor, decision=decision, text="Oui", due_on=soon()),
        lambda: delete_draft(actor=actor, decision=decision),
        lambda: sign_decision(actor=actor, decision=decision),
    ):
        with pytest.raises(NotAllowed):
            attempt()


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"reason": "fait"}, "reason_missing"),
        ({"reason": "Vu, transmis au service concerné."}, "reason_missing"),
        ({"reason": " " * 40}, "reason_missing"),
        ({"next_steps": "  "}, "next_steps_missing"),
        ({"outcome": "handed_over"}, "outcome_missing"),
        ({"outcome": "done"}, "outcome_missing"),
        ({"outcome": ""}, "outcome_missing"),
    ],
)
def test_an_item_that_answers_nothing_is_refused(elise: Actor, wrong: dict, code: str) -> None:
    decision = make_decision()
    with pytest.raises(Refusal) as refusal:
        add_item(actor=elise, decision=decision, case=make_proposal().case, **GOOD | wrong)
    assert refusal.value.code == code


def test_a_decision_answers_only_what_its_body_holds_and_what_is_open(elise: Actor) -> None:
    decision = make_decision()
    answered = make_proposal().case
    answer_case(actor=elise, case=answered, **GOOD)
    elsewhere = make_proposal(make_activity(slug="b")).case
    Case.objects.filter(pk=elsewhere.pk).update(organisation=make_commune())
    for case, code in (
        (Case.objects.get(pk=answered.pk), "already_answered"),
        (Case.objects.get(pk=elsewhere.pk), "other_body"),
    ):
        with pytest.raises(Refusal) as refusal:
            add_item(actor=elise, decision=decision, case=case, **GOOD)
        assert refusal.value.code == code


def test_writing_an_item_again_replaces_it(elise: Actor) -> None:
    decision, case = make_decision(), make_proposal().case
    first = add_item(actor=elise, decision=decision, case=case, **GOOD)
    again = add_item(actor=elise, decision=decision, case=case, **GOOD | {"outcome": "adapted"})
    assert (again.pk, again.outcome) == (first.pk, "adapted")
    remove_item(actor=elise, item=again)
    assert not decision.items.exists()


def test_items_are_replaced_together_and_no_case_comes_twice(elise: Actor) -> None:
    decision, proposals = make_ready_decision()
    case = proposals[0].case
    set_items(actor=elise, decision=decision, items=[ItemDraft(case, **GOOD)])
    assert list(DecisionItem.objects.values_list("case", flat=True)) == [case.pk]
    with pytest.raises(Refusal) as refusal:
        set_items(actor=elise, decision=decision, items=[ItemDraft(case, **GOOD)] * 2)
    assert refusal.value.code == "item_twice"
    assert DecisionItem.objects.count() == 1


@pytest.mark.parametrize(
    ("missing", "code"),
    [
        ({"summary": ""}, "summary_missing"),
        ({"question": ""}, "question_missing"),
        ({"decided_by_name": ""}, "decided_by_name_missing"),
        ({"decided_on": None}, "decided_on_missing"),
    ],
)
def test_a_decision_with_something_missing_is_not_signed(
    elise: Actor, missing: dict, code: str
) -> None:
    decision, _proposals = make_ready_decision(**missing)
    with pytest.raises(Refusal) as refusal:
        sign_decision(actor=elise, decision=decision)
    assert refusal.value.code == code
    assert states_of(decision) == {CaseState.RECEIVED}


def test_a_decision_that_answers_nobody_is_not_signed(elise: Actor) -> None:
    with pytest.raises(Refusal) as refusal:
        sign_decision(actor=elise, decision=make_decision())
    assert refusal.value.code == "no_item"


def test_a_decision_that_names_somebody_is_not_signed_without_a_reason(elise: Actor) -> None:
    decision, proposals = make_ready_decision(summary="Appelez le 06 12 34 56 78.")
    with pytest.raises(Refusal) as refusal:
        sign_decision(actor=elise, decision=decision)
    assert (refusal.value.code, refusal.value.field) == ("finding", "summary")
    edit_decision(actor=elise, decision=decision, summary="Trois actions.")
    add_item(
        actor=elise,
        decision=decision,
        case=proposals[0].case,
        **GOOD | {"reason": "La voisine du 06 12 34 56 78 l’a demandé depuis longtemps."},
    )
    with pytest.raises(Refusal) as refusal:
        sign_decision(actor=elise, decision=decision)
    assert refusal.value.code == "finding"
    assert states_of(decision) == {CaseState.RECEIVED}
    signed = sign_decision(
        actor=elise, decision=decision, keep_findings_because="Numéro public du standard"
    )
    assert signed.state == DecisionState.SIGNED


def test_a_decision_of_the_past_keeps_its_day(elise: Actor) -> None:
    decision, proposals = make_ready_decision(decided_on=None)
    day = proposals[0].case.received_on
    signed = sign_decision(actor=elise, decision=decision, decided_on=day)
    assert signed.decided_on == day
    assert Case.objects.get(pk=proposals[0].case_id).answered_on == day


def test_a_signed_decision_is_written_no_more(elise: Actor) -> None:
    decision, proposals = make_ready_decision()
    sign_decision(actor=elise, decision=decision)
    decision.refresh_from_db()
    for attempt in (
        lambda: edit_decision(actor=elise, decision=decision, title="Autre"),
        lambda: add_item(actor=elise, decision=decision, case=proposals[0].case, **GOOD),
        lambda: set_items(actor=elise, decision=decision, items=[]),
        lambda: set_commitments(actor=elise, decision=decision, commitments=[]),
        lambda: delete_draft(actor=elise, decision=decision),
    ):
        with pytest.raises(Refusal) as refusal:
            attempt()
        assert refusal.value.code == "signed"


def test_a_text_too_long_or_no_title_is_refused_with_its_field(elise: Actor) -> None:
    for wrong, field in (
        ({"title": " "}, "title"),
        ({"title": "é" * 151}, "title"),
        ({"title": "T", "summary": "é" * 601}, "summary"),
        ({"title": "T", "question": "é" * 251}, "question"),
    ):
        with pytest.raises(Refusal) as refusal:
            draft_decision(actor=elise, space=make_space(), **wrong)
        assert refusal.value.field == field


def test_promises_have_words_a_date_and_a_department_of_this_body(elise: Actor) -> None:
    decision = make_decision()
    mine = make_department(make_intercommunality(), "climat")
    written = set_commitments(
        actor=elise,
        decision=decision,
        commitments=[
            CommitmentDraft("Poser soixante arceaux", soon(), mine),
            CommitmentDraft("Publier le bilan", soon(300)),
        ],
    )
    assert [commitment.position for commitment in written] == [0, 1]
    for wrong in (
        CommitmentDraft(" ", soon()),
        CommitmentDraft("é" * 301, soon()),
        CommitmentDraft("Autre corps", soon(), make_department(make_commune(), "voirie")),
        CommitmentDraft("État inconnu", soon(), mine, "later"),
    ):
        with pytest.raises(Refusal):
            set_commitments(actor=elise, decision=decision, commitments=[wrong])
    assert Commitment.objects.count() == 2


def test_the_works_are_followed_after_signing_and_the_words_stay(
    elise: Actor, driss: Actor
) -> None:
    decision, _proposals = make_ready_decision()
    promise = set_commitment(
        actor=elise, decision=decision, text="Poser des arceaux", due_on=soon()
    )
    sign_decision(actor=elise, decision=decision)
    said = "Les arceaux sont commandés."
    follow_commitment(actor=elise, commitment=promise, state=CommitmentState.UNDER_WAY, text=said)
    promise.refresh_from_db()
    assert (promise.state, promise.text) == ("under_way", "Poser des arceaux")
    with pytest.raises(NotAllowed):
        follow_commitment(actor=driss, commitment=promise, state=CommitmentState.DONE, text=said)


def test_the_signer_sees_which_answers_are_the_same_words(elise: Actor) -> None:
    decision, _proposals = make_ready_decision(6)
    found = duplicates_of(decision)
    assert (found.repeated, found.total, len(found.groups)) == (6, 6, 3)
    assert found.share == 1.0


def test_from_a_case_to_the_decision_that_answered_it(elise: Actor) -> None:
    decision, proposals = make_ready_decision()
    case = proposals[0].case
    assert decision_item_of(case) is None
    sign_decision(actor=elise, decision=decision)
    case.refresh_from_db()
    assert decision_item_of(case).url == ""
    page = page_of(decision)
    assert decision_item_of(case).url == f"{page.get_absolute_url()}#reponse-{case.number}"


def test_a_draft_shown_by_a_page_is_not_deleted(elise: Actor) -> None:
    decision = make_decision()
    page = page_of(decision)
    with pytest.raises(Refusal) as refusal:
        delete_draft(actor=elise, decision=decision)
    assert refusal.value.code == "has_page"
    page.delete()
    delete_draft(actor=elise, decision=decision)
    assert not ReasonedDecision.objects.exists()


def refused(sql: str) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE decisions_reasoneddecision SET summary = 'Autre chose'",
        "UPDATE decisions_reasoneddecision SET title = 'Autre chose'",
        "UPDATE decisions_reasoneddecision SET decided_on = '2020-01-01'",
        "UPDATE decisions_reasoneddecision SET decided_by_name = 'Un autre'",
        "UPDATE decisions_reasoneddecision SET signed_at = '2020-01-01 00:00:00'",
        "UPDATE decisions_reasoneddecision SET state = 'draft'",
        "DELETE FROM decisions_reasoneddecision",
        "UPDATE decisions_decisionitem SET reason = 'Une tout autre raison, plus commode.'",
        "UPDATE decisions_decisionitem SET outcome = 'accepted'",
        "DELETE FROM decisions_decisionitem",
        "UPDATE decisions_commitment SET text = 'Autre chose'",
        "UPDATE decisions_commitment SET due_on = '2040-01-01'",
        "DELETE FROM decisions_commitment",
        "INSERT INTO decisions_commitment (decision_id, text, due_on, state, position) "
        "SELECT id, 'De plus', '2030-01-01', 'to_start', 9 FROM decisions_reasoneddecision",
        "INSERT INTO decisions_decisionitem "
        "(decision_id, case_id, outcome, reason, next_steps, position) "
        "SELECT d.id, c.id, 'accepted', 'Une raison assez longue pour passer', 'Demain', 9 "
        "FROM decisions_reasoneddecision d, cases_case c WHERE c.state = 'received'",
    ],
)
def test_the_database_keeps_a_signed_decision_as_it_is(elise: Actor, sql: str) -> None:
    decision, _proposals = make_ready_decision()
    make_proposal()
    set_commitment(actor=elise, decision=decision, text="Poser des arceaux", due_on=soon())
    sign_decision(actor=elise, decision=decision)
    refused(sql)


SIGN = "UPDATE decisions_reasoneddecision SET state = 'signed', signed_at = '2026-01-01 00:00:00'"


def test_the_database_signs_nothing_without_its_answers() -> None:
    decision, _proposals = make_ready_decision()
    refused(SIGN)
    DecisionItem.objects.filter(decision=decision).delete()
    refused(SIGN)


def test_the_database_takes_no_decision_born_signed() -> None:
    make_decision()
    refused(
        "INSERT INTO decisions_reasoneddecision (space_id, title, summary, question, context, "
        "criteria, decided_by_name, legal_act, state, decided_on, signed_at) "
        "SELECT space_id, title, summary, question, context, criteria, decided_by_name, "
        "legal_act, 'signed', decided_on, '2026-01-01 00:00:00' FROM decisions_reasoneddecision"
    )


@pytest.mark.parametrize(
    "change", ["reason = 'court'", "reason = '          court           '", "next_steps = ''"]
)
def test_the_database_wants_a_reason_and_what_happens_next(change: str) -> None:
    make_ready_decision()
    refused(f"UPDATE decisions_decisionitem SET {change}")


def test_signing_costs_a_fixed_number_of_queries_per_answer(elise: Actor, count_queries) -> None:
    costs = []
    for count in (2, 12):
        decision, _proposals = make_ready_decision(count)
        with count_queries() as queries:
            sign_decision(actor=elise, decision=decision)
        costs.append(len(queries))
    assert (costs[1] - costs[0]) / 10 <= 18

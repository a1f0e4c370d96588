"""The table of transitions is held by the database, whatever writes."""

from collections import deque
from datetime import date
from itertools import product

import pytest
from django.db import DatabaseError, connection, transaction

from civic.cases.enums import (
    HANDED_OVER_FROM,
    INITIAL_STATES,
    TRANSITIONS,
    TURN_OF,
    CaseOrigin,
    CaseState,
    can_move,
)
from civic.cases.models import Case
from civic.cases.services.cases import import_closed_case, open_case
from tests.factories.territory import make_commune, make_department, make_intercommunality

pytestmark = pytest.mark.django_db

ANSWER = (
    "outcome = 'done', reason = 'Le banc a été remplacé devant l’école.', "
    "next_steps = 'Rien de plus.', answered_on = '2026-11-20'"
)


def path_to(state: CaseState) -> list[CaseState]:
    """Return the shortest way to a state from one a case may begin in."""
    waiting = deque([initial] for initial in INITIAL_STATES)
    while waiting:
        path = waiting.popleft()
        if path[-1] == state:
            return path
        waiting.extend([*path, following] for following in TRANSITIONS[path[-1]])
    raise AssertionError(f"No way leads to {state}.")


def move(case: Case, state: CaseState, also: str = "") -> None:
    changes = [f"state = '{state.value}'", f"turn = '{TURN_OF[state].value}'"]
    if state == CaseState.REVIEW:
        changes.append("review_asked_on = '2026-11-21'")
    if state == CaseState.ANSWERED:
        changes += [ANSWER, "first_reason = reason"]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE cases_case SET {', '.join(changes)}{also} WHERE id = %s", [case.pk])


def in_state(state: CaseState) -> Case:
    """Return a case that came to a state by the shortest allowed way."""
    first, *following = path_to(state)
    if first == CaseState.CLOSED_BEFORE:
        case = import_closed_case(origin=CaseOrigin.REQUEST, organisation=make_commune())
    else:
        case = open_case(
            origin=CaseOrigin.REQUEST,
            organisation=make_commune(),
            department=make_department() if first == CaseState.ROUTED else None,
            received_on=date(2026, 11, 2),
        )
    for one in following:
        move(case, one)
    return case


def test_each_pair_of_states_is_allowed_or_refused_as_the_table_says() -> None:
    for origin, destination in product(CaseState, CaseState):
        if origin == destination:
            continue
        case = in_state(origin)
        if can_move(origin, destination):
            move(case, destination)
            case.refresh_from_db()
            assert case.state == destination
        else:
            with pytest.raises(DatabaseError, match="does not pass"):
                move(case, destination)


def test_only_a_transfer_to_another_body_begins_again() -> None:
    other = make_intercommunality().pk
    for origin in CaseState:
        if origin == CaseState.RECEIVED:
            continue
        case = in_state(origin)
        if origin in HANDED_OVER_FROM:
            move(case, CaseState.RECEIVED, also=f", organisation_id = {other}")
        else:
            with pytest.raises(DatabaseError, match="does not pass"):
                move(case, CaseState.RECEIVED, also=f", organisation_id = {other}")


def test_a_case_is_not_born_with_its_answer() -> None:
    for state in set(CaseState) - set(INITIAL_STATES):
        with pytest.raises(DatabaseError, match="begins before"), transaction.atomic():
            Case.objects.bulk_create(
                [
                    Case(
                        number="4821-9307",
                        origin=CaseOrigin.REQUEST,
                        organisation=make_commune(),
                        state=state,
                        turn=TURN_OF[state],
                        received_on=date(2026, 11, 2),
                        promised_on=date(2026, 12, 2),
                        review_asked_on=date(2026, 11, 2),
                        outcome="done",
                        reason="Le banc a été remplacé devant l’école.",
                        next_steps="Rien de plus.",
                        answered_on=date(2026, 11, 3),
                    )
                ]
            )


def test_every_state_says_whose_turn_it_is() -> None:
    case = in_state(CaseState.ROUTED)
    for turn in ("requester", "third_party", "nobody"):
        with pytest.raises(DatabaseError), transaction.atomic():
            Case.objects.filter(pk=case.pk).update(turn=turn)

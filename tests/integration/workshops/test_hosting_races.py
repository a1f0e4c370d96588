"""A session is cancelled while people register: everybody who got a place is told it is lost."""

from collections.abc import Callable

import pytest

from civic.accounts.models import Person
from civic.accounts.policies import SYSTEM, Actor
from civic.core.exceptions import Refusal
from civic.notifications.models import Notice
from civic.participation.models import Registration, Session
from civic.participation.services.registrations import register
from civic.participation.services.sessions import cancel_session, change_session
from tests.factories.workshops import make_session
from tests.integration.discussion.races import people, real_transactions, together

__all__ = ["real_transactions"]

pytestmark = [pytest.mark.races, pytest.mark.usefixtures("real_transactions")]


def comes(session: Session, person: Person) -> Callable[[], object]:
    return lambda: register(
        actor=Actor(person=person), session=Session.objects.get(pk=session.pk), person=person
    )


def test_nobody_registers_for_a_cancelled_session_without_being_told() -> None:
    session = make_session(capacity=10)
    jobs = [comes(session, person) for person in people(30)]
    jobs.insert(
        15,
        lambda: cancel_session(
            actor=SYSTEM,
            session=Session.objects.select_related("space").get(pk=session.pk),
            reason="La salle est inondée depuis lundi.",
        ),
    )
    errors = together(jobs)
    assert all(isinstance(error, Refusal) and error.code == "cancelled" for error in errors)
    registered = set(Registration.objects.values_list("person_id", flat=True))
    assert len(registered) + len(errors) == 30
    told = Notice.objects.filter(once_key__contains="|cancelled|")
    assert {notice.person_id for notice in told} == registered


def test_places_added_while_people_register_are_all_given_and_never_one_more() -> None:
    session = make_session(capacity=5)
    jobs = [comes(session, person) for person in people(30)]
    jobs.insert(
        15,
        lambda: change_session(
            actor=SYSTEM,
            session=Session.objects.select_related("space").get(pk=session.pk),
            capacity=12,
        ),
    )
    assert together(jobs) == []
    states = list(Registration.objects.values_list("state", flat=True))
    assert (states.count("confirmed"), states.count("waiting")) == (12, 18)
    session.refresh_from_db()
    assert session.confirmed_count == 12

"""Many people act at once: each counts once, and the number shown is the number of rows."""

import pytest
from django.db import connection
from django.db.models import F

from civic.accounts.policies import SYSTEM, Actor
from civic.core.exceptions import Refusal
from civic.decisions.services.recounting import drifts
from civic.participation.models import Contribution
from civic.voting.models import Ballot, CastBallot, RollEntry, Support
from civic.voting.selectors import is_faithful
from civic.voting.services import cast_ballot, close_ballot, support, withdraw_support
from tests.integration.discussion.races import people, real_transactions, together
from tests.integration.discussion.scene import close, make_proposal
from tests.integration.voting.scene import make_open_ballot

__all__ = ["real_transactions"]

pytestmark = [pytest.mark.races, pytest.mark.usefixtures("real_transactions")]


def fresh(proposal: Contribution) -> Contribution:
    return Contribution.objects.select_related("activity__space").get(pk=proposal.pk)


def test_50_identical_supports_of_one_person_leave_one() -> None:
    proposal = make_proposal()
    (amina,) = people(1)

    def click() -> object:
        return support(actor=Actor(person=amina), contribution=fresh(proposal), person=amina)

    assert together([click] * 50) == []
    assert Support.objects.count() == fresh(proposal).supports_count == 1


def test_200_supports_of_200_people_leave_200_and_the_shown_number_is_200() -> None:
    proposal = make_proposal()

    def click(person) -> object:
        return support(actor=Actor(person=person), contribution=fresh(proposal), person=person)

    assert together([lambda p=person: click(p) for person in people(200)]) == []
    assert Support.objects.count() == fresh(proposal).supports_count == 200
    assert drifts("supports")[1] == []


def test_supports_given_and_taken_back_at_once_leave_no_drift() -> None:
    proposal = make_proposal()
    crowd = people(10)

    def act(person, number) -> object:
        chosen = support if number % 2 else withdraw_support
        return chosen(actor=Actor(person=person), contribution=fresh(proposal), person=person)

    jobs = [lambda p=person, n=n: act(p, n) for person in crowd for n in range(6)]
    assert together(jobs) == []
    assert drifts("supports")[1] == []
    assert fresh(proposal).supports_count == Support.objects.count()


def test_without_the_lock_a_counter_read_then_written_drifts(monkeypatch) -> None:
    """Prove that the tests above can fail: read, then write, loses supports."""
    if connection.vendor == "sqlite":
        pytest.skip("On SQLite the IMMEDIATE transaction is the lock; it cannot be switched off.")
    monkeypatch.setattr("civic.voting.services.supports.locked", lambda queryset: queryset)

    def read_then_write(contribution_id: int, by: int) -> None:
        row = Contribution.objects.get(pk=contribution_id)
        Contribution.objects.filter(pk=row.pk).update(supports_count=row.supports_count + by)

    monkeypatch.setattr("civic.voting.services.supports.change_supports_count", read_then_write)
    proposal = make_proposal()

    def click(person) -> object:
        return support(actor=Actor(person=person), contribution=fresh(proposal), person=person)

    together([lambda p=person: click(p) for person in people(100)])
    assert drifts("supports")[1] != []
    Contribution.objects.update(supports_count=F("supports_count"))


def test_one_person_voting_20_times_at_once_votes_once() -> None:
    ballot = make_open_ballot()
    (amina,) = people(1)

    def click(number: int) -> object:
        return cast_ballot(
            actor=Actor(person=amina),
            ballot=Ballot.objects.select_related("activity__space").get(pk=ballot.pk),
            person=amina,
            choice="for" if number % 2 else "against",
        )

    errors = together([lambda n=n: click(n) for n in range(20)])
    assert len(errors) == 19
    assert all(isinstance(e, Refusal) and e.code == "already_voted" for e in errors)
    assert CastBallot.objects.count() == RollEntry.objects.count() == 1


def test_120_people_vote_at_once_and_the_count_is_theirs() -> None:
    ballot = make_open_ballot()

    def click(person, number) -> object:
        return cast_ballot(
            actor=Actor(person=person),
            ballot=Ballot.objects.select_related("activity__space").get(pk=ballot.pk),
            person=person,
            choice=("for", "against", "abstain")[number % 3],
        )

    crowd = people(120)
    assert together([lambda p=p, n=n: click(p, n) for n, p in enumerate(crowd)]) == []
    close(ballot.activity)
    closed = close_ballot(actor=SYSTEM, ballot=Ballot.objects.get(pk=ballot.pk))
    assert closed.tally["choices"] == {"for": 40, "against": 40, "abstain": 40}
    assert is_faithful(closed)


def test_nobody_votes_while_the_ballot_closes() -> None:
    ballot = make_open_ballot()
    crowd = people(30)
    late = Ballot.objects.select_related("activity__space").get(pk=ballot.pk)
    # Their pages were opened in time: only the lock decides who came before the close.
    list(late.activity.settings.select_related("phase"))

    def click(person) -> object:
        return cast_ballot(
            actor=Actor(person=person),
            ballot=Ballot.objects.select_related("activity__space").get(pk=ballot.pk),
            person=person,
            choice="for",
        )

    def end() -> object:
        close(ballot.activity)
        return close_ballot(actor=SYSTEM, ballot=Ballot.objects.get(pk=ballot.pk))

    jobs = [lambda p=person: click(p) for person in crowd]
    jobs.insert(15, end)
    errors = together(jobs, workers=8)
    closed = Ballot.objects.get(pk=ballot.pk)
    assert all(isinstance(e, Refusal) and e.code == "closed" for e in errors)
    assert closed.tally["voters"] == CastBallot.objects.count() == 30 - len(errors)
    assert is_faithful(closed)

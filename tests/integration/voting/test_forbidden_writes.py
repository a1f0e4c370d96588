"""Every write that would bend a vote is tried against the database itself."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import ProtectedError

from civic.accounts.policies import SYSTEM, Actor
from civic.voting.enums import Electorate
from civic.voting.models import Ballot, CastBallot
from civic.voting.services import enroll, open_ballot
from tests.integration.voting.scene import (
    make_ballot,
    make_closed_ballot,
    make_open_ballot,
    vote,
    voter,
)

pytestmark = pytest.mark.django_db

PAPER = (
    "INSERT INTO voting_castballot "
    "(id, ballot_id, choice, reason, reason_state, college, channel, receipt_hash) "
    "SELECT 1, id, 'for', '', 'none', 'resident', 'online', 'x' FROM voting_ballot"
)
ENTRY = (
    "INSERT INTO voting_rollentry (ballot_id, person_id, college, channel, voted_on) "
    "SELECT b.id, p.id, 'resident', {channel}, {voted_on} FROM voting_ballot b, accounts_person p "
    "WHERE p.public_name = 'Intruse'"
)


def refused(sql: str) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.parametrize(
    "change",
    [
        "question = 'Autre ?'",
        "rule_text = 'Autre règle'",
        "reason_rule = 'none'",
        "electorate = 'listed'",
        "quorum = 1",
        "majority_percent = 66",
        "method = 'dots'",
        "opened_at = NULL",
        "opened_at = '2020-01-01 00:00:00'",
        "state = 'draft'",
    ],
)
@pytest.mark.parametrize("stage", [make_open_ballot, make_closed_ballot])
def test_a_rule_does_not_change_once_the_ballot_is_open(stage, change: str) -> None:
    stage()
    refused(f"UPDATE voting_ballot SET {change}")


def test_rules_are_free_while_the_ballot_is_prepared() -> None:
    ballot = make_ballot()
    Ballot.objects.filter(pk=ballot.pk).update(question="Mieux dit ?", quorum=3)
    ballot.delete()


@pytest.mark.parametrize("state", ["open", "draft"])
def test_a_closed_ballot_is_not_opened_again(state: str) -> None:
    make_closed_ballot()
    refused(f"UPDATE voting_ballot SET state = '{state}', tally = NULL, closed_at = NULL")


@pytest.mark.parametrize(
    "change", ["tally = '{\"voters\": 1}'", "closed_at = '2020-01-01 00:00:00'"]
)
def test_a_published_result_does_not_change(change: str) -> None:
    make_closed_ballot()
    refused(f"UPDATE voting_ballot SET {change}")


def test_saving_a_closed_ballot_as_it_is_changes_nothing() -> None:
    ballot = make_closed_ballot()
    Ballot.objects.get(pk=ballot.pk).save()


def test_a_draft_is_not_closed_without_having_been_open() -> None:
    make_ballot()
    refused(
        "UPDATE voting_ballot SET state = 'closed', tally = '{}', "
        "opened_at = '2026-01-01 00:00:00', closed_at = '2026-01-02 00:00:00'"
    )


def test_no_result_is_stored_before_the_close() -> None:
    make_open_ballot()
    refused("UPDATE voting_ballot SET tally = '{}'")


@pytest.mark.parametrize("stage", [make_open_ballot, make_closed_ballot])
def test_an_opened_ballot_is_not_deleted(stage) -> None:
    stage()
    refused("DELETE FROM voting_ballot")


@pytest.mark.parametrize(
    "change",
    [
        "choice = 'against'",
        "reason = 'autre'",
        "college = 'business'",
        "channel = 'paper'",
        "receipt_hash = 'autre'",
        "id = 5",
    ],
)
def test_a_cast_ballot_does_not_change(change: str) -> None:
    vote(make_open_ballot(), voter())
    refused(f"UPDATE voting_castballot SET {change}")


def test_a_cast_ballot_is_not_deleted() -> None:
    vote(make_open_ballot(), voter())
    refused("DELETE FROM voting_castballot")
    with pytest.raises(DatabaseError), transaction.atomic():
        CastBallot.objects.all().delete()


@pytest.mark.parametrize("stage", [make_ballot, make_closed_ballot])
def test_nothing_is_cast_outside_the_opening(stage) -> None:
    stage()
    refused(PAPER)


def test_two_papers_never_share_a_receipt() -> None:
    ballot = make_open_ballot()
    vote(ballot, voter())
    same = CastBallot.objects.get().receipt_hash
    refused(PAPER.replace("'x'", f"'{same}'"))


@pytest.mark.parametrize(
    "change",
    [
        "voted_on = NULL",
        "voted_on = '2020-01-01'",
        "channel = 'paper'",
        "college = 'business'",
    ],
)
def test_who_has_voted_has_voted(change: str) -> None:
    vote(make_open_ballot(), voter())
    refused(f"UPDATE voting_rollentry SET {change}")


def test_a_line_of_the_roll_is_not_given_to_somebody_else(amina: Actor) -> None:
    ballot = make_open_ballot()
    vote(ballot, amina.person)
    other = voter("Intruse")
    refused(f"UPDATE voting_rollentry SET person_id = {other.pk}")


def test_a_line_of_the_roll_is_not_deleted() -> None:
    vote(make_open_ballot(), voter())
    refused("DELETE FROM voting_rollentry")


def test_nobody_is_on_the_roll_of_a_ballot_twice() -> None:
    ballot = make_open_ballot()
    vote(ballot, voter("Intruse"))
    refused(ENTRY.format(channel="''", voted_on="NULL"))


def test_the_list_is_frozen_at_the_opening(amina: Actor) -> None:
    ballot = make_ballot(electorate=Electorate.LISTED)
    enroll(actor=SYSTEM, ballot=ballot, people=[amina.person])
    open_ballot(actor=SYSTEM, ballot=ballot)
    voter("Intruse")
    refused(ENTRY.format(channel="''", voted_on="NULL"))
    refused(ENTRY.format(channel="'online'", voted_on="'2026-01-01'"))
    refused("DELETE FROM voting_rollentry")
    refused("UPDATE voting_rollentry SET college = 'business'")


@pytest.mark.parametrize("stage", [make_ballot, make_closed_ballot])
def test_nobody_is_marked_as_voter_outside_the_opening(stage) -> None:
    stage()
    voter("Intruse")
    refused(ENTRY.format(channel="'online'", voted_on="'2026-01-01'"))


def test_a_vote_has_a_channel() -> None:
    make_open_ballot()
    voter("Intruse")
    refused(ENTRY.format(channel="''", voted_on="'2026-01-01'"))


def test_a_person_who_voted_is_not_deleted(amina: Actor) -> None:
    vote(make_open_ballot(), amina.person)
    with pytest.raises(ProtectedError):
        amina.person.delete()

"""One person supports one proposal, once; the number shown is the number of rows."""

from types import SimpleNamespace

import pytest
from django.db import DatabaseError, connection, transaction

from civic.accounts.enums import Role
from civic.accounts.policies import Actor
from civic.audit.models import JournalEntry
from civic.core.exceptions import NotAllowed, Refusal, TooMany
from civic.decisions.services.recounting import drifts
from civic.participation.enums import Act
from civic.participation.models import Contribution
from civic.participation.services import limits
from civic.voting.models import Support
from civic.voting.services import support, withdraw_support
from tests.factories.people import grant, make_person
from tests.factories.territory import make_commune, make_intercommunality
from tests.integration.discussion.scene import close, make_activity, make_proposal

pytestmark = pytest.mark.django_db


def shown(proposal: Contribution) -> int:
    proposal.refresh_from_db()
    return proposal.supports_count


def test_amina_supports_once_and_takes_it_back_once(amina: Actor) -> None:
    proposal = make_proposal()
    given = support(actor=amina, contribution=proposal, person=amina.person)
    assert support(actor=amina, contribution=proposal, person=amina.person) == given
    assert shown(proposal) == 1
    assert withdraw_support(actor=amina, contribution=proposal, person=amina.person)
    assert not withdraw_support(actor=amina, contribution=proposal, person=amina.person)
    assert shown(proposal) == 0
    assert list(JournalEntry.objects.order_by("pk").values_list("action", flat=True)) == [
        "support.given",
        "support.withdrawn",
    ]


def test_channel_and_college_are_those_of_the_moment(chloe: Actor) -> None:
    proposal = make_proposal()
    person = make_person("Yvette", college="association")
    given = support(actor=chloe, contribution=proposal, person=person, channel="desk")
    person.college = "resident"
    person.save()
    given.refresh_from_db()
    assert (given.channel, given.college) == ("desk", "association")


def test_farid_supports_in_nobody_elses_name(amina: Actor, farid: Actor) -> None:
    proposal = make_proposal()
    for channel in ("online", "paper", "desk"):
        with pytest.raises(NotAllowed):
            support(actor=farid, contribution=proposal, person=amina.person, channel=channel)
        with pytest.raises(NotAllowed):
            withdraw_support(
                actor=farid, contribution=proposal, person=amina.person, channel=channel
            )


def test_a_desk_agent_of_another_commune_supports_for_nobody_here(farid: Actor) -> None:
    grant(farid.user, Role.DESK, make_commune("montfaucelle"))
    with pytest.raises(NotAllowed):
        support(
            actor=Actor(user=farid.user),
            contribution=make_proposal(),
            person=make_person(),
            channel="desk",
        )


def test_nobody_supports_outside_the_phase(amina: Actor) -> None:
    activity = make_activity()
    proposal = make_proposal(activity)
    support(actor=amina, contribution=proposal, person=amina.person)
    close(activity)
    proposal = Contribution.objects.get(pk=proposal.pk)
    for act in (support, withdraw_support):
        with pytest.raises(Refusal) as refusal:
            act(actor=amina, contribution=proposal, person=amina.person)
        assert refusal.value.code == "closed"
    other = make_proposal(make_activity(Act.COMMENT, slug="b"))
    with pytest.raises(Refusal):
        support(actor=amina, contribution=other, person=amina.person)


def test_what_is_not_public_or_withdrawn_is_not_supported(amina: Actor) -> None:
    from django.utils import timezone

    activity = make_activity()
    held = make_proposal(activity, screening="held", held_for="new", released_at=None)
    gone = make_proposal(activity, withdrawn_at=timezone.now())
    for proposal in (held, gone):
        with pytest.raises(Refusal) as refusal:
            support(actor=amina, contribution=proposal, person=amina.person)
        assert refusal.value.code == "not_public"


def test_who_is_not_sure_enough_is_asked_to_confirm_first(amina: Actor) -> None:
    proposal = make_proposal(make_activity(assurance_level=20))
    with pytest.raises(Refusal) as refusal:
        support(actor=amina, contribution=proposal, person=amina.person)
    assert refusal.value.code == "assurance_too_low"


def test_a_machine_clicking_is_slowed_down(amina: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    # A window that ends in the middle of the test would start the count again.
    monkeypatch.setattr(limits, "time", SimpleNamespace(time=lambda: 1_000_000.0))
    proposal = make_proposal()
    for _time in range(60):
        support(actor=amina, contribution=proposal, person=amina.person)
        withdraw_support(actor=amina, contribution=proposal, person=amina.person)
    with pytest.raises(TooMany):
        support(actor=amina, contribution=proposal, person=amina.person)


def test_supporting_costs_few_queries(amina: Actor, count_queries) -> None:
    proposal = make_proposal()
    proposal = Contribution.objects.select_related("activity__space").get(pk=proposal.pk)
    with count_queries() as queries:
        support(actor=amina, contribution=proposal, person=amina.person)
    assert len(queries) <= 12


def test_the_database_refuses_a_second_support(amina: Actor) -> None:
    proposal = make_proposal()
    support(actor=amina, contribution=proposal, person=amina.person)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO voting_support (contribution_id, person_id, channel, college, created_at) "
            "SELECT contribution_id, person_id, 'paper', college, created_at FROM voting_support"
        )


def test_two_rows_of_one_human_being_support_once(amina: Actor) -> None:
    from civic.accounts.services.people import merge_people

    activity = make_activity()
    both, alone = make_proposal(activity), make_proposal(activity)
    guest = make_person("Amina au guichet")
    support(actor=amina, contribution=both, person=amina.person)
    for proposal in (both, alone):
        support(actor=Actor(person=guest), contribution=proposal, person=guest)
    merge_people(kept=amina.person, absorbed=guest)
    assert (shown(both), shown(alone)) == (1, 1)
    assert drifts("supports")[1] == []
    assert set(Support.objects.values_list("person", flat=True)) == {amina.person.pk}


def test_the_organisation_that_counts_is_the_spaces(chloe: Actor) -> None:
    support(actor=chloe, contribution=make_proposal(), person=make_person(), channel="meeting")
    assert JournalEntry.objects.get().organisation_id == make_intercommunality().pk

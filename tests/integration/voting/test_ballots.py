"""A ballot: fixed before it opens, one person one paper, counted once, found again by its voter."""

import csv
import hashlib
import io
from collections import Counter

import pytest
from django.utils import timezone

from civic.accounts.enums import Role
from civic.accounts.policies import SYSTEM, Actor
from civic.audit.models import JournalEntry
from civic.core.exceptions import NotAllowed, Refusal
from civic.core.models import Event
from civic.participation.models import Condition
from civic.voting.enums import BallotState, Electorate, ReasonRule, Verdict
from civic.voting.logic.receipts import new_code, plain
from civic.voting.models import Ballot, CastBallot, RollEntry
from civic.voting.selectors import (
    ballot_rows,
    ballot_with,
    is_faithful,
    published_reasons,
    reasons_to_read,
    result_of,
)
from civic.voting.services import (
    cast_ballot,
    close_ballot,
    create_ballot,
    enroll,
    open_ballot,
    publish_reason,
)
from civic.voting.services.clock import follow_the_phases
from tests.factories.people import grant, make_person
from tests.factories.territory import make_commune, make_intercommunality
from tests.integration.discussion.scene import close, make_activity
from tests.integration.voting.scene import (
    make_ballot,
    make_closed_ballot,
    make_open_ballot,
    vote,
    voter,
)

pytestmark = pytest.mark.django_db


def test_amina_votes_and_only_the_fingerprint_of_her_receipt_is_kept(amina: Actor) -> None:
    ballot = make_open_ballot()
    code = vote(ballot, amina.person, "against", reason="Trop étroite à cet endroit.")
    paper = CastBallot.objects.get()
    entry = RollEntry.objects.get()
    assert paper.receipt_hash == hashlib.sha256(plain(code).encode()).hexdigest()
    assert (paper.choice, paper.college, paper.channel) == ("against", "resident", "online")
    assert (entry.person, entry.voted_on) == (amina.person, timezone.localdate())
    assert not {field.name for field in CastBallot._meta.fields} & {
        "person",
        "created_at",
        "moment",
    }


def test_no_line_of_the_journal_or_of_the_stream_links_a_voter_to_a_moment(amina: Actor) -> None:
    ballot = make_open_ballot()
    before = (JournalEntry.objects.count(), Event.objects.count())
    vote(ballot, amina.person)
    assert (JournalEntry.objects.count(), Event.objects.count()) == before


def test_the_keys_of_the_papers_say_nothing_of_their_order() -> None:
    ballot = make_open_ballot()
    for number in range(40):
        vote(ballot, voter(f"Voix {number}"), "for" if number < 20 else "against")
    choices = list(CastBallot.objects.order_by("pk").values_list("choice", flat=True))
    assert choices != ["for"] * 20 + ["against"] * 20


def test_nobody_votes_twice_whatever_the_channel(amina: Actor) -> None:
    ballot = make_open_ballot()
    on_paper = voter("Yvette")
    vote(ballot, on_paper, channel="paper")
    vote(ballot, amina.person)
    for person, channel in (
        (on_paper, "online"),
        (on_paper, "desk"),
        (amina.person, "online"),
        (amina.person, "paper"),
    ):
        with pytest.raises(Refusal) as refusal:
            vote(ballot, person, "against", channel=channel)
        assert refusal.value.code == "already_voted"
    assert CastBallot.objects.count() == 2


def test_the_same_form_sent_twice_gives_the_same_receipt(amina: Actor, farid: Actor) -> None:
    ballot = make_open_ballot()
    code = new_code()
    assert vote(ballot, amina.person, code=code) == code
    assert vote(ballot, amina.person, code=code) == code
    assert CastBallot.objects.count() == 1
    with pytest.raises(Refusal) as refusal:
        vote(ballot, farid.person, code=code)
    assert refusal.value.code == "bad_code"
    with pytest.raises(Refusal):
        vote(ballot, farid.person, code="ABC")


def test_farid_votes_in_nobody_elses_name(amina: Actor, farid: Actor) -> None:
    ballot = make_open_ballot()
    for channel in ("online", "paper"):
        with pytest.raises(NotAllowed):
            cast_ballot(
                actor=farid, ballot=ballot, person=amina.person, choice="for", channel=channel
            )


def test_somebody_without_a_confirmed_address_votes_at_the_desk(chloe: Actor) -> None:
    ballot = make_open_ballot()
    guest = make_person("Yvette")
    with pytest.raises(Refusal) as refusal:
        vote(ballot, guest)
    assert refusal.value.code == "assurance_too_low"
    cast_ballot(actor=chloe, ballot=ballot, person=guest, choice="for", channel="desk")
    assert RollEntry.objects.get().channel == "desk"


def test_only_the_people_of_the_list_vote_and_it_is_frozen(amina: Actor, farid: Actor) -> None:
    ballot = make_ballot(electorate=Electorate.LISTED)
    with pytest.raises(Refusal) as refusal:
        open_ballot(actor=SYSTEM, ballot=ballot)
    assert refusal.value.code == "empty_list"
    assert enroll(actor=SYSTEM, ballot=ballot, people=[amina.person, amina.person]) == 1
    assert enroll(actor=SYSTEM, ballot=ballot, people=[amina.person]) == 0
    open_ballot(actor=SYSTEM, ballot=ballot)
    with pytest.raises(Refusal) as refusal:
        enroll(actor=SYSTEM, ballot=ballot, people=[farid.person])
    assert refusal.value.code == "frozen"
    with pytest.raises(Refusal) as refusal:
        vote(ballot, farid.person)
    assert refusal.value.code == "not_listed"
    amina.person.college = "association"
    amina.person.save()
    vote(ballot, amina.person)
    assert CastBallot.objects.get().college == "resident"
    close(ballot.activity)
    closed = close_ballot(actor=SYSTEM, ballot=ballot)
    assert closed.tally["listed"] == 1


def test_a_required_reason_is_asked_for_and_published_with_the_choice(amina: Actor) -> None:
    ballot = make_open_ballot(reason_rule=ReasonRule.REQUIRED)
    for reason in ("", "   ", "\u200b" * 0):
        with pytest.raises(Refusal) as refusal:
            vote(ballot, amina.person, reason=reason)
        assert (refusal.value.code, refusal.value.field) == ("reason_missing", "reason")
    with pytest.raises(Refusal):
        vote(ballot, amina.person, reason="é" * 601)
    vote(ballot, amina.person, reason="Pour que les enfants y roulent.")
    assert published_reasons(ballot).paginator.count == 0
    close(ballot.activity)
    closed = close_ballot(actor=SYSTEM, ballot=ballot)
    (paper,) = published_reasons(closed)
    assert (paper.choice, paper.reason) == ("for", "Pour que les enfants y roulent.")


def test_a_reason_that_reaches_somebody_waits_for_a_moderator(
    amina: Actor, chloe: Actor, farid: Actor
) -> None:
    ballot = make_open_ballot()
    vote(ballot, amina.person, reason="Demandez au 06 12 34 56 78")
    assert not reasons_to_read(chloe).object_list
    with pytest.raises(Refusal) as refusal:
        publish_reason(actor=chloe, paper=CastBallot.objects.get(), public=True)
    assert refusal.value.code == "still_open"
    close(ballot.activity)
    closed = close_ballot(actor=SYSTEM, ballot=ballot)
    (paper,) = reasons_to_read(chloe)
    assert not reasons_to_read(farid).object_list
    assert published_reasons(closed).paginator.count == 0
    with pytest.raises(NotAllowed):
        publish_reason(actor=farid, paper=paper, public=True)
    publish_reason(actor=chloe, paper=paper, public=True)
    assert published_reasons(closed).paginator.count == 1
    publish_reason(actor=chloe, paper=paper, public=False)
    assert published_reasons(closed).paginator.count == 0
    assert not reasons_to_read(chloe).object_list
    assert closed.tally["voters"] == 1


def test_where_no_reason_is_asked_none_is_kept(amina: Actor) -> None:
    vote(make_open_ballot(reason_rule=ReasonRule.NONE), amina.person, reason="Quand même")
    assert CastBallot.objects.get().reason == ""


@pytest.mark.parametrize("choice", ["", "blank", "FOR", "for "])
def test_a_choice_outside_the_paper_is_refused(amina: Actor, choice: str) -> None:
    with pytest.raises(Refusal) as refusal:
        vote(make_open_ballot(), amina.person, choice)
    assert refusal.value.code == "choice_missing"
    assert not CastBallot.objects.exists()
    assert not RollEntry.objects.exists()


def test_nobody_votes_before_the_opening_nor_after_the_phase(amina: Actor) -> None:
    with pytest.raises(Refusal) as refusal:
        vote(make_ballot(), amina.person)
    assert refusal.value.code == "closed"
    ballot = make_open_ballot(slug="autre")
    close(ballot.activity)
    with pytest.raises(Refusal) as refusal:
        vote(Ballot.objects.get(pk=ballot.pk), amina.person)
    assert refusal.value.code == "closed"
    close_ballot(actor=SYSTEM, ballot=ballot)
    with pytest.raises(Refusal):
        vote(Ballot.objects.get(pk=ballot.pk), amina.person)


def test_a_condition_is_accepted_before_voting(amina: Actor) -> None:
    ballot = make_open_ballot()
    condition = Condition.objects.create(
        activity=ballot.activity, kind="residence", text="J’habite ici"
    )
    with pytest.raises(Refusal) as refusal:
        vote(ballot, amina.person)
    assert refusal.value.field == f"condition_{condition.pk}"
    vote(ballot, amina.person, accepted_conditions=[condition.pk])
    assert condition.accepted.get().person == amina.person


def test_results_stay_hidden_until_the_ballot_is_closed(amina: Actor) -> None:
    ballot = make_open_ballot()
    code = vote(ballot, amina.person)
    assert result_of(ballot) is None
    assert list(ballot_rows(ballot)) == []
    assert ballot_with(ballot, code) is None
    with pytest.raises(Refusal) as refusal:
        close_ballot(actor=SYSTEM, ballot=ballot)
    assert refusal.value.code == "still_open"


def test_a_closed_ballot_says_its_result_in_a_sentence_with_its_rule() -> None:
    ballot = make_closed_ballot({"for": 7, "against": 5, "abstain": 1}, quorum=10)
    result = result_of(ballot)
    assert result is not None
    assert (result.verdict, result.voters) == (Verdict.ADOPTED, 13)
    assert result.choices == {"for": 7, "against": 5, "abstain": 1}
    for number in ("7", "5", "1", "13"):
        assert number in result.sentence
    assert "10" in result.rule
    assert ballot.tally["rule_text"] == ballot.rule_text
    assert is_faithful(ballot)


def test_a_quorum_that_is_not_reached_decides_nothing() -> None:
    result = result_of(make_closed_ballot({"for": 9}, quorum=10))
    assert result is not None
    assert result.verdict == Verdict.NO_QUORUM
    assert "10" in result.sentence


def test_nobody_voted_and_the_ballot_closes_anyway() -> None:
    ballot = make_open_ballot()
    close(ballot.activity)
    closed = close_ballot(actor=SYSTEM, ballot=ballot)
    assert result_of(closed).voters == 0


def test_a_closed_ballot_is_closed_once_and_never_opened_again() -> None:
    ballot = make_closed_ballot()
    moment = ballot.closed_at
    assert close_ballot(actor=SYSTEM, ballot=ballot).closed_at == moment
    with pytest.raises(Refusal) as refusal:
        open_ballot(actor=SYSTEM, ballot=ballot)
    assert refusal.value.code == "closed_for_good"


def test_the_ballot_file_counts_to_the_published_result() -> None:
    ballot = make_closed_ballot(
        {"for": 30, "against": 22, "abstain": 4}, ("resident", "association", "business")
    )
    result = result_of(ballot)
    rows = list(ballot_rows(ballot))
    assert Counter(row[0] for row in rows) == Counter(result.choices)
    published = {group.label: group.voters for group in result.by_college}
    assert sorted(Counter(row[1] for row in rows).values()) == sorted(published.values())
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=";").writerows(rows)
    assert "resident" in buffer.getvalue()
    assert list(ballot_rows(ballot)) != rows


def test_a_college_of_fewer_than_five_is_never_published_alone() -> None:
    ballot = make_open_ballot()
    for number in range(20):
        vote(ballot, voter(f"Voix {number}"))
    for number in range(6):
        vote(ballot, voter(f"Asso {number}", college="association"), "against")
    lone = voter("Seule", college="business")
    vote(ballot, lone, "against")
    close(ballot.activity)
    closed = close_ballot(actor=SYSTEM, ballot=ballot)
    assert "business" not in str(closed.tally["by_college"])
    assert "business" not in {row[1] for row in ballot_rows(closed)}
    assert all(group.voters >= 5 for group in result_of(closed).by_college)


def test_a_voter_finds_their_own_ballot_with_the_receipt_alone(amina: Actor) -> None:
    ballot = make_open_ballot()
    code = vote(ballot, amina.person, "against")
    for number in range(5):
        vote(ballot, voter(f"Voix {number}"))
    close(ballot.activity)
    closed = close_ballot(actor=SYSTEM, ballot=ballot)
    assert ballot_with(closed, code.lower().replace("-", " ")).choice == "against"
    for wrong in ("", "ABC", new_code(), "é" * 20):
        assert ballot_with(closed, wrong) is None


def test_a_ballot_whose_roll_does_not_match_publishes_nothing(amina: Actor) -> None:
    ballot = make_open_ballot()
    vote(ballot, amina.person)
    CastBallot.objects.create(
        ballot=ballot, choice="for", college="resident", channel="online", receipt_hash="x"
    )
    close(ballot.activity)
    with pytest.raises(Refusal) as refusal:
        close_ballot(actor=SYSTEM, ballot=ballot)
    assert refusal.value.code == "roll_mismatch"
    ballot.refresh_from_db()
    assert (ballot.state, ballot.tally) == (BallotState.OPEN, None)


@pytest.mark.parametrize("name", ["amina", "bruno", "driss", "farid", "chloe"])
def test_who_does_not_manage_prepares_opens_and_closes_nothing(
    name: str, request: pytest.FixtureRequest
) -> None:
    actor = request.getfixturevalue(name)
    ballot = make_ballot()
    for attempt in (
        lambda: create_ballot(
            actor=actor, activity=ballot.activity, question="?", rule_text="Règle"
        ),
        lambda: enroll(actor=actor, ballot=ballot, people=[]),
        lambda: open_ballot(actor=actor, ballot=ballot),
        lambda: close_ballot(actor=actor, ballot=ballot),
    ):
        with pytest.raises(NotAllowed):
            attempt()


def test_a_manager_of_another_commune_opens_nothing_here(farid: Actor) -> None:
    grant(farid.user, Role.MANAGER, make_commune("montfaucelle"))
    with pytest.raises(NotAllowed):
        open_ballot(actor=Actor(user=farid.user), ballot=make_ballot())


def test_elise_prepares_a_ballot_with_its_rule_or_is_told_what_misses(elise: Actor) -> None:
    activity = make_activity(kind="ballot", slug="s2")
    good = {"question": "Oui ?", "rule_text": "Une voix chacun."}
    for wrong, code in (
        ({"question": " "}, "question_missing"),
        ({"rule_text": ""}, "rule_missing"),
        ({"majority_percent": 49}, "majority"),
        ({"majority_percent": 100}, "majority"),
        ({"electorate": "friends"}, "unknown_electorate"),
        ({"method": "dice"}, "unknown_method"),
    ):
        with pytest.raises(Refusal) as refusal:
            create_ballot(actor=elise, activity=activity, **good | wrong)
        assert refusal.value.code == code
    ballot = create_ballot(actor=elise, activity=activity, **good)
    with pytest.raises(Refusal):
        create_ballot(actor=elise, activity=activity, **good)
    assert open_ballot(actor=elise, ballot=ballot).state == BallotState.OPEN
    with pytest.raises(Refusal):
        create_ballot(actor=elise, activity=make_activity(slug="s3"), **good)
    assert JournalEntry.objects.filter(organisation_id=make_intercommunality().pk).count() == 2


def test_the_minute_tick_opens_and_closes_with_the_phase(amina: Actor) -> None:
    ballot = make_ballot()
    unready = make_ballot(slug="sans-liste", electorate=Electorate.LISTED)
    now = timezone.now()
    assert follow_the_phases(now) == 1
    assert follow_the_phases(now) == 0
    vote(Ballot.objects.get(pk=ballot.pk), amina.person)
    close(ballot.activity)
    assert follow_the_phases(now) == 1
    ballot.refresh_from_db()
    unready.refresh_from_db()
    assert (ballot.state, unready.state) == (BallotState.CLOSED, BallotState.DRAFT)


def test_a_paper_vote_claimed_later_cannot_be_doubled(amina: Actor) -> None:
    from civic.accounts.services.people import merge_people

    ballot = make_open_ballot()
    guest = make_person("Amina au guichet")
    vote(ballot, guest, channel="paper")
    merge_people(kept=amina.person, absorbed=guest)
    with pytest.raises(Refusal) as refusal:
        vote(ballot, amina.person)
    assert refusal.value.code == "already_voted"


def test_an_export_says_that_one_voted_and_never_what(amina: Actor) -> None:
    from civic.privacy.services.erasure import export_person

    ballot = make_open_ballot()
    code = vote(ballot, amina.person, "against", reason="Une raison à moi")
    data = export_person(person=amina.person)
    assert data["votes"][0]["ballot"] == ballot.question
    for secret in ("against", code, "Une raison à moi"):
        assert secret not in str(data["votes"])

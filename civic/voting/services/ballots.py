"""Prepare, open and close a ballot: fixed before it opens, counted once, never reopened."""

from collections.abc import Iterable
from dataclasses import asdict

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from civic.accounts.models import Person
from civic.accounts.policies import Actor
from civic.audit.services import record
from civic.core.exceptions import NotAllowed, Refusal
from civic.core.querysets import locked
from civic.core.services.events import append_event
from civic.participation.enums import Act, ActivityKind
from civic.participation.logic.texts import clean_line, clean_text
from civic.participation.models import Activity
from civic.participation.services.phases import is_open

from ..enums import BallotState, Electorate, Method, ReasonRule
from ..logic.tally import Paper, count
from ..models import Ballot, CastBallot, RollEntry
from ..policies import can_run


def create_ballot(
    *,
    actor: Actor,
    activity: Activity,
    question: str,
    rule_text: str,
    method: str = Method.FOR_AGAINST,
    reason_rule: str = ReasonRule.OPTIONAL,
    electorate: str = Electorate.OPEN,
    quorum: int = 0,
    majority_percent: int = 50,
) -> Ballot:
    """Prepare the ballot of an activity; everything can still change until it opens."""
    ballot = Ballot(
        activity=activity,
        question=clean_line(question),
        rule_text=clean_text(rule_text),
        method=method,
        reason_rule=reason_rule,
        electorate=electorate,
        quorum=quorum,
        majority_percent=majority_percent,
    )
    if not can_run(actor, ballot):
        raise NotAllowed(_("Only the managers of this consultation prepare its ballot."))
    _check_rules(ballot)
    if activity.kind != ActivityKind.BALLOT:
        raise Refusal(_("This activity is not a ballot."), code="not_a_ballot")
    with transaction.atomic():
        locked(Activity.objects.filter(pk=activity.pk)).get()
        if Ballot.objects.filter(activity=activity).exists():
            raise Refusal(_("This activity already has its ballot."), code="already_created")
        ballot.save()
        record(
            actor=actor,
            action="ballot.created",
            target=ballot,
            organisation_id=activity.space.organisation_id,
        )
    return ballot


def change_ballot(
    *,
    actor: Actor,
    ballot: Ballot,
    question: str,
    rule_text: str,
    reason_rule: str,
    electorate: str,
    quorum: int = 0,
    majority_percent: int = 50,
) -> Ballot:
    """Rewrite the question and the rules of a ballot that has not opened yet."""
    if not can_run(actor, ballot):
        raise NotAllowed(_("Only the managers of this consultation prepare its ballot."))
    with transaction.atomic():
        fresh = locked(Ballot.objects.filter(pk=ballot.pk)).get()
        if fresh.state != BallotState.DRAFT:
            raise Refusal(
                _("The rules are fixed since the opening: they do not change."), code="fixed"
            )
        if electorate != Electorate.LISTED and fresh.roll.exists():
            raise Refusal(
                _("People are on the list of this ballot: it stays a ballot by list."),
                code="listed",
                field="electorate",
            )
        fresh.question, fresh.rule_text = clean_line(question), clean_text(rule_text)
        fresh.reason_rule, fresh.electorate = reason_rule, electorate
        fresh.quorum, fresh.majority_percent = quorum, majority_percent
        _check_rules(fresh)
        fresh.save()
        record(
            actor=actor,
            action="ballot.changed",
            target=fresh,
            organisation_id=ballot.activity.space.organisation_id,
        )
    return fresh


def enroll(*, actor: Actor, ballot: Ballot, people: Iterable[Person]) -> int:
    """Put people on the list of those who may vote; return how many were not on it yet."""
    if not can_run(actor, ballot):
        raise NotAllowed(_("Only the managers of this consultation change the list of voters."))
    with transaction.atomic():
        fresh = locked(Ballot.objects.filter(pk=ballot.pk)).get()
        if fresh.state != BallotState.DRAFT:
            raise Refusal(_("The list of voters is frozen since the opening."), code="frozen")
        if fresh.electorate != Electorate.LISTED:
            raise Refusal(_("This ballot has no list: everybody may vote."), code="no_list")
        known = set(fresh.roll.values_list("person_id", flat=True))
        new = {person.pk: person for person in people if person.pk not in known}
        RollEntry.objects.bulk_create(
            RollEntry(ballot=fresh, person=person, college=person.college)
            for person in new.values()
        )
        record(
            actor=actor,
            action="ballot.enrolled",
            target=fresh,
            organisation_id=ballot.activity.space.organisation_id,
            people=len(new),
        )
    return len(new)


def open_ballot(*, actor: Actor, ballot: Ballot) -> Ballot:
    """Open a ballot: from then on its rules and its list of voters cannot change."""
    if not can_run(actor, ballot):
        raise NotAllowed(_("Only the managers of this consultation open its ballot."))
    with transaction.atomic():
        fresh = locked(Ballot.objects.filter(pk=ballot.pk)).get()
        if fresh.state == BallotState.OPEN:
            return fresh
        if fresh.state == BallotState.CLOSED:
            raise Refusal(_("A closed ballot is not opened again."), code="closed_for_good")
        _check_rules(fresh)
        if fresh.electorate == Electorate.LISTED and not fresh.roll.exists():
            raise Refusal(_("The list of voters is empty."), code="empty_list")
        fresh.state, fresh.opened_at = BallotState.OPEN, timezone.now()
        fresh.save(update_fields=["state", "opened_at"])
        _written(actor, fresh, "ballot.opened")
    return fresh


def close_ballot(*, actor: Actor, ballot: Ballot) -> Ballot:
    """Count a ballot whose time is over and publish the result; it is never opened again.

    Raises NotAllowed, or Refusal while people may still vote, or when there are not as many papers
    as people who voted: then nothing is published before somebody has found out why.
    """
    if not can_run(actor, ballot):
        raise NotAllowed(_("Only the managers of this consultation close its ballot."))
    if is_open(ballot.activity, Act.VOTE):
        raise Refusal(
            _("People may still vote: the ballot closes on the announced date."),
            code="still_open",
        )
    with transaction.atomic():
        fresh = locked(Ballot.objects.filter(pk=ballot.pk)).get()
        if fresh.state == BallotState.CLOSED:
            return fresh
        if fresh.state != BallotState.OPEN:
            raise Refusal(_("A ballot that never opened is not closed."), code="not_open")
        tally = count(
            papers_of(fresh), quorum=fresh.quorum, majority_percent=fresh.majority_percent
        )
        if tally.voters != fresh.roll.exclude(voted_on=None).count():
            raise Refusal(
                _("There are not as many ballots as people who voted: nothing is published."),
                code="roll_mismatch",
            )
        fresh.state, fresh.closed_at = BallotState.CLOSED, timezone.now()
        fresh.tally = asdict(tally) | {
            "question": fresh.question,
            "rule_text": fresh.rule_text,
            "method": fresh.method,
            "listed": fresh.roll.count() if fresh.electorate == Electorate.LISTED else None,
        }
        fresh.save(update_fields=["state", "closed_at", "tally"])
        _written(actor, fresh, "ballot.closed")
    return fresh


def papers_of(ballot: Ballot) -> list[Paper]:
    """Return the papers of a ballot, as the count reads them."""
    rows = CastBallot.objects.filter(ballot=ballot).values_list("choice", "college", "channel")
    return [Paper(*row) for row in rows]


def _check_rules(ballot: Ballot) -> None:
    if not ballot.question:
        raise Refusal(_("Write the question."), code="question_missing", field="question")
    if not ballot.rule_text:
        raise Refusal(
            _("Write the rule in plain words: who votes, what is adopted, when the quorum counts."),
            code="rule_missing",
            field="rule_text",
        )
    if ballot.method not in Method.values or ballot.reason_rule not in ReasonRule.values:
        raise Refusal(_("Choose among the list."), code="unknown_method", field="method")
    if ballot.electorate not in Electorate.values:
        raise Refusal(_("Choose who may vote."), code="unknown_electorate", field="electorate")
    if not 50 <= ballot.majority_percent < 100:
        raise Refusal(
            _("A majority is a share from 50 to 99 %%.") % {},
            code="majority",
            field="majority_percent",
        )


def _written(actor: Actor, ballot: Ballot, action: str) -> None:
    record(
        actor=actor,
        action=action,
        target=ballot,
        organisation_id=ballot.activity.space.organisation_id,
    )
    append_event(
        stream=f"activity:{ballot.activity_id}", kind=action, payload={"ballot": ballot.pk}
    )

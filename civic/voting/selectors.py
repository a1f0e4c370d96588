"""Reads of supports and ballots: results once closed, the ballot file, one's own ballot."""

import random
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from civic.accounts.enums import College
from civic.accounts.models import Person
from civic.accounts.policies import Actor
from civic.core.enums import Channel
from civic.core.logic.numbers import written_number
from civic.participation.models import Activity

from .enums import BallotState, ReasonState, Verdict
from .logic.receipts import fingerprint, is_code
from .logic.tally import OTHERS, Paper, Tally, count
from .models import Ballot, CastBallot, RollEntry, Support
from .policies import MODERATORS

FILE_HEADER = ("choice", "college", "channel", "receipt_hash")
REASONS_PER_PAGE = 20


def ballot_of(activity: Activity) -> Ballot | None:
    """Return the ballot of an activity, with what its page reads."""
    return (
        Ballot.objects.filter(activity_id=activity.pk)
        .select_related("activity__space__organisation")
        .first()
    )


def entry_of(ballot: Ballot, person: Person | None) -> RollEntry | None:
    """Return the line of a person on the roll."""
    if person is None:
        return None
    return RollEntry.objects.filter(ballot=ballot, person=person).first()


def turnout(ballot: Ballot) -> int:
    """Return how many people have voted; it may be told while the ballot is open."""
    return RollEntry.objects.filter(ballot=ballot).exclude(voted_on=None).count()


@dataclass(frozen=True)
class GroupResult:
    """The result of one college or of one channel."""

    label: str
    voters: int
    choices: dict[str, int]


@dataclass(frozen=True)
class Result:
    """What is published once a ballot is closed, read from its stored tally."""

    sentence: str
    rule: str
    verdict: str
    verdict_label: str
    voters: int
    listed: int | None
    quorum: int
    choices: dict[str, int]
    shares: dict[str, float]
    by_college: list[GroupResult]
    by_channel: list[GroupResult]
    channel_in_file: bool


def result_of(ballot: Ballot) -> Result | None:
    """Return the result of a closed ballot; None before, whoever asks."""
    tally = ballot.tally
    if ballot.state != BallotState.CLOSED or tally is None:
        return None
    voters = tally["voters"]
    return Result(
        sentence=result_sentence(tally),
        rule=rule_sentence(tally["quorum"], tally["majority_percent"]),
        verdict=tally["verdict"],
        verdict_label=str(Verdict(tally["verdict"]).label),
        voters=voters,
        listed=tally["listed"],
        quorum=tally["quorum"],
        choices=tally["choices"],
        shares={
            choice: 100 * number / voters if voters else 0.0
            for choice, number in tally["choices"].items()
        },
        by_college=_group_results(tally["by_college"], dict(College.choices)),
        by_channel=_group_results(tally["by_channel"], dict(Channel.choices)),
        channel_in_file=tally["channel_in_file"],
    )


def _group_results(groups: list[dict[str, Any]], labels: dict[str, Any]) -> list[GroupResult]:
    named = labels | {OTHERS: _("others, together")}
    return [
        GroupResult(str(named[group["name"]]), group["voters"], group["choices"])
        for group in groups
    ]


def result_sentence(tally: dict[str, Any]) -> str:
    """Return a result in one sentence, with its numbers."""
    choices = tally["choices"]
    numbers = _("%(for)s for, %(against)s against, %(abstain)s abstentions") % {
        name: written_number(count) for name, count in choices.items()
    }
    voters = ngettext("%(n)s person voted", "%(n)s people voted", tally["voters"]) % {
        "n": written_number(tally["voters"])
    }
    match tally["verdict"]:
        case Verdict.ADOPTED:
            start = _("Adopted")
        case Verdict.TIE:
            start = _("Not adopted, as many for as against")
        case Verdict.NO_QUORUM:
            return _(
                "No decision: %(voters)s, fewer than the quorum of %(quorum)s (%(numbers)s)."
            ) % {"voters": voters, "quorum": tally["quorum"], "numbers": numbers}
        case _:
            start = _("Not adopted")
    return _("%(start)s: %(numbers)s; %(voters)s.") % {
        "start": start,
        "numbers": numbers,
        "voters": voters,
    }


def rule_sentence(quorum: int, majority_percent: int) -> str:
    """Return the quorum, majority and tie rule in plain words."""
    majority = (
        _("Adopted when more votes are for than against; equal numbers adopt nothing.")
        if majority_percent == 50
        else _("Adopted when more than %(percent)s %% of the votes for or against are for.")
        % {"percent": majority_percent}
    )
    if not quorum:
        return majority + " " + _("There is no quorum.")
    return (
        majority
        + " "
        + ngettext(
            "The vote decides only if at least %(n)s person votes, abstentions included.",
            "The vote decides only if at least %(n)s people vote, abstentions included.",
            quorum,
        )
        % {"n": quorum}
    )


def ballot_rows(ballot: Ballot) -> Iterator[tuple[str, str, str, str]]:
    """Yield the rows of the ballot file of a closed ballot, in an order drawn anew.

    Columns are `FILE_HEADER`. A college or a channel of fewer than five people is published with
    others, as in the result; the channel is left out where it would single somebody out.
    """
    if ballot.state != BallotState.CLOSED or ballot.tally is None:
        return
    colleges = _file_names(ballot.tally["by_college"], ballot.tally["merged_colleges"])
    channels = _file_names(ballot.tally["by_channel"], ballot.tally["merged_channels"])
    if not ballot.tally["channel_in_file"]:
        channels = {}
    rows = list(
        CastBallot.objects.filter(ballot=ballot).values_list(
            "choice", "college", "channel", "receipt_hash"
        )
    )
    random.SystemRandom().shuffle(rows)
    for choice, college, channel, receipt_hash in rows:
        yield choice, colleges.get(college, ""), channels.get(channel, ""), receipt_hash


def _file_names(groups: list[dict[str, Any]], merged: list[str]) -> dict[str, str]:
    names = {group["name"]: group["name"] for group in groups if group["name"] != OTHERS}
    return names | dict.fromkeys(merged, OTHERS)


def ballot_with(ballot: Ballot, code: str) -> CastBallot | None:
    """Return the paper a receipt stands for, once the ballot is closed."""
    if ballot.state != BallotState.CLOSED or not is_code(code):
        return None
    return CastBallot.objects.filter(ballot=ballot, receipt_hash=fingerprint(code)).first()


def published_reasons(ballot: Ballot, page: int | str = 1) -> Page[CastBallot]:
    """Return a page of the reasons published with their choice, once the ballot is closed."""
    reasons = CastBallot.objects.none()
    if ballot.state == BallotState.CLOSED:
        reasons = CastBallot.objects.filter(
            ballot=ballot, reason_state=ReasonState.PUBLIC
        ).order_by("pk")
    return Paginator(reasons, REASONS_PER_PAGE).get_page(page)


def reasons_to_read(actor: Actor, page: int | str = 1) -> Page[CastBallot]:
    """Return a page of the reasons an actor has to read before they are published.

    Only of closed ballots: read earlier, they would tell how people vote.
    """
    waiting = CastBallot.objects.filter(
        reason_state=ReasonState.WAITING, ballot__state=BallotState.CLOSED
    )
    if not actor.is_administrator:
        mine = actor.organisations_for(*MODERATORS)
        waiting = waiting.filter(ballot__activity__space__organisation__in=mine)
    found = waiting.select_related("ballot__activity__space").order_by("ballot_id", "pk")
    return Paginator(found, REASONS_PER_PAGE).get_page(page)


def recount(ballot: Ballot) -> Tally:
    """Count a ballot again from its papers, whatever is stored."""
    rows = CastBallot.objects.filter(ballot=ballot).values_list("choice", "college", "channel")
    return count(
        (Paper(*row) for row in rows),
        quorum=ballot.quorum,
        majority_percent=ballot.majority_percent,
    )


def is_faithful(ballot: Ballot) -> bool:
    """Tell whether the stored tally of a closed ballot is what its papers say."""
    again = asdict(recount(ballot))
    stored = ballot.tally or {}
    return all(stored.get(name) == value for name, value in again.items())


def supports_of(person: Person) -> Iterator[dict[str, Any]]:
    """Yield what a person's own export says of their supports."""
    for given in Support.objects.filter(person=person).order_by("pk"):
        yield {
            "contribution": given.contribution_id,
            "channel": given.channel,
            "date": given.created_at.isoformat(),
        }


def votes_of(person: Person) -> Iterator[dict[str, Any]]:
    """Yield what a person's own export says of the ballots they voted in: never what they voted."""
    for entry in RollEntry.objects.filter(person=person).select_related("ballot"):
        yield {
            "ballot": entry.ballot.question,
            "voted_on": entry.voted_on.isoformat() if entry.voted_on else None,
            "channel": entry.channel,
        }

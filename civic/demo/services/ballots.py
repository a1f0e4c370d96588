"""Load the ballot on Saturday's buses: its rules, then two hundred votes."""

import random
from typing import Any

from civic.accounts.models import Person
from civic.accounts.policies import SYSTEM
from civic.participation.models import Activity
from civic.voting.models import Ballot
from civic.voting.services.ballots import create_ballot, open_ballot
from civic.voting.services.casting import cast_ballot

from ..logic.content import entries
from .world import World

RULES = ("question", "rule_text", "method", "reason_rule", "electorate", "quorum")


def prepare_ballot(activity: Activity, data: dict[str, Any]) -> Ballot:
    """Write the rules of a ballot; it opens with its phase."""
    return create_ballot(
        actor=SYSTEM,
        activity=activity,
        majority_percent=data["majority_percent"],
        **{name: data[name] for name in RULES},
    )


def cast_demo_ballots(world: World) -> None:
    """Open each ballot and let residents vote, each once, with the reasons they gave."""
    for consultation in entries("consultations"):
        for entry in consultation["activities"]:
            if "ballot" in entry:
                ballot = Ballot.objects.select_related("activity__space__organisation").get(
                    activity=world.activities[entry["key"]]
                )
                open_ballot(actor=SYSTEM, ballot=ballot)
                ballot.refresh_from_db()
                _cast(world, ballot, entry["ballot"])


def _cast(world: World, ballot: Ballot, data: dict[str, Any]) -> None:
    draw = random.Random("ballots")  # noqa: S311 - a reproducible demo, not a secret
    voters = {college: list(people) for college, people in world.by_college.items()}
    for people in voters.values():
        draw.shuffle(people)
    for reason in data["reasons"]:
        people = voters.get(reason["college"]) or voters["resident"]
        _vote(ballot, people.pop(), reason["choice"], reason["text"])
    left = dict(data["cast"])
    for reason in data["reasons"]:
        left[reason["choice"]] -= 1
    others = voters["resident"]
    for choice, count in left.items():
        for _voter in range(min(count, len(others))):
            _vote(ballot, others.pop(), choice, "")


def _vote(ballot: Ballot, person: Person, choice: str, reason: str) -> None:
    cast_ballot(
        actor=SYSTEM,
        ballot=ballot,
        person=person,
        choice=choice,
        reason=reason,
        channel="online" if person.email else "paper",
    )

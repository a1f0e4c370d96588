"""A ballot of the intercommunality, ready to open, open, or closed."""

from typing import Any

from civic.accounts.models import Person
from civic.accounts.policies import SYSTEM, Actor
from civic.core.enums import Channel
from civic.participation.enums import Act, ActivityKind
from civic.voting.models import Ballot
from civic.voting.services import cast_ballot, close_ballot, create_ballot, open_ballot
from tests.factories.people import make_person
from tests.integration.discussion.scene import close, make_activity


def make_ballot(slug: str = "scrutin", **extra: Any) -> Ballot:
    activity = make_activity(Act.VOTE, kind=ActivityKind.BALLOT, slug=slug)
    values = {
        "question": "Faut-il ouvrir la voie verte aux vélos à assistance électrique ?",
        "rule_text": "Une personne, une voix. La majorité des voix exprimées l’emporte.",
    }
    return create_ballot(actor=SYSTEM, activity=activity, **values | extra)


def make_open_ballot(**extra: Any) -> Ballot:
    return open_ballot(actor=SYSTEM, ballot=make_ballot(**extra))


def voter(name: str = "Voix", **extra: Any) -> Person:
    return make_person(name, assurance_level=10, **extra)


def vote(ballot: Ballot, person: Person, choice: str = "for", **extra: Any) -> str:
    return cast_ballot(
        actor=Actor(person=person)
        if extra.get("channel", Channel.ONLINE) == Channel.ONLINE
        else SYSTEM,
        ballot=ballot,
        person=person,
        choice=choice,
        **extra,
    )


def make_closed_ballot(
    votes: dict[str, int] | None = None, colleges: tuple[str, ...] = ("resident",), **extra: Any
) -> Ballot:
    """Return a closed ballot where each choice was cast a number of times, colleges in turn."""
    ballot = make_open_ballot(**extra)
    number = 0
    for choice, times in (votes or {"for": 7, "against": 5, "abstain": 1}).items():
        for _time in range(times):
            vote(ballot, voter(f"Voix {number}", college=colleges[number % len(colleges)]), choice)
            number += 1
    close(ballot.activity)
    return close_ballot(actor=SYSTEM, ballot=Ballot.objects.get(pk=ballot.pk))

"""Load what the councils are asked, what each says, and the replies they got or wait for."""

from datetime import timedelta
from typing import Any

from civic.accounts.policies import SYSTEM
from neighbourhood_councils.models import NeighbourhoodCouncil, Referral
from neighbourhood_councils.services.referrals import (
    VOTES,
    open_referral,
    publish_opinion,
    publish_reply,
    write_deliberation,
)

from ..logic.content import content
from .world import World

READ = "Relu par le conseil."


def load_council_referrals(world: World) -> None:
    """Load the referrals: replied, overdue, open."""
    for entry in content("council_life")["referrals"]:
        _referral(world, entry)


def _referral(world: World, entry: dict[str, Any]) -> None:
    day = world.calendar.day
    councils = {
        given["council"]: NeighbourhoodCouncil.objects.select_related("space__organisation").get(
            space=world.spaces[given["council"]]
        )
        for given in entry["opinions"]
    }
    referral = open_referral(
        actor=SYSTEM,
        organisation=world.organisations[entry["organisation"]],
        councils=list(councils.values()),
        title=entry["title"],
        question=entry["question"],
        context=entry.get("context", ""),
        own_initiative=entry.get("own_initiative", False),
        opened_on=day(-entry["asked_days_ago"]),
        opinions_due_on=day(entry["opinions_in"]),
        reply_due_on=day(entry["reply_in"]),
    )
    opinions = {
        opinion.council_id: opinion
        for opinion in referral.opinions.select_related("council__space__organisation")
    }
    for given in entry["opinions"]:
        if "stance" in given:
            publish_opinion(
                actor=SYSTEM,
                opinion=opinions[councils[given["council"]].pk],
                stance=given["stance"],
                text=given["text"],
                adopted_on=day(-given["days_ago"]),
                keep_findings_because=READ,
                **dict(zip(VOTES, given["votes"], strict=True)),
            )
    _what_followed(world, referral, entry)


def _what_followed(world: World, referral: Referral, entry: dict[str, Any]) -> None:
    if "deliberation" in entry:
        write_deliberation(
            actor=SYSTEM,
            referral=referral,
            text=entry["deliberation"]["text"],
            deliberated_on=world.calendar.today - timedelta(days=entry["deliberation"]["days_ago"]),
        )
    if "reply" in entry:
        publish_reply(actor=SYSTEM, referral=referral, **entry["reply"])

"""Load the life of the councils: substitutes, declared interests, trainings."""

from datetime import timedelta
from typing import Any

from civic.accounts.models import Person
from civic.accounts.policies import SYSTEM
from neighbourhood_councils.models import CouncilMembership, NeighbourhoodCouncil
from neighbourhood_councils.services.councils import set_membership
from neighbourhood_councils.services.training import (
    plan_training,
    record_training_attendance,
    save_training,
)

from ..logic.content import content
from .world import World


def load_council_life(world: World) -> None:
    """Complete the councils that are there with what happens in them."""
    life = content("council_life")
    for entry in life["seats"]:
        _load_seat(world, entry)
    for entry in life["trainings"]:
        _load_training(world, entry)


def _council(world: World, key: str) -> NeighbourhoodCouncil:
    return NeighbourhoodCouncil.objects.select_related("space__organisation").get(
        space=world.spaces[key]
    )


def _load_seat(world: World, entry: dict[str, Any]) -> None:
    council = _council(world, entry["council"])
    seat = CouncilMembership.objects.select_related("person").get(
        council=council, person__public_name=entry["name"]
    )
    term: dict[str, Any] = {
        "actor": SYSTEM,
        "council": council,
        "college": seat.college,
        "term_starts_on": seat.term_starts_on,
        "term_ends_on": seat.term_ends_on,
    }
    set_membership(
        person=seat.person,
        function=seat.function,
        interests=entry["interests"],
        named=entry.get("named", True),
        **term,
    )
    if "substitute" in entry:
        person = Person.objects.create(
            public_name=entry["substitute"],
            college=seat.college,
            organisation=council.space.organisation,
            neighbourhood=council.neighbourhood,
        )
        set_membership(person=person, substitute_of=seat, **term)


def _load_training(world: World, entry: dict[str, Any]) -> None:
    organisation = world.organisations[entry["organisation"]]
    training = save_training(
        actor=SYSTEM,
        organisation=organisation,
        **{name: entry[name] for name in ("title", "summary", "taught_by", "hours")},
    )
    for given in entry["dates"]:
        starts_at = world.calendar.moment(given["in_days"], given["start"])
        date = plan_training(
            actor=SYSTEM,
            training=training,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=given["minutes"]),
            place=given["place"],
            how_to_enrol=given.get("how_to_enrol", ""),
        )
        if given["followed"] is not None:
            seats = CouncilMembership.objects.filter(
                council__space__organisation=organisation,
                person__public_name__in=given["followed"],
            )
            record_training_attendance(
                actor=SYSTEM,
                date=date,
                people=[seat.person for seat in seats.select_related("person")],
            )

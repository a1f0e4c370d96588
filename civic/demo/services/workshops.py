"""Load the workshops, their sessions and who registered."""

import random
from datetime import timedelta
from typing import Any

from civic.accounts.policies import SYSTEM
from civic.participation.models import Registration, Session
from civic.participation.services.sessions import publish_minutes, schedule_session
from workshops.models import Workshop, WorkshopIndexPage, WorkshopPage
from workshops.services.workshops import create_workshop

from ..logic.content import entries
from .world import World


def load_workshops(world: World) -> None:
    """Create the three workshops; one has a waiting list, one has its minutes."""
    draw = random.Random("workshops")  # noqa: S311
    for entry in entries("workshops"):
        workshop = create_workshop(
            actor=SYSTEM,
            organisation=world.organisations[entry["organisation"]],
            title=entry["title"],
            slug=entry["slug"],
            purpose=entry["purpose"],
            consultation_space=world.spaces.get(entry["consultation"] or ""),
            programme="\n".join(entry["programme"]),
            contact_name=entry["contact_name"],
            contact_phone=entry["contact_phone"],
        )
        workshop.space.territories.set(world.organisations[slug] for slug in entry["territories"])
        world.spaces[entry["key"]] = workshop.space
        _page(world, entry, workshop)
        for session in entry["sessions"]:
            _session(world, draw, workshop, session)


def _page(world: World, entry: dict[str, Any], workshop: Workshop) -> None:
    home = world.homes[entry["organisation"]]
    page = WorkshopPage(title=entry["title"], slug=entry["slug"], workshop=workshop)
    WorkshopIndexPage.objects.child_of(home).get().add_child(instance=page)


def _session(
    world: World, draw: random.Random, workshop: Workshop, entry: dict[str, Any]
) -> Session:
    starts_at = world.calendar.moment(entry["starts_in_days"], entry["start_time"])
    closes = entry["registration_closes_in_days"]
    session = schedule_session(
        actor=SYSTEM,
        space=workshop.space,
        title=entry["title"],
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=entry["duration_minutes"]),
        place=entry["place"],
        address=entry["address"],
        how_to_come=entry["how_to_come"],
        agenda="\n".join(entry["agenda"]),
        capacity=entry["capacity"],
        registration_closes_at=(None if closes is None else world.calendar.moment(closes, "18:00")),
    )
    _register(world, draw, session, entry["registrations"] or 0)
    if entry["minutes"]:
        publish_minutes(
            actor=SYSTEM,
            session=session,
            minutes=entry["minutes"],
            attendance_count=entry["attendance_count"],
            keep_findings_because="Relu par l’animatrice.",
        )
    return session


def _register(world: World, draw: random.Random, session: Session, count: int) -> None:
    """Write the registrations a past or coming session has, in order of arrival."""
    people = draw.sample(world.people, count)
    places = session.capacity if session.capacity is not None else count
    Registration.objects.bulk_create(
        Registration(
            session=session,
            person=person,
            state="confirmed" if rank < places else "waiting",
            channel="online" if person.email else "telephone",
            college=person.college,
        )
        for rank, person in enumerate(people)
    )
    Session.objects.filter(pk=session.pk).update(confirmed_count=min(count, places))

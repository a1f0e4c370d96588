"""A place at a session is taken once, never beyond the capacity, and given back."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from civic.accounts.policies import Actor
from civic.core.enums import Channel
from civic.core.exceptions import NotAllowed, Refusal
from civic.notifications.models import Notice
from civic.participation.models import Registration
from civic.participation.services.registrations import cancel_registration, register
from civic.participation.services.sessions import publish_minutes
from tests.factories.people import make_person
from tests.factories.workshops import make_session, make_workshop, make_workshop_page


def states(session: object) -> list[str]:
    rows = Registration.objects.filter(session=session).order_by("registered_at", "pk")
    return [row.state for row in rows]


def test_the_third_person_of_two_places_waits(amina: Actor, farid: Actor, bruno: Actor) -> None:
    session = make_session()
    for actor in (amina, farid, bruno):
        register(actor=actor, session=session, person=actor.person)

    assert states(session) == ["confirmed", "confirmed", "waiting"]
    session.refresh_from_db()
    assert session.confirmed_count == 2


def test_registering_twice_takes_one_place(amina: Actor) -> None:
    session = make_session()
    first = register(actor=amina, session=session, person=amina.person)
    assert register(actor=amina, session=session, person=amina.person) == first
    session.refresh_from_db()
    assert session.confirmed_count == 1


def test_a_place_given_back_goes_to_the_first_who_waits_and_she_is_told(
    amina: Actor, farid: Actor, bruno: Actor, django_capture_on_commit_callbacks: object
) -> None:
    session = make_session(capacity=1)
    mine = register(actor=farid, session=session, person=farid.person)
    register(actor=amina, session=session, person=amina.person)
    register(actor=bruno, session=session, person=bruno.person)

    cancel_registration(actor=farid, registration=mine)

    assert states(session) == ["cancelled", "confirmed", "waiting"]
    told = Notice.objects.filter(person=amina.person, kind="registration")
    assert told.count() == 2
    assert "place" in told.last().subject


def test_farid_cannot_cancel_for_amina(amina: Actor, farid: Actor) -> None:
    mine = register(actor=amina, session=make_session(), person=amina.person)

    with pytest.raises(NotAllowed):
        cancel_registration(actor=farid, registration=mine)


def test_only_staff_register_somebody_at_the_desk(farid: Actor, chloe: Actor) -> None:
    session = make_session()
    person = make_person("Marcelle R.", phone="05 36 49 11 22", contact_preference="telephone")
    with pytest.raises(NotAllowed):
        register(actor=farid, session=session, person=person, channel=Channel.DESK)

    row = register(actor=chloe, session=session, person=person, channel=Channel.DESK)
    assert row.channel == Channel.DESK
    assert Notice.objects.get(person=person).state == "to_contact"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"cancelled_at": timezone.now()}, "cancelled"),
        ({"registration_closes_at": timezone.now() - timedelta(hours=1)}, "closed"),
        ({"capacity": None}, "not_needed"),
        (
            {
                "starts_at": timezone.now() - timedelta(hours=1),
                "ends_at": timezone.now() + timedelta(hours=1),
            },
            "started",
        ),
    ],
)
def test_a_session_that_takes_nobody_says_why(
    amina: Actor, changes: dict[str, object], code: str
) -> None:
    session = make_session(**changes)

    with pytest.raises(Refusal) as refusal:
        register(actor=amina, session=session, person=amina.person)
    assert refusal.value.code == code


def test_amina_registers_without_an_account(client: Client, db: None) -> None:
    workshop = make_workshop()
    session = make_session(workshop)
    page = make_workshop_page(workshop)
    address = page.url_of("register", session_id=session.pk)

    asked = client.post(address, {"needs": "Un covoiturage depuis Montfaucelle"})
    assert "Qui êtes-vous" in asked.content.decode() or "Who are you" in asked.content.decode()

    done = client.post(
        address,
        {
            "identify": "1",
            "public_name": "Amina B.",
            "college": "resident",
            "needs": "Un covoiturage depuis Montfaucelle",
        },
    )
    assert done.status_code == 302
    row = Registration.objects.get()
    assert row.person.public_name == "Amina B."
    assert row.needs == "Un covoiturage depuis Montfaucelle"
    shown = client.get(page.url_of("session", session_id=session.pk))
    assert shown.context["registration"] == row
    assert mail.outbox == []


def test_the_calendar_file_can_be_read(client: Client, db: None) -> None:
    from icalendar import Calendar

    workshop = make_workshop()
    session = make_session(workshop)
    page = make_workshop_page(workshop)

    response = client.get(page.url_of("calendar", session_id=session.pk))
    event = Calendar.from_ical(response.content).walk("VEVENT")[0]
    assert event["summary"] == "Première séance"


def test_two_sessions_or_twenty_cost_the_same(client: Client, db: None, count_queries) -> None:  # type: ignore[no-untyped-def]
    workshop = make_workshop()
    page = make_workshop_page(workshop)
    costs = []
    for more in (2, 18):
        for number in range(more):
            make_session(workshop, title=f"Séance {number}")
        client.get(page.get_absolute_url())
        with count_queries() as queries:
            assert client.get(page.get_absolute_url()).status_code == 200
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 12


def test_minutes_that_name_somebody_are_not_published_without_a_reason(chloe: Actor) -> None:
    past = timezone.now() - timedelta(days=3)
    session = make_session(starts_at=past, ends_at=past + timedelta(hours=2))
    named = "M. Lucien Abadie (06 39 98 41 27) demande une rampe à l’entrée de la salle."

    with pytest.raises(Refusal) as refusal:
        publish_minutes(actor=chloe, session=session, minutes=named)
    assert refusal.value.code == "finding"
    session.refresh_from_db()
    assert session.minutes_published_at is None

"""The chair announces meetings and publishes minutes from the page of the council."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from civic.accounts.policies import SYSTEM, Actor
from civic.participation.models import Session
from neighbourhood_councils.services.councils import schedule_meeting
from tests.integration.neighbourhood_councils.scene import make_council, page_of, signed_in, today

pytestmark = pytest.mark.django_db


def typed(**changes: str) -> dict[str, str]:
    values = {
        "title": "Réunion ouverte à tous",
        "day": (today() + timedelta(days=12)).isoformat(),
        "starts": "18:30",
        "ends": "20:30",
        "place": "Salle du Verger",
        "address": "3 rue du Verger",
        "how_to_come": "Bus 4, entrée de plain-pied",
        "agenda": "Le budget",
    }
    return values | changes


def past_meeting() -> Session:
    starts = timezone.now() - timedelta(days=4)
    return schedule_meeting(
        actor=SYSTEM,
        council=make_council(),
        title="Réunion d'automne",
        starts_at=starts,
        ends_at=starts + timedelta(hours=2),
        place="Salle du Verger",
    )


def test_only_who_hosts_enters(farid: Actor, bruno: Actor) -> None:
    meeting = past_meeting()
    page = page_of(make_council())
    for address in (page.url_of("meetings"), page.url_of("minutes", meeting_id=meeting.pk)):
        assert Client().get(address).status_code == 302
        assert signed_in(farid).get(address).status_code == 403
        assert signed_in(farid).post(address, typed()).status_code == 403
        assert signed_in(bruno).get(address).status_code == 200


def test_the_chair_of_another_commune_announces_nothing_here(bruno: Actor) -> None:
    page = page_of(make_council("Les Hauts", commune="montfaucelle"))
    assert signed_in(bruno).post(page.url_of("meetings"), typed()).status_code == 403
    assert not Session.objects.exists()


def test_bruno_announces_a_meeting_and_everybody_reads_it(bruno: Actor) -> None:
    page = page_of(make_council())
    done = signed_in(bruno).post(page.url_of("meetings"), typed())
    assert done.status_code == 302
    meeting = Session.objects.get()
    assert timezone.localtime(meeting.starts_at).strftime("%H:%M") == "18:30"
    shown = Client().get(page.get_absolute_url()).content.decode()
    assert "Salle du Verger" in shown
    assert "entrée de plain-pied" in shown


@pytest.mark.parametrize(
    "changes",
    [
        {"title": ""},
        {"place": ""},
        {"day": "30/02/2027"},
        {"starts": "25:00"},
        {"ends": "18:00"},
        {"title": "x" * 151},
    ],
)
def test_a_refused_meeting_keeps_what_was_typed(bruno: Actor, changes: dict[str, str]) -> None:
    page = page_of(make_council())
    refused = signed_in(bruno).post(page.url_of("meetings"), typed(**changes))
    assert refused.status_code == 422
    assert "entrée de plain-pied" in refused.content.decode()
    assert not Session.objects.exists()


def test_bruno_publishes_minutes_that_name_nobody(bruno: Actor) -> None:
    meeting = past_meeting()
    page = page_of(make_council())
    client, address = signed_in(bruno), page.url_of("minutes", meeting_id=meeting.pk)
    named = client.post(address, {"minutes": "Mme Odile Ferrandou a parlé du marché."})
    assert named.status_code == 422
    assert "Odile Ferrandou" in named.content.decode()
    done = client.post(address, {"minutes": "On a parlé du marché.", "attendance_count": "31"})
    assert done.status_code == 302
    assert "On a parlé du marché." in Client().get(page.get_absolute_url()).content.decode()


def test_a_meeting_of_another_council_is_not_found_here(bruno: Actor) -> None:
    meeting = past_meeting()
    other = page_of(make_council("Les Quais"))
    address = other.url_of("minutes", meeting_id=meeting.pk)
    assert signed_in(bruno).get(address).status_code == 404


def coming_meeting() -> Session:
    starts = timezone.now() + timedelta(days=9)
    return schedule_meeting(
        actor=SYSTEM,
        council=make_council(),
        title="Réunion de printemps",
        starts_at=starts,
        ends_at=starts + timedelta(hours=2),
        place="Salle du Verger",
    )


def test_bruno_changes_then_cancels_a_meeting_and_the_page_says_why(bruno: Actor) -> None:
    meeting = coming_meeting()
    page = page_of(make_council())
    client = signed_in(bruno)
    address = page.url_of("meeting", meeting_id=meeting.pk)
    assert address in client.get(page.url_of("meetings")).content.decode()
    shown = client.get(address).content.decode()
    assert "Réunion de printemps" in shown
    # A browser shows an empty field where the day is written as one reads it.
    assert f'value="{timezone.localdate(meeting.starts_at).isoformat()}"' in shown
    assert client.post(address, typed(ends="18:00")).status_code == 422
    assert client.post(address, typed(place="Préau de l’école")).status_code == 302
    assert "Préau de l’école" in Client().get(page.get_absolute_url()).content.decode()
    cancel = page.url_of("cancel_meeting", meeting_id=meeting.pk)
    assert client.get(cancel).status_code == 200
    for reason in ("", "non", "Mme Odile Ferrandou est malade depuis lundi."):
        assert client.post(cancel, {"reason": reason}).status_code == 422, reason
    assert client.post(cancel, {"reason": "Le préau est en travaux."}).status_code == 302
    assert "Le préau est en travaux." in Client().get(page.get_absolute_url()).content.decode()
    # Another one is announced instead: what is cancelled does not come back.
    assert client.post(address, typed()).status_code == 422


def test_nobody_else_changes_or_cancels_a_meeting(farid: Actor, bruno: Actor) -> None:
    meeting = coming_meeting()
    page = page_of(make_council())
    other = page_of(make_council("Les Hauts", commune="montfaucelle"))
    for name in ("meeting", "cancel_meeting"):
        address = page.url_of(name, meeting_id=meeting.pk)
        assert Client().get(address).status_code == 302
        assert signed_in(farid).post(address, {"reason": "x" * 20}).status_code == 403
        elsewhere = other.url_of(name, meeting_id=meeting.pk)
        assert signed_in(bruno).post(elsewhere, {"reason": "x" * 20}).status_code == 403
    meeting.refresh_from_db()
    assert meeting.cancelled_at is None

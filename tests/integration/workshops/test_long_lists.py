"""Lists that grow are read page by page, and say how long they are; the queries stay the same."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from civic.accounts.models import User
from civic.accounts.policies import Actor
from civic.desk.models import CallPromise
from civic.participation.models import Session
from tests.factories.mixed_groups import make_group, page_for
from tests.factories.people import make_person
from tests.factories.rooms import make_card, make_participant, make_room, runner
from tests.factories.territory import make_intercommunality
from tests.integration.desk.scene import agent
from workshops.enums import CardState, RoomState
from workshops.logic.seats import Quota
from workshops.models import Card, GroupMembership, MinutesCorrection, MixedGroup, Participant
from workshops.services.minutes import draft_minutes, share_minutes
from workshops.services.rooms import set_state

pytestmark = pytest.mark.django_db


def browser(actor: Actor) -> Client:
    client = Client()
    assert isinstance(actor.user, User)
    client.force_login(actor.user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def invited(group: MixedGroup, count: int, *, accepted: bool) -> None:
    now = timezone.now()
    GroupMembership.objects.bulk_create(
        GroupMembership(
            group=group,
            person=make_person(f"Personne {number:03}", organisation=make_intercommunality()),
            college="resident",
            invited_at=now,
            accepted_at=now if accepted else None,
            named=accepted,
            term_starts_on=group.term_starts_on,
            term_ends_on=group.term_ends_on,
        )
        for number in range(count)
    )


def held(group: MixedGroup, count: int) -> None:
    start = timezone.now() - timedelta(days=1)
    Session.objects.bulk_create(
        Session(
            space=group.space,
            title=f"Séance {number:03}",
            starts_at=start - timedelta(days=number),
            ends_at=start - timedelta(days=number) + timedelta(hours=2),
            place="Salle",
        )
        for number in range(count)
    )


def test_members_and_sessions_of_a_group_are_read_page_by_page(
    chloe: Actor, count_queries: Any
) -> None:
    group = make_group(quotas=[Quota("resident", 1, 300, 300)])
    page = page_for(group)
    address, client = page.get_absolute_url(), Client()
    client.get(address)
    costs = []
    for members, sessions in ((2, 1), (58, 29)):
        invited(group, members, accepted=True)
        invited(group, members, accepted=False)
        held(group, sessions)
        cache.clear()
        client.get(reverse("home"))
        with count_queries() as queries:
            html = client.get(address).content.decode().replace("\xa0", " ")
        costs.append(len(queries))
    assert costs[0] == costs[1]
    assert html.count("<b>Personne") == 50
    assert html.count("<b>Séance") == 8
    rest = client.get(f"{address}?resident=2&seances=4").content.decode().replace("\xa0", " ")
    assert rest.count("<b>Personne") == 10
    assert rest.count("<b>Séance") == 6
    manage = browser(chloe).get(page.url_of("manage")).content.decode().replace("\xa0", " ")
    assert "60" in manage.partition('id="waiting"')[2].partition("</h2>")[0]
    assert manage.count("Personne ") == 40


def test_chloe_finds_whom_to_invite_among_hundreds_by_their_name(chloe: Actor) -> None:
    group = make_group()
    home = make_intercommunality()
    for number in range(25):
        make_person(f"Voisine {number}", organisation=home)
    marcelle = make_person("Marcelle R.", organisation=home)
    address, client = page_for(group).url_of("invite"), browser(chloe)
    assert "Voisine" not in client.get(address).content.decode().replace("\xa0", " ")
    found = client.get(address, {"q": "marcelle"}).content.decode().replace("\xa0", " ")
    assert f'<option value="{marcelle.pk}" selected>Marcelle R. – {home}' in found
    assert "Voisine" not in found
    sent = {"college": "resident", "person": marcelle.pk}
    assert client.post(f"{address}?q=marcelle", sent).status_code == 302
    assert GroupMembership.objects.get().person == marcelle


def test_corrections_that_wait_come_first_whatever_their_number(chloe: Actor) -> None:
    room = make_room()
    draft = draft_minutes(who=runner(room))
    share_minutes(who=runner(room), days=7)
    author = make_participant(room)
    MinutesCorrection.objects.bulk_create(
        MinutesCorrection(
            draft=draft,
            participant=author,
            passage="Douze personnes.",
            proposed=f"{number} personnes.",
            state="pending" if number < 3 else "refused",
            reason="" if number < 3 else "Compté à l’entrée.",
        )
        for number in range(25)
    )
    html = (
        browser(chloe)
        .get(reverse("room_minutes", args=[room.pk]))
        .content.decode()
        .replace("\xa0", " ")
    )
    assert html.count('class="stack-tight room-correction"') == 20
    assert html.count('name="act" value="accept"') == 3
    assert "3 attendent" in html


def test_those_who_came_late_and_those_present_are_counted_whole(chloe: Actor) -> None:
    room = make_room()
    Participant.objects.bulk_create(
        Participant(
            room=room, token_hash=f"{number:064}", name=f"Voix {number}", college="resident"
        )
        for number in range(60)
    )
    make_card(room)
    written = Card.objects.get()
    set_state(who=runner(room), state=RoomState.CLOSED)
    Card.objects.bulk_create(
        Card(
            key=uuid4(),
            room=room,
            table=written.table,
            number=number,
            position=number,
            text=f"Tard {number}",
            college="resident",
            state=CardState.LATE,
            written_at=timezone.now(),
        )
        for number in range(2, 132)
    )
    client = browser(chloe)
    console = (
        client.get(reverse("room_console", args=[room.pk])).content.decode().replace("\xa0", " ")
    )
    assert "130 cartes" in console
    assert console.count("Tard ") == 100
    taken = client.post(reverse("room_run", args=[room.pk]), {"act": "late.take_in"})
    assert taken.status_code in {302, 303}
    states = list(Card.objects.order_by("number").values_list("state", flat=True))
    assert states == ["kept"] * 101 + ["late"] * 30
    people = (
        client.get(reverse("room_people", args=[room.pk])).content.decode().replace("\xa0", " ")
    )
    assert "61 personnes" in people
    assert people.count("<b>Voix") + people.count("<b>Sans nom") <= 50


def test_promised_calls_are_read_page_by_page() -> None:
    odile, home = agent(), make_intercommunality()
    lucien = make_person("Lucien", phone="05 36 49 11 22")
    CallPromise.objects.bulk_create(
        CallPromise(
            organisation=home,
            person=lucien,
            about=f"Rappel {number}",
            guarantor=odile.user,
            promised_at=timezone.now() + timedelta(minutes=number),
        )
        for number in range(25)
    )
    client = browser(odile)
    address = reverse("desk_calls", args=[home.slug])
    pages = [
        client.get(address, {"promis": page}).content.decode().replace("\xa0", " ")
        for page in (1, 2)
    ]
    assert [page.count("<p>Rappel ") for page in pages] == [20, 5]
    desk = client.get(reverse("desk", args=[home.slug])).content.decode().replace("\xa0", " ")
    assert "25 rappels" in desk
    assert desk.count("Rappel ") == 8

"""What goes wrong in a hall: too many cards, phones that lie about the hour, people who leave."""

import re
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from civic.accounts.policies import Actor
from civic.core.exceptions import Refusal
from civic.participation.registry import participation_registry
from civic.privacy.services.erasure import erase_person
from tests.factories.mixed_groups import fill, make_group
from tests.factories.people import make_person, make_user
from tests.factories.rooms import inside, make_card, make_participant, make_room, read, runner
from tests.factories.workshops import make_workshop_page
from workshops.enums import RoomState
from workshops.models import Card, Room
from workshops.selectors.room import changes_since
from workshops.services.handing_on import hand_cards_on
from workshops.services.mixed_groups import open_group
from workshops.services.rooms import set_state, set_timer
from workshops.views.room_visit import cookie_of, signed_token

pytestmark = pytest.mark.django_db
TOKEN = "the secret of this phone"


@pytest.fixture
def room() -> Room:
    return make_room()


def written_before(room: Room, count: int, start: int = 0) -> None:
    """Put cards on the first table as if the room had let them in."""
    table = room.tables.order_by("number").first()
    assert table is not None
    author = make_participant(room)
    Card.objects.bulk_create(
        Card(
            key=UUID(int=number + 1),
            room=room,
            table=table,
            number=number + 1,
            position=number + 1,
            changed=number + 1,
            text=f"Carte {number}",
            college="resident",
            written_at=timezone.now(),
            author=author,
        )
        for number in range(start, count)
    )
    Room.objects.filter(pk=room.pk).update(cards_count=count)


def test_ten_thousand_cards_are_read_in_pieces_and_the_next_is_refused_with_its_text(
    room: Room, client: Client, count_queries: Any
) -> None:
    client.force_login(make_user("chloe.b@example.org", "Chloé", is_superuser=True))
    names = ("room", "room_console", "room_screen")
    written_before(room, 700)
    few = {name: len(client.get(reverse(name, args=[room.pk])).content) for name in names}
    written_before(room, 10_000, start=700)
    with pytest.raises(Refusal) as refused:
        make_card(room, "Une de plus")
    assert refused.value.code == "room_full"
    first = changes_since(read(room), 0)
    assert len(first["cards"]) == 500
    for name in names:
        with count_queries() as queries:
            page = client.get(reverse(name, args=[room.pk]))
        assert page.status_code == 200
        assert len(queries) <= 40, name
        assert len(page.content) < few[name] * 1.05, (name, few[name], len(page.content))
    # Whoever runs the room reaches every card, to hand it on.
    last = client.get(reverse("room_console", args=[room.pk]), {"page": 17}).content.decode()
    assert "Carte 9999" in last
    # The wall says the last ones written, not the last of those it has loaded.
    assert "Carte 9999" in page.content.decode()
    # A phone on a bad network receives the first cards, and the way to the others.
    make_participant(room, TOKEN)
    phone = Client()
    phone.cookies[cookie_of(room.pk)] = signed_token(room.pk, TOKEN)
    page = phone.get(reverse("room", args=[room.pk]))
    assert len(page.content) < 250_000, len(page.content)
    assert "page=2" in page.content.decode()
    assert "page=1" in phone.get(reverse("room", args=[room.pk]), {"page": 2}).content.decode()


def test_a_phone_that_is_an_hour_late_or_a_year_early_changes_no_moment(
    room: Room, client: Client
) -> None:
    participant = make_participant(room, TOKEN)
    who = inside(room, participant)
    before = timezone.now()
    card = make_card(room, who=who)
    assert before <= card.written_at <= timezone.now()
    set_timer(who=runner(read(room)), minutes=5)
    # What is sent is what is left, never an hour: the phone counts down from it.
    left = read(room).seconds_left
    assert left is not None
    assert 290 <= left <= 300
    client.force_login(make_user("chloe.b@example.org", "Chloé", is_superuser=True))
    page = client.get(reverse("room_screen", args=[room.pk])).content.decode()
    [sent] = re.findall(r'data-seconds="(\d+)"', page)
    assert 0 <= left - int(sent) <= 60


def test_a_person_erased_in_the_middle_of_the_trail_leaves_the_trail(
    room: Room, client: Client
) -> None:
    make_workshop_page(room.session.space.workshop)
    odile = make_person("Odile Martin", email="odile@example.org", email_confirmed=True)
    participant = make_participant(room, actor=Actor(person=odile))
    card = make_card(room, "Un banc devant la poste", inside(room, participant))
    [done] = hand_cards_on(who=runner(read(room)), cards=[card.pk])
    set_state(who=runner(read(room)), state=RoomState.CLOSED)
    assert done.contribution is not None
    assert done.contribution.author_id == odile.pk

    erase_person(actor=Actor(person=odile), person=odile)
    steps = participation_registry.trail_of([done.contribution_id])[done.contribution_id]
    assert [step.kind for step in steps[:2]] == ["session", "card"]
    page = client.get(reverse("room_written", args=[room.pk])).content.decode()
    assert "Un banc devant la poste" in page
    assert done.contribution.case.number in page
    assert "Odile" not in page
    done.contribution.refresh_from_db()
    assert "Odile" not in done.contribution.author.public_name


def test_a_group_without_an_elected_official_does_not_open_and_says_who_is_missing(
    chloe: Actor,
) -> None:
    group = make_group()
    fill(group, {"resident": 2, "technical_officer": 1})
    with pytest.raises(Refusal) as refused:
        open_group(actor=chloe, group=group)
    assert refused.value.code == "below_minimum"
    said = str(refused.value)
    assert "elected official" in said or "élu" in said
    group.refresh_from_db()
    assert group.opened_at is None


def test_a_card_written_before_the_closing_waits_whatever_the_phone_says(room: Room) -> None:
    who = inside(room)
    set_state(who=runner(room), state=RoomState.CLOSED)
    Room.objects.filter(pk=room.pk).update(closed_at=timezone.now() - timedelta(hours=23))
    late = make_card(read(room), "Écrite sans réseau", who)
    assert late.state == "late"

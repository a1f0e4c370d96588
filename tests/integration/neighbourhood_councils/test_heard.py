"""Bruno files what was heard in session, one line after the other."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from civic.accounts.models import Person
from civic.accounts.policies import Actor
from civic.cases.models import Request
from civic.core.enums import Channel
from civic.notifications.models import Notice
from tests.integration.neighbourhood_councils.request_scene import make_lamp
from tests.integration.neighbourhood_councils.scene import (
    answer,
    make_council,
    page_of,
    signed_in,
)

pytestmark = pytest.mark.django_db


def typed(**extra: Any) -> dict[str, Any]:
    return {
        "title": "Lampe éteinte devant l'école",
        "said_on": timezone.localdate().isoformat(),
        "submission_key": str(uuid.uuid4()),
    } | extra


def test_five_requests_follow_each_other_and_are_in_the_table(bruno: Actor) -> None:
    page = page_of(make_council())
    make_lamp()
    chair = signed_in(bruno)
    address = page.url_of("heard")
    for number in range(5):
        sent = chair.post(
            address, typed(title=f"Lampe éteinte numéro {number}", place="Rue du Pont")
        )
        assert sent.status_code == 302
        address = sent["Location"]
        assert 'value="Rue du Pont"' in chair.get(address).content.decode()
    assert Request.objects.public().filter(channel=Channel.MEETING).count() == 5
    asked = Request.objects.order_by("pk")[0]
    assert asked.case.department is not None
    assert asked.case.department.slug == "eclairage"
    assert "Lampe éteinte numéro 4" in chair.get(page.url_of("table")).content.decode()


def test_whoever_asked_stays_private_and_is_answered(bruno: Actor) -> None:
    page = page_of(make_council())
    make_lamp()
    chair = signed_in(bruno)
    chair.post(page.url_of("heard"), typed(name="Nour Haddad", phone="05 36 49 11 22"))
    asked = Request.objects.get()
    for name in ("table", "detail"):
        shown = chair.get(page.url_of(name)).content.decode()
        assert "Haddad" not in shown
        assert "05 36 49 11 22" not in shown
    answer(asked)
    notice = Notice.objects.filter(person=asked.person, kind="request.answered").get()
    assert notice.medium == "telephone"


def test_the_same_line_sent_twice_is_one_request(bruno: Actor) -> None:
    page = page_of(make_council())
    chair, once = signed_in(bruno), typed(name="Nour")
    for _again in range(3):
        chair.post(page.url_of("heard"), once)
    assert Request.objects.count() == 1
    assert Person.objects.filter(legal_name="Nour").count() == 1


def test_a_name_in_the_line_waits_for_a_reader(bruno: Actor) -> None:
    page = page_of(make_council())
    sent = signed_in(bruno).post(
        page.url_of("heard"), typed(title="Rappeler M. Lefebvre au 06 12 34 56 78")
    )
    assert sent.status_code == 302
    assert not Request.objects.get().is_public


def test_a_day_to_come_and_a_line_too_short_are_refused_with_what_was_typed(bruno: Actor) -> None:
    page = page_of(make_council())
    chair = signed_in(bruno)
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    late = chair.post(page.url_of("heard"), typed(said_on=tomorrow))
    assert late.status_code == 422
    assert "Lampe éteinte" in late.content.decode()
    short = chair.post(page.url_of("heard"), typed(title="Lampe"))
    assert short.status_code == 422
    assert not Request.objects.exists()


def test_a_place_in_another_town_is_asked_about_first(bruno: Actor) -> None:
    page = page_of(make_council())
    chair, line = signed_in(bruno), typed(place="12 rue de la Paix, 75002 Paris")
    refused = chair.post(page.url_of("heard"), line)
    assert refused.status_code == 422
    shown = refused.content.decode()
    assert line["place"] in shown
    assert 'name="place_confirmed"' in shown
    assert not Request.objects.exists()
    assert chair.post(page.url_of("heard"), line | {"place_confirmed": "on"}).status_code == 302
    assert Request.objects.get().place == line["place"]


def test_farid_files_nothing(farid: Actor) -> None:
    page = page_of(make_council())
    assert signed_in(farid).post(page.url_of("heard"), typed()).status_code == 403
    assert not Request.objects.exists()

"""The indicator « always the same people? » on real rows, and what it costs."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from civic.analysis.selectors import has_taken_part_before, measured
from civic.participation.models import Activity, Registration
from tests.factories.participation import (
    days,
    make_activity,
    make_call,
    make_contribution,
    make_space,
)
from tests.factories.people import make_person
from tests.factories.territory import make_commune
from tests.factories.workshops import make_session

pytestmark = pytest.mark.django_db


def speak(activity: Activity, count: int, **extra: object) -> list[object]:
    found = [make_person(f"Personne {number}", **extra) for number in range(count)]
    for person in found:
        make_contribution(activity, person)
    return found


def test_somebody_who_spoke_elsewhere_before_is_not_new() -> None:
    earlier = make_activity(make_space("mobilites", title="Mobilités"))
    here = make_activity(make_space("plan-climat"))
    known = speak(earlier, 6)
    for contribution in earlier.contributions.all():
        contribution.said_at -= days(30)
        contribution.save(update_fields=["said_at"])
    for person in known:
        make_contribution(here, person)
    speak(here, 8)
    found = measured(here.space)
    assert (found.newcomers.part, found.newcomers.whole) == (8, 14)
    assert [(one.title, one.people) for one in found.overlaps] == [("Mobilités", 6)]


def test_somebody_who_came_to_a_workshop_before_is_not_new() -> None:
    here = make_activity(make_space("plan-climat"))
    person = make_person()
    session = make_session()
    session.starts_at -= days(60)
    session.ends_at -= days(60)
    session.save()
    Registration.objects.create(
        session=session, person=person, state="confirmed", channel="online", college="resident"
    )
    make_contribution(here, person)
    speak(here, 6)
    found = measured(here.space)
    assert found.newcomers.whole - found.newcomers.part == 1
    assert has_taken_part_before(person.pk, space_id=here.space_id, moment=timezone.now())


def test_what_is_held_back_is_not_counted() -> None:
    here = make_activity(make_space("plan-climat"))
    speak(here, 6)
    make_contribution(here, make_person(), text="Appelez-moi vite au 06 12 34 56 78, merci.")
    assert measured(here.space).people == 6


def test_the_commune_nobody_spoke_from_is_named_and_no_person_is() -> None:
    call = make_call(territories=[make_commune(), make_commune("montfaucelle")])
    speak(call.activity, 8, organisation=make_commune())
    cache.clear()
    found = measured(call.activity.space)
    assert found.silent == (make_commune("montfaucelle").label,)
    page = Client().get(call.get_parent().specific.get_absolute_url()).content.decode()
    section = page.partition('id="sameness"')[2].partition("</section>")[0]
    assert make_commune("montfaucelle").label in section
    assert "Personne 1" not in section


def test_the_indicator_costs_the_same_for_six_and_for_sixty_people() -> None:
    here = make_activity(make_space("plan-climat"))
    speak(here, 6)
    with CaptureQueriesContext(connection) as few:
        measured(here.space)
    speak(here, 54)
    with CaptureQueriesContext(connection) as many:
        measured(here.space)
    assert len(few) == len(many) == 2

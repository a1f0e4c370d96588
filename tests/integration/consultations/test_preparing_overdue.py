"""A result that is overdue: said in public, and to the managers, once a week at most."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from civic.accounts.enums import Role
from civic.core.registry import registry
from civic.notifications.models import Notice
from consultations.models import ConsultationPage
from consultations.selectors.overdue import overdue_consultations
from consultations.services.framing import frame_consultation
from consultations.services.publication import archive_consultation, publish_outcome
from consultations.services.reminders import remind_of_overdue_results
from home.selectors.due import due_today
from tests.factories.participation import (
    make_consultation,
    make_consultation_pages,
    make_decision,
)
from tests.factories.people import grant, make_person, make_user
from tests.factories.territory import make_commune, make_intercommunality


def make_overdue(slug: str = "plan-climat", **extra):
    yesterday = timezone.localdate() - timedelta(days=1)
    return make_consultation(slug, opens=-30, closes=-5, answer_due_on=yesterday, **extra)


def told():
    return Notice.objects.filter(kind="consultation.overdue")


def test_each_manager_is_told_once_however_often_the_clock_ticks(elise, chloe):
    consultation = make_overdue()
    now = timezone.now()
    for minutes in range(3):
        registry.ticks["overdue results"](now + timedelta(minutes=minutes))
    notice = told().get()
    assert notice.person == elise.person
    assert notice.url == f"/cms/consultations/prepare/{consultation.pk}/"


def test_managers_are_told_again_after_a_week_and_no_sooner(elise):
    make_overdue()
    now = timezone.now()
    remind_of_overdue_results(now)
    remind_of_overdue_results(now + timedelta(days=6))
    assert told().count() == 1
    remind_of_overdue_results(now + timedelta(days=8))
    assert told().count() == 2


def test_nobody_is_told_once_the_outcome_is_published_or_postponed(elise):
    first, second = make_overdue(), make_overdue("autre")
    make_decision(first)
    publish_outcome(actor=elise, consultation=first)
    frame_consultation(
        actor=elise,
        consultation=second,
        answer_due_on=timezone.localdate() + timedelta(days=9),
        reason="Le conseil est reporté.",
    )
    assert remind_of_overdue_results(timezone.now()) == 0


def test_only_the_managers_of_the_place_are_told(elise, driss):
    user = make_user("maire@example.org")
    manager = make_person("Une responsable", user=user)
    grant(user, Role.MANAGER, make_commune())
    other = make_user("ailleurs@example.org")
    make_person("Une autre", user=other)
    grant(other, Role.MANAGER, make_commune("montfaucelle"))
    make_overdue(organisation=make_commune(), territories=[])
    remind_of_overdue_results(timezone.now())
    assert [notice.person for notice in told()] == [manager]


def test_it_stands_in_what_is_to_do_today_of_those_who_run_it(elise, bruno):
    consultation = make_overdue()
    make_overdue("ailleurs", organisation=make_commune("montfaucelle"), territories=[])
    assert due_today(elise).overdue_results == (consultation,)
    assert not due_today(elise).nothing
    assert due_today(bruno).overdue_results == ()


def test_the_public_page_says_so(db):
    make_consultation_pages(make_overdue())
    html = Client().get(ConsultationPage.objects.get().get_absolute_url()).content.decode()
    assert "Résultat en retard" in html or "Result overdue" in html


def test_it_is_not_archived_while_the_result_is_overdue(elise):
    from civic.core.exceptions import Refusal

    consultation = make_overdue()
    with pytest.raises(Refusal) as refusal:
        archive_consultation(actor=elise, consultation=consultation)
    assert refusal.value.code == "outcome_missing"


def test_finding_them_costs_the_same_for_one_and_for_ten(db, count_queries):
    make_overdue()
    with count_queries() as few:
        assert len(overdue_consultations()) == 1
    for number in range(9):
        make_overdue(f"autre-{number}")
    with count_queries() as many:
        assert len(overdue_consultations()) == 10
    assert len(few) == len(many)
    assert make_intercommunality().pk

"""Two clicks say whether it is settled: without an account, without JavaScript, once."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from civic.accounts.enums import Role
from civic.accounts.policies import Actor
from civic.cases.logic.proof import code_of
from civic.cases.models import Case, Satisfaction
from civic.cases.services.satisfaction import give_satisfaction
from civic.core.exceptions import NotAllowed, Refusal
from tests.factories.people import grant, make_user
from tests.factories.territory import make_commune
from tests.integration.cases.test_contest import answered, asked
from tests.integration.neighbourhood_councils.scene import signed_in, today

pytestmark = pytest.mark.django_db


def page(case: Case) -> str:
    return f"/fr/suivre/{case.number}/avis/"


def say(case: Case, satisfied: str, **typed) -> int:
    data = {"satisfied": satisfied, "code": code_of(case.number), **typed}
    return Client().post(page(case), data).status_code


def test_reading_the_link_of_the_mail_writes_nothing_and_one_click_more_writes(
    amina: Actor,
) -> None:
    case = answered(amina)
    link = f"{page(case)}?code={code_of(case.number)}"
    for _prefetch in range(3):
        assert Client().get(link).status_code == 200
    assert not Satisfaction.objects.exists()
    assert say(case, "yes") == 302
    said = Satisfaction.objects.get()
    assert (said.is_satisfied, said.days, said.channel) == (True, 0, "online")
    assert said.department == case.department


def test_it_is_said_once_and_changed_until_the_last_day(amina: Actor) -> None:
    case = answered(amina)
    assert say(case, "yes") == say(case, "yes") == 302
    assert say(case, "no", with_reasons="1", about=["about_delay", "about_result"]) == 302
    said = Satisfaction.objects.get()
    assert (said.is_satisfied, said.about_delay, said.about_clarity) == (False, True, False)
    assert say(case, "no") == 302
    said.refresh_from_db()
    assert said.about_delay
    with pytest.raises(IntegrityError), transaction.atomic():
        Satisfaction.objects.bulk_create(
            [
                Satisfaction(
                    case=case,
                    organisation=case.organisation,
                    days=1,
                    is_satisfied=True,
                    channel="online",
                    said_on=today(),
                )
            ]
        )


def test_somebody_dissatisfied_is_led_to_contest(amina: Actor) -> None:
    case = answered(amina)
    say(case, "no")
    shown = Client().get(f"{page(case)}?code={code_of(case.number)}").content.decode()
    assert f"/fr/suivre/{case.number}/reexamen/?code=" in shown
    say(case, "yes")
    shown = Client().get(f"{page(case)}?code={code_of(case.number)}").content.decode()
    assert "/reexamen/" not in shown


@pytest.mark.parametrize("typed", [{"satisfied": ""}, {"satisfied": "maybe"}, {}])
def test_anything_else_than_yes_or_no_is_refused(amina: Actor, typed: dict[str, str]) -> None:
    case = answered(amina)
    data = {"code": code_of(case.number), "x": "1", **typed}
    assert Client().post(page(case), data).status_code == 422
    assert not Satisfaction.objects.exists()


def test_too_early_too_late_or_somebody_else_is_refused(
    amina: Actor, farid: Actor, driss: Actor
) -> None:
    early = asked(amina)
    with pytest.raises(Refusal) as refusal:
        give_satisfaction(actor=amina, case=early, is_satisfied=True)
    assert refusal.value.code == "not_answered"
    late = answered(amina, days_ago=31)
    with pytest.raises(Refusal) as refusal:
        give_satisfaction(actor=amina, case=late, is_satisfied=True)
    assert refusal.value.code == "too_late"
    assert say(late, "yes") == 422
    case = answered(amina)
    with pytest.raises(Refusal) as refusal:
        give_satisfaction(actor=amina, case=case, is_satisfied=True, about=["about_me"])
    assert refusal.value.code == "unknown_reason"
    for stranger in (farid, driss, Actor()):
        with pytest.raises(NotAllowed):
            give_satisfaction(actor=stranger, case=case, is_satisfied=True)
    assert Client().post(page(case), {"satisfied": "yes"}).status_code == 200
    assert not Satisfaction.objects.exists()


def test_the_desk_writes_it_down_for_amina(amina: Actor) -> None:
    case = answered(amina)
    agent = make_user("guichet@example.org")
    grant(agent, Role.DESK, make_commune())
    assert signed_in(Actor(user=agent)).post(page(case), {"satisfied": "no"}).status_code == 302
    assert Satisfaction.objects.get().channel == "desk"


def test_the_delay_is_that_of_the_first_answer(amina: Actor) -> None:
    case = answered(amina, days_ago=9)
    Case.objects.filter(pk=case.pk).update(first_answered_on=case.received_on + timedelta(days=4))
    case.refresh_from_db()
    assert case.days_waited == 4

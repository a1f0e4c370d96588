"""What is planned comes back to the department when its day is past, in public too."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from civic.accounts.policies import SYSTEM, Actor
from civic.cases.models import Case, PlanNews
from civic.cases.services.cases import answer_case
from civic.cases.services.plans import follow_plan
from civic.cases.services.reminders import mark_overdue_plans
from civic.core.exceptions import NotAllowed, Refusal
from civic.notifications.models import Notice
from tests.integration.cases.test_contest import asked, officer
from tests.integration.neighbourhood_councils.scene import (
    REASON,
    make_council,
    page_of,
    signed_in,
    today,
)

pytestmark = pytest.mark.django_db
TEXT = "Les deux bancs ont été posés mardi, face au canal."


def planned(amina: Actor, ahead: int = 10, days_ago: int = 30) -> Case:
    day = today() - timedelta(days=days_ago)
    case = asked(amina, said_on=day)
    return answer_case(
        actor=SYSTEM,
        case=case,
        outcome="planned",
        reason=REASON,
        next_steps="Pose des bancs.",
        answered_on=day,
        planned_for=day + timedelta(days=ahead),
    )


def sheet(case: Case) -> str:
    return page_of(make_council()).url_of("sheet", number=case.number)


@pytest.mark.parametrize("days", [None, -1])
def test_planned_without_a_day_to_come_is_refused(amina: Actor, days: int | None) -> None:
    case = asked(amina)
    with pytest.raises(Refusal) as refusal:
        answer_case(
            actor=SYSTEM,
            case=case,
            outcome="planned",
            reason=REASON,
            next_steps="Pose des bancs.",
            planned_for=None if days is None else today() + timedelta(days=days),
        )
    assert refusal.value.field == "planned_for"


def test_driss_plans_from_the_inbox(driss: Actor, amina: Actor) -> None:
    case = asked(amina)
    client = signed_in(driss)
    typed = {
        "answer-outcome": "planned",
        "answer-reason": REASON,
        "answer-next_steps": "Pose des bancs.",
    }
    address = f"/fr/agent/dossiers/{case.number}/answer/"
    assert client.post(address, typed).status_code == 422
    day = today() + timedelta(days=20)
    typed |= {"answer-planned_for": f"{day}"}
    assert client.post(address, typed).status_code == 200
    assert client.post(address, {**typed, "confirmed": "1"}).status_code == 302
    case.refresh_from_db()
    assert case.planned_for == day


def test_a_past_day_is_marked_once_told_once_and_shown_to_everybody(amina: Actor) -> None:
    agent = officer("premier")
    past, ahead = planned(amina), planned(amina, ahead=90)
    now = timezone.now()
    assert mark_overdue_plans(now) == 1
    assert mark_overdue_plans(now) == 0
    past.refresh_from_db()
    assert past.plan_overdue_on == today()
    assert Notice.objects.filter(kind="case.plan_overdue", person=agent.person).count() == 1
    assert "state-late" in Client().get(sheet(past)).content.decode()
    assert "state-late" not in Client().get(sheet(ahead)).content.decode()
    listed = signed_in(agent).get("/fr/agent/prevu/").content.decode()
    assert past.number in listed
    assert ahead.number not in listed
    assert "/fr/agent/prevu/" in signed_in(agent).get("/fr/agent/").content.decode()


def test_what_became_of_it_is_public_told_to_amina_and_said_once(amina: Actor) -> None:
    agent = officer("premier")
    case = planned(amina)
    mark_overdue_plans(timezone.now())
    client = signed_in(agent)
    where = f"/fr/agent/prevu/{case.number}/"

    def typed(**values: str) -> dict[str, str]:
        return {f"{case.number}-{name}": value for name, value in values.items()}

    refused = client.post(where, typed(word="moved", text=TEXT))
    assert refused.status_code == 422
    assert TEXT in refused.content.decode()
    for bad in ("fait", f"{TEXT} Mme Odile Ferrandou, 06 39 98 27 54."):
        assert client.post(where, typed(word="done", text=bad)).status_code == 422
    later = today() + timedelta(days=5)
    assert (
        client.post(where, typed(word="moved", text=TEXT, planned_for=f"{later}")).status_code
        == 302
    )
    case.refresh_from_db()
    assert (case.planned_for, case.plan_overdue_on) == (later, None)
    assert case.reason == REASON
    follow_plan(actor=agent, case=case, word="done", text=TEXT)
    shown = Client().get(sheet(case)).content.decode()
    assert shown.count(TEXT) == 2
    assert Notice.objects.filter(kind="case.plan_followed", person=amina.person).count() == 2
    with pytest.raises(Refusal) as settled:
        follow_plan(actor=agent, case=case, word="dropped", text=TEXT)
    assert settled.value.code == "already_settled"
    assert mark_overdue_plans(timezone.now() + timedelta(days=30)) == 0


def test_only_the_department_says_it(amina: Actor, farid: Actor) -> None:
    case = planned(amina)
    for stranger in (amina, farid, Actor()):
        with pytest.raises(NotAllowed):
            follow_plan(actor=stranger, case=case, word="done", text=TEXT)
    assert signed_in(farid).get("/fr/agent/prevu/").status_code == 403
    assert not PlanNews.objects.exists()


def test_two_plans_and_twenty_cost_the_same(amina: Actor, count_queries) -> None:
    agent = officer("premier")
    client = signed_in(agent)
    for _n in range(2):
        planned(amina)
    client.get("/fr/agent/prevu/")
    with count_queries() as few:
        client.get("/fr/agent/prevu/")
    for _n in range(15):
        planned(amina)
    with count_queries() as many:
        client.get("/fr/agent/prevu/")
    assert len(few) == len(many)

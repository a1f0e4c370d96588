"""Whoever asked contests an answer once, without an account; somebody else answers."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from civic.accounts.enums import Role
from civic.accounts.policies import SYSTEM, Actor
from civic.audit.services import key_of
from civic.cases.enums import CaseState
from civic.cases.logic.proof import code_of, is_code_of
from civic.cases.models import AnswerRules, Case
from civic.cases.services.cases import answer_case
from civic.cases.services.reminders import remind_of_contests
from civic.core.exceptions import Refusal
from civic.notifications.enums import NoticeState
from civic.notifications.models import Follow, Notice
from civic.participation.services.reviews import ask_for_review
from tests.factories.people import grant, make_person, make_user
from tests.factories.territory import make_commune, make_department
from tests.integration.neighbourhood_councils.scene import (
    NEXT_STEPS,
    REASON,
    make_council,
    make_request,
    signed_in,
    today,
)

pytestmark = pytest.mark.django_db
WHY = "La lampe du fond, côté canal, est toujours éteinte depuis jeudi."


def officer(name: str) -> Actor:
    user = make_user(f"{name}@example.org", name)
    grant(user, Role.OFFICER, make_commune(), make_department())
    return Actor(user=user, person=make_person(name, user=user, email=user.email))


def asked(amina: Actor, **extra) -> Case:
    return make_request(
        make_council(), person=amina.person, department=make_department(), **extra
    ).case


def answered(amina: Actor, days_ago: int = 0, by: Actor = SYSTEM) -> Case:
    day = today() - timedelta(days=days_ago)
    case = asked(amina, said_on=day)
    answer_case(
        actor=by,
        case=case,
        outcome="done",
        reason=REASON,
        next_steps=NEXT_STEPS,
        answered_on=day,
    )
    case.refresh_from_db()
    return case


def address(case: Case, code: str | None = None) -> str:
    code = code_of(case.number) if code is None else code
    return f"/fr/suivre/{case.number}/reexamen/?code={code}"


def test_the_code_is_read_however_it_is_typed_and_stands_for_one_number() -> None:
    code = code_of("4821-9307")
    assert is_code_of("4821-9307", code.lower().replace("-", " "))
    assert not is_code_of("4821-9315", code)
    assert not is_code_of("4821-9307", "")


def test_amina_contests_from_the_mail_without_an_account(amina: Actor) -> None:
    driss, other = officer("premier"), officer("second")
    case = answered(amina, by=driss)
    told = Notice.objects.get(kind="request.answered")
    assert code_of(case.number) in told.url
    assert code_of(case.number) in told.body

    browser = Client()
    tracking = browser.get(told.url).content.decode()
    assert address(case).replace("&", "&amp;") in tracking
    assert browser.get(address(case)).status_code == 200
    done = browser.post(
        f"/fr/suivre/{case.number}/reexamen/", {"reason": WHY, "code": code_of(case.number)}
    )
    assert done.status_code == 302

    case.refresh_from_db()
    assert (case.state, case.review_reason) == (CaseState.REVIEW, WHY)
    assert case.review_promised_on > today()
    contested = Notice.objects.filter(kind="case.contested", about=key_of(case))
    assert [notice.person_id for notice in contested] == [other.person.pk]
    assert WHY in contested[0].body
    assert Notice.objects.get(kind="case.review_received").person == amina.person
    shown = browser.get(done["Location"]).content.decode()
    assert REASON.replace("'", "&#x27;") in shown
    assert case.number in signed_in(other).get("/fr/agent/").content.decode()

    with pytest.raises(Refusal) as same:
        answer_case(actor=driss, case=case, outcome="done", reason=WHY, next_steps=NEXT_STEPS)
    assert same.value.code == "same_person"
    again = answer_case(
        actor=other,
        case=case,
        outcome="planned",
        reason="La lampe du fond dépend d'un autre câble, coupé par un chantier.",
        next_steps="Réparation dès le câble remplacé.",
        planned_for=today() + timedelta(days=30),
    )
    assert (again.first_reason, again.first_outcome) == (REASON, "done")
    assert again.first_next_steps == NEXT_STEPS
    shown = browser.get(told.url).content.decode()
    assert REASON.replace("'", "&#x27;") in shown
    assert "un autre câble" in shown
    assert Notice.objects.filter(kind="request.answered").count() == 2
    assert address(case) not in shown
    assert browser.get(address(case)).status_code == 403


def test_without_the_code_nothing_is_contested_and_wrong_codes_are_few(amina: Actor) -> None:
    cache.clear()
    case = answered(amina)
    browser = Client()
    assert 'name="code"' in browser.get(address(case, "")).content.decode()
    for _attempt in range(10):
        assert browser.get(address(case, "AAAA-AAAA")).status_code == 422
    assert browser.get(address(case, "AAAA-AAAA")).status_code == 429
    assert browser.get(address(case)).status_code == 429
    cache.clear()
    refused = browser.post(f"/fr/suivre/{case.number}/reexamen/", {"reason": WHY, "code": "X"})
    assert refused.status_code == 422
    case.refresh_from_db()
    assert case.state == CaseState.ANSWERED


def test_a_reason_that_names_a_neighbour_comes_back_with_what_was_typed(amina: Actor) -> None:
    case = answered(amina)
    words = "Mme Odile Ferrandou, ma voisine du 06 39 98 27 54, dit le contraire."
    refused = Client().post(
        f"/fr/suivre/{case.number}/reexamen/", {"reason": words, "code": code_of(case.number)}
    )
    assert refused.status_code == 422
    assert "ma voisine" in refused.content.decode()


def test_after_the_announced_day_it_is_refused_with_the_day(amina: Actor) -> None:
    AnswerRules.objects.create(organisation=make_commune(), contest_days=10)
    case = answered(amina, days_ago=10)
    assert case.contest_until == today()
    late = answered(amina, days_ago=11)
    AnswerRules.objects.update(contest_days=100)
    refused = Client().get(address(late))
    assert refused.status_code == 403
    assert str(late.contest_until.day) in refused.content.decode()
    with pytest.raises(Refusal) as refusal:
        ask_for_review(actor=amina, case=late, reason=WHY)
    assert refusal.value.code == "too_late"
    assert ask_for_review(actor=amina, case=case, reason=WHY).state == CaseState.REVIEW
    with pytest.raises(Refusal) as twice:
        ask_for_review(actor=amina, case=case, reason=WHY)
    assert twice.value.code == "already_reviewed"


def test_what_is_muted_is_told_to_nobody_and_a_late_contest_is_told_once_a_week(
    amina: Actor,
) -> None:
    driss, other = officer("premier"), officer("second")
    case = answered(amina)
    Follow.objects.create(person=other.person, target=key_of(case), muted=True)
    ask_for_review(actor=amina, case=case, reason=WHY)
    states = dict(Notice.objects.filter(kind="case.contested").values_list("person_id", "state"))
    assert states[other.person.pk] == NoticeState.MUTED
    assert states[driss.person.pk] != NoticeState.MUTED

    moment = timezone.now() + timedelta(days=60)
    assert remind_of_contests(timezone.now()) == 0
    Notice.objects.filter(kind="case.contested").update(created_at=timezone.now())
    assert remind_of_contests(moment) == 2
    Notice.objects.filter(kind="case.contested").update(created_at=moment)
    assert remind_of_contests(moment + timedelta(days=1)) == 0
    assert Case.objects.late_on(today()).filter(pk=case.pk).count() == 0
    assert Case.objects.late_on(moment.date()).filter(pk=case.pk).count() == 1

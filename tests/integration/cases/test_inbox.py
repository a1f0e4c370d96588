"""The officer's inbox: late first, answered in place, nothing typed is ever lost."""

import pytest
from django.test import Client

from civic.accounts.enums import Role
from civic.accounts.policies import Actor
from civic.cases.enums import CaseOrigin, CaseState
from civic.cases.logic.numbering import new_number
from civic.cases.models import Case, Request, Transfer
from civic.cases.selectors import holdings_of
from civic.core.enums import Channel
from civic.notifications.models import Notice
from neighbourhood_councils.selectors.trail import trail_of
from tests.factories.people import grant, make_person, make_user
from tests.factories.territory import make_commune, make_department, make_intercommunality
from tests.integration.neighbourhood_councils.scene import (
    NEXT_STEPS,
    REASON,
    answer,
    make_council,
    make_late,
    make_request,
    make_requests,
    signed_in,
    today,
)

pytestmark = pytest.mark.django_db

INBOX = "/fr/agent/"


def act(client: Client, case: Case, name: str, **typed: str):
    data = {f"{name}-{field}": value for field, value in typed.items()}
    return send(client, case, name, **data, confirmed="1")


def send(client: Client, case: Case, name: str, **data: str):
    return client.post(f"{INBOX}dossiers/{case.number}/{name}/", data)


def with_voirie(title: str = "Nid-de-poule", **extra) -> Case:
    return make_request(make_council(), title=title, department=make_department(), **extra).case


def test_only_those_who_answer_enter(
    driss: Actor, farid: Actor, amina: Actor, bruno: Actor
) -> None:
    make_council()
    assert Client().get(INBOX).status_code == 302
    assert signed_in(driss).get(INBOX).status_code == 200
    for stranger in (farid, amina, bruno):
        assert signed_in(stranger).get(INBOX).status_code == 403


def test_driss_sees_his_department_late_first_and_nothing_else(driss: Actor) -> None:
    soon = with_voirie("À venir")
    late = make_late(make_request(make_council()), department=make_department(), days=3).case
    other = make_request(
        make_council(), title="Aux espaces verts", department=make_department(slug="espaces-verts")
    ).case
    answered = with_voirie("Répondue")
    answer(answered.request)
    shown = signed_in(driss).get(INBOX).content.decode()
    assert shown.index(late.number) < shown.index(soon.number)
    assert other.number not in shown
    assert answered.number not in shown


def test_two_cases_and_forty_cost_the_same(driss: Actor, count_queries) -> None:
    council = make_council()
    client = signed_in(driss)
    make_requests(council, 4)
    client.get(INBOX)
    with count_queries() as few:
        client.get(INBOX)
    make_requests(council, 70)
    with count_queries() as many:
        client.get(INBOX)
    assert len(few) == len(many)


def test_an_empty_inbox_says_what_will_be_there(driss: Actor) -> None:
    make_council()
    assert 'class="empty"' in signed_in(driss).get(INBOX).content.decode()


def test_driss_answers_in_place(driss: Actor) -> None:
    case = with_voirie()
    client = signed_in(driss)
    shown = client.get(f"{INBOX}?dossier={case.number}").content.decode()
    assert 'name="answer-reason"' in shown
    assert 'class="public-answer"' in shown
    done = act(
        client,
        case,
        "answer",
        outcome="done",
        reason=REASON,
        next_steps=NEXT_STEPS,
        answered_as="Voirie",
    )
    assert done.status_code == 302
    case.refresh_from_db()
    assert (case.state, case.reason) == (CaseState.ANSWERED, REASON)
    assert f'id="dossier-{case.number}"' not in client.get(INBOX).content.decode()


@pytest.mark.parametrize(
    ("typed", "status"),
    [
        ({"outcome": "done", "reason": "fait", "next_steps": NEXT_STEPS}, 422),
        ({"outcome": "done", "reason": "fait.                     ", "next_steps": "Rien"}, 422),
        ({"outcome": "done", "reason": REASON, "next_steps": ""}, 422),
        ({"outcome": "", "reason": REASON, "next_steps": NEXT_STEPS}, 422),
        ({"outcome": "accepted", "reason": REASON, "next_steps": NEXT_STEPS}, 422),
        ({"outcome": "handed_over", "reason": REASON, "next_steps": NEXT_STEPS}, 422),
        (
            {
                "outcome": "done",
                "reason": f"{REASON} Voir Mme Odile Ferrandou au 06 39 98 27 54.",
                "next_steps": NEXT_STEPS,
            },
            422,
        ),
        ({"outcome": "done", "reason": "x" * 5_001, "next_steps": NEXT_STEPS}, 422),
    ],
)
def test_a_refused_answer_keeps_everything_that_was_typed(
    driss: Actor, typed: dict[str, str], status: int
) -> None:
    person = make_person("Jeanne P.", phone="05 36 49 10 10", contact_preference="telephone")
    case = with_voirie(person=person)
    data = {f"answer-{field}": value for field, value in typed.items()}
    refused = send(signed_in(driss), case, "answer", **data, **{"private-message": "À garder"})
    assert refused.status_code == status
    shown = refused.content.decode()
    assert "À garder" in shown
    assert "error-summary" in shown
    assert typed["reason"][:40].replace("'", "&#x27;") in shown
    case.refresh_from_db()
    assert case.state == CaseState.ROUTED


def test_a_name_may_stay_with_a_reason(driss: Actor) -> None:
    case = with_voirie()
    done = act(
        signed_in(driss),
        case,
        "answer",
        outcome="done",
        reason=f"{REASON} Signé par Mme Odile Ferrandou.",
        next_steps=NEXT_STEPS,
        keep_findings_because="adjointe à la voirie, en exercice",
    )
    assert done.status_code == 302


def test_driss_routes_to_another_department(driss: Actor) -> None:
    case, parks = with_voirie(), make_department(slug="espaces-verts")
    client = signed_in(driss)
    for reason in ("", "  ", "Voir Mme Odile Ferrandou"):
        refused = act(client, case, "route", department=str(parks.pk), reason=reason)
        assert refused.status_code == 422
        # What was chosen stays, and the part of the screen it is in stays open.
        assert f'value="{parks.pk}" selected' in refused.content.decode()
    why = "Le trou est dans une pelouse."
    assert act(client, case, "route", department=str(parks.pk), reason=why).status_code == 302
    case.refresh_from_db()
    assert case.department == parks
    # Whoever asked reads why, with the number and on the public page.
    assert why in client.get(f"/fr/suivre/?q={case.number}", follow=True).content.decode()
    assert [hop["detail"] for hop in trail_of(case.request)][-1] == why
    assert [held["detail"] for held in holdings_of(case)] == ["", why]
    elsewhere = make_department(make_commune("montfaucelle"), slug="accueil")
    other = with_voirie("Autre")
    assert act(client, other, "route", department=str(elsewhere.pk)).status_code == 422


def test_to_sort_what_nobody_holds_needs_no_reason(driss: Actor) -> None:
    user = make_user("accueil@example.org", "Accueil")
    grant(user, Role.DESK, make_commune())
    case, parks = make_request(make_council()).case, make_department(slug="espaces-verts")
    client = signed_in(Actor(user=user))
    assert act(client, case, "route", department=str(parks.pk)).status_code == 302
    case.refresh_from_db()
    assert case.department == parks


def test_driss_hands_over_and_the_number_and_clock_stay(driss: Actor) -> None:
    case, body = with_voirie(), make_intercommunality()
    promised = case.promised_on
    client = signed_in(driss)
    named = act(
        client, case, "transfer", organisation=str(body.pk), reason="Voir Mme Odile Ferrandou"
    )
    assert named.status_code == 422
    assert act(client, case, "transfer", organisation=str(body.pk), reason=" ").status_code == 422
    done = act(client, case, "transfer", organisation=str(body.pk), reason="Voie intercommunale")
    assert done.status_code == 302
    case.refresh_from_db()
    assert (case.organisation, case.promised_on) == (body, promised)
    assert Transfer.objects.get().reason == "Voie intercommunale"


def test_driss_asks_the_person_and_the_question_reaches_them(driss: Actor) -> None:
    person = make_person("Jeanne P.", phone="05 36 49 10 10", contact_preference="telephone")
    case = with_voirie(person=person, channel=Channel.TELEPHONE)
    client = signed_in(driss)
    silent = act(client, case, "ask", state="waiting_requester", question="")
    assert silent.status_code == 422
    lost = act(client, case, "ask", state="in_progress", question="Quel côté de la rue ?")
    assert lost.status_code == 422
    assert "Quel côté de la rue" in lost.content.decode()
    done = act(client, case, "ask", state="waiting_requester", question="Quel côté de la rue ?")
    assert done.status_code == 302
    case.refresh_from_db()
    assert case.state == CaseState.WAITING_REQUESTER
    assert Notice.objects.get(kind="case.question").body == "Quel côté de la rue ?"


def test_nobody_behind_a_table_can_be_asked(driss: Actor) -> None:
    case = with_voirie()
    refused = act(signed_in(driss), case, "ask", state="waiting_requester", question="Où ?")
    assert refused.status_code == 422
    assert act(signed_in(driss), case, "ask", state="planned").status_code == 302


def test_the_person_who_asked_is_told_of_the_answer() -> None:
    person = make_person("Jeanne P.", phone="05 36 49 10 10", contact_preference="telephone")
    case = with_voirie(person=person, channel=Channel.TELEPHONE)
    answer(case.request, private_message="Merci d'avoir appelé.")
    notice = Notice.objects.get(kind="request.answered")
    assert REASON in notice.body
    assert "Merci d'avoir appelé." in notice.body


def test_a_case_of_another_department_or_commune_is_refused(driss: Actor) -> None:
    client = signed_in(driss)
    parks = make_request(make_council(), department=make_department(slug="espaces-verts")).case
    elsewhere = make_request(make_council("Les Hauts", commune="montfaucelle")).case
    for case in (parks, elsewhere):
        assert client.get(f"{INBOX}?dossier={case.number}").status_code == 403
        for name in ("answer", "route", "transfer", "ask"):
            assert act(client, case, name).status_code == 403
        case.refresh_from_db()
        assert case.state != CaseState.ANSWERED


def test_a_case_answered_meanwhile_is_said(driss: Actor) -> None:
    case = with_voirie()
    answer(case.request)
    client = signed_in(driss)
    again = act(client, case, "answer", outcome="done", reason=REASON, next_steps=NEXT_STEPS)
    assert again.status_code == 302
    assert client.get(f"{INBOX}?dossier={case.number}").status_code == 200


def test_numbers_and_acts_that_do_not_exist_lead_nowhere(driss: Actor) -> None:
    case, client = with_voirie(), signed_in(driss)
    assert client.get(f"{INBOX}?dossier=1234").status_code == 404
    assert client.post(f"{INBOX}dossiers/{case.number}/fermer/").status_code == 404
    assert client.post(f"{INBOX}dossiers/0000-0000/answer/").status_code == 404
    assert client.get(f"{INBOX}dossiers/{case.number}/answer/").status_code == 302


def test_what_is_due_today_comes_after_what_is_late(driss: Actor) -> None:
    due = Case.objects.create(
        number=new_number(),
        origin=CaseOrigin.REQUEST,
        organisation=make_commune(),
        department=make_department(),
        received_on=today(),
        promised_on=today(),
    )
    Request.objects.create(
        case=due, organisation=make_commune(), title="Due aujourd'hui", channel="desk"
    )
    late = make_late(make_request(make_council()), department=make_department()).case
    later = with_voirie("Plus tard")
    shown = signed_in(driss).get(INBOX).content.decode()
    places = [shown.index(case.number) for case in (late, due, later)]
    assert places == sorted(places)
    assert all(f'id="group-{name}"' in shown for name in ("late", "today", "later"))


def test_the_desk_enters_and_may_only_route(driss: Actor) -> None:
    user = make_user("accueil@example.org", "Accueil")
    grant(user, Role.DESK, make_commune())
    client, case = signed_in(Actor(user=user)), with_voirie()
    assert client.get(INBOX).status_code == 200
    refused = act(client, case, "answer", outcome="done", reason=REASON, next_steps=NEXT_STEPS)
    assert refused.status_code == 403
    parks = make_department(slug="espaces-verts")
    done = act(client, case, "route", department=str(parks.pk), reason="C'est une pelouse.")
    assert done.status_code == 302

"""The author of an answered contribution asks once for a review; somebody else answers it."""

import pytest
from django.test import Client

from civic.accounts.enums import Role
from civic.accounts.policies import SYSTEM, Actor
from civic.cases.enums import CaseState
from civic.cases.models import Case
from civic.cases.services.cases import answer_case
from civic.cases.services.requests import file_request
from civic.core.exceptions import NotAllowed, Refusal
from civic.notifications.models import Notice
from civic.participation.models import Contribution
from civic.participation.services.reviews import ask_for_review, may_ask_review
from tests.factories.participation import make_call, make_contribution
from tests.factories.people import grant, make_person, make_user
from tests.factories.territory import make_commune

pytestmark = pytest.mark.django_db
REASON = "La réponse parle de la rue des Forges, pas du chemin de halage."


def answered(amina: Actor, by: Actor = SYSTEM) -> Contribution:
    call = make_call()
    contribution = make_contribution(call.activity, amina.person)
    answer_case(
        actor=by,
        case=contribution.case,
        outcome="accepted",
        reason="La berge appartient à la commune et la haie y a sa place.",
        next_steps="Plantation en novembre.",
    )
    contribution.refresh_from_db()
    return Contribution.objects.select_related("case").get(pk=contribution.pk)


def browser(actor: Actor) -> Client:
    client = Client()
    client.force_login(actor.user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def page_of(contribution: Contribution) -> str:
    from consultations.models import CallForProposalsPage

    page = CallForProposalsPage.objects.get(activity=contribution.activity)
    return page.url_of("detail", number=contribution.number)


def test_amina_asks_from_her_proposal_and_everybody_reads_what_follows(amina: Actor) -> None:
    contribution = answered(amina)
    client = browser(amina)
    address = f"/fr/suivre/{contribution.number}/reexamen/"
    assert address in client.get(page_of(contribution)).content.decode()
    assert address in client.get("/fr/compte/").content.decode()
    assert address not in Client().get(page_of(contribution)).content.decode()
    assert client.get(address).status_code == 200
    for reason in ("", "non", "é" * 1001, "Mme Odile Ferrandou, ma voisine, dit le contraire."):
        assert client.post(address, {"reason": reason}).status_code == 422, reason
    done = client.post(address, {"reason": REASON})
    assert done["Location"] == page_of(contribution)
    shown = Client().get(page_of(contribution)).content.decode()
    assert REASON in shown
    assert "La berge appartient à la commune" in shown
    assert address not in client.get(page_of(contribution)).content.decode()
    assert client.get(address).status_code == 403

    answer_case(
        actor=SYSTEM,
        case=Case.objects.get(pk=contribution.case_id),
        outcome="adapted",
        reason="Le chemin de halage est en effet trop étroit pour une haie.",
        next_steps="Trois bancs à la place, au printemps.",
    )
    shown = Client().get(page_of(contribution)).content.decode()
    assert "Le chemin de halage est en effet trop étroit" in shown
    assert "La berge appartient à la commune" in shown
    assert Notice.objects.filter(person=amina.person, kind="contribution.answered").count() == 2


def test_a_review_is_answered_by_somebody_else(amina: Actor) -> None:
    contribution = make_contribution(make_call().activity, amina.person)
    officers = []
    for name in ("premier", "second"):
        user = make_user(f"{name}@example.org")
        grant(user, Role.OFFICER, contribution.case.organisation)
        officers.append(Actor(user=user))
    words = {
        "outcome": "accepted",
        "reason": "La berge appartient à la commune et la haie y a sa place.",
        "next_steps": "Plantation en novembre.",
    }
    answer_case(actor=officers[0], case=contribution.case, **words)
    case = ask_for_review(
        actor=amina, case=Case.objects.get(pk=contribution.case_id), reason=REASON
    )
    with pytest.raises(Refusal) as refusal:
        answer_case(actor=officers[0], case=case, **words)
    assert refusal.value.code == "same_person"
    again = answer_case(actor=officers[1], case=case, **words)
    assert (again.state, again.reviewed_on) == (CaseState.ANSWERED, again.answered_on)
    with pytest.raises(Refusal) as refusal:
        ask_for_review(actor=amina, case=again, reason=REASON)
    assert refusal.value.code == "already_reviewed"


def test_nobody_asks_for_somebody_else_and_nothing_before_the_answer(
    amina: Actor, farid: Actor
) -> None:
    contribution = answered(amina)
    address = f"/fr/suivre/{contribution.number}/reexamen/"
    assert "/connexion/" in Client().get(address)["Location"]
    assert browser(farid).get(address).status_code == 403
    assert browser(farid).post(address, {"reason": REASON}).status_code == 403
    with pytest.raises(NotAllowed):
        ask_for_review(actor=farid, case=contribution.case, reason=REASON)
    waiting = make_contribution(contribution.activity, amina.person, title="Un autre banc")
    assert not may_ask_review(amina, waiting.case)
    with pytest.raises(Refusal):
        ask_for_review(actor=amina, case=waiting.case, reason=REASON)
    assert browser(amina).get("/fr/suivre/0000-0000/reexamen/").status_code == 404


def test_whoever_asked_on_paper_has_the_same_right_at_the_desk_that_holds_it(
    amina: Actor, farid: Actor
) -> None:
    request = file_request(
        actor=SYSTEM,
        organisation=make_commune(),
        title="Un banc",
        text="Le banc de la place est cassé.",
        person=make_person("Marcelle R."),
        channel="paper",
        college="resident",
    )
    answer_case(
        actor=SYSTEM,
        case=request.case,
        outcome="done",
        reason="Le banc a été remplacé mardi par les services.",
        next_steps="Rien de plus.",
    )
    case = Case.objects.get(pk=request.case_id)
    grant(farid.user, Role.DESK, make_commune("montfaucelle"))
    assert not may_ask_review(Actor(user=farid.user), case)
    desk = make_user("desk@example.org")
    grant(desk, Role.DESK, make_commune())
    asked = ask_for_review(actor=Actor(user=desk), case=case, reason=REASON)
    assert asked.state == CaseState.REVIEW

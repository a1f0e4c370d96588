"""Several cases answered from one screen, each with a reason of its own."""

import pytest

from civic.accounts.policies import SYSTEM, Actor
from civic.cases.enums import CaseState
from civic.cases.models import Case
from civic.cases.selectors.details import extra_of
from civic.cases.services.answers import MOST_TOGETHER, LineAnswer, answer_cases
from civic.core.exceptions import NotAllowed, Refusal
from tests.factories.territory import make_department
from tests.integration.cases.test_answer_details import pdf
from tests.integration.cases.test_typed_answers import make_template, with_voirie
from tests.integration.neighbourhood_councils.scene import (
    NEXT_STEPS,
    REASON,
    answer,
    make_council,
    make_request,
    signed_in,
)

pytestmark = pytest.mark.django_db

TOGETHER = "/fr/agent/ensemble/"
REASONS = (
    "La lampe a été remplacée par l’équipe d’éclairage après votre signalement.",
    "Ce banc appartient au bailleur : il a été prévenu et le remplace à ses frais.",
)


def typed(cases: list[Case], reasons: tuple[str, ...], **extra: str) -> dict[str, object]:
    data: dict[str, object] = {"dossier": [case.number for case in cases], **extra}
    for case, reason in zip(cases, reasons, strict=True):
        prefix = f"answer-{case.number}"
        data |= {
            f"{prefix}-outcome": "done",
            f"{prefix}-reason": reason,
            f"{prefix}-next_steps": NEXT_STEPS,
        }
    return data


def states(cases: list[Case]) -> set[str]:
    return set(Case.objects.filter(pk__in=[c.pk for c in cases]).values_list("state", flat=True))


def test_driss_answers_two_cases_at_once_each_with_its_reason(driss: Actor) -> None:
    cases, client = [with_voirie(), with_voirie()], signed_in(driss)
    shown = client.get(TOGETHER, {"dossier": [case.number for case in cases]})
    assert shown.status_code == 200
    assert all(f'name="answer-{case.number}-reason"' in shown.content.decode() for case in cases)

    assert client.post(TOGETHER, typed(cases, REASONS)).status_code == 302
    for case, reason in zip(cases, REASONS, strict=True):
        case.refresh_from_db()
        assert (case.state, case.reason) == (CaseState.ANSWERED, reason)
        assert case.answered_as == make_department().name


def test_the_same_reason_twice_is_asked_about_and_its_share_shown(driss: Actor) -> None:
    cases, client = [with_voirie(), with_voirie()], signed_in(driss)
    refused = client.post(TOGETHER, typed(cases, (REASON, REASON)))
    assert refused.status_code == 422
    assert refused.context["share"] == 100
    assert 'name="same_on_purpose"' in refused.content.decode()
    assert states(cases) == {CaseState.ROUTED}

    assert client.post(TOGETHER, typed(cases, (REASON, REASON), same_on_purpose="1")).status_code
    assert states(cases) == {CaseState.ANSWERED}


def test_each_answer_has_its_own_cost_dates_and_files(driss: Actor) -> None:
    cases, client = [with_voirie(), with_voirie()], signed_in(driss)
    first, second = (case.number for case in cases)
    works = {
        f"details-{first}-cost": "12 500,50",
        f"details-{first}-cost_covers": "fourniture et pose",
        f"details-{first}-works_from": "2027-05-03",
    }
    wrong = {f"details-{second}-cost": "1250"}
    refused = client.post(
        TOGETHER, typed(cases, REASONS, **works, **wrong) | {f"details-{first}-files": pdf()}
    )
    assert refused.status_code == 422
    shown = refused.content.decode()
    # What the second cost covers is asked for; the file of the first waits, and nothing is lost.
    assert f"id_details-{second}-cost_covers_error" in shown
    assert "12 500,50" in shown
    assert "plan de la place" in shown
    assert states(cases) == {CaseState.ROUTED}

    wrong[f"details-{second}-cost_covers"] = "pose"
    assert client.post(TOGETHER, typed(cases, REASONS, **works, **wrong)).status_code == 302
    said = [extra_of(Case.objects.get(pk=case.pk)) for case in cases]
    assert [fact["value"] for fact in said[0].facts] == [
        "12\xa0500,50\xa0€ – fourniture et pose",
        "3 mai 2027",
    ]
    assert [fact["value"] for fact in said[1].facts] == ["1\xa0250\xa0€ – pose"]
    assert [[file["title"] for file in one.files] for one in said] == [["plan de la place"], []]


@pytest.mark.parametrize("reason", ["fait", "", "Voir Mme Odile Ferrandou au 06 39 98 27 54, svp."])
def test_one_answer_refused_publishes_none_and_keeps_all_that_was_typed(
    driss: Actor, reason: str
) -> None:
    cases, client = [with_voirie(), with_voirie()], signed_in(driss)
    refused = client.post(TOGETHER, typed(cases, (REASONS[0], reason)))
    assert refused.status_code == 422
    assert REASONS[0] in refused.content.decode()
    assert reason in refused.content.decode()
    assert states(cases) == {CaseState.ROUTED}


def test_a_typed_answer_begins_each_with_what_its_case_says(driss: Actor) -> None:
    cases = [with_voirie(place="place de la Halle"), with_voirie(place="rue Basse")]
    template = make_template()
    shown = signed_in(driss).get(
        TOGETHER, {"dossier": [case.number for case in cases], "modele": template.pk}
    )
    html = shown.content.decode()
    assert "La lampe de place de la Halle" in html
    assert "La lampe de rue Basse" in html


def test_cases_of_others_and_answered_ones_are_left_out(driss: Actor, farid: Actor) -> None:
    mine = with_voirie()
    other = make_request(make_council(), department=make_department(slug="espaces-verts")).case
    shown = signed_in(driss).get(TOGETHER, {"dossier": [mine.number, other.number, "0000-0000"]})
    assert [line.case for line in shown.context["lines"]] == [mine]
    assert signed_in(farid).get(TOGETHER).status_code == 403
    assert 'class="empty"' in signed_in(driss).get(TOGETHER).content.decode()
    assert signed_in(driss).post(TOGETHER, {}).status_code == 422


def test_the_service_refuses_a_stranger_and_too_many_at_once(farid: Actor) -> None:
    case = with_voirie()
    line = LineAnswer(case=case, outcome="done", reason=REASON, next_steps=NEXT_STEPS)
    with pytest.raises(NotAllowed):
        answer_cases(actor=farid, answers=[line])
    with pytest.raises(Refusal) as refusal:
        answer_cases(actor=SYSTEM, answers=[line] * (MOST_TOGETHER + 1))
    assert refusal.value.code == "too_many"


def test_what_is_ticked_beyond_twenty_or_gone_is_said(driss: Actor) -> None:
    cases, client = [with_voirie() for _n in range(MOST_TOGETHER + 3)], signed_in(driss)
    answer(cases[0].request)
    shown = client.get(TOGETHER, {"dossier": [case.number for case in cases]}).content.decode()
    assert shown.count('class="together-line"') == MOST_TOGETHER - 1
    assert "3 autres" in shown
    assert f"entre-temps, ou tenus par d’autres\xa0: {cases[0].number}" in shown


def test_two_cases_and_twenty_cost_the_same(driss: Actor, count_queries) -> None:
    cases, client = [with_voirie() for _n in range(MOST_TOGETHER)], signed_in(driss)
    make_template()
    numbers = [case.number for case in cases]
    client.get(TOGETHER, {"dossier": numbers[:2]})
    with count_queries() as few:
        client.get(TOGETHER, {"dossier": numbers[:2]})
    with count_queries() as many:
        client.get(TOGETHER, {"dossier": numbers})
    assert len(few) == len(many)

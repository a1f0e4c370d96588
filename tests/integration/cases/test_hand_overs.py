"""However a request wanders, it has one number, one clock, one holder; each hop is kept."""

import random
from datetime import timedelta

import pytest
from django.utils import timezone

from civic.accounts.policies import SYSTEM
from civic.cases.enums import AssignedBy, CaseOrigin, CaseState, Outcome
from civic.cases.models import Assignment, Case, RequestType
from civic.cases.selectors import holdings_of, misaddressed, routing_figures
from civic.cases.services.cases import answer_case, move_case, open_case
from civic.cases.services.requests import file_request
from civic.cases.services.routing import route_case, transfer_case
from civic.core.enums import Channel
from civic.core.exceptions import Refusal
from civic.territory.models import Competence, CompetenceHolder
from tests.factories.territory import make_commune, make_department, make_intercommunality

pytestmark = pytest.mark.django_db

REASON = "Le réseau dépend de la communauté de communes, qui a fait le constat."


@pytest.fixture
def lamp() -> RequestType:
    """A lamp out: Saint-Aurel's lighting answers it; nobody does in Montfaucelle."""
    lighting = Competence.objects.create(name="Éclairage", code="eclairage")
    commune = make_commune()
    CompetenceHolder.objects.create(
        competence=lighting,
        territory=commune,
        holder=commune,
        department=make_department(slug="eclairage"),
    )
    make_department(slug="voirie")
    return RequestType.objects.create(
        name="Une lampe éteinte", slug="lampe", competence=lighting, words=["lampadaire"]
    )


def ask(commune="saint-aurel", **changes):
    values = {
        "actor": SYSTEM,
        "organisation": make_commune(commune),
        "title": "Lampadaire éteint",
        "text": "Depuis lundi, devant l’école.",
        "person": None,
        "channel": Channel.ONLINE,
        "college": "resident",
    }
    return file_request(**(values | changes))


def answer(case: Case, **changes) -> Case:
    values = {
        "outcome": Outcome.DONE,
        "reason": REASON,
        "next_steps": "La lampe est changée jeudi.",
        "answered_as": "Éclairage",
    }
    return answer_case(actor=SYSTEM, case=case, **(values | changes))


def test_a_request_is_assigned_when_it_is_filed_from_its_words_alone(lamp: RequestType) -> None:
    request = ask()
    assert request.request_type == lamp
    assert request.case.department.slug == "eclairage"
    assert request.case.state == CaseState.ROUTED
    assert request.case.assignments.get().assigned_by == AssignedBy.RULE


def test_a_gap_waits_to_be_routed_and_the_share_is_measured(lamp: RequestType) -> None:
    ask()
    waiting = ask("montfaucelle").case
    assert (waiting.department, waiting.state) == (None, CaseState.RECEIVED)
    figures = routing_figures()
    assert (figures.filed, figures.by_rule, figures.waiting) == (2, 1, 1)
    assert figures.share_by_rule == 50

    desk = make_department(make_commune("montfaucelle"), "accueil")
    route_case(actor=SYSTEM, case=waiting, department=desk)
    Assignment.objects.filter(case=waiting, position=0).update(
        since=timezone.now() - timedelta(hours=6)
    )
    figures = routing_figures()
    assert (figures.waiting, figures.assigned_later) == (0, 1)
    assert figures.median_hours == pytest.approx(6, abs=0.1)


def test_a_row_of_a_spreadsheet_waits_for_a_person(lamp: RequestType) -> None:
    assert ask(channel=Channel.IMPORT).case.department is None


def test_a_case_is_not_given_to_who_holds_it(lamp: RequestType) -> None:
    case = ask().case
    with pytest.raises(Refusal) as refused:
        route_case(actor=SYSTEM, case=case, department=case.department)
    assert refused.value.code == "already_there"


def test_a_case_goes_elsewhere_and_comes_back_only_with_a_reason(lamp: RequestType) -> None:
    case = ask().case
    lighting = case.department
    voirie = make_department(slug="voirie")
    with pytest.raises(Refusal) as refused:
        route_case(actor=SYSTEM, case=case, department=voirie)
    assert (refused.value.code, refused.value.field) == ("reason_missing", "reason")
    case = route_case(actor=SYSTEM, case=case, department=voirie, reason="Le mât gêne la rue.")
    with pytest.raises(Refusal) as refused:
        route_case(actor=SYSTEM, case=case, department=lighting)
    assert (refused.value.code, refused.value.field) == ("comes_back", "reason")
    case = route_case(actor=SYSTEM, case=case, department=lighting, reason="Le mât est cassé.")
    assert case.department == lighting
    assert [one["text"] for one in holdings_of(case)] == [
        "Reçue par Eclairage (Saint-Aurel-sur-Brévanne)",
        "Chez Voirie (Saint-Aurel-sur-Brévanne)",
        "Chez Eclairage (Saint-Aurel-sur-Brévanne)",
    ]
    assert [one["detail"] for one in holdings_of(case)] == [
        "",
        "Le mât gêne la rue.",
        "Le mât est cassé.",
    ]


def test_a_transfer_finds_the_department_of_the_other_body(lamp: RequestType) -> None:
    parent = make_intercommunality()
    reseaux = make_department(parent, "reseaux")
    case = transfer_case(actor=SYSTEM, case=ask().case, organisation=parent, reason="À eux.")
    assert case.department == reseaux
    assert case.state == CaseState.ROUTED


@pytest.mark.parametrize("named", [True, False])
def test_a_body_of_the_site_takes_over_and_nothing_is_closed(
    lamp: RequestType, named: bool
) -> None:
    case, parent = ask().case, make_intercommunality()
    body = {"receiving_body_name": parent.label.upper()} if named else {"receiving_body": parent}
    with pytest.raises(Refusal) as refused:
        answer(case, outcome=Outcome.HANDED_OVER, **body)
    assert refused.value.code == "transfer_instead"
    case.refresh_from_db()
    assert case.state == CaseState.ROUTED


def test_what_another_body_answers_was_misaddressed(lamp: RequestType) -> None:
    answer(ask().case)
    answer(
        transfer_case(
            actor=SYSTEM, case=ask().case, organisation=make_intercommunality(), reason="À eux."
        )
    )
    to_sort = ask(request_type=None, title="Bonjour", text="Une question sur le marché ?").case
    answer(route_case(actor=SYSTEM, case=to_sort, department=make_department(slug="voirie")))
    rows = {row.label: (row.answered, row.misaddressed, row.share) for row in misaddressed("type")}
    assert rows == {"Une lampe éteinte": (2, 1, 50), "non reconnu": (1, 0, 0)}
    (online,) = misaddressed("channel")
    assert (online.label, online.answered, online.misaddressed) == ("en ligne", 3, 1)
    (body,) = misaddressed("body", [make_commune().pk])
    assert (body.answered, body.share) == (3, 33)
    assert misaddressed("body", [make_commune("montfaucelle").pk]) == []


@pytest.mark.parametrize("seed", range(12))
def test_a_random_walk_keeps_the_number_the_clock_and_one_holder(
    lamp: RequestType, seed: int
) -> None:
    walk = random.Random(seed)
    places = [
        make_department(body, slug)
        for body in (make_commune(), make_commune("montfaucelle"), make_intercommunality())
        for slug in ("un", "deux")
    ]
    case = ask().case
    promise = (case.number, case.received_on, case.promised_on)
    hops = 0
    for _step in range(25):
        there = walk.choice(places)
        held = (case.organisation_id, case.department_id)
        try:
            if walk.random() < 0.3:
                state = walk.choice([CaseState.IN_PROGRESS, CaseState.WAITING_REQUESTER])
                case = move_case(actor=SYSTEM, case=case, state=state)
            elif there.organisation_id == case.organisation_id:
                case = route_case(
                    actor=SYSTEM, case=case, department=there, reason=walk.choice(["", "Retour."])
                )
            else:
                case = transfer_case(
                    actor=SYSTEM,
                    case=case,
                    organisation=there.organisation,
                    department=walk.choice([there, None]),
                    reason=walk.choice(["", "À eux de voir."]),
                )
        except Refusal:
            pass
        case.refresh_from_db()
        hops += held != (case.organisation_id, case.department_id)
        last = case.assignments.order_by("position").last()
        assert (case.number, case.received_on, case.promised_on) == promise
        assert (last.organisation_id, last.department_id) == (
            case.organisation_id,
            case.department_id,
        )
        assert case.department is None or case.department.organisation_id == case.organisation_id
    assert hops > 3
    assert case.assignments.count() == hops + 1
    assert Case.objects.count() == 1


def test_a_case_opened_before_assignments_were_kept_gets_its_first_holder() -> None:
    case = open_case(
        origin=CaseOrigin.REQUEST, organisation=make_commune(), department=make_department()
    )
    case.assignments.all().delete()
    transfer_case(actor=SYSTEM, case=case, organisation=make_intercommunality(), reason="À eux.")
    assert [one.position for one in case.assignments.order_by("position")] == [0, 1]

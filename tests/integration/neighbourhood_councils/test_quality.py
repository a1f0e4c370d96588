"""Departments and members judge the council blind; figures are snapshots found again for ever."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from civic.accounts.enums import College, Role
from civic.accounts.policies import SYSTEM, Actor
from civic.accounts.registry import person_registry
from civic.analysis.models import IndicatorSnapshot
from civic.analysis.selectors import is_reproduced
from civic.analysis.services.snapshots import recount_snapshot, take_snapshot
from civic.core.exceptions import NotAllowed, Refusal
from neighbourhood_councils.enums import QualitySide
from neighbourhood_councils.models import (
    QualityGrid,
    QualityMark,
    QualityResult,
    QualityRound,
    QualitySheet,
)
from neighbourhood_councils.selectors.indicators import COUNCIL_LIFE
from neighbourhood_councils.selectors.quality import published_evaluations
from neighbourhood_councils.services.councils import set_membership
from neighbourhood_councils.services.quality import (
    adopt_grid,
    close_due,
    close_side,
    fill_sheet,
    open_round,
    publish_round,
)
from tests.factories.people import grant, make_person, make_user
from tests.factories.territory import make_commune, make_department
from tests.integration.neighbourhood_councils.scene import (
    answer,
    make_council,
    make_request,
    page_of,
    signed_in,
    today,
)

pytestmark = pytest.mark.django_db

CRITERIA = [
    ("Écoute", "Ce que dit le conseil est pris en compte."),
    ("Délais", "Les réponses arrivent quand elles étaient promises."),
]


def grid() -> QualityGrid:
    return adopt_grid(actor=SYSTEM, organisation=make_commune(), criteria=CRITERIA)


def opened(days: int = 10) -> QualityRound:
    if not QualityGrid.objects.exists():
        grid()
    return open_round(
        actor=SYSTEM, council=make_council(), closes_on=today() + timedelta(days=days)
    )


def member(number: int) -> Actor:
    user = make_user(f"membre{number}@example.org", f"Membre {number}")
    person = make_person(f"Membre {number}", user=user)
    set_membership(
        actor=SYSTEM,
        council=make_council(),
        person=person,
        college=College.RESIDENT,
        term_starts_on=today() - timedelta(days=60),
    )
    return Actor(user=user, person=person)


def agent(number: int) -> Actor:
    user = make_user(f"agent{number}@example.org", f"Agent {number}")
    grant(user, Role.OFFICER, make_commune(), make_department())
    person = make_person(f"Agent {number}", user=user, college=College.TECHNICAL_OFFICER)
    return Actor(user=user, person=person)


def marks(found: QualityRound, *given: int | None) -> dict[int, int | None]:
    keys = found.grid.criteria.order_by("position").values_list("pk", flat=True)
    return dict(zip(keys, given, strict=True))


def filled(found: QualityRound, members: int = 5, agents: int = 5) -> None:
    for number in range(members):
        fill_sheet(actor=member(number), round=found, marks=marks(found, 2, 4))
    for number in range(agents):
        fill_sheet(actor=agent(number), round=found, marks=marks(found, 4, None))


def both_closed(found: QualityRound) -> QualityRound:
    for side in QualitySide:
        found = close_side(actor=SYSTEM, round=found, side=side)
    return found


def address() -> str:
    return page_of(make_council()).url_of("quality")


def test_the_gap_between_departments_and_members_is_shown() -> None:
    found = opened()
    filled(found)
    both_closed(found)
    publish_round(actor=SYSTEM, round=found)
    shown = Client().get(address()).content.decode().replace("\xa0", " ")
    assert "Le plus grand écart porte sur « Écoute » : 4 sur 5 pour les services, 2" in shown
    assert "5 agents des services et 5 membres" in shown
    drawn = Client().get(address(), {"ecart": found.pk}).json()
    assert [line["x"] for line in drawn["data"] if line["mode"] == "markers"] == [[4.0], [2.0]]
    assert Client().get(address(), {"ecart": "0"}).status_code == 404
    # Nobody answered the second sentence among the agents: it has no result on that side.
    assert published_evaluations(make_council())[0].judged[1].services is None
    assert not QualitySheet.objects.exclude(person=None).exists()


def test_neither_side_is_read_before_both_close() -> None:
    found = opened()
    filled(found)
    shown = Client().get(address()).content.decode()
    assert "5 personnes ont répondu" in shown
    assert "Écoute" not in shown
    close_side(actor=SYSTEM, round=found, side=QualitySide.MEMBERS)
    with pytest.raises(Refusal) as refused:
        publish_round(actor=SYSTEM, round=found)
    assert refused.value.code == "open"
    criterion = found.grid.criteria.first()
    with pytest.raises(DatabaseError, match="before both sides"), transaction.atomic():
        QualityResult.objects.create(
            round=found, criterion=criterion, side="members", respondents=5, total=10
        )
    with pytest.raises(DatabaseError), transaction.atomic():
        QualityRound.objects.filter(pk=found.pk).update(published_at=timezone.now())


def test_a_closed_side_takes_no_more_answers_whatever_the_way() -> None:
    found = opened()
    filled(found, members=1, agents=0)
    close_side(actor=SYSTEM, round=found, side=QualitySide.MEMBERS)
    late = member(9)
    with pytest.raises(Refusal) as refused:
        fill_sheet(actor=late, round=found, marks=marks(found, 1, 1))
    assert refused.value.code == "closed"
    for write in (
        lambda: QualityMark.objects.update(mark=5),
        lambda: QualityMark.objects.all().delete(),
        lambda: QualitySheet.objects.create(round=found, person=late.person, side="members"),
        lambda: QualityRound.objects.update(members_closed_at=None),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            write()
    fill_sheet(actor=agent(1), round=found, marks=marks(found, 4, 4))


@pytest.mark.parametrize(("members", "agents"), [(4, 5), (5, 4), (0, 0)])
def test_under_five_people_on_a_side_nothing_is_published(members: int, agents: int) -> None:
    found = opened()
    filled(found, members, agents)
    both_closed(found)
    with pytest.raises(Refusal) as refused:
        publish_round(actor=SYSTEM, round=found)
    assert refused.value.code == "too_few"
    shown = Client().get(address()).content.decode()
    assert "pour que personne ne soit reconnu" in shown
    assert opened().pk != found.pk


def test_one_person_judges_once_from_one_side_and_may_change_their_mind(driss: Actor) -> None:
    found = opened()
    one = member(1)
    client = signed_in(one)
    page = page_of(make_council())
    fill = page.url_of("fill_quality")
    assert client.get(fill).status_code == 200
    keys = list(marks(found, 1, 1))
    typed = {f"mark_{keys[0]}": "2", f"mark_{keys[1]}": "0"}
    assert client.post(fill, typed).status_code == 302
    assert client.post(fill, {f"mark_{keys[0]}": "5"}).status_code == 302
    assert QualityMark.objects.get().mark == 5
    assert 'value="5" required' not in client.get(fill).content.decode()
    assert client.post(fill, {f"mark_{keys[0]}": "9"}).status_code == 422
    assert client.post(fill, {}).status_code == 422
    assert QualitySheet.objects.get().side == QualitySide.MEMBERS
    assert signed_in(driss).get(fill).status_code == 200
    assert signed_in(driss).post(fill, typed).status_code == 302
    assert set(QualitySheet.objects.values_list("side", flat=True)) == {"members", "services"}


def test_whoever_is_on_neither_side_judges_nothing(farid: Actor) -> None:
    found = opened()
    with pytest.raises(NotAllowed):
        fill_sheet(actor=farid, round=found, marks=marks(found, 3, 3))
    fill = page_of(make_council()).url_of("fill_quality")
    assert signed_in(farid).get(fill).status_code == 403
    with pytest.raises(Refusal):
        fill_sheet(actor=member(1), round=found, marks={999_999: 3})


def test_the_chair_closes_for_the_members_and_a_manager_for_the_departments(
    bruno: Actor, farid: Actor
) -> None:
    found = opened()
    chair = signed_in(bruno)
    close = {"act": "close", "side": "members"}
    assert chair.post(address(), close | {"side": "services"}).status_code == 403
    assert signed_in(farid).post(address(), close).status_code == 403
    assert chair.post(address(), close).status_code == 302
    found.refresh_from_db()
    assert found.members_closed_at is not None
    assert found.services_closed_at is None


def test_what_is_over_closes_by_itself() -> None:
    found = opened(3)
    close_due(timezone.now())
    found.refresh_from_db()
    assert not found.is_closed
    assert close_due(timezone.now() + timedelta(days=5)) == 1
    found.refresh_from_db()
    assert found.is_closed
    assert close_due(timezone.now() + timedelta(days=5)) == 0


def test_an_evaluation_is_opened_once_with_a_grid_and_a_day_to_come(bruno: Actor) -> None:
    chair = signed_in(bruno)
    typed = {"act": "open", "closes_on": (today() + timedelta(days=10)).isoformat()}
    assert "critères" in chair.post(address(), typed).content.decode()
    grid()
    refused = chair.post(address(), typed | {"closes_on": today().isoformat()})
    assert refused.status_code == 422
    assert chair.post(address(), typed).status_code == 302
    assert QualityRound.objects.get().grid.version == 1
    with pytest.raises(Refusal) as again:
        opened()
    assert again.value.code == "open_already"


def test_a_grid_that_served_never_changes_and_another_version_follows() -> None:
    found = opened()
    with pytest.raises(DatabaseError), transaction.atomic():
        found.grid.criteria.update(statement="Autre chose.")
    second = grid()
    assert second.version == 2
    assert QualityRound.objects.get().grid.version == 1
    for wrong in ([], [("", "")], CRITERIA * 11):
        with pytest.raises(Refusal):
            adopt_grid(actor=SYSTEM, organisation=make_commune(), criteria=wrong)


def test_a_manager_adopts_criteria_from_the_page(bruno: Actor) -> None:
    user = make_user("elsa@example.org", "Elsa")
    grant(user, Role.MANAGER, make_commune())
    client = signed_in(Actor(user=user))
    make_council()
    typed = {"act": "grid", "criteria": "Délais : Les réponses arrivent à temps.\n\nsans rien"}
    refused = client.post(address(), typed)
    assert refused.status_code == 422
    assert "Les réponses arrivent à temps." in refused.content.decode()
    typed["criteria"] = "Délais : Les réponses arrivent à temps."
    assert signed_in(bruno).post(address(), typed).status_code == 403
    assert client.post(address(), typed).status_code == 302
    assert QualityGrid.objects.get().criteria.get().label == "Délais"


def test_an_erased_member_is_not_found_in_the_answers() -> None:
    found = opened()
    filled(found, members=1, agents=0)
    person_registry.erase(SYSTEM, QualitySheet.objects.get().person)
    assert QualitySheet.objects.get().person is None


def snapshot(**extra) -> IndicatorSnapshot:
    values = {
        "actor": SYSTEM,
        "organisation": make_commune(),
        "subject": make_council(),
        "name": COUNCIL_LIFE,
        "starts_on": today() - timedelta(days=365),
        "ends_on": today(),
    }
    return take_snapshot(**(values | extra))


def test_published_figures_are_found_again_a_year_later_whatever_happened_since() -> None:
    member(1)
    answer(make_request(make_council()))
    taken = snapshot()
    assert (taken.figures["requests"], taken.figures["answered_share"]) == (1, 100.0)
    assert taken.figures["members"] == 1
    make_request(make_council(), title="Banc")
    member(2)
    kept = IndicatorSnapshot.objects.get()
    assert is_reproduced(kept)
    recount = recount_snapshot(actor=SYSTEM, snapshot=kept)
    assert recount.differs
    assert IndicatorSnapshot.objects.get().figures == taken.figures
    shown = Client().get(address()).content.decode().replace("\xa0", " ")
    assert "Demandes reçues : 1 publié, 2 au recomptage" in shown
    for write in (
        lambda: IndicatorSnapshot.objects.update(figures={}),
        recount.delete,
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            write()


def test_a_delay_is_not_given_on_fewer_than_five_answers() -> None:
    for _number in range(4):
        answer(make_request(make_council()))
    taken = snapshot()
    assert taken.figures["delay_median"] is None
    shown = Client().get(address()).content.decode()
    assert "trop peu pour le dire" in shown.lower()


def test_the_figures_of_a_period_are_published_once_it_is_over(bruno: Actor) -> None:
    with pytest.raises(Refusal) as refused:
        snapshot(ends_on=today() + timedelta(days=1))
    assert refused.value.field == "ends_on"
    with pytest.raises(Refusal):
        snapshot(starts_on=today(), ends_on=today() - timedelta(days=2))
    snapshot()
    with pytest.raises(Refusal) as again:
        snapshot()
    assert again.value.code == "taken"
    with pytest.raises(NotAllowed):
        snapshot(actor=bruno)


def test_a_manager_publishes_and_recounts_from_the_page() -> None:
    user = make_user("elsa@example.org", "Elsa")
    grant(user, Role.MANAGER, make_commune())
    client = signed_in(Actor(user=user))
    make_council()
    period = {
        "act": "count",
        "starts_on": (today() - timedelta(days=90)).isoformat(),
        "ends_on": today().isoformat(),
    }
    assert client.post(address(), period).status_code == 302
    assert client.post(address(), period).status_code == 422
    number = IndicatorSnapshot.objects.get().pk
    assert client.post(address(), {"act": "recount", "snapshot": number}).status_code == 302
    assert client.post(address(), {"act": "recount", "snapshot": "x"}).status_code == 422
    assert client.post(address(), {"act": "other"}).status_code == 422


def test_the_page_is_read_in_constant_queries(count_queries) -> None:
    found = opened()
    filled(found)
    both_closed(found)
    publish_round(actor=SYSTEM, round=found)
    snapshot()
    Client().get(address())
    with count_queries() as few:
        Client().get(address())
    for number in range(4):
        snapshot(starts_on=today() - timedelta(days=10 + number))
    with count_queries() as many:
        Client().get(address())
    assert len(few) == len(many)

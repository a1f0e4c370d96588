"""A type of request and a commune lead to who answers; what no rule settles waits for a person."""

import pytest

from civic.cases.enums import RouteReason
from civic.cases.models import RequestType
from civic.cases.selectors import route_for, suggest_types
from civic.territory.models import Competence, CompetenceHolder, Organisation
from tests.factories.territory import (
    make_commune,
    make_department,
    make_intercommunality,
    make_neighbourhood,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def lighting() -> Competence:
    return Competence.objects.create(name="Éclairage", code="eclairage")


@pytest.fixture
def lamp(lighting: Competence) -> RequestType:
    return RequestType.objects.create(
        name="Une lampe de rue éteinte",
        slug="lampe",
        competence=lighting,
        words=["lampadaire", "rue dans le noir"],
    )


def hold(competence: Competence, territory: Organisation, holder: Organisation, department=None):
    return CompetenceHolder.objects.create(
        competence=competence, territory=territory, holder=holder, department=department
    )


def test_the_department_that_holds_the_competence_answers(
    lamp: RequestType, lighting: Competence
) -> None:
    commune, lamps = make_commune(), make_department(slug="eclairage")
    make_department(slug="voirie")
    hold(lighting, commune, commune, lamps)
    route = route_for(lamp, commune)
    assert (route.organisation, route.department) == (commune, lamps)
    assert route.is_sure
    assert route.alternatives == (make_intercommunality(),)


def test_the_intercommunality_answers_for_what_it_holds(
    lamp: RequestType, lighting: Competence
) -> None:
    commune, parent = make_commune(), make_intercommunality()
    grid = make_department(parent, "reseaux")
    hold(lighting, commune, parent, grid)
    route = route_for(lamp, commune)
    assert (route.organisation, route.department, route.is_sure) == (parent, grid, True)
    assert route.alternatives == (commune,)


def test_a_village_with_one_desk_needs_no_department_in_the_rule(
    lamp: RequestType, lighting: Competence
) -> None:
    village = make_commune("albanac")
    desk = make_department(village, "mairie")
    hold(lighting, village, village)
    assert route_for(lamp, village).department == desk
    make_department(village, "ecole")
    route = route_for(lamp, village)
    assert (route.department, route.reason) == (None, RouteReason.NO_DEPARTMENT)
    assert not route.is_sure


def test_a_gap_waits_in_the_commune_that_was_asked(lamp: RequestType) -> None:
    commune = make_commune()
    route = route_for(lamp, commune)
    assert (route.organisation, route.department) == (commune, None)
    assert route.reason == RouteReason.GAP
    assert not route.is_sure


def test_what_is_not_recognised_waits_for_a_person() -> None:
    commune = make_commune()
    other = RequestType.objects.create(name="Autre chose", slug="autre")
    assert route_for(None, commune).reason == RouteReason.NO_TYPE
    assert route_for(other, commune).reason == RouteReason.NO_COMPETENCE


def test_the_neighbourhood_says_the_commune(lamp: RequestType, lighting: Competence) -> None:
    commune, parent = make_commune(), make_intercommunality()
    lamps = make_department(slug="eclairage")
    hold(lighting, commune, commune, lamps)
    assert route_for(lamp, parent, make_neighbourhood(commune)).department == lamps
    make_commune("montfaucelle")
    unknown = route_for(lamp, parent)
    assert (unknown.organisation, unknown.reason) == (parent, RouteReason.NO_COMMUNE)


def test_what_one_department_does_everywhere_needs_no_commune(
    lamp: RequestType, lighting: Competence
) -> None:
    parent = make_intercommunality()
    grid = make_department(parent, "reseaux")
    for slug in ("saint-aurel", "montfaucelle"):
        hold(lighting, make_commune(slug), parent, grid)
    route = route_for(lamp, parent)
    assert (route.department, route.is_sure) == (grid, True)


def test_three_queries_at_most(lamp: RequestType, lighting: Competence, count_queries) -> None:
    commune = make_commune()
    hold(lighting, commune, commune, make_department(slug="eclairage"))
    with count_queries() as queries:
        route_for(lamp, commune)
    assert len(queries) <= 3


def test_a_type_is_guessed_from_the_words_of_a_resident(lamp: RequestType) -> None:
    RequestType.objects.create(name="Un trou", slug="trou", words=["nid-de-poule", "goudron"])
    (first,) = suggest_types("Deux LAMPADAIRES éteints devant l’école")
    assert first.request_type == lamp
    assert first.is_clear
    assert suggest_types("Notre rue est dans le noir")[0].request_type == lamp
    assert suggest_types("Bonjour") == []


def test_a_type_no_longer_offered_is_not_guessed(lamp: RequestType) -> None:
    RequestType.objects.update(is_active=False)
    assert suggest_types("Un lampadaire éteint") == []

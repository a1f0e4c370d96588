"""Places, departments and the shared vocabulary: each has its keeper."""

import pytest

from civic.accounts.enums import Role
from civic.accounts.policies import SYSTEM, Actor
from civic.audit.models import JournalEntry
from civic.core.exceptions import NotAllowed, Refusal
from civic.territory.models import (
    CityDepartment,
    Competence,
    CompetenceHolder,
    Neighbourhood,
    Theme,
)
from civic.territory.services.rows import delete_row, save_row
from tests.factories.people import grant, make_user
from tests.factories.territory import (
    make_commune,
    make_department,
    make_intercommunality,
    make_neighbourhood,
    make_theme,
)

pytestmark = pytest.mark.django_db


def officer_of(organisation, email: str) -> Actor:
    user = make_user(email)
    grant(user, Role.COMMUNICATIONS, organisation)
    return Actor(user=user)


@pytest.fixture
def odile() -> Actor:
    """Communications officer of Saint-Aurel."""
    return officer_of(make_commune("saint-aurel"), "odile@example.org")


@pytest.fixture
def rachid() -> Actor:
    """Communications officer of the intercommunality."""
    return officer_of(make_intercommunality(), "rachid@example.org")


def test_odile_adds_a_department_to_her_commune(odile: Actor) -> None:
    row = CityDepartment(organisation=make_commune("saint-aurel"), name="Écoles", slug="ecoles")
    save_row(actor=odile, row=row)
    assert JournalEntry.objects.get(action="citydepartment.created").organisation_id == (
        row.organisation_id
    )


@pytest.mark.parametrize("model", [CityDepartment, Neighbourhood])
def test_odile_cannot_add_anything_to_another_commune(odile: Actor, model) -> None:
    row = model(organisation=make_commune("montfaucelle"), name="Écoles", slug="ecoles")
    with pytest.raises(NotAllowed):
        save_row(actor=odile, row=row)
    assert not model.objects.exists()


def test_odile_cannot_take_a_department_from_another_commune(odile: Actor) -> None:
    row = make_department(make_commune("montfaucelle"))
    row.organisation = make_commune("saint-aurel")
    with pytest.raises(NotAllowed):
        save_row(actor=odile, row=row)
    row.refresh_from_db()
    assert row.organisation == make_commune("montfaucelle")


def test_the_intercommunality_changes_no_department_of_a_commune(rachid: Actor) -> None:
    row = make_department(make_commune("saint-aurel"))
    row.name = "Autre"
    with pytest.raises(NotAllowed):
        save_row(actor=rachid, row=row)


def test_the_shared_themes_are_kept_by_the_intercommunality(odile: Actor, rachid: Actor) -> None:
    with pytest.raises(NotAllowed):
        save_row(actor=odile, row=Theme(name="Eau", slug="eau"))
    assert save_row(actor=rachid, row=Theme(name="Eau", slug="eau")).pk


def test_a_commune_cannot_give_a_duty_to_another_body(odile: Actor) -> None:
    commune = make_commune("saint-aurel")
    holder = CompetenceHolder(
        competence=Competence.objects.create(name="Eau", code="eau"),
        territory=commune,
        holder=make_intercommunality(),
    )
    with pytest.raises(NotAllowed):
        save_row(actor=odile, row=holder)


def test_the_same_short_address_twice_is_refused_in_words(odile: Actor) -> None:
    make_neighbourhood(make_commune("saint-aurel"), "canal")
    twin = Neighbourhood(organisation=make_commune("saint-aurel"), name="Canal", slug="canal")
    with pytest.raises(Refusal):
        save_row(actor=odile, row=twin)


def test_a_theme_is_deleted_by_its_keeper_only(odile: Actor, rachid: Actor) -> None:
    theme = make_theme()
    with pytest.raises(NotAllowed):
        delete_row(actor=odile, row=theme)
    delete_row(actor=rachid, row=theme)
    assert not Theme.objects.exists()


def test_what_is_in_use_is_not_deleted() -> None:
    neighbourhood = make_neighbourhood()
    from neighbourhood_councils.models import NeighbourhoodCouncil
    from tests.factories.participation import make_space

    NeighbourhoodCouncil.objects.create(space=make_space(), neighbourhood=neighbourhood)
    with pytest.raises(Refusal) as refused:
        delete_row(actor=SYSTEM, row=neighbourhood)
    assert refused.value.code == "in_use"

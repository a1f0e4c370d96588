"""Councils and members in the administration: each commune's staff open only their own."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from civic.accounts.enums import Role
from civic.accounts.models import User
from civic.accounts.policies import Actor
from neighbourhood_councils.models import CouncilMembership, NeighbourhoodCouncil, Training
from neighbourhood_councils.services.councils import set_membership
from tests.factories.people import grant, make_person, make_user
from tests.factories.territory import make_branch, make_commune, make_neighbourhood
from tests.integration.neighbourhood_councils.scene import make_council, page_of, today

pytestmark = pytest.mark.django_db


def staff(commune: str = "saint-aurel", role: Role = Role.COMMUNICATIONS) -> Client:
    user: User = make_user(f"{role}@{commune}.example.org", "Rédaction", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    grant(user, role, make_commune(commune))
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def council_data(**changes: object) -> dict[str, object]:
    values: dict[str, object] = {
        "title": "La Gare",
        "organisation": make_commune().pk,
        "neighbourhood": "",
        "sheet_name": "4 - Gare",
        "contact_phone": "05 36 49 00 44",
        "contact_email": "",
    }
    return values | changes


def test_staff_create_a_council_and_its_page() -> None:
    make_branch()
    done = staff().post(reverse("councils:add"), council_data())
    assert done.status_code == 302
    council = NeighbourhoodCouncil.objects.get()
    assert (council.space.title, council.sheet_name) == ("La Gare", "4 - Gare")
    assert page_of(council).live


def test_staff_change_and_close_a_council() -> None:
    council = make_council()
    client = staff()
    address = reverse("councils:edit", args=[council.pk])
    assert client.get(address).status_code == 200
    done = client.post(address, council_data(title="Faubourg", is_closed="on"))
    assert done.status_code == 302
    council.refresh_from_db()
    assert council.is_closed
    assert NeighbourhoodCouncil.objects.get().space.title == "Faubourg"


def test_a_refused_council_says_why() -> None:
    make_branch()
    elsewhere = make_neighbourhood(make_commune("montfaucelle"))
    client = staff()
    refused = client.post(reverse("councils:add"), council_data(title="   "))
    assert refused.status_code == 200
    refused = client.post(reverse("councils:add"), council_data(neighbourhood=elsewhere.pk))
    assert refused.status_code == 200
    refused = client.post(
        reverse("councils:add"), council_data(organisation=make_commune("montfaucelle").pk)
    )
    assert refused.status_code == 200
    assert not NeighbourhoodCouncil.objects.exists()


def test_the_staff_of_one_commune_open_nothing_of_another() -> None:
    council = make_council()
    seat = set_membership(
        actor=Actor(user=make_user("chef@example.org", is_superuser=True)),
        council=council,
        person=make_person("Bruno C."),
        college="resident",
        term_starts_on=today(),
    )
    client = staff("montfaucelle")
    assert client.get(reverse("councils:index")).status_code == 200
    assert council.space.title not in client.get(reverse("councils:index")).content.decode()
    for address in (
        reverse("councils:edit", args=[council.pk]),
        reverse("council-members:edit", args=[seat.pk]),
        reverse("councils:delete", args=[council.pk]),
    ):
        assert client.get(address).status_code in (302, 403)
        assert client.post(address, council_data(title="Pris")).status_code in (302, 403)
    council.refresh_from_db()
    assert council.space.title == "Faubourg Saint-Loup"
    assert not council.is_closed


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.OFFICER, Role.CHAIR])
def test_other_roles_do_not_open_these_screens(role: Role) -> None:
    make_council()
    assert staff(role=role).get(reverse("councils:index")).status_code in (302, 403)


def test_staff_give_a_term_and_end_it() -> None:
    council = make_council()
    person = make_person("Amina B.", organisation=make_commune())
    stranger = make_person("Ailleurs", organisation=make_commune("montfaucelle"))
    client = staff()
    values = {
        "council": council.pk,
        "person": person.pk,
        "college": "resident",
        "function": "secrétaire",
        "term_starts_on": today().isoformat(),
        "term_ends_on": "",
    }
    refused = client.post(reverse("council-members:add"), values | {"person": stranger.pk})
    assert refused.status_code == 200
    assert client.post(reverse("council-members:add"), values).status_code == 302
    seat = CouncilMembership.objects.get()
    ended = values | {"term_ends_on": (today() + timedelta(days=30)).isoformat()}
    address = reverse("council-members:edit", args=[seat.pk])
    assert client.post(address, ended).status_code == 302
    seat.refresh_from_db()
    assert seat.term_ends_on == today() + timedelta(days=30)
    reversed_term = values | {"term_ends_on": today().isoformat()}
    assert client.post(address, reversed_term).status_code == 200


def test_one_training_and_nine_cost_the_list_the_same(count_queries) -> None:
    make_branch()
    client, address = staff(), reverse("council-trainings:index")

    def trainings(*numbers: int) -> None:
        Training.objects.bulk_create(
            Training(organisation=make_commune(), title=f"Module {number}", summary="Le budget")
            for number in numbers
        )

    trainings(0)
    client.get(address)
    with count_queries() as few:
        client.get(address)
    trainings(*range(1, 9))
    with count_queries() as many:
        shown = client.get(address).content.decode()
    assert "Module 8" in shown
    assert len(few) == len(many)

"""People and roles in the administration: only those one's organisation knows, only there."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from civic.accounts.enums import College, Role
from civic.accounts.models import ClaimCode, Person, RoleAssignment
from civic.accounts.policies import SYSTEM, Actor
from civic.accounts.services.claims import claim, issue_claim_code
from civic.accounts.services.colleges import end_terms, verify_college, withdraw_college
from civic.accounts.services.roles import grant_role, grant_role_by_email, revoke_role
from civic.audit.models import JournalEntry
from civic.cases.services.requests import file_request
from civic.core.exceptions import NotAllowed, Refusal
from civic.participation.enums import SpaceKind
from civic.participation.services.spaces import create_space
from civic.territory.services.branches import seed_branch
from home.services.staff import follow_roles
from tests.factories.people import grant, make_person, make_user
from tests.factories.territory import make_branch, make_commune, make_site
from tests.integration.home.pages import make_collections

pytestmark = pytest.mark.django_db
STAFF = tuple(role for role in Role if role != Role.CHAIR)


@pytest.fixture(autouse=True)
def tree(db: None) -> None:
    make_collections()
    for page in (make_site(), make_branch("saint-aurel"), make_branch("montfaucelle")):
        seed_branch(actor=SYSTEM, page=page)


def staff(commune: str, *roles: Role) -> Client:
    user = make_user(f"agent@{commune}.example.org", f"Agente de {commune}")
    for role in roles or STAFF:
        grant(user, role, make_commune(commune))
    follow_roles(user=user)
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def known_on_paper(name: str = "Marcelle R.", **extra: Any) -> tuple[Person, str]:
    """Return somebody who asked something of Saint-Aurel on paper, and the number of the case."""
    person = make_person(name, **extra)
    request = file_request(
        actor=SYSTEM,
        organisation=make_commune(),
        title="Un banc",
        text="Le banc de la place est cassé.",
        person=person,
        channel="paper",
        college="resident",
    )
    return person, request.case.number


def search(client: Client, typed: str) -> str:
    return client.get("/cms/people/", {"q": typed}).content.decode()


def test_somebody_is_found_by_number_name_and_whole_address(db: None) -> None:
    _person, number = known_on_paper(legal_name="Marcelle Roussel", email="marcelle@example.org")
    client = staff("saint-aurel")
    for typed in (number, number.replace("-", " "), "roussel", "marcelle@EXAMPLE.org"):
        assert "Marcelle R." in search(client, typed), typed
    for typed in ("", "m", "marcelle@", "0000-0000"):
        assert "Marcelle R." not in search(client, typed), typed


def test_the_staff_of_another_commune_find_nobody_and_open_nothing(db: None) -> None:
    person, number = known_on_paper(email="marcelle@example.org")
    client = staff("montfaucelle")
    for typed in (number, "Marcelle", "marcelle@example.org"):
        assert "Marcelle R." not in search(client, typed)
    place = {"organisation": make_commune("montfaucelle").pk}
    assert client.get(f"/cms/people/{person.pk}/")["Location"] == "/cms/"
    for act in ("code", "verify", "withdraw"):
        for organisation in (place, {"organisation": make_commune().pk}):
            data = organisation | {"college": "elected_official", "label": "Maire"}
            answer = client.post(f"/cms/people/{person.pk}/{act}/", data)
            assert answer["Location"] == "/cms/", act
    assert not ClaimCode.objects.exists()
    person.refresh_from_db()
    assert person.college == College.RESIDENT


def test_a_role_without_business_with_people_finds_nobody(db: None) -> None:
    client = staff("saint-aurel", Role.MODERATOR)
    assert client.get("/cms/people/")["Location"] == "/cms/"


def test_a_code_is_printed_once_and_claims_what_was_said(amina: Actor) -> None:
    person, _number = known_on_paper()
    client = staff("saint-aurel", Role.DESK)
    shown = client.get(f"/cms/people/{person.pk}/").content.decode()
    assert f"/cms/people/{person.pk}/code/" in shown
    printed = client.post(f"/cms/people/{person.pk}/code/", {"organisation": make_commune().pk})
    assert printed.status_code == 200
    assert "no-store" in printed["Cache-Control"]
    words = printed.content.decode()
    code = words.split('<p class="receipt-number">')[1].split("<b>")[1].split("</b>")[0]
    claim(actor=amina, code=code)
    person.refresh_from_db()
    assert person.erased_at is not None


def test_nobody_gets_the_code_of_somebody_their_organisation_does_not_know(bruno: Actor) -> None:
    stranger = make_person("Inconnue")
    desk = make_user("desk@example.org")
    grant(desk, Role.DESK, make_commune())
    with pytest.raises(NotAllowed):
        issue_claim_code(actor=Actor(user=desk), person=stranger, organisation=make_commune())


def test_a_college_is_verified_with_a_label_and_a_term_then_withdrawn(db: None) -> None:
    person, _number = known_on_paper()
    client = staff("saint-aurel", Role.COMMUNICATIONS)
    until = timezone.localdate() + timedelta(days=400)
    data = {
        "organisation": make_commune().pk,
        "college": "elected_official",
        "label": "Adjointe au climat",
        "until": f"{until:%Y-%m-%d}",
    }
    address = f"/cms/people/{person.pk}/verify/"
    for wrong in (
        {"college": "resident"},
        {"label": ""},
        {"until": "2001-01-01"},
        {"label": "é" * 121},
    ):
        assert client.post(address, data | wrong).status_code == 422, wrong
    assert client.post(address, data).status_code == 302
    person.refresh_from_db()
    assert (person.college, person.college_until) == ("elected_official", until)
    assert person.college_body == make_commune()
    shown = client.get(f"/cms/people/{person.pk}/").content.decode()
    assert "Adjointe au climat" in shown
    done = client.post(f"/cms/people/{person.pk}/withdraw/", {"organisation": make_commune().pk})
    assert done.status_code == 302
    person.refresh_from_db()
    assert (person.college, person.college_label, person.college_until) == ("resident", "", None)
    actions = list(JournalEntry.objects.values_list("action", flat=True))
    assert {"person.college_verified", "person.college_withdrawn"} <= set(actions)


def test_a_body_does_not_withdraw_what_another_verified(db: None) -> None:
    person, _number = known_on_paper()
    file_request(
        actor=SYSTEM,
        organisation=make_commune("montfaucelle"),
        title="Un banc",
        text="Le banc de la gare est cassé.",
        person=person,
        channel="paper",
        college="resident",
    )
    verify_college(actor=SYSTEM, person=person, college="elected_official", at=make_commune())
    other = make_user("com@montfaucelle.example.org")
    grant(other, Role.COMMUNICATIONS, make_commune("montfaucelle"))
    actor = Actor(user=other)
    with pytest.raises(Refusal) as refusal:
        withdraw_college(actor=actor, person=person, at=make_commune("montfaucelle"))
    assert refusal.value.code == "other_body"
    with pytest.raises(Refusal):
        verify_college(
            actor=actor,
            person=person,
            college="technical_officer",
            at=make_commune("montfaucelle"),
        )


def test_a_term_that_is_over_ends_by_itself(db: None) -> None:
    person, _number = known_on_paper()
    verify_college(
        actor=SYSTEM,
        person=person,
        college="elected_official",
        until=timezone.localdate(),
        at=make_commune(),
    )
    assert end_terms(timezone.now()) == 0
    assert end_terms(timezone.now() + timedelta(days=1)) == 1
    assert end_terms(timezone.now() + timedelta(days=1)) == 0
    person.refresh_from_db()
    assert person.college == College.RESIDENT


def test_communications_see_exactly_who_holds_what_and_nobody_elsewhere(db: None) -> None:
    driss = make_user("driss@example.org", "Driss O.")
    grant(driss, Role.OFFICER, make_commune())
    assert "driss@example.org" in staff("saint-aurel").get("/cms/roles/").content.decode()
    assert "driss@example.org" not in staff("montfaucelle").get("/cms/roles/").content.decode()


def test_the_list_of_roles_names_thirty_chairs_in_as_many_queries_as_two(db: None) -> None:
    client = staff("saint-aurel")
    counts = []
    for number in range(20):
        space = create_space(
            actor=SYSTEM,
            kind=SpaceKind.COUNCIL,
            organisation=make_commune(),
            title=f"Conseil {number}",
        )
        user = make_user(f"chair{number}@example.org", f"Présidente {number}")
        grant(user, Role.CHAIR, make_commune(), space_id=space.pk)
        if number in {1, 2, 9}:
            with CaptureQueriesContext(connection) as queries:
                shown = client.get("/cms/roles/").content.decode()
            counts.append(len(queries))
    assert counts[1] == counts[2]
    assert "Conseil 7" in shown


def role_form(**changes: Any) -> dict[str, Any]:
    return {
        "email": "nouvelle@example.org",
        "full_name": "Nadia Nouvelle",
        "role": "desk",
        "organisation": make_commune().pk,
        "department": "",
        "space_id": "",
        "expires_at": "",
    } | changes


def test_a_role_is_given_and_taken_back_with_the_journal(db: None) -> None:
    client = staff("saint-aurel", Role.COMMUNICATIONS)
    assert client.post("/cms/roles/new/", role_form()).status_code == 302
    given = RoleAssignment.objects.get(user__email="nouvelle@example.org")
    assert (given.role, given.user.full_name) == ("desk", "Nadia Nouvelle")
    assert client.post(f"/cms/roles/delete/{given.pk}/").status_code == 302
    assert not RoleAssignment.objects.filter(pk=given.pk).exists()
    actions = set(JournalEntry.objects.values_list("action", flat=True))
    assert {"role.granted", "role.revoked"} <= actions


def test_a_role_is_refused_elsewhere_past_or_without_its_council(db: None) -> None:
    client = staff("saint-aurel", Role.COMMUNICATIONS)
    elsewhere = create_space(
        actor=SYSTEM,
        kind=SpaceKind.COUNCIL,
        organisation=make_commune("montfaucelle"),
        title="Les Hauts",
    )
    for changes in (
        {"organisation": make_commune("montfaucelle").pk},
        {"role": "chair"},
        {"role": "king"},
        {"email": "pas une adresse"},
        {"expires_at": "2001-01-01 10:00"},
        {"space_id": elsewhere.pk},
    ):
        assert client.post("/cms/roles/new/", role_form(**changes)).status_code == 200, changes
    assert not RoleAssignment.objects.filter(user__email="nouvelle@example.org").exists()


def test_the_staff_of_another_commune_take_no_role_back(db: None) -> None:
    driss = make_user("driss@example.org", "Driss O.")
    given = grant(driss, Role.OFFICER, make_commune())
    answer = staff("montfaucelle").post(f"/cms/roles/delete/{given.pk}/")
    assert answer["Location"] == "/cms/"
    assert RoleAssignment.objects.filter(pk=given.pk).exists()


def test_nobody_takes_back_their_own_right_to_give_roles(db: None) -> None:
    user = make_user("com@example.org")
    mine = grant(user, Role.COMMUNICATIONS, make_commune())
    with pytest.raises(Refusal) as refusal:
        revoke_role(actor=Actor(user=user), assignment=mine)
    assert refusal.value.code == "own_role"


def test_a_role_renames_nobody(db: None) -> None:
    driss = make_user("driss@example.org", "Driss O.")
    grant_role_by_email(
        actor=SYSTEM,
        email="Driss@example.org",
        full_name="Un autre nom",
        role=Role.DESK,
        organisation=make_commune(),
    )
    driss.refresh_from_db()
    assert driss.full_name == "Driss O."


def test_a_closed_account_receives_no_role(db: None) -> None:
    gone = make_user("parti@example.org", is_active=False)
    with pytest.raises(Refusal):
        grant_role(actor=SYSTEM, user=gone, role=Role.DESK, organisation=make_commune())


def test_an_account_without_a_person_is_not_sent_round_in_circles(client: Client) -> None:
    user = make_user("agent@example.org", "Agent sans personne")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    for address in ("/fr/compte/", "/fr/compte/profil/", "/fr/compte/donnees/", "/fr/compte/recu/"):
        shown = client.get(address)
        assert shown.status_code == 200
        assert "/fr/compte/commencer/" in shown.content.decode()
    assert not Person.objects.filter(user=user).exists()
    started = client.post("/fr/compte/commencer/", {"next": "/fr/compte/profil/"})
    assert started["Location"] == "/fr/compte/profil/"
    assert client.get("/fr/compte/profil/").status_code == 200
    assert client.post("/fr/compte/commencer/", {"next": "https://ailleurs.example"})[
        "Location"
    ].endswith("/fr/compte/")
    # No code has confirmed the address: it is nobody's yet.
    assert not Person.objects.get(user=user).email_confirmed

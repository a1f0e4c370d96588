"""People: a code by e-mail, what was said on paper claimed, one's data copied and erased."""

import re

import pytest
from django.apps import apps
from django.core import mail
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from civic.accounts.enums import College, Role
from civic.accounts.models import ClaimCode, Person, User
from civic.accounts.policies import SYSTEM, Actor
from civic.accounts.services.claims import claim, issue_claim_code
from civic.accounts.services.colleges import verify_college
from civic.accounts.services.people import create_person, person_of_user
from civic.accounts.services.roles import grant_role, revoke_role
from civic.core.exceptions import NotAllowed, Refusal
from civic.notifications.services.notices import notify
from civic.privacy.models import ErasureRecord
from civic.privacy.services.erasure import erase_person
from tests.factories.people import grant, make_person, make_user
from tests.factories.territory import make_commune, make_site


@pytest.fixture
def site(db: None) -> None:
    make_site()


def code_of(message: mail.EmailMessage) -> str:
    found = re.search(r"^\s*(?:.*: )([A-Z0-9]{3,}-?[A-Z0-9]{3,})\s*$", message.body, re.MULTILINE)
    assert found, message.body
    return found[1]


def sign_in(client: Client, email: str, **extra: str) -> None:
    client.post(reverse("account_login"), {"email": email, **extra})
    client.post(reverse("account_confirm_login_code"), {"code": code_of(mail.outbox[-1]), **extra})


def test_amina_signs_in_with_a_code_and_exists_from_then_on(client: Client, site: None) -> None:
    sign_in(client, "nouvelle@example.org")

    person = Person.objects.get(user__email="nouvelle@example.org")
    assert person.email_confirmed
    assert client.get(reverse("account")).status_code == 200


def test_a_wrong_code_lets_nobody_in(client: Client, site: None) -> None:
    client.post(reverse("account_login"), {"email": "nouvelle@example.org"})
    answer = client.post(reverse("account_confirm_login_code"), {"code": "WRONG1"})

    assert answer.status_code == 200
    assert "_auth_user_id" not in client.session


def test_known_and_unknown_addresses_get_the_same_answer(
    client: Client, site: None, amina: Actor
) -> None:
    known = client.post(reverse("account_login"), {"email": "amina@example.org"})
    unknown = Client().post(reverse("account_login"), {"email": "personne@example.org"})

    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)


def test_the_address_after_signing_in_stays_on_this_site(client: Client, site: None) -> None:
    client.post(reverse("account_login"), {"email": "a@example.org", "next": "https://evil.test/"})
    answer = client.post(
        reverse("account_confirm_login_code"),
        {"code": code_of(mail.outbox[-1]), "next": "https://evil.test/"},
    )
    assert answer.status_code == 302
    assert "evil" not in answer.url


def test_what_a_guest_wrote_becomes_hers_when_she_signs_in(client: Client, site: None) -> None:
    guest = create_person(public_name="Amina B.")
    session = client.session
    session["civic_person"] = guest.pk
    session.save()
    sign_in(client, "amina.neuve@example.org")

    guest.refresh_from_db()
    assert guest.user.email == "amina.neuve@example.org"
    assert Person.objects.count() == 1


def test_the_administration_has_no_sign_in_of_its_own(client: Client, site: None) -> None:
    answer = client.get("/cms/login/?next=/cms/")
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("account_login"))


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"public_name": "   "}, "public_name"),
        ({"public_name": "x" * 81}, "public_name"),
        ({"public_name": "Driss", "college": College.TECHNICAL_OFFICER}, "college"),
        ({"public_name": "Élise", "college": College.ELECTED_OFFICIAL}, "college"),
    ],
)
def test_a_person_cannot_be_anything(db: None, values: dict[str, str], field: str) -> None:
    with pytest.raises(Refusal) as refusal:
        create_person(**values)
    assert refusal.value.field == field


def test_only_communications_officers_verify_an_elected_official(
    farid: Actor, amina: Actor
) -> None:
    commune = make_commune()
    with pytest.raises(NotAllowed):
        verify_college(
            actor=farid, person=amina.person, college=College.ELECTED_OFFICIAL, at=commune
        )
    grant(farid.user, Role.COMMUNICATIONS, make_commune("montfaucelle"))
    with pytest.raises(NotAllowed):
        verify_college(
            actor=Actor(user=farid.user),
            person=amina.person,
            college=College.ELECTED_OFFICIAL,
            at=commune,
        )
    verified = verify_college(
        actor=SYSTEM, person=amina.person, college=College.ELECTED_OFFICIAL, at=commune
    )
    assert verified.college_verified_at is not None


def test_the_database_refuses_an_unverified_official(amina: Actor) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.filter(pk=amina.person.pk).update(college="elected_official")


def test_two_people_cannot_confirm_the_same_address(amina: Actor) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make_person("Autre", email="AMINA@example.org", email_confirmed=True)


def test_somebody_known_on_paper_claims_it_with_the_code_of_the_receipt(
    amina: Actor, chloe: Actor, farid: Actor
) -> None:
    on_paper = make_person("Marcelle R.", phone="05 36 49 11 22")
    with pytest.raises(NotAllowed):
        issue_claim_code(actor=farid, person=on_paper, organisation=make_commune())
    code = issue_claim_code(actor=SYSTEM, person=on_paper, organisation=make_commune())
    assert code not in str(ClaimCode.objects.values_list())

    claim(actor=amina, code=code.lower().replace("-", " "))
    on_paper.refresh_from_db()
    amina.person.refresh_from_db()
    assert on_paper.erased_at is not None
    assert amina.person.phone == "05 36 49 11 22"
    with pytest.raises(Refusal):
        claim(actor=farid, code=code)


def test_a_guessed_code_claims_nothing(amina: Actor) -> None:
    with pytest.raises(Refusal) as refusal:
        claim(actor=amina, code="ACDEF-GHJKM")
    assert refusal.value.code == "claim_invalid"


def test_a_helped_person_opens_an_account_without_conflict(db: None) -> None:
    helped = make_person("Marcelle R.", email="marcelle@example.org", email_confirmed=True)
    user = make_user("marcelle@example.org")

    assert person_of_user(user=user) == helped


def test_roles_are_given_at_one_place_alone(farid: Actor, elise: Actor) -> None:
    commune, other = make_commune(), make_commune("montfaucelle")
    with pytest.raises(NotAllowed):
        grant_role(actor=elise, user=farid.user, role=Role.MODERATOR, organisation=commune)
    given = grant_role(actor=SYSTEM, user=farid.user, role=Role.MODERATOR, organisation=commune)

    actor = Actor(user=farid.user)
    assert actor.has_role(Role.MODERATOR, at=commune)
    assert not actor.has_role(Role.MODERATOR, at=other)
    assert not actor.has_role(Role.MODERATOR, at=commune.intercommunality)
    revoke_role(actor=SYSTEM, assignment=given)
    assert not Actor(user=farid.user).has_role(Role.MODERATOR, at=commune)


SECRETS = ("amina@example.org", "Amina Secrète", "05 36 49 99 88", "12 rue du Secret")


def everything_stored() -> str:
    """Return every text of every table, as somebody with the database would read it."""
    texts = []
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(model._meta.db_table)}")
            texts.extend(str(row) for row in cursor.fetchall())
    return "\n".join(texts)


def test_nothing_personal_is_left_in_any_table_after_an_erasure(
    client: Client, site: None, amina: Actor
) -> None:
    person = amina.person
    person.legal_name, person.phone, person.postal_address = SECRETS[1:]
    person.save()
    client.force_login(amina.user)
    notify(
        person=person,
        kind="registration",
        about="x:1",
        subject="Amina Secrète",
        body="Au 05 36 49 99 88",
        url="",
    )
    assert all(secret in everything_stored() for secret in SECRETS)

    answer = client.post(reverse("erase"), {"confirm": "on"})
    assert answer.status_code == 302
    left = everything_stored()
    assert [secret for secret in SECRETS if secret in left] == []
    assert not User.objects.filter(pk=amina.user.pk).exists()
    assert ErasureRecord.objects.get().person_id == person.pk
    assert client.get(answer.url).status_code == 200


def test_farid_cannot_erase_amina(farid: Actor, amina: Actor) -> None:
    with pytest.raises(NotAllowed):
        erase_person(actor=farid, person=amina.person)


def test_erasing_asks_for_the_box(client: Client, site: None, amina: Actor) -> None:
    client.force_login(amina.user)
    assert client.post(reverse("erase"), {}).status_code == 422
    amina.person.refresh_from_db()
    assert amina.person.erased_at is None


def test_the_database_keeps_nothing_of_an_erased_person(amina: Actor) -> None:
    erase_person(actor=amina, person=amina.person)
    with pytest.raises(DatabaseError), transaction.atomic():
        Person.objects.filter(pk=amina.person.pk).update(phone="05 36 49 99 88")


def test_amina_takes_a_copy_of_her_data(client: Client, site: None, amina: Actor) -> None:
    client.force_login(amina.user)
    answer = client.get(reverse("own_data_download"))

    data = answer.json()
    assert data["person"]["email"] == "amina@example.org"
    assert "attachment" in answer["Content-Disposition"]


def test_amina_changes_her_name_and_bad_values_lose_nothing(
    client: Client, site: None, amina: Actor
) -> None:
    client.force_login(amina.user)
    values = {
        "public_name": "Amina du Faubourg",
        "organisation": make_commune().pk,
        "contact_preference": "telephone",
        "phone": "05 36 49 00 99",
        "postal_address": "",
        "language": "fr",
    }
    refused = client.post(reverse("profile"), values | {"public_name": ""})
    assert refused.status_code == 422
    assert "05 36 49 00 99" in refused.content.decode()

    assert client.post(reverse("profile"), values).status_code == 302
    amina.person.refresh_from_db()
    assert amina.person.public_name == "Amina du Faubourg"

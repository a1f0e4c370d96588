"""The data-protection officer reads what was removed and proves it, never the words themselves."""

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from civic.accounts.enums import Role
from civic.accounts.policies import SYSTEM, Actor
from civic.audit.models import JournalEntry
from civic.core.exceptions import NotAllowed
from civic.notifications.models import Notice
from civic.privacy.enums import FindingDecision, Removal
from civic.privacy.services.erasure import erase_person
from civic.privacy.services.removal import prove_removal, purge_words
from civic.privacy.services.scanning import places_holding
from civic.territory.services.branches import seed_branch
from home.services.staff import follow_roles
from tests.factories.people import grant, make_person, make_user
from tests.factories.territory import make_branch, make_commune, make_site
from tests.integration.home.pages import make_collections

from .test_removal import PHONE, decide_on_everything, imported_request

pytestmark = pytest.mark.django_db

SCREEN = reverse("removals")
NOWHERE = "Ces mots ne sont plus nulle part"


def officer(commune: str = "saint-aurel") -> Actor:
    make_collections()
    for page in (make_site(), make_branch(commune)):
        seed_branch(actor=SYSTEM, page=page)
    user = make_user(f"dpo@{commune}.example.org", f"Odette {commune}")
    grant(user, Role.DATA_PROTECTION, make_commune(commune))
    follow_roles(user=user)
    return Actor(user=user)


def signed_in(actor: Actor) -> Client:
    client = Client()
    client.force_login(actor.user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def shown(actor: Actor) -> str:
    answer = signed_in(actor).get(SCREEN)
    assert answer.status_code == 200
    return answer.content.decode()


def everything_stored() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT CAST(details AS TEXT) FROM audit_journalentry")
        return " ".join(row[0] for row in cursor.fetchall())


def test_the_officer_reads_what_left_which_copies_when_and_by_whom(bruno: Actor) -> None:
    request = imported_request()
    decide_on_everything(bruno, request, FindingDecision.MASKED)
    page = shown(officer())
    assert request.case.number in page
    assert str(bruno.user) in page
    assert "tableaux envoyés par un conseil" in page
    assert "Tréguier" not in page
    assert PHONE not in page


def test_a_look_proves_that_masked_words_stand_nowhere_and_keeps_none_of_them(
    bruno: Actor,
) -> None:
    request = imported_request()
    client = signed_in(officer())
    found = client.post(SCREEN, {"words": f"Tréguier\n{PHONE}", "look": "1"}).content.decode()
    assert NOWHERE not in found
    assert "cases_request.text" in found
    assert str(request.pk) in found
    assert "aboie" not in found

    decide_on_everything(bruno, request, FindingDecision.MASKED)
    proved = client.post(SCREEN, {"words": f"Tréguier\n{PHONE}", "look": "1"}).content.decode()
    assert NOWHERE in proved
    assert "les mêmes mots" in proved
    # Neither the page that answers, nor the journal, nor anything else holds what was typed.
    assert "Tréguier" not in proved
    assert "Tréguier" not in everything_stored()
    assert places_holding(["Tréguier", PHONE]) == []
    entries = JournalEntry.objects.filter(action=Removal.LOOKED_FOR).order_by("pk")
    assert [bool(entry.details["places"]) for entry in entries] == [True, False]
    assert entries[0].details["marks"] == entries[1].details["marks"]
    assert entries[1].details["tables"] > 100
    other = client.post(SCREEN, {"words": "zibelinette", "look": "1"}).content.decode()
    assert other.count("les mêmes mots") == 1


def test_a_stored_file_is_part_of_the_proof(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path
    settings.SMS_FILE_PATH = tmp_path / "sms"
    (tmp_path / "note.txt").write_text("Vu avec Mme Tréguier.", encoding="utf-8")
    found = signed_in(officer()).post(SCREEN, {"words": "Tréguier", "look": "1"}).content.decode()
    assert "media/note.txt" in found
    assert JournalEntry.objects.get(action=Removal.LOOKED_FOR).details["files"] == 1


def test_the_messages_kept_in_files_are_counted_among_what_was_read(settings, tmp_path) -> None:
    settings.MEDIA_ROOT, settings.SMS_FILE_PATH = tmp_path / "media", tmp_path / "sms"
    settings.SMS_FILE_PATH.mkdir()
    (settings.SMS_FILE_PATH / "1.json").write_text("{}", encoding="utf-8")
    signed_in(officer()).post(SCREEN, {"words": "zibelinette", "look": "1"})
    assert JournalEntry.objects.get(action=Removal.LOOKED_FOR).details["files"] == 1


@pytest.mark.parametrize(
    "words", ["", "  \n ", "Li", "\n".join(f"mot numéro {n}" for n in range(11))]
)
def test_what_cannot_be_looked_for_says_what_to_do(words: str) -> None:
    answer = signed_in(officer()).post(SCREEN, {"words": words, "look": "1"})
    assert answer.status_code == 422
    assert "error-message" in answer.content.decode()
    assert not JournalEntry.objects.filter(action=Removal.LOOKED_FOR).exists()


def test_an_erased_person_is_listed_with_what_left_which_table() -> None:
    person = make_person("Amina B.", legal_name="Amina Belkacem")
    dpo = officer()
    erase_person(actor=dpo, person=person)
    page = shown(dpo)
    assert f"personne {person.pk}" in page
    assert "Belkacem" not in page


def test_each_officer_reads_the_removals_of_their_own_bodies(bruno: Actor) -> None:
    request = imported_request()
    decide_on_everything(bruno, request, FindingDecision.MASKED)
    assert request.case.number in shown(officer())
    assert request.case.number not in shown(officer("montfaucelle"))


def test_nobody_but_the_officer_and_administrators_enters(
    client: Client, bruno: Actor, farid: Actor, chloe: Actor, admin_client: Client
) -> None:
    assert client.get(SCREEN).status_code == 302
    for actor in (bruno, farid, chloe):
        for answer in (
            signed_in(actor).get(SCREEN),
            signed_in(actor).post(SCREEN, {"words": "Tréguier", "look": "1"}),
        ):
            assert answer.status_code in {302, 403}
            assert "Tréguier" not in answer.content.decode()
        with pytest.raises(NotAllowed):
            prove_removal(actor=actor, words=["Tréguier"])
    assert admin_client.get(SCREEN).status_code == 200
    assert not JournalEntry.objects.filter(action=Removal.LOOKED_FOR).exists()


def test_an_administrator_removes_words_from_every_copy_and_an_officer_does_not(
    admin_client: Client,
) -> None:
    request = imported_request()
    dpo = signed_in(officer())
    assert 'name="purge"' not in dpo.get(SCREEN).content.decode()
    assert dpo.post(SCREEN, {"words": "Tréguier", "purge": "1"}).status_code in {302, 403}
    assert "Tréguier" in Notice.objects.get().body

    assert 'name="purge"' in admin_client.get(SCREEN).content.decode()
    done = admin_client.post(SCREEN, {"words": "Tréguier", "purge": "1"}, follow=True)
    assert "Tréguier" not in Notice.objects.get().body
    assert "Tréguier" not in done.content.decode()
    # What is held for a reader stays as it was written until somebody decides.
    request.refresh_from_db()
    assert "Tréguier" in request.text


def test_the_list_costs_the_same_for_two_removals_and_for_sixty(count_queries) -> None:
    dpo = officer()
    client = signed_in(dpo)

    def removed(count: int) -> None:
        for _number in range(count):
            purge_words(actor=SYSTEM, words=["zibelinette"])
            erase_person(actor=dpo, person=make_person("Une habitante"))

    removed(1)
    client.get(SCREEN)
    with count_queries() as few:
        client.get(SCREEN)
    removed(30)
    with count_queries() as many:
        page = client.get(SCREEN).content.decode()
    assert len(few) == len(many)
    assert "?p=2" in page

"""Who holds what, where: gaps and conflicts are said, cells change at once, files come back."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from civic.accounts.enums import Role
from civic.accounts.policies import SYSTEM, Actor
from civic.cases.models import RequestType
from civic.core.exceptions import NotAllowed, Refusal
from civic.territory.enums import HoldingFault
from civic.territory.models import Competence, CompetenceHolder
from civic.territory.selectors.matrix import matrix
from civic.territory.services.branches import seed_branch
from civic.territory.services.holders import set_holder
from home.services.staff import follow_roles
from tests.factories.people import grant, make_user
from tests.factories.territory import (
    make_commune,
    make_department,
    make_intercommunality,
    make_site,
)
from tests.integration.home.pages import make_collections

pytestmark = pytest.mark.django_db


@pytest.fixture
def waste() -> Competence:
    """Waste collection, on two communes of the intercommunality."""
    make_commune("saint-aurel")
    make_commune("montfaucelle")
    make_department(make_intercommunality(), "dechets")
    make_department(make_intercommunality(), "eau")
    return Competence.objects.create(name="Déchets", code="dechets")


def keeper(organisation) -> Actor:
    user = make_user(f"{organisation.slug}@example.org")
    grant(user, Role.COMMUNICATIONS, organisation)
    return Actor(user=user)


@pytest.fixture
def rachid() -> Actor:
    """Keeps the vocabulary of the intercommunality."""
    return keeper(make_intercommunality())


@pytest.fixture
def screen(rachid: Actor) -> Client:
    make_collections()
    seed_branch(actor=SYSTEM, page=make_site())
    client = Client()
    client.force_login(follow_roles(user=rachid.user))
    return client


def hold(competence, territory, holder, department=None):
    return CompetenceHolder.objects.create(
        competence=competence, territory=territory, holder=holder, department=department
    )


def faults_of(competence, slug) -> tuple:
    (line,) = matrix([competence]).lines
    return next(cell.faults for cell in line.cells if cell.commune.slug == slug)


def test_what_is_wrong_is_said_cell_by_cell(waste: Competence) -> None:
    parent, saint_aurel = make_intercommunality(), make_commune()
    assert faults_of(waste, "saint-aurel") == (HoldingFault.GAP,)
    row = hold(waste, saint_aurel, parent)
    assert faults_of(waste, "saint-aurel") == (HoldingFault.NO_DEPARTMENT,)
    row.holder = make_commune("montfaucelle")
    row.department = make_department(row.holder, "mairie")
    row.save()
    assert faults_of(waste, "saint-aurel") == (HoldingFault.HOLDER_ELSEWHERE,)
    hold(waste, parent, parent, make_department(parent, "dechets"))
    assert faults_of(waste, "saint-aurel") == (
        HoldingFault.OVERLAP,
        HoldingFault.HOLDER_ELSEWHERE,
    )
    # What the intercommunality holds on its whole territory covers each of its communes.
    assert faults_of(waste, "montfaucelle") == ()


def test_rachid_gives_a_competence_on_every_commune_at_once(
    rachid: Actor, waste: Competence
) -> None:
    communes = [make_commune("saint-aurel"), make_commune("montfaucelle")]
    parent = make_intercommunality()
    department = make_department(parent, "dechets")
    given = {"actor": rachid, "competence": waste, "territories": communes}
    assert set_holder(**given, holder=parent, department=department) == 2
    assert set_holder(**given, holder=parent, department=department) == 0
    assert not matrix([waste]).lines[0].problems


def test_each_commune_takes_it_back_with_its_own_department(
    rachid: Actor, waste: Competence
) -> None:
    commune = make_commune()
    own = make_department(commune, "proprete")
    hold(waste, commune, commune, own)
    set_holder(
        actor=rachid,
        competence=waste,
        territories=[commune, make_commune("montfaucelle")],
        holder=None,
    )
    assert set(waste.holders.values_list("holder__slug", "department")) == {
        ("saint-aurel", own.pk),
        ("montfaucelle", None),
    }


def test_a_body_is_not_given_what_it_does_not_cover(rachid: Actor, waste: Competence) -> None:
    with pytest.raises(Refusal) as refused:
        set_holder(
            actor=rachid,
            competence=waste,
            territories=[make_commune()],
            holder=make_commune("montfaucelle"),
        )
    assert refused.value.code == "holder_elsewhere"
    with pytest.raises(Refusal) as refused:
        set_holder(
            actor=rachid,
            competence=waste,
            territories=[make_commune()],
            holder=make_intercommunality(),
            department=make_department(make_commune(), "voirie"),
        )
    assert refused.value.code == "department_elsewhere"
    assert not CompetenceHolder.objects.exists()


def test_a_commune_does_not_change_who_does_what(waste: Competence) -> None:
    with pytest.raises(NotAllowed):
        set_holder(
            actor=keeper(make_commune()),
            competence=waste,
            territories=[make_commune()],
            holder=None,
        )


def test_the_screen_lists_the_gaps_and_the_requests_they_strand(
    screen: Client, waste: Competence
) -> None:
    RequestType.objects.create(name="Un bac cassé", slug="bac", competence=waste)
    page = screen.get(reverse("competence_matrix")).content.decode()
    assert page.count("personne ne l’exerce ici") >= 2
    assert "Un bac cassé" in page


def test_the_screen_costs_as_much_for_two_communes_as_for_thirty(
    screen: Client, waste: Competence, count_queries
) -> None:
    def queries() -> int:
        with count_queries() as asked:
            screen.get(reverse("competence_matrix"))
        return len(asked)

    queries()
    before = queries()
    for number in range(30):
        commune = make_commune(f"c{number}")
        other = Competence.objects.create(name=f"Compétence {number}", code=f"k{number}")
        hold(other, commune, commune)
    assert queries() == before


def test_saving_says_what_is_still_wrong_and_keeps_what_was_typed(
    screen: Client, waste: Competence
) -> None:
    address = reverse("give_competence", args=["dechets"])
    parent = make_intercommunality()
    refused = screen.post(address, {"who": str(parent.pk)})
    assert refused.status_code == 422
    assert f'value="{parent.pk}" required id="id_who_0" checked' in refused.content.decode() or (
        "checked" in refused.content.decode()
    )
    saved = screen.post(
        address,
        {
            "who": str(parent.pk),
            "department": make_department(parent, "dechets").pk,
            "territories": [make_commune().pk],
        },
        follow=True,
    )
    assert "Montfaucelle (personne ne l’exerce ici)" in saved.content.decode()


def test_the_file_comes_back_as_it_left(screen: Client, waste: Competence) -> None:
    parent = make_intercommunality()
    hold(waste, make_commune(), parent, make_department(parent, "dechets"))
    sent = b"".join(screen.get(reverse("export_matrix")).streaming_content)
    assert "dechets;saint-aurel;val-de-brevanne;dechets" in sent.decode("utf-8-sig")
    changed = sent.decode("utf-8-sig").replace(
        "dechets;montfaucelle;;", "dechets;montfaucelle;montfaucelle;"
    )
    answer = screen.post(
        reverse("import_matrix"), {"file": SimpleUploadedFile("m.csv", changed.encode())}
    )
    assert answer.status_code == 302
    assert waste.holders.count() == 2
    assert waste.holders.get(territory__slug="montfaucelle").holder.slug == "montfaucelle"


def test_each_wrong_row_says_why_and_nothing_is_written(screen: Client, waste: Competence) -> None:
    wrong = "\n".join(
        (
            "competence;commune;holder;department",
            "dechets;saint-aurel;val-de-brevanne;dechets",
            "eau;saint-aurel;val-de-brevanne;",
            "dechets;montfaucelle;saint-aurel;",
            "dechets;montfaucelle;val-de-brevanne;voirie",
            "dechets;saint-aurel;;",
            "dechets;atlantide;;",
        )
    )
    answer = screen.post(
        reverse("import_matrix"), {"file": SimpleUploadedFile("m.csv", wrong.encode())}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    for row in (3, 4, 5, 6, 7):
        assert f"Ligne {row}" in page
    assert "Ligne 2" not in page
    assert not CompetenceHolder.objects.exists()


@pytest.mark.parametrize("content", [b"", b"a;b\n1;2\n", b"\x00\x01\x02", b"%PDF-1.4"])
def test_a_file_that_is_no_matrix_is_refused(
    screen: Client, waste: Competence, content: bytes
) -> None:
    answer = screen.post(reverse("import_matrix"), {"file": SimpleUploadedFile("m.csv", content)})
    assert answer.status_code == 422
    assert "error-message" in answer.content.decode()

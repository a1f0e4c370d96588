"""Nobody of one commune changes, or sees, what belongs to another: one test per route."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from civic.accounts.enums import Role
from civic.accounts.policies import SYSTEM, Actor
from civic.cases.models import AnswerRules, AnswerTemplate, ServiceLevel
from civic.privacy.models import PublicName
from civic.territory.models import Organisation, OrganisationPage
from civic.territory.services.branches import seed_branch
from home.selectors.due import due_today
from home.services.staff import follow_every_role, follow_roles
from tests.factories.participation import make_consultation
from tests.factories.people import grant, make_user
from tests.factories.territory import (
    make_branch,
    make_commune,
    make_department,
    make_intercommunality,
    make_neighbourhood,
    make_site,
    make_theme,
)
from tests.integration.home.pages import make_collections, make_content, make_image

pytestmark = pytest.mark.django_db


@dataclass
class Territory:
    """Two communes below their intercommunality, each with a communications officer."""

    site: Page
    saint_aurel: Page
    montfaucelle: Page


@pytest.fixture(scope="module")
def branches(django_db_setup: None, django_db_blocker) -> Iterator[list[int]]:  # type: ignore[no-untyped-def]
    """Open the three branches once for the hundred tests below, and take them away at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        make_collections()
        pages = [make_site(), make_branch("saint-aurel"), make_branch("montfaucelle")]
        for page in pages:
            seed_branch(actor=SYSTEM, page=page)
        yield [page.pk for page in pages]
        transaction.set_rollback(True)


@pytest.fixture
def territory(branches: list[int], db: None) -> Territory:
    # Read anew: what a test does to its pages is undone in the database alone.
    return Territory(*(OrganisationPage.objects.get(pk=pk) for pk in branches))


def officer(organisation: Organisation, email: str, role: Role = Role.COMMUNICATIONS) -> Actor:
    user = make_user(email)
    grant(user, role, organisation)
    follow_roles(user=user)
    return Actor(user=type(user).objects.get(pk=user.pk))


@pytest.fixture
def maya(territory: Territory) -> Client:
    """Communications officer of Montfaucelle, signed in."""
    client = Client()
    client.force_login(officer(make_commune("montfaucelle"), "maya@example.org").user)
    return client


@pytest.fixture
def rachid(territory: Territory) -> Client:
    """Communications officer of the intercommunality, signed in."""
    client = Client()
    client.force_login(officer(make_intercommunality(), "rachid@example.org").user)
    return client


def is_refused(response) -> bool:
    if response.status_code in {403, 404}:
        return True
    # Wagtail sends back to its home with a sentence.
    return response.status_code == 302 and response["Location"] == reverse("wagtailadmin_home")


PAGE_ROUTES = (
    "wagtailadmin_pages:edit",
    "wagtailadmin_pages:delete",
    "wagtailadmin_pages:unpublish",
    "wagtailadmin_pages:copy",
    "wagtailadmin_pages:move",
    "wagtailadmin_pages:view_draft",
    "wagtailadmin_pages:history",
    "wagtailadmin_pages:usage",
    "wagtailadmin_pages:set_privacy",
    "wagtailadmin_pages:add_subpage",
    "wagtailadmin_pages:preview_on_edit",
)


@pytest.mark.parametrize("route", PAGE_ROUTES)
def test_maya_is_refused_on_the_pages_of_saint_aurel(
    maya: Client, territory: Territory, route: str
) -> None:
    page = make_content(territory.saint_aurel, "Votre mairie")
    assert is_refused(maya.get(reverse(route, args=[page.pk])))
    assert is_refused(maya.post(reverse(route, args=[page.pk])))
    assert Page.objects.get(pk=page.pk).live


@pytest.mark.parametrize("route", PAGE_ROUTES)
def test_rachid_is_refused_on_the_pages_of_a_commune_below_his_own(
    rachid: Client, territory: Territory, route: str
) -> None:
    page = make_content(territory.saint_aurel, "Votre mairie")
    assert is_refused(rachid.get(reverse(route, args=[page.pk])))
    assert is_refused(rachid.post(reverse(route, args=[page.pk])))
    assert Page.objects.get(pk=page.pk).live


@pytest.mark.parametrize("route", ["edit", "delete", "copy", "move", "history", "view_draft"])
def test_each_keeps_their_own_pages(
    maya: Client, rachid: Client, territory: Territory, route: str
) -> None:
    for client, parent in ((maya, territory.montfaucelle), (rachid, territory.site)):
        page = make_content(parent, "Votre mairie")
        assert client.get(reverse(f"wagtailadmin_pages:{route}", args=[page.pk])).status_code == 200


def test_rachid_edits_the_home_of_the_intercommunality(
    rachid: Client, territory: Territory
) -> None:
    url = reverse("wagtailadmin_pages:edit", args=[territory.site.pk])
    assert rachid.get(url).status_code == 200


def test_rachid_is_refused_on_the_home_of_a_commune(rachid: Client, territory: Territory) -> None:
    url = reverse("wagtailadmin_pages:edit", args=[territory.saint_aurel.pk])
    assert is_refused(rachid.get(url))


@pytest.mark.parametrize("route", ["delete", "unpublish", "move", "copy"])
def test_the_home_of_a_branch_is_kept_by_administrators(
    maya: Client, territory: Territory, route: str
) -> None:
    url = reverse(f"wagtailadmin_pages:{route}", args=[territory.montfaucelle.pk])
    assert is_refused(maya.get(url))
    assert is_refused(maya.post(url))
    kept = Page.objects.get(pk=territory.montfaucelle.pk)
    assert kept.live
    assert kept.get_parent().pk == territory.site.pk


def test_maya_cannot_open_a_branch_below_her_own(maya: Client, territory: Territory) -> None:
    url = reverse(
        "wagtailadmin_pages:add",
        args=["territory", "organisationpage", territory.montfaucelle.pk],
    )
    assert is_refused(maya.get(url))


def test_maya_cannot_move_a_page_of_hers_to_saint_aurel(maya: Client, territory: Territory) -> None:
    page = make_content(territory.montfaucelle, "Votre mairie")
    url = reverse("wagtailadmin_pages:move_confirm", args=[page.pk, territory.saint_aurel.pk])
    assert is_refused(maya.post(url))
    assert Page.objects.get(pk=page.pk).get_parent().pk == territory.montfaucelle.pk


def test_maya_cannot_reorder_the_pages_of_saint_aurel(maya: Client, territory: Territory) -> None:
    page = make_content(territory.saint_aurel, "Votre mairie")
    url = reverse("wagtailadmin_pages:set_page_position", args=[page.pk])
    assert is_refused(maya.post(url, {"position": 0}))


@pytest.mark.parametrize("action", ["delete", "publish", "unpublish", "move"])
def test_maya_cannot_act_in_bulk_on_saint_aurel(
    maya: Client, territory: Territory, action: str
) -> None:
    page = make_content(territory.saint_aurel, "Votre mairie")
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
    maya.post(f"{url}?id={page.pk}&next=/cms/", {"chooser": territory.montfaucelle.pk})
    kept = Page.objects.get(pk=page.pk)
    assert kept.live
    assert kept.get_parent().pk == territory.saint_aurel.pk


def test_maya_sees_no_draft_of_saint_aurel(maya: Client, territory: Territory) -> None:
    draft = make_content(territory.saint_aurel, "Projet secret")
    draft.unpublish()
    seen = [
        maya.get(reverse("wagtailadmin_explore", args=[territory.saint_aurel.pk]), follow=True),
        maya.get(reverse("wagtailadmin_explore_root"), follow=True),
        maya.get(reverse("wagtailadmin_choose_page")),
        maya.get(reverse("wagtailadmin_choose_page_child", args=[territory.saint_aurel.pk])),
        maya.get(reverse("wagtailadmin_reports:site_history")),
        maya.get(reverse("wagtailadmin_reports:aging_pages")),
        maya.get(reverse("wagtailadmin_reports:locked_pages")),
        maya.get(reverse("wagtailadmin_home")),
        maya.get("/cms/api/main/pages/"),
        maya.get(f"/cms/api/main/pages/{draft.pk}/"),
    ]
    for response in seen:
        assert "Projet secret" not in response.content.decode(), response.request["PATH_INFO"]


@pytest.mark.parametrize("somebody", ["maya", "rachid"])
def test_a_search_in_the_administration_finds_no_draft_of_another(
    request: pytest.FixtureRequest, territory: Territory, somebody: str
) -> None:
    if connection.vendor == "sqlite" and request.config.getoption("nomigrations"):
        pytest.skip("Wagtail's search tables are made by its migrations.")
    client = request.getfixturevalue(somebody)
    make_content(territory.saint_aurel, "Projet secret").unpublish()
    for name in ("wagtailadmin_pages:search", "wagtailadmin_choose_page_search"):
        response = client.get(reverse(name), {"q": "secret"})
        assert response.status_code == 200
        assert "Projet secret" not in response.content.decode(), name


@pytest.mark.parametrize(
    "name", ["wagtailadmin_reports:site_history", "wagtailadmin_explore_root", "wagtailadmin_home"]
)
def test_rachid_sees_no_draft_of_a_commune_either(
    rachid: Client, territory: Territory, name: str
) -> None:
    draft = make_content(territory.saint_aurel, "Projet secret")
    draft.unpublish()
    for url in (reverse(name), "/cms/api/main/pages/", f"/cms/api/main/pages/{draft.pk}/"):
        assert "Projet secret" not in rachid.get(url, follow=True).content.decode(), url


def test_maya_chooses_only_what_is_shown_in_her_branch(maya: Client, territory: Territory) -> None:
    from consultations.models import ConsultationIndexPage, ConsultationPage

    make_consultation("plan-climat", question="Le climat ?", territories=[])
    shared = make_consultation(
        "plan-eau", question="Et l'eau ?", territories=[make_commune("montfaucelle")]
    )
    index = ConsultationIndexPage(title="Concertations", slug="concertations")
    territory.montfaucelle.add_child(instance=index)
    url = reverse(
        "wagtailadmin_pages:add",
        args=["consultations", ConsultationPage._meta.model_name, index.pk],
    )
    form = maya.get(url).context["form"]
    assert list(form.fields["consultation"].queryset) == [shared]


def test_maya_sees_the_images_of_her_collection_only(maya: Client, territory: Territory) -> None:
    from wagtail.models import Collection

    theirs = make_image("Secret", Collection.objects.get(name=territory.saint_aurel.title))
    hers = make_image("La halle", Collection.objects.get(name=territory.montfaucelle.title))
    assert maya.get(reverse("wagtailimages:edit", args=[hers.pk])).status_code == 200
    assert is_refused(maya.get(reverse("wagtailimages:edit", args=[theirs.pk])))
    for url in (
        reverse("wagtailimages:index"),
        reverse("wagtailimages_chooser:choose"),
        "/cms/api/main/images/",
    ):
        html = maya.get(url).content.decode()
        assert "La halle" in html, url
        assert "Secret" not in html, url


PLACED_SCREENS = (
    "organisations",
    "neighbourhoods",
    "departments",
    "public-names",
    "announced-delays",
    "answer-rules",
    "typed-answers",
)


def rows_of(commune: str) -> dict[str, object]:
    organisation = make_commune(commune)
    return {
        "organisations": organisation,
        "neighbourhoods": make_neighbourhood(organisation, "canal"),
        "departments": make_department(organisation),
        "public-names": PublicName.objects.get_or_create(
            name="Étienne Carbonnel", reason="Maire", organisation=organisation
        )[0],
        "announced-delays": ServiceLevel.objects.get_or_create(
            organisation=organisation, origin="request", working_days=15
        )[0],
        "answer-rules": AnswerRules.objects.get_or_create(organisation=organisation)[0],
        "typed-answers": AnswerTemplate.objects.get_or_create(
            organisation=organisation,
            name="Lampe réparée",
            defaults={
                "reason": "La lampe a été remplacée par l’équipe d’éclairage.",
                "next_steps": "Elle éclaire de nouveau.",
            },
        )[0],
    }


@pytest.mark.parametrize("screen", PLACED_SCREENS)
@pytest.mark.parametrize("action", ["edit", "delete", "history", "usage"])
def test_maya_is_refused_on_the_rows_of_saint_aurel(maya: Client, screen: str, action: str) -> None:
    row = rows_of("saint-aurel")[screen]
    url = reverse(f"{screen}:{action}", args=[row.pk])
    assert is_refused(maya.get(url))
    assert is_refused(maya.post(url, {"name": "Pris"}))
    assert type(row).objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize("screen", PLACED_SCREENS)
def test_maya_opens_the_rows_of_her_own_commune(maya: Client, screen: str) -> None:
    other = rows_of("saint-aurel")[screen]
    row = rows_of("montfaucelle")[screen]
    assert maya.get(reverse(f"{screen}:edit", args=[row.pk])).status_code == 200
    html = maya.get(reverse(f"{screen}:index")).content.decode()
    assert f"/edit/{row.pk}/" in html
    assert f"/edit/{other.pk}/" not in html


def test_maya_gives_an_outcome_another_word_in_her_tables(maya: Client) -> None:
    rules = rows_of("montfaucelle")["answer-rules"]
    url = reverse("answer-rules:edit", args=[rules.pk])
    data = {
        "organisation": rules.organisation_id,
        "contest_days": 30,
        "review_working_days": 20,
        "fewest_answers": 5,
        "holiday_calendar": "",
        "label_done": "Réglé",
    }
    assert maya.post(url, data | {"label_planned": "Réglé"}).status_code != 302
    assert maya.post(url, data).status_code == 302
    rules.refresh_from_db()
    assert rules.outcome_labels == {"done": "Réglé"}
    assert 'value="Réglé"' in maya.get(url).content.decode()


@pytest.mark.parametrize(
    "screen", ["themes", "competences", "competence-holders", "glossary", "request-types"]
)
def test_the_shared_vocabulary_is_kept_by_the_intercommunality(
    maya: Client, rachid: Client, screen: str
) -> None:
    make_theme()
    for action in ("index", "add"):
        assert is_refused(maya.get(reverse(f"{screen}:{action}")))
        assert rachid.get(reverse(f"{screen}:{action}")).status_code == 200


def test_maya_cannot_create_a_body(maya: Client) -> None:
    assert is_refused(maya.get(reverse("organisations:add")))
    row = make_commune("montfaucelle")
    assert is_refused(maya.post(reverse("organisations:delete", args=[row.pk])))


def test_maya_reads_the_journal_of_her_commune_only(maya: Client) -> None:
    from civic.audit.services import record

    record(
        actor=SYSTEM,
        action="secret.act",
        target=make_commune("saint-aurel"),
        organisation_id=make_commune("saint-aurel").pk,
    )
    record(
        actor=SYSTEM,
        action="own.act",
        target=make_commune("montfaucelle"),
        organisation_id=make_commune("montfaucelle").pk,
    )
    html = maya.get(reverse("journal:index")).content.decode()
    assert "own.act" in html
    assert "secret.act" not in html
    sheet = b"".join(maya.get(reverse("journal:index"), {"export": "csv"}).streaming_content)
    assert b"own.act" in sheet
    assert b"secret.act" not in sheet


def test_a_role_that_ends_closes_the_pages(territory: Territory) -> None:
    actor = officer(make_commune("montfaucelle"), "maya@example.org")
    assert actor.user.groups.count() == 3
    actor.user.role_assignments.all().delete()
    assert follow_every_role() == 3
    assert actor.user.groups.count() == 0
    assert follow_every_role() == 0


def test_a_facilitator_drafts_and_does_not_publish(territory: Territory) -> None:
    actor = officer(make_commune("montfaucelle"), "nora@example.org", Role.FACILITATOR)
    tester = territory.montfaucelle.permissions_for_user(actor.user)
    assert tester.can_edit()
    assert not tester.can_publish()


def test_a_role_in_one_department_opens_no_page(territory: Territory) -> None:
    user = make_user("paul@example.org")
    commune = make_commune("montfaucelle")
    grant(user, Role.COMMUNICATIONS, commune, make_department(commune))
    follow_roles(user=user)
    assert not territory.montfaucelle.permissions_for_user(user).can_edit()


def test_an_administrator_may_everything(territory: Territory) -> None:
    boss = make_user("admin@example.org", is_superuser=True, is_staff=True)
    client = Client()
    client.force_login(boss)
    for page in (territory.site, territory.saint_aurel, territory.montfaucelle):
        assert client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200


def test_farid_does_not_enter_the_administration(farid, client: Client) -> None:
    client.force_login(farid.user)
    response = client.get(reverse("wagtailadmin_home"))
    assert response.status_code in {302, 403}


def test_a_draft_of_a_facilitator_is_published_by_the_officer_of_the_same_commune(
    territory: Territory,
) -> None:
    nora = officer(make_commune("montfaucelle"), "nora@example.org", Role.FACILITATOR)
    maya = officer(make_commune("montfaucelle"), "maya@example.org")
    odile = officer(make_commune("saint-aurel"), "odile@example.org")
    page = make_content(territory.montfaucelle, "La halle")
    page.title = "La halle rouvre"
    page.save_revision(user=nora.user)
    workflow = page.get_workflow()
    assert workflow.name == "Publication – Montfaucelle"
    workflow.start(page, nora.user)
    task = page.current_workflow_task
    actions = {
        name: [action[0] for action in task.get_actions(page, somebody.user)]
        for name, somebody in {"nora": nora, "maya": maya, "odile": odile}.items()
    }
    assert actions["nora"] == actions["odile"] == []
    assert "approve" in actions["maya"]
    assert due_today(maya).pages_to_read == 1
    task.on_action(page.current_workflow_task_state, maya.user, "approve")
    assert Page.objects.get(pk=page.pk).title == "La halle rouvre"

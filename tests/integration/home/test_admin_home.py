"""The home of the administration: what waits today, for whom, and a menu one understands."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from civic.accounts.enums import Role
from civic.accounts.policies import SYSTEM, Actor
from civic.cases.services.requests import file_request
from civic.discussion.models import Report
from civic.discussion.services.moderation import report
from civic.territory.services.branches import seed_branch
from home.selectors.due import due_today
from home.services.staff import follow_roles
from tests.factories.participation import make_call, make_contribution
from tests.factories.people import grant, make_person, make_user
from tests.factories.territory import (
    make_branch,
    make_commune,
    make_intercommunality,
    make_site,
)
from tests.integration.home.pages import make_collections, make_consultations

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def branches(db: None) -> None:
    make_collections()
    for page in (make_site(), make_branch("saint-aurel"), make_branch("montfaucelle")):
        seed_branch(actor=SYSTEM, page=page)


def staff(email: str, role: Role, organisation) -> Actor:
    user = make_user(email)
    grant(user, role, organisation)
    return Actor(user=follow_roles(user=user))


def signed_in(actor: Actor) -> Client:
    client = Client()
    client.force_login(actor.user)
    return client


def ask(commune: str, days_ago: int = 0, **extra):
    values = {
        "actor": SYSTEM,
        "organisation": make_commune(commune),
        "title": "Une lampe est éteinte",
        "text": "La lampe de la place ne marche plus.",
        "person": make_person(),
        "channel": "online",
        "college": "resident",
        "said_on": timezone.localdate() - timedelta(days=days_ago),
    }
    return file_request(**(values | extra))


def test_an_officer_reads_what_is_late_in_their_organisation_only() -> None:
    ask("saint-aurel", days_ago=90)
    ask("saint-aurel")
    ask("montfaucelle", days_ago=90)
    officer = staff("dora@example.org", Role.OFFICER, make_commune("saint-aurel"))
    due = due_today(officer)
    assert (due.waiting, due.late) == (2, 1)
    html = signed_in(officer).get(reverse("wagtailadmin_home")).content.decode()
    assert "due-today" in html
    assert reverse("inbox") in html


def test_texts_held_are_counted_for_whoever_decides() -> None:
    ask("saint-aurel", text="Appelez Mme Martin au 06 12 34 56 78, la lampe est éteinte.")
    ask("montfaucelle", text="Appelez Mme Martin au 06 12 34 56 78, la lampe est éteinte.")
    moderator = staff("mona@example.org", Role.MODERATOR, make_commune("saint-aurel"))
    due = due_today(moderator)
    assert (due.held_requests, due.waiting) == (1, 0)
    assert reverse("held") in signed_in(moderator).get("/cms/").content.decode()


def test_nothing_waits_is_said_in_words() -> None:
    officer = staff("dora@example.org", Role.OFFICER, make_commune("saint-aurel"))
    assert due_today(officer).nothing
    assert signed_in(officer).get("/cms/").status_code == 200


def test_the_home_costs_the_same_for_any_number_of_cases(count_queries) -> None:
    officer = staff("dora@example.org", Role.OFFICER, make_commune("saint-aurel"))
    client = signed_in(officer)
    for _number in range(6):
        ask("saint-aurel", days_ago=90)
    client.get("/cms/")
    with count_queries() as few:
        client.get("/cms/")
    for _number in range(20):
        ask("saint-aurel", days_ago=90)
    with count_queries() as many:
        client.get("/cms/")
    assert len(few) == len(many)


def reported() -> Report:
    contribution = make_contribution(make_call().activity)
    return report(actor=SYSTEM, target=contribution, rule="insult", who="192.0.2.1")


def test_a_report_waits_for_the_moderators_of_its_organisation_only() -> None:
    reported()
    moderator = staff("mona@example.org", Role.MODERATOR, make_intercommunality())
    elsewhere = staff("paul@example.org", Role.MODERATOR, make_commune("saint-aurel"))
    assert due_today(moderator).reports == 1
    assert due_today(elsewhere).nothing
    html = signed_in(moderator).get("/cms/").content.decode()
    assert reverse("moderation_queue") in html


def menu_of(client: Client) -> dict[str, str]:
    from wagtail.admin.menu import admin_menu

    request = client.get("/cms/").wsgi_request
    items = admin_menu.menu_items_for_request(request)
    for item in list(items):
        if hasattr(item, "menu"):
            items += item.menu.menu_items_for_request(request)
    return {item.name: item.render_component(request).__dict__.get("url", "") for item in items}


def test_the_menu_leads_to_the_sections_of_ones_own_branch() -> None:
    make_consultations(make_branch("saint-aurel"))
    theirs = make_consultations(make_branch("montfaucelle"))
    client = signed_in(staff("maya@example.org", Role.COMMUNICATIONS, make_commune("montfaucelle")))
    menu = menu_of(client)
    assert menu["consultationindexpage"] == reverse("wagtailadmin_explore", args=[theirs.pk])
    assert "councilindexpage" not in menu
    assert not {"settings", "help"} & menu.keys()


def test_an_officer_finds_the_inbox_in_the_menu() -> None:
    client = signed_in(staff("dora@example.org", Role.OFFICER, make_commune("saint-aurel")))
    menu = menu_of(client)
    assert menu["inbox"] == reverse("inbox")
    assert "held" not in menu
    assert "journal" not in menu


def test_the_accent_of_the_form_is_refused_with_the_nearest_colour() -> None:
    commune = make_commune("montfaucelle")
    client = signed_in(staff("maya@example.org", Role.COMMUNICATIONS, commune))
    url = reverse("organisations:edit", args=[commune.pk])
    typed = {
        "name": commune.name,
        "short_name": "Mont",
        "logo": "",
        "accent": "#ffcc66",
        "contact_phone": "05 36 49 00 99",
        "contact_email": commune.contact_email,
        "contact_address": "",
        "desk_hours": commune.desk_hours,
        "place_precision": commune.place_precision,
    }
    response = client.post(url, typed)
    form = response.context["form"]
    assert response.status_code == 200
    assert "accent" in form.errors
    assert form["contact_phone"].value() == "05 36 49 00 99"
    commune.refresh_from_db()
    assert commune.accent != "#ffcc66"
    assert client.post(url, typed | {"accent": "#8a1f4d"}).status_code == 302
    commune.refresh_from_db()
    assert (commune.accent, commune.short_name) == ("#8a1f4d", "Mont")


def test_a_department_is_typed_with_its_other_names_one_per_line() -> None:
    from civic.territory.models import CityDepartment

    commune = make_commune("montfaucelle")
    client = signed_in(staff("maya@example.org", Role.COMMUNICATIONS, commune))
    typed = {
        "organisation": commune.pk,
        "name": "Police municipale",
        "slug": "police",
        "email": "",
        "aliases": " PM \nPolice\n\nPM",
    }
    assert client.post(reverse("departments:add"), typed).status_code == 302
    assert CityDepartment.objects.get(slug="police").aliases == ["PM", "Police"]
    elsewhere = typed | {"organisation": make_commune("saint-aurel").pk, "slug": "autre"}
    response = client.post(reverse("departments:add"), elsewhere)
    assert "organisation" in response.context["form"].errors
    assert not CityDepartment.objects.filter(slug="autre").exists()

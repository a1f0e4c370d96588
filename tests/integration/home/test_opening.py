"""A fresh installation: its first screen, its command, what they open; no demo anywhere."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, Site, WorkflowPage

from civic.accounts.enums import Role
from civic.accounts.models import User
from civic.accounts.policies import SYSTEM, Actor
from civic.core.exceptions import NotAllowed, Refusal
from civic.territory.models import Organisation, OrganisationPage
from consultations.models import ConsultationIndexPage
from home.models import ContentPage, GlossaryTerm
from home.selectors.opening import next_steps
from home.services.opening import add_commune, open_territory
from home.services.setup_code import announce_setup_code, draw_setup_code
from home.services.staff import follow_roles
from neighbourhood_councils.models import CouncilIndexPage
from tests.factories.people import grant, make_user

pytestmark = pytest.mark.django_db

ANSWERS = {
    "kind": "commune",
    "name": "Commune de Saint-Aurel-sur-Brévanne",
    "short_name": "Saint-Aurel",
    "contact_phone": "05 36 49 00 20",
    "desk_hours": "du lundi au samedi, 9 h – 12 h",
    "contact_email": "mairie@example.org",
    "contact_address": "1 place de la Halle",
    "accent": "#1f5c4a",
    "email": "chloe@example.org",
}


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path


def test_the_first_address_of_an_empty_install_is_the_first_screen_in_french(
    client: Client,
) -> None:
    response = client.get("/")
    assert response.status_code == 200
    assert response.headers["Content-Language"] == "fr"
    assert b'name="code"' in response.content
    assert client.get("/fr/").headers["Location"] == "/"


def test_a_commune_is_opened_from_the_first_screen_and_its_administrator_signs_in(
    client: Client,
) -> None:
    code = draw_setup_code()
    response = client.post("/", ANSWERS | {"code": code.lower()})
    assert response.status_code == 302
    assert response.headers["Location"].startswith("/fr/compte/connexion/code/")
    sent = re.search(r"\b[A-Z0-9]{3,4}-?[A-Z0-9]{3,4}\b|\b\d{6}\b", mail.outbox[-1].body)
    assert sent is not None
    entered = client.post(response.headers["Location"], {"code": sent.group()})
    assert entered.headers["Location"] == "/cms/"
    administrator = User.objects.get(email="chloe@example.org")
    assert administrator.is_superuser
    admin = client.get("/cms/")
    assert admin.status_code == 200
    assert "next-steps" in admin.content.decode()
    assert [step.is_done for step in next_steps(Actor(user=administrator))] == [
        False,
        True,
        False,
        False,
        False,
        False,
    ]
    home = client.get("/fr/")
    assert home.status_code == 200
    assert "Saint-Aurel" in home.content.decode()
    for section in ("concertations", "ateliers", "conseils-de-quartier", "decisions"):
        assert client.get(f"/fr/{section}/").status_code == 200
    for page in ("glossaire", "comment-participer", "nous-joindre", "actualites"):
        assert client.get(f"/fr/{page}/").status_code == 200
    for address in ("/fr/agenda/", "/robots.txt", "/sitemap.xml", "/fr/recherche/?q=concertation"):
        assert client.get(address).status_code == 200


def test_a_wrong_code_opens_nothing_and_keeps_what_was_typed(client: Client) -> None:
    draw_setup_code()
    response = client.post("/", ANSWERS | {"code": "AAAA-BBBB-CCCC"})
    assert response.status_code == 422
    assert "Saint-Aurel" in response.content.decode()
    assert not Organisation.objects.exists()
    assert not User.objects.exists()


def test_without_a_drawn_code_an_empty_one_opens_nothing(client: Client) -> None:
    assert client.post("/", ANSWERS | {"code": " "}).status_code == 422
    assert not Organisation.objects.exists()


def test_a_second_run_is_refused(
    client: Client, django_capture_on_commit_callbacks: Any, tmp_path: Path
) -> None:
    code = draw_setup_code()
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/", ANSWERS | {"code": code})
    assert not (tmp_path / "setup_code").exists()
    stranger = Client()
    response = stranger.post("/", ANSWERS | {"code": code, "email": "farid@example.org"})
    assert response.headers["Location"] == "/fr/"
    assert User.objects.count() == 1
    with pytest.raises(Refusal):
        open_territory(actor=SYSTEM, name="Montfaucelle", kind="commune", email="f@example.org")
    assert announce_setup_code() == ""


def test_the_code_is_kept_hashed_for_its_owner_alone(tmp_path: Path) -> None:
    code = draw_setup_code()
    kept = tmp_path / "setup_code"
    assert code.replace("-", "") not in kept.read_text()
    assert kept.stat().st_mode & 0o777 == 0o600


def test_a_colour_nobody_can_read_is_refused_with_the_nearest_one(client: Client) -> None:
    response = client.post("/", ANSWERS | {"code": draw_setup_code(), "accent": "#ffee00"})
    assert response.status_code == 422
    assert re.search(r"#[0-9a-f]{6}", response.content.decode())
    assert not Organisation.objects.exists()


def test_what_only_the_body_can_say_stays_a_draft() -> None:
    open_territory(actor=SYSTEM, name="Montfaucelle", kind="commune", email="f@example.org")
    live = dict(ContentPage.objects.values_list("slug", "live"))
    assert live == {
        "comment-participer": True,
        "nous-joindre": True,
        "mentions-legales": False,
        "donnees-personnelles": False,
        "accessibilite": False,
    }
    assert GlossaryTerm.objects.count() >= 10
    assert Site.objects.get().root_page.specific == OrganisationPage.objects.get()
    assert Page.objects.filter(depth=2).count() == 1


def test_the_command_says_what_it_made_and_repeating_it_makes_nothing(capsys: Any) -> None:
    options = {"name": "Montfaucelle", "email": "f@example.org", "json": True}
    call_command("open_territory", **options)
    first = json.loads(capsys.readouterr().out)
    assert first["created"]
    assert "concertations" in first["pages"]
    call_command("open_territory", **options, contact_phone="05 00")
    again = json.loads(capsys.readouterr().out)
    assert again == first | {"created": False, "pages": []}
    assert Organisation.objects.get().contact_phone == ""
    with pytest.raises(CommandError):
        call_command("open_territory", name="Autre", email="f@example.org")


def test_a_resident_opens_no_territory(amina: Actor) -> None:
    with pytest.raises(NotAllowed):
        open_territory(actor=amina, name="Montfaucelle", kind="commune")


def test_a_commune_joins_the_site_of_its_intercommunality() -> None:
    open_territory(actor=SYSTEM, name="Val de Brévanne", kind="intercommunality")
    assert not CouncilIndexPage.objects.exists()
    opened = add_commune(actor=SYSTEM, name="Saint-Aurel", desk_hours="le matin")
    assert opened.home.get_parent().specific == OrganisationPage.objects.order_by("path").first()
    assert ConsultationIndexPage.objects.child_of(opened.home).exists()
    assert CouncilIndexPage.objects.child_of(opened.home).exists()
    assert WorkflowPage.objects.filter(page=opened.home).exists()
    # The words everybody shares are said once.
    assert not ContentPage.objects.child_of(opened.home).exists()


def test_a_commune_alone_takes_no_other_commune() -> None:
    open_territory(actor=SYSTEM, name="Saint-Aurel", kind="commune")
    with pytest.raises(Refusal):
        add_commune(actor=SYSTEM, name="Montfaucelle")
    assert Organisation.objects.count() == 1


def test_an_administrator_adds_a_commune_on_a_screen_and_nobody_else_does(client: Client) -> None:
    opened = open_territory(
        actor=SYSTEM, name="Val de Brévanne", kind="intercommunality", email="a@example.org"
    )
    client.force_login(opened.administrator)
    created = client.post(
        reverse("organisations:add"),
        {"name": "Saint-Aurel", "accent": "#1f5c4a", "contact_phone": "05 36 49 00 20"},
    )
    assert created.status_code == 302
    commune = Organisation.objects.get(name="Saint-Aurel")
    assert client.get("/fr/saint-aurel/").status_code == 200
    dora = make_user("dora@example.org")
    grant(dora, Role.COMMUNICATIONS, commune)
    follow_roles(user=dora)
    colleague = Client()
    colleague.force_login(dora)
    assert colleague.get(reverse("organisations:index")).status_code == 200
    assert colleague.get(reverse("organisations:add")).status_code == 302

"""Sessions in the administration: scheduled, changed, cancelled, counted, told to who comes."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from civic.accounts.enums import Role
from civic.accounts.policies import SYSTEM, Actor
from civic.core.exceptions import NotAllowed, Refusal
from civic.notifications.models import Notice
from civic.participation.models import Registration, Session
from civic.participation.services.registrations import cancel_registration, register
from civic.participation.services.sessions import (
    cancel_session,
    change_session,
    count_attendance,
    schedule_session,
)
from home.services.staff import follow_roles
from tests.factories.people import grant, make_person, make_user
from tests.factories.territory import make_branch, make_commune, make_intercommunality
from tests.factories.workshops import make_session, make_workshop, make_workshop_page
from workshops.models import Workshop, WorkshopPage
from workshops.services.workshops import (
    change_workshop,
    create_workshop,
    show_workshop,
    unpublish_workshop,
)

pytestmark = pytest.mark.django_db
REASON = "La salle est inondée depuis lundi."


def staff(email: str, *roles: Role, commune: Any = None) -> Client:
    user = make_user(email, email.partition("@")[0].title())
    for role in roles:
        grant(user, role, commune or make_intercommunality())
    follow_roles(user=user)
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def tree(db: None) -> None:
    from civic.territory.services.branches import seed_branch
    from tests.factories.territory import make_site
    from tests.integration.home.pages import make_collections

    make_collections()
    for page in (make_site(), make_branch("montfaucelle")):
        seed_branch(actor=SYSTEM, page=page)


def typed(space: Any, **changes: Any) -> dict[str, Any]:
    day = timezone.localdate() + timedelta(days=20)
    return {
        "space": space.pk,
        "title": "Deuxième séance",
        "starts_at": f"{day:%Y-%m-%d} 18:00",
        "ends_at": f"{day:%Y-%m-%d} 20:00",
        "place": "Salle du Verger",
        "address": "3 rue du Verger",
        "how_to_come": "Bus 4",
        "remote_link": "",
        "agenda": "Le tri des propositions",
        "capacity": "30",
        "registration_closes_at": "",
        "keep_findings_because": "",
    } | changes


def test_chloe_prepares_a_workshop_schedules_a_session_and_puts_it_on_the_site(tree: None) -> None:
    client = staff("chloe@example.org", Role.FACILITATOR)
    done = client.post(
        "/cms/workshops/new/",
        {
            "title": "Notre école",
            "organisation": make_intercommunality().pk,
            "purpose": "Dessiner ensemble la cour de l’école.",
            "programme": "Accueil\nTables",
            "contact_name": "",
            "contact_phone": "",
            "consultation_space": "",
            "keep_findings_because": "",
        },
    )
    assert done.status_code == 302
    workshop = Workshop.objects.get()
    shown = client.get(f"/cms/workshops/edit/{workshop.pk}/").content.decode()
    assert f"/cms/workshops/show/{workshop.pk}/" in shown
    assert client.post(f"/cms/workshops/show/{workshop.pk}/").status_code == 302
    page = WorkshopPage.objects.get(workshop=workshop)
    assert client.post("/cms/sessions/new/", typed(workshop.space)).status_code == 302
    assert "Deuxième séance" in Client().get(page.get_absolute_url()).content.decode()


def test_a_refused_session_keeps_what_was_typed(tree: None) -> None:
    client = staff("chloe@example.org", Role.FACILITATOR)
    space = make_workshop().space
    for changes in (
        {"place": ""},
        {"ends_at": typed(space)["starts_at"]},
        {"capacity": "0"},
        {"agenda": "Mme Odile Ferrandou présente le plan."},
        {"remote_link": "javascript:alert(1)"},
        {"registration_closes_at": f"{timezone.localdate() + timedelta(days=90):%Y-%m-%d} 10:00"},
    ):
        refused = client.post("/cms/sessions/new/", typed(space, how_to_come="Bus 17", **changes))
        assert refused.status_code == 200, changes
        assert "Bus 17" in refused.content.decode()
    assert not Session.objects.exists()


def test_a_name_stays_with_a_reason(tree: None) -> None:
    client = staff("chloe@example.org", Role.FACILITATOR)
    space = make_workshop().space
    changes = {
        "agenda": "Mme Odile Ferrandou présente le plan.",
        "keep_findings_because": "Conférencière",
    }
    assert client.post("/cms/sessions/new/", typed(space, **changes)).status_code == 302


def test_the_staff_of_another_commune_open_nothing_here(tree: None) -> None:
    session = make_session()
    workshop = Workshop.objects.get()
    other = staff("autre@example.org", *Role, commune=make_commune("montfaucelle"))
    for address in (
        f"/cms/workshops/edit/{workshop.pk}/",
        f"/cms/sessions/edit/{session.pk}/",
        f"/cms/sessions/follow/{session.pk}/",
        f"/cms/sessions/cancel/{session.pk}/",
        f"/cms/sessions/attendance/{session.pk}/",
        f"/cms/sessions/minutes/{session.pk}/",
    ):
        assert other.get(address)["Location"] == "/cms/", address
    for address in (
        f"/cms/workshops/show/{workshop.pk}/",
        f"/cms/workshops/hide/{workshop.pk}/",
        f"/cms/sessions/cancel/{session.pk}/",
    ):
        assert other.post(address, {"reason": REASON})["Location"] == "/cms/", address
    assert other.post("/cms/sessions/new/", typed(workshop.space)).status_code == 200
    assert Session.objects.count() == 1
    assert "Première séance" not in other.get("/cms/sessions/").content.decode()


def test_who_comes_is_counted_by_college_and_channel_and_named_to_the_host(
    tree: None, amina: Actor, chloe: Actor
) -> None:
    session = make_session(capacity=1)
    register(actor=amina, session=session, person=amina.person, needs="Un covoiturage")
    late = make_person("Marcelle R.")
    register(actor=chloe, session=session, person=late, channel="desk")
    client = staff("hote@example.org", Role.FACILITATOR)
    shown = client.get(f"/cms/sessions/follow/{session.pk}/").content.decode()
    for words in ("Amina B.", "Un covoiturage", "Marcelle R.", "1"):
        assert words in shown
    page = make_workshop_page(Workshop.objects.get())
    public = Client().get(page.url_of("session", session_id=session.pk)).content.decode()
    assert "Amina B." not in public


def test_who_comes_takes_the_same_number_of_queries_for_two_and_for_thirty(tree: None) -> None:
    session = make_session(capacity=20)
    client = staff("hote@example.org", Role.FACILITATOR)
    counts = []
    for number in range(30):
        register(actor=SYSTEM, session=session, person=make_person(f"Voisine {number}"))
        if number in {1, 2, 29}:
            with CaptureQueriesContext(connection) as queries:
                client.get(f"/cms/sessions/follow/{session.pk}/")
            counts.append(len(queries))
    assert counts[1] == counts[2]


def test_cancelling_tells_who_comes_and_who_waits_why(
    tree: None, amina: Actor, farid: Actor, chloe: Actor
) -> None:
    session = make_session(capacity=1)
    for actor in (amina, farid):
        register(actor=actor, session=session, person=actor.person)
    client = staff("hote@example.org", Role.FACILITATOR)
    address = f"/cms/sessions/cancel/{session.pk}/"
    assert client.post(address, {"reason": "non"}).status_code == 422
    assert client.post(address, {"reason": "Mme Odile Ferrandou est malade."}).status_code == 422
    assert client.post(address, {"reason": REASON}).status_code == 302
    told = Notice.objects.filter(once_key__contains="cancelled")
    assert {notice.person_id for notice in told} == {amina.person.pk, farid.person.pk}
    assert all(REASON in notice.body for notice in told)
    page = make_workshop_page(Workshop.objects.get())
    shown = Client().get(page.url_of("session", session_id=session.pk)).content.decode()
    assert REASON in shown
    cancel_session(actor=SYSTEM, session=session, reason="Une autre raison, plus tard.")
    session.refresh_from_db()
    assert session.cancelled_reason == REASON


def test_a_place_given_back_at_a_cancelled_session_goes_to_nobody(
    amina: Actor, farid: Actor
) -> None:
    session = make_session(capacity=1)
    mine = register(actor=amina, session=session, person=amina.person)
    register(actor=farid, session=session, person=farid.person)
    cancel_session(actor=SYSTEM, session=session, reason=REASON)
    cancel_registration(actor=amina, registration=mine)
    assert Registration.objects.get(person=farid.person).state == "waiting"


def test_another_day_is_told_and_more_places_go_to_the_queue(amina: Actor, farid: Actor) -> None:
    session = make_session(capacity=1)
    for actor in (amina, farid):
        register(actor=actor, session=session, person=actor.person)
    Notice.objects.all().delete()
    change_session(
        actor=SYSTEM,
        session=session,
        capacity=2,
        starts_at=session.starts_at + timedelta(days=1),
        ends_at=session.ends_at + timedelta(days=1),
    )
    assert Registration.objects.get(person=farid.person).state == "confirmed"
    told = Notice.objects.filter(once_key__contains="changed:")
    assert {notice.person_id for notice in told} == {amina.person.pk, farid.person.pk}
    with pytest.raises(Refusal) as refusal:
        change_session(actor=SYSTEM, session=session, capacity=1)
    assert refusal.value.field == "capacity"
    with pytest.raises(Refusal):
        change_session(actor=SYSTEM, session=session, capacity=None)


def test_a_word_changed_in_the_agenda_tells_nobody(amina: Actor) -> None:
    session = make_session()
    register(actor=amina, session=session, person=amina.person)
    Notice.objects.all().delete()
    change_session(actor=SYSTEM, session=session, agenda="Le tri, puis le vote")
    assert not Notice.objects.exists()


def test_only_hosts_announce_change_cancel_and_count(farid: Actor, amina: Actor) -> None:
    session = make_session()
    space = session.space
    grant(farid.user, Role.FACILITATOR, make_commune("montfaucelle"))
    for actor in (Actor(user=farid.user), amina, Actor()):
        with pytest.raises(NotAllowed):
            schedule_session(actor=actor, space=space, title="x", place="y")
        with pytest.raises(NotAllowed):
            change_session(actor=actor, session=session, title="x")
        with pytest.raises(NotAllowed):
            cancel_session(actor=actor, session=session, reason=REASON)
        with pytest.raises(NotAllowed):
            count_attendance(actor=actor, session=session, attendance_count=3)


def test_attendance_is_counted_once_the_session_has_begun(tree: None) -> None:
    session = make_session()
    client = staff("hote@example.org", Role.FACILITATOR)
    address = f"/cms/sessions/attendance/{session.pk}/"
    assert client.post(address, {"attendance_count": "12"}).status_code == 422
    Session.objects.filter(pk=session.pk).update(
        starts_at=timezone.now() - timedelta(hours=3), ends_at=timezone.now() - timedelta(hours=1)
    )
    assert client.post(address, {"attendance_count": "-1"}).status_code == 422
    assert client.post(address, {"attendance_count": "12"}).status_code == 302
    minutes = f"/cms/sessions/minutes/{session.pk}/"
    done = client.post(minutes, {"minutes": "On a trié.", "attendance_count": "12"})
    assert done.status_code == 302
    session.refresh_from_db()
    assert (session.attendance_count, session.minutes) == (12, "On a trié.")


def test_a_workshop_needs_a_title_a_purpose_and_a_consultation_of_here(chloe: Actor) -> None:
    from tests.factories.participation import make_space

    here = make_intercommunality()
    elsewhere = make_space(slug="ailleurs", organisation=make_commune("montfaucelle"))
    for field, values in (
        ("title", {"title": " ", "purpose": "Trier."}),
        ("purpose", {"title": "Atelier", "purpose": " "}),
        ("purpose", {"title": "Atelier", "purpose": "Avec Mme Odile Ferrandou, voisine."}),
        (
            "consultation_space",
            {"title": "Atelier", "purpose": "Trier.", "consultation_space": elsewhere},
        ),
        ("contact_phone", {"title": "Atelier", "purpose": "Trier.", "contact_phone": "0" * 40}),
    ):
        with pytest.raises(Refusal) as refusal:
            create_workshop(actor=chloe, organisation=here, **values)
        assert refusal.value.field == field
    first = create_workshop(actor=chloe, organisation=here, title="Atelier", purpose="Trier.")
    second = create_workshop(actor=chloe, organisation=here, title="Atelier", purpose="Trier.")
    assert first.space.slug != second.space.slug
    changed = change_workshop(
        actor=chloe, workshop=first, title="Atelier du soir", purpose="Trier."
    )
    assert str(changed) == "Atelier du soir"


def test_a_workshop_is_shown_once_and_taken_down_when_nobody_is_expected(
    tree: None, chloe: Actor, amina: Actor
) -> None:
    workshop = make_workshop()
    page = show_workshop(actor=chloe, workshop=workshop)
    assert show_workshop(actor=chloe, workshop=workshop) == page
    session = make_session(workshop)
    register(actor=amina, session=session, person=amina.person)
    with pytest.raises(Refusal) as refusal:
        unpublish_workshop(actor=chloe, workshop=workshop)
    assert refusal.value.code == "expected"
    cancel_session(actor=chloe, session=session, reason=REASON)
    unpublish_workshop(actor=chloe, workshop=workshop)
    assert Client().get(page.get_absolute_url()).status_code == 404
    assert show_workshop(actor=chloe, workshop=workshop).pk == page.pk
    assert Client().get(page.get_absolute_url()).status_code == 200

"""The screens of a mixed group: who runs it, the administration, the cost of its page."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.documents.models import Document
from wagtail.models import Collection

from civic.accounts.enums import Role
from civic.accounts.models import User
from civic.accounts.policies import Actor
from civic.participation.models import Session, SessionAttendance
from civic.texts.models import Text, TextVersion
from civic.texts.services.texts import start_text
from tests.factories.mixed_groups import (
    by_telephone,
    fill,
    invite,
    make_group,
    make_open_group,
    make_reported_group,
    page_for,
    seat,
)
from tests.factories.participation import make_activity, make_call, make_contribution
from tests.factories.people import grant, make_person, make_user
from tests.factories.territory import make_commune, make_intercommunality, make_site
from tests.integration.home.pages import make_content
from workshops.logic.seats import Quota
from workshops.models import (
    Derogation,
    GroupMembership,
    MixedGroup,
    ReplyPostponement,
    SpeakingTurn,
    WorkshopIndexPage,
)
from workshops.services.group_references import set_reference
from workshops.services.group_seats import DocumentDraft, set_documents
from workshops.services.group_words import save_position

pytestmark = pytest.mark.django_db


def browser(actor: Actor) -> Client:
    client = Client()
    assert isinstance(actor.user, User)
    client.force_login(actor.user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def cost_of(address: str, actor: Actor | None = None) -> int:
    client = Client() if actor is None else browser(actor)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_the_page_costs_the_same_with_two_and_two_hundred_members() -> None:
    quotas = [Quota("resident", 1, 300, 300)]
    group = make_group(quotas=quotas)
    fill(group, {"resident": 2})
    address = page_for(group).get_absolute_url()
    Client().get(address)
    few = cost_of(address)
    now = timezone.now()
    people = [make_person(f"Personne {number}") for number in range(198)]
    GroupMembership.objects.bulk_create(
        GroupMembership(
            group=group,
            person=person,
            college="resident",
            invited_at=now,
            accepted_at=now,
            named=True,
            term_starts_on=group.term_starts_on,
            term_ends_on=group.term_ends_on,
        )
        for person in people
    )
    Client().get(address)
    assert cost_of(address) == few <= 12
    cache.clear()
    Client().get(reverse("home"))
    # Nothing of the group is kept; what frames every page is.
    assert cost_of(address) <= 12


def test_a_visitor_reads_a_group_with_everything_in_twelve_queries(
    chloe: Actor, settings: Any
) -> None:
    settings.KEPT_SECONDS = 60
    group = make_open_group()
    page = page_for(group)
    address = page.get_absolute_url()
    save_position(
        actor=chloe, group=group, college="resident", text="De l’ombre d’abord.", publish=True
    )
    _write_texts(chloe, group, 2)
    Client().get(address)
    two = cost_of(address)
    _write_texts(chloe, group, 8)
    cache.clear()
    assert "Plan 7" in Client().get(address).content.decode()
    assert cost_of(address) == two <= 9


def test_a_group_with_everything_costs_twelve_queries_when_nothing_is_kept(
    chloe: Actor, amina: Actor
) -> None:
    begun = timezone.localdate() - timedelta(days=10)
    consultation = make_call().activity.space
    group = make_open_group(consultation_space=consultation, public_on=begun)
    seat(group, amina.person)
    _fill_with_everything(chloe, group)
    page = page_for(group)
    bare = make_content()
    # SQLite is asked once, for the whole process, whether it knows JSON.
    assert connection.features.supports_json_field
    for actor in (None, amina, chloe):
        # What frames every page is read by any other as well.
        cache.clear()
        frame = cost_of(bare.get_absolute_url(), actor)
        cache.clear()
        assert cost_of(page.get_absolute_url(), actor) - frame <= 12
    said = browser(amina).get(page.get_absolute_url()).content.decode()
    for words in (
        "Note de travail",
        "De l’ombre d’abord.",
        "La salle n’est libre que ce mois-ci.",
        "L’étude des réseaux est rendue en mai.",
        "habitants du Val",
        "Plan 1",
        "Plan climat du Val",
    ):
        assert words in said, words


def _fill_with_everything(chloe: Actor, group: MixedGroup) -> None:
    now, today = timezone.now(), timezone.localdate()
    Derogation.objects.create(
        group=group,
        college="resident",
        minimum=4,
        seated=2,
        reason="La salle n’est libre que ce mois-ci.",
        decided_at=now,
    )
    ReplyPostponement.objects.create(
        group=group,
        due_before=today,
        due_after=group.reply_due_on,
        reason="L’étude des réseaux est rendue en mai.",
    )
    save_position(
        actor=chloe, group=group, college="resident", text="De l’ombre d’abord.", publish=True
    )
    communes = {make_commune().slug: 60, make_commune("montfaucelle").slug: 40}
    for criterion, shares in (("college", {"resident": 100}), ("commune", communes)):
        set_reference(
            actor=chloe,
            group=group,
            criterion=criterion,
            label="habitants du Val",
            source="Insee",
            as_of=today,
            shares=shares,
        )
    note = Document.objects.create(
        title="Note de travail",
        file=ContentFile(b"note", name="note.txt"),
        collection=Collection.get_first_root_node() or Collection.add_root(name="Root"),
    )
    set_documents(actor=chloe, group=group, documents=[DocumentDraft(note)])
    _write_texts(chloe, group, 2)
    activity = make_activity(group.space)
    for number in range(6):
        make_contribution(activity, make_person(f"Voix {number}"), channel="paper")
    start = now - timedelta(days=1)
    session = Session.objects.create(
        space=group.space,
        title="Première séance",
        starts_at=start,
        ends_at=start + timedelta(hours=2),
        place="Salle",
    )
    for college in ("resident", "technical_officer"):
        SessionAttendance.objects.create(session=session, college=college, count=6, first_time=4)
        SpeakingTurn.objects.create(session=session, college=college, started_at=now, seconds=90)


def _write_texts(chloe: Actor, group: MixedGroup, count: int) -> None:
    known = Text.objects.count()
    for number in range(known, known + count):
        text = start_text(actor=chloe, space=group.space, title=f"Plan {number}")
        Text.objects.filter(pk=text.pk).update(state="open", version=1)
        TextVersion.objects.create(
            text=text, number=1, title="Première", published_at=timezone.now()
        )


def test_chloe_invites_somebody_from_the_desk_and_writes_the_answer(chloe: Actor) -> None:
    group = make_group()
    marcelle = by_telephone(group)
    page, client = page_for(group), browser(chloe)
    assert client.get(page.url_of("invite")).status_code == 200
    done = client.post(page.url_of("invite"), {"college": "resident", "person": marcelle.pk})
    assert done.status_code == 302
    row = GroupMembership.objects.get()
    address = page.url_of("member", membership_id=row.pk)
    assert client.get(address).status_code == 200
    client.post(address, {"act": "answer", "answer": "yes", "channel": "telephone"})
    row.refresh_from_db()
    assert row.is_seated
    client.post(address, {"act": "describe", "interests": "Aucun", "training": "Carte"})
    row.refresh_from_db()
    assert (row.interests, row.training) == ("Aucun", "Carte")
    assert "Marcelle R." in client.get(page.url_of("manage")).content.decode()


def test_a_group_without_seats_says_what_will_be_here(chloe: Actor) -> None:
    page = page_for(make_group(quotas=()))
    assert "chaque collège dit ici" in Client().get(page.get_absolute_url()).content.decode()
    manage = browser(chloe).get(page.url_of("manage")).content.decode()
    assert "Tous les minimums sont atteints" not in manage


def test_chloe_names_one_person_and_one_only(chloe: Actor) -> None:
    group = make_group()
    page = page_for(group)
    for data in (
        {"college": "resident"},
        {"college": "resident", "email": "jeanne@example.org"},
        {"college": "resident", "email": "pas une adresse", "public_name": "Jeanne"},
    ):
        assert browser(chloe).post(page.url_of("invite"), data).status_code == 422
    assert not GroupMembership.objects.exists()


def test_the_opening_screen_says_who_is_missing_and_opens_when_nobody_is(
    chloe: Actor, elise: Actor
) -> None:
    group = make_group()
    address = page_for(group).url_of("open")
    refused = browser(chloe).post(address)
    assert refused.status_code == 422
    fill(group)
    assert browser(chloe).post(address).status_code == 302
    group.refresh_from_db()
    assert group.opened_at is not None


def test_elise_opens_below_from_the_screen(elise: Actor) -> None:
    group = make_group()
    address = page_for(group).url_of("open")
    client = browser(elise)
    assert "derogation_reason" in client.get(address).content.decode()
    why = "La salle n'est libre que ce mois-ci et les habitants sont prêts."
    assert client.post(address, {"derogation_reason": why}).status_code == 302
    group.refresh_from_db()
    assert group.opened_at is not None


def test_elise_replies_from_her_screen_and_everything_typed_stays_when_refused(
    elise: Actor,
) -> None:
    group = make_reported_group()
    address = page_for(group).url_of("reply")
    client = browser(elise)
    data = {
        "outcome": "partly",
        "reason": "Vu.",
        "next_steps": "Six cours sont plantées cet hiver.",
        "decided_by": "Le conseil communautaire",
    }
    refused = client.post(address, data)
    assert refused.status_code == 422
    assert "Six cours sont plantées" in refused.content.decode()
    data["reason"] = "Les écoles passent d'abord ; les places attendent l'étude des réseaux."
    assert client.post(address, data).status_code == 302
    assert client.get(address).status_code == 302


def test_elise_is_told_what_is_missing_before_she_types_or_confirms(elise: Actor) -> None:
    group = make_open_group()
    page, client = page_for(group), browser(elise)
    reply = client.get(page.url_of("reply")).content.decode()
    assert "n’a pas encore remis son rapport" in reply
    assert 'name="reason"' not in reply
    archive = client.get(page.url_of("archive")).content.decode()
    assert "Pas encore" in archive
    assert 'type="submit">Archiver' not in archive


def test_chloe_writes_who_came_and_whom_the_group_is_compared_with(chloe: Actor) -> None:
    group = make_open_group()
    start = timezone.now() - timedelta(days=1)
    session = Session.objects.create(
        space=group.space,
        title="Première séance",
        starts_at=start,
        ends_at=start + timedelta(hours=2),
        place="Salle",
    )
    page, client = page_for(group), browser(chloe)
    address = page.url_of("attendance", session_id=session.pk)
    assert client.get(address).status_code == 200
    data = {"count_resident": 6, "count_technical_officer": 1, "count_elected_official": 1}
    assert client.post(address, data | {"first_time_resident": 9}).status_code == 422
    assert client.post(address, data | {"first_time_resident": 4}).status_code == 302
    assert "6" in client.get(page.url_of("session", session_id=session.pk)).content.decode()
    calendar = client.get(page.url_of("calendar", session_id=session.pk))
    assert calendar["Content-Type"].startswith("text/calendar")

    compare = page.url_of("compare", criterion="gender")
    values = {"label": "habitants", "source": "Insee", "as_of": "2024-01-01"}
    assert client.post(compare, values | {"share_woman": 52}).status_code == 422
    assert client.post(compare, values | {"share_woman": 52, "share_man": 48}).status_code == 302
    assert client.get(page.url_of("compare", criterion="nothing")).status_code == 404


@pytest.mark.parametrize("route", ["manage", "invite", "open", "report", "reply", "postpone"])
def test_amina_is_sent_away_from_the_screens_of_those_who_run_the_group(
    amina: Actor, route: str
) -> None:
    page = page_for(make_group())
    assert browser(amina).get(page.url_of(route)).status_code == 403
    assert Client().get(page.url_of(route)).status_code == 302


def test_a_member_of_another_group_is_not_found_here(chloe: Actor) -> None:
    group, other = make_group(), make_group(title="Un autre groupe")
    row = invite(other)
    address = page_for(group).url_of("member", membership_id=row.pk)
    assert browser(chloe).get(address).status_code == 404


# The administration.


def staff(commune: str = "", role: Role = Role.MANAGER) -> Client:
    user = make_user(f"{role}@{commune or 'cc'}.example.org", "Rédaction", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    grant(user, role, make_commune(commune) if commune else make_intercommunality())
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def group_data(**changes: object) -> dict[str, object]:
    today = timezone.localdate()
    rows = [("resident", 2, 3, 4), ("technical_officer", 1, 2, 2), ("elected_official", 1, 2, 2)]
    data: dict[str, object] = {
        "title": "Groupe mixte de l'eau",
        "organisation": make_intercommunality().pk,
        "question": "Comment partager l'eau l'été ?",
        "mandate": "Écrire une règle de partage.",
        "origin": "referral",
        "asked_by": make_intercommunality().pk,
        "consultation_space": "",
        "term_starts_on": today,
        "term_ends_on": today + timedelta(days=90),
        "reply_due_on": today + timedelta(days=120),
        "public_on": today + timedelta(days=30),
        "contact_name": "",
        "contact_phone": "",
        "quotas-TOTAL_FORMS": len(rows),
        "quotas-INITIAL_FORMS": 0,
        "quotas-MIN_NUM_FORMS": 0,
        "quotas-MAX_NUM_FORMS": 1000,
        "documents-TOTAL_FORMS": 0,
        "documents-INITIAL_FORMS": 0,
        "documents-MIN_NUM_FORMS": 0,
        "documents-MAX_NUM_FORMS": 1000,
    }
    for index, (college, minimum, target, maximum) in enumerate(rows):
        data |= {
            f"quotas-{index}-college": college,
            f"quotas-{index}-minimum": minimum,
            f"quotas-{index}-target": target,
            f"quotas-{index}-maximum": maximum,
            f"quotas-{index}-ORDER": index + 1,
            f"quotas-{index}-id": "",
        }
    return data | changes


def test_a_manager_creates_a_group_with_its_seats_and_its_page() -> None:
    make_site()
    client = staff()
    assert client.get(reverse("mixed-groups:add")).status_code == 200
    done = client.post(reverse("mixed-groups:add"), group_data())
    assert done.status_code == 302
    group = MixedGroup.objects.get()
    assert [row.college for row in group.quotas.all()] == [
        "resident",
        "technical_officer",
        "elected_official",
    ]
    assert page_for(group).live
    assert group.public_from is not None
    assert client.get(reverse("mixed-groups:edit", args=[group.pk])).status_code == 200
    listing = WorkshopIndexPage.objects.get().get_absolute_url()
    assert "Comment partager l&#x27;eau" in Client().get(listing).content.decode()


def test_a_refusal_in_the_administration_keeps_what_was_typed() -> None:
    make_site()
    refused = staff().post(
        reverse("mixed-groups:add"), group_data(**{"quotas-0-minimum": 9}), follow=True
    )
    assert refused.status_code == 200
    assert "Écrire une règle de partage." in refused.content.decode()
    assert not MixedGroup.objects.exists()


def test_the_manager_of_another_body_opens_and_creates_nothing_here() -> None:
    group = make_group()
    client = staff("montfaucelle")
    answer = client.get(reverse("mixed-groups:edit", args=[group.pk]))
    assert answer.status_code in {302, 403}
    assert group.space.title not in client.get(reverse("mixed-groups:index")).content.decode()
    client.post(reverse("mixed-groups:add"), group_data())
    assert MixedGroup.objects.count() == 1

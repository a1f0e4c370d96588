"""The page of a council and the councils of a branch."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from civic.accounts.enums import College
from civic.accounts.policies import SYSTEM, Actor
from civic.core.exceptions import NotAllowed, Refusal
from civic.participation.services.sessions import publish_minutes
from neighbourhood_councils.services.councils import (
    create_council,
    schedule_meeting,
    set_membership,
)
from tests.factories.people import make_person
from tests.factories.territory import make_branch, make_commune, make_neighbourhood
from tests.integration.neighbourhood_councils.scene import (
    answer,
    make_council,
    make_late,
    make_request,
    make_requests,
    page_of,
    signed_in,
    today,
)

pytestmark = pytest.mark.django_db

MOST_QUERIES = 12
# Somebody signed in also reads its opinions, its figures and what its members learnt.
MOST_FOR_A_COUNCIL = 16


def meeting(council, days: float, **extra):
    starts = timezone.now() + timedelta(days=days)
    values = {
        "actor": SYSTEM,
        "council": council,
        "title": "Réunion ouverte à tous",
        "starts_at": starts,
        "ends_at": starts + timedelta(hours=2),
        "place": "Salle du Verger",
    }
    return schedule_meeting(**(values | extra))


def test_a_visitor_reads_when_the_council_meets_and_who_sits_in_it() -> None:
    council = make_council()
    meeting(council, 9, agenda="Le budget de la rue Basse")
    past = meeting(council, -20, title="Réunion de printemps")
    publish_minutes(
        actor=SYSTEM, session=past, minutes="Le conseil a parlé du marché.", attendance_count=31
    )
    set_membership(
        actor=SYSTEM,
        council=council,
        person=make_person("Bruno C."),
        college=College.RESIDENT,
        function="président",
        term_starts_on=today() - timedelta(days=400),
        term_ends_on=today() + timedelta(days=400),
    )
    set_membership(
        actor=SYSTEM,
        council=council,
        person=make_person("Ancienne membre"),
        college=College.RESIDENT,
        term_starts_on=today() - timedelta(days=800),
        term_ends_on=today() - timedelta(days=401),
    )
    shown = Client().get(page_of(council).get_absolute_url()).content.decode()
    assert "Salle du Verger" in shown
    assert "Le budget de la rue Basse" in shown
    assert "Le conseil a parlé du marché." in shown
    assert "Bruno C., président" in shown
    assert "Ancienne membre" not in shown
    assert council.space.organisation.contact_phone in shown


def test_the_follow_up_table_is_said_in_short(count_queries) -> None:
    council = make_council()
    late = make_late(make_request(council))
    answer(make_request(council, title="Banc"))
    page = page_of(council)
    Client().get(page.get_absolute_url())
    with count_queries() as few:
        shown = Client().get(page.get_absolute_url()).content.decode()
    assert f"{page.url_of('table')}?etat=en-retard" in shown
    assert f"{page.url_of('table')}?etat=ce-mois-ci" in shown
    assert late.case.number in shown
    make_requests(council, 40)
    with count_queries() as many:
        Client().get(page.get_absolute_url())
    assert len(few) == len(many) <= MOST_FOR_A_COUNCIL


def test_a_visitor_reads_a_council_in_twelve_queries(count_queries, settings) -> None:
    settings.KEPT_SECONDS = 60
    council = make_council()
    answer(make_request(council, title="Banc"))
    address = page_of(council).get_absolute_url()
    Client().get(address)
    with count_queries() as read:
        assert "Banc" in Client().get(address).content.decode()
    assert len(read) <= MOST_QUERIES


def test_a_council_without_anything_says_what_will_be_there() -> None:
    shown = Client().get(page_of(make_council()).get_absolute_url())
    assert shown.status_code == 200
    assert "Set-Cookie" not in shown.headers


def test_the_councils_of_a_branch_are_listed_in_constant_queries(count_queries) -> None:
    first = make_council()
    make_requests(first, 3)
    listing = page_of(first).get_parent().specific
    Client().get(listing.get_absolute_url())
    with count_queries() as few:
        shown = Client().get(listing.get_absolute_url()).content.decode()
    assert "Faubourg Saint-Loup" in shown
    for name in ("Les Quais", "La Gare", "Le Plateau"):
        make_requests(make_council(name), 2)
    Client().get(listing.get_absolute_url())
    with count_queries() as many:
        shown = Client().get(listing.get_absolute_url()).content.decode()
    assert "Le Plateau" in shown
    assert len(few) == len(many) <= MOST_QUERIES


def test_a_council_of_another_commune_is_not_in_the_list() -> None:
    first = make_council()
    make_council("Les Hauts", commune="montfaucelle")
    listing = page_of(first).get_parent().specific
    assert "Les Hauts" not in Client().get(listing.get_absolute_url()).content.decode()


def test_the_list_of_a_branch_without_a_council_says_what_will_be_there() -> None:
    council = make_council()
    listing = page_of(council).get_parent().specific
    page_of(council).unpublish()
    shown = Client().get(listing.get_absolute_url())
    assert shown.status_code == 200
    assert "Faubourg Saint-Loup" not in shown.content.decode()


def test_bruno_sees_the_tools_of_his_council_and_farid_does_not(bruno: Actor, farid: Actor) -> None:
    page = page_of(make_council())
    assert page.url_of("import") in signed_in(bruno).get(page.get_absolute_url()).content.decode()
    shown = signed_in(farid).get(page.get_absolute_url()).content.decode()
    assert page.url_of("import") not in shown
    assert page.url_of("held") not in shown


def test_farid_cannot_create_a_council(farid: Actor) -> None:
    make_branch()
    with pytest.raises(NotAllowed):
        create_council(actor=farid, organisation=make_commune(), title="Ailleurs")


def test_bruno_cannot_create_a_council_either(bruno: Actor) -> None:
    with pytest.raises(NotAllowed):
        create_council(actor=bruno, organisation=make_commune(), title="Ailleurs")


def test_a_council_needs_a_name_and_a_neighbourhood_of_its_commune() -> None:
    with pytest.raises(Refusal) as refused:
        create_council(actor=SYSTEM, organisation=make_commune(), title="  ")
    assert refused.value.field == "title"
    elsewhere = make_neighbourhood(make_commune("montfaucelle"))
    with pytest.raises(Refusal) as refused:
        create_council(
            actor=SYSTEM, organisation=make_commune(), title="Ici", neighbourhood=elsewhere
        )
    assert refused.value.field == "neighbourhood"


def test_a_council_without_a_branch_has_no_page_and_breaks_nothing() -> None:
    council = create_council(actor=SYSTEM, organisation=make_commune("sans-site"), title="Seul")
    assert not council.pages.exists()


def test_two_councils_of_the_same_name_have_two_addresses() -> None:
    make_branch()
    first, second = (
        create_council(actor=SYSTEM, organisation=make_commune(), title="Centre") for _n in range(2)
    )
    assert page_of(first).get_absolute_url() != page_of(second).get_absolute_url()


def test_an_elected_official_sits_only_once_verified(elise: Actor, amina: Actor) -> None:
    council = make_council()
    values = {"actor": SYSTEM, "council": council, "term_starts_on": today()}
    with pytest.raises(Refusal) as refused:
        set_membership(person=amina.person, college=College.ELECTED_OFFICIAL, **values)
    assert refused.value.code == "college_not_verified"
    seat = set_membership(person=elise.person, college=College.ELECTED_OFFICIAL, **values)
    again = set_membership(
        person=elise.person, college=College.ELECTED_OFFICIAL, function="marraine", **values
    )
    assert (seat.pk, again.function) == (again.pk, "marraine")


def test_a_term_ends_after_it_starts(amina: Actor) -> None:
    with pytest.raises(Refusal) as refused:
        set_membership(
            actor=SYSTEM,
            council=make_council(),
            person=amina.person,
            college=College.RESIDENT,
            term_starts_on=today(),
            term_ends_on=today(),
        )
    assert refused.value.field == "term_ends_on"


def test_bruno_announces_a_meeting_and_farid_cannot(bruno: Actor, farid: Actor) -> None:
    council = make_council()
    assert meeting(council, 5, actor=bruno).place == "Salle du Verger"
    with pytest.raises(NotAllowed):
        meeting(council, 5, actor=farid)
    with pytest.raises(Refusal):
        meeting(council, 5, place=" ")


def test_minutes_that_name_a_neighbour_need_a_reason(bruno: Actor) -> None:
    past = meeting(make_council(), -5)
    minutes = "Mme Odile Ferrandou (06 39 98 27 54) demande un banc."
    with pytest.raises(Refusal) as refused:
        publish_minutes(actor=bruno, session=past, minutes=minutes)
    assert (refused.value.code, refused.value.field) == ("finding", "minutes")
    published = publish_minutes(
        actor=bruno, session=past, minutes=minutes, keep_findings_because="présidente élue"
    )
    assert published.minutes_published_at is not None


def test_minutes_of_a_meeting_to_come_are_refused(bruno: Actor) -> None:
    with pytest.raises(Refusal) as refused:
        publish_minutes(actor=bruno, session=meeting(make_council(), 5), minutes="Déjà dit.")
    assert refused.value.code == "not_yet"

"""Who sits in a council: substitutes, what they declare, what they learnt, never without leave."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from civic.accounts.enums import College
from civic.accounts.models import Person
from civic.accounts.policies import SYSTEM, Actor
from civic.accounts.registry import person_registry
from civic.core.exceptions import NotAllowed, Refusal
from neighbourhood_councils.models import CouncilMembership, Training, TrainingDate
from neighbourhood_councils.services.councils import set_membership
from neighbourhood_councils.services.training import (
    plan_training,
    record_training_attendance,
    save_training,
)
from tests.factories.people import make_person
from tests.factories.territory import make_commune, make_department
from tests.integration.neighbourhood_councils.scene import make_council, page_of, signed_in, today
from tests.integration.neighbourhood_councils.test_admin import staff

pytestmark = pytest.mark.django_db


def seat(name: str, **extra) -> CouncilMembership:
    values = {
        "actor": SYSTEM,
        "council": make_council(),
        "person": make_person(name),
        "college": College.RESIDENT,
        "term_starts_on": today() - timedelta(days=40),
    }
    return set_membership(**(values | extra))


def training(title: str = "Lire un budget communal", **extra) -> Training:
    values = {
        "actor": SYSTEM,
        "organisation": make_commune(),
        "title": title,
        "summary": "Comment se décide une dépense, et où la trouver.",
    }
    return save_training(**(values | extra))


def date_of(row: Training, days: int = -10) -> TrainingDate:
    start = timezone.now() + timedelta(days=days)
    return plan_training(
        actor=SYSTEM,
        training=row,
        starts_at=start,
        ends_at=start + timedelta(hours=2),
        place="Mairie, salle du conseil",
    )


def council_page() -> str:
    shown = Client().get(page_of(make_council()).get_absolute_url()).content.decode()
    return shown.replace("\xa0", " ")


def test_a_substitute_is_shown_below_whom_they_stand_for_and_is_not_counted() -> None:
    member = seat("Ghislaine M.", interests="Tient le kiosque de la place.")
    seat("Lucien T.", substitute_of=member)
    shown = council_page()
    assert "Tient le kiosque de la place." in shown
    assert shown.index("Ghislaine M.") < shown.index("Suppléance") < shown.index("Lucien T.")
    assert '<span class="muted numbers">1</span>' in shown


def test_whoever_did_not_agree_to_be_named_is_not_named() -> None:
    seat("Toufik A.", named=False)
    assert "Toufik A." not in council_page()


def test_a_substitute_stands_for_a_member_of_the_same_college() -> None:
    member = seat("Ghislaine M.")
    stand_in = seat("Lucien T.", substitute_of=member)
    cases = [
        {"college": College.ASSOCIATION, "substitute_of": member},
        {"substitute_of": stand_in},
        {"person": member.person, "substitute_of": member, "term_starts_on": today()},
    ]
    for wrong in cases:
        with pytest.raises(Refusal) as refused:
            seat("Autre", **wrong)
        assert refused.value.field == "substitute_of"


def test_declared_interests_name_nobody_else() -> None:
    with pytest.raises(Refusal) as refused:
        seat("Ghislaine M.", interests="Voisine de Jean Martin, joignable au 06 12 34 56 78.")
    assert refused.value.field == "interests"


def test_what_members_learnt_is_counted_and_shown(count_queries) -> None:
    member = seat("Ghislaine M.")
    seat("Toufik A.")
    row = training()
    record_training_attendance(actor=SYSTEM, date=date_of(row), people=[member.person])
    assert "Formations suivies : Lire un budget communal" in council_page()
    listing = page_of(make_council()).get_parent().specific
    address = listing.url_of("trainings")
    shown = Client().get(address).content.decode()
    assert "1 des 2 membres" in shown
    with count_queries() as few:
        Client().get(address)
    for number in range(8):
        date_of(training(f"Présider une séance {number}"), 20)
    with count_queries() as many:
        shown = Client().get(address).content.decode()
    assert "Présider une séance 7" in shown
    assert len(few) == len(many)


def test_the_staff_write_down_who_came_and_correct_it(farid: Actor) -> None:
    first, second = seat("Ghislaine M."), seat("Toufik A.")
    date = date_of(training())
    page = page_of(make_council()).get_parent().specific
    address = page.url_of("training_attendance", date_id=date.pk)
    assert Client().get(address).status_code == 302
    assert signed_in(farid).get(address).status_code == 403
    client = staff()
    for chosen in ([first.person_id, second.person_id], [second.person_id], []):
        done = client.post(address, {"people": chosen})
        assert done.status_code == 302
        assert sorted(date.attendance.values_list("person", flat=True)) == sorted(chosen)
    date.refresh_from_db()
    assert date.counted_at is not None


def test_nobody_followed_a_training_to_come_nor_without_a_seat() -> None:
    with pytest.raises(Refusal, match="n’a pas encore eu lieu"):
        record_training_attendance(
            actor=SYSTEM, date=date_of(training(), 5), people=[seat("Toufik A.").person]
        )
    with pytest.raises(Refusal) as refused:
        record_training_attendance(
            actor=SYSTEM, date=date_of(training("Autre")), people=[make_person("Passante")]
        )
    assert refused.value.code == "not_a_member"


def test_a_training_has_a_title_and_hours_and_names_nobody(farid: Actor) -> None:
    training()
    wrong = [
        ("title", {"title": " "}),
        ("title", {}),
        ("hours", {"title": "B", "hours": 0}),
        ("summary", {"title": "B", "summary": " "}),
        ("summary", {"title": "B", "summary": "Écrire à jean.martin@exemple.fr"}),
    ]
    for field, changes in wrong:
        with pytest.raises(Refusal) as refused:
            training(**changes)
        assert refused.value.field == field
    with pytest.raises(NotAllowed):
        training("C", actor=farid)
    start = timezone.now()
    for field, place, hours in (("place", " ", 1), ("ends_at", "Mairie", -1)):
        with pytest.raises(Refusal) as refused:
            plan_training(
                actor=SYSTEM,
                training=training(f"D{hours}"),
                starts_at=start,
                ends_at=start + timedelta(hours=hours),
                place=place,
            )
        assert refused.value.field == field


def test_the_administration_keeps_the_catalogue() -> None:
    make_council()
    client = staff()
    done = client.post(
        reverse("council-trainings:add"),
        {
            "organisation": make_commune().pk,
            "title": "Présider",
            "summary": "Donner la parole à chacun.",
            "hours": 3,
            "is_offered": "on",
        },
    )
    assert done.status_code == 302
    row = Training.objects.get()
    done = client.post(
        reverse("council-training-dates:add"),
        {
            "training": row.pk,
            "starts_at": "2027-02-03T18:00",
            "ends_at": "2027-02-03T20:00",
            "place": "Mairie",
        },
    )
    assert done.status_code == 302
    date = TrainingDate.objects.get()
    assert client.get(reverse("council-trainings:edit", args=[row.pk])).status_code == 200
    assert client.get(reverse("council-training-dates:edit", args=[date.pk])).status_code == 200


def test_two_rows_of_one_person_become_one_member() -> None:
    kept, absorbed = make_person("Ghislaine M."), make_person("Ghislaine")
    make_department()
    seat("", person=kept)
    seat("", person=absorbed)
    seat("", person=absorbed, term_starts_on=today() - timedelta(days=900))
    date = date_of(training())
    record_training_attendance(actor=SYSTEM, date=date, people=[kept, absorbed])
    person_registry.mergers["council_memberships"](kept, absorbed)
    assert CouncilMembership.objects.filter(person=kept).count() == 2
    assert date.attendance.get().person == kept


def test_an_erased_member_leaves_a_seat_and_no_word() -> None:
    member = seat("Ghislaine M.", interests="Tient le kiosque.", function="Secrétaire")
    row = date_of(training())
    record_training_attendance(actor=SYSTEM, date=row, people=[member.person])
    person_registry.erase(SYSTEM, member.person)
    member.refresh_from_db()
    assert (member.interests, member.function, member.named) == ("", "", False)
    assert not row.attendance.exists()
    assert Person.objects.get(pk=member.person_id).erased_at

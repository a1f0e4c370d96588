"""What a mixed group says, what the authority owes it, and when everybody may read."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from wagtail.documents.models import Document
from wagtail.models import Collection

from civic.accounts.enums import Role
from civic.accounts.models import User
from civic.accounts.policies import SYSTEM, Actor
from civic.accounts.services.people import merge_people
from civic.core.exceptions import NotAllowed, Refusal
from civic.notifications.models import Notice
from civic.participation.models import Session
from civic.participation.services.attendance import record_attendance
from civic.privacy.services.erasure import erase_person, export_person
from tests.factories.mixed_groups import (
    make_group,
    make_open_group,
    make_reported_group,
    page_for,
    seat,
)
from tests.factories.people import grant, make_person
from tests.factories.territory import make_commune, make_intercommunality
from workshops.models import GroupMembership, MotivatedReply
from workshops.selectors.groups import is_open_to_everybody, replies_overdue, standing_of
from workshops.services.group_notices import REPLY_OVERDUE, remind_overdue
from workshops.services.group_references import set_reference
from workshops.services.group_seats import DocumentDraft, set_documents
from workshops.services.group_words import (
    adopt_report,
    postpone_reply,
    publish_reply,
    save_position,
)
from workshops.services.mixed_groups import change_group

pytestmark = pytest.mark.django_db

REPLY = {
    "outcome": "partly",
    "reason": "Les écoles passent d'abord ; les places attendent l'étude des réseaux.",
    "next_steps": "Six cours sont plantées cet hiver.",
    "decided_by": "Le conseil communautaire",
}
DELAY = "L'étude des réseaux est rendue en mai seulement."


def read(group: object, actor: Actor | None = None) -> str:
    client = Client()
    if actor is not None:
        sign_in(client, actor)
    return client.get(page_for(group).get_absolute_url()).content.decode()  # type: ignore[arg-type]


def sign_in(client: Client, actor: Actor) -> Client:
    assert isinstance(actor.user, User)
    client.force_login(actor.user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def make_file(group: object, *, members_only: bool = False) -> Document:
    document = Document.objects.create(
        title="Carte de chaleur",
        file=ContentFile(b"chaleur", name="chaleur.txt"),
        collection=Collection.get_first_root_node() or Collection.add_root(name="Root"),
    )
    set_documents(
        actor=SYSTEM,
        group=group,  # type: ignore[arg-type]
        documents=[DocumentDraft(document, "Mesures", members_only)],
    )
    return document


# Positions.


def test_amina_writes_for_the_residents_and_not_for_the_elected_officials(amina: Actor) -> None:
    group = make_open_group()
    seat(group, amina.person)
    kept = save_position(actor=amina, group=group, college="resident", text="Les écoles d'abord.")
    assert kept.published_at is None
    with pytest.raises(NotAllowed):
        save_position(actor=amina, group=group, college="elected_official", text="Rien.")


def test_a_draft_position_is_read_by_members_and_a_published_one_by_everybody(
    amina: Actor, farid: Actor
) -> None:
    group = make_open_group()
    seat(group, amina.person)
    words = {"actor": amina, "group": group, "college": "resident", "text": "Les écoles d'abord."}
    save_position(**words)
    said = "Les écoles d&#x27;abord."
    assert said in read(group, amina)
    assert said not in read(group, farid)
    assert said not in read(group)
    save_position(**words, publish=True)
    assert said in read(group)


def test_farid_who_does_not_sit_writes_no_position(farid: Actor) -> None:
    group = make_open_group()
    with pytest.raises(NotAllowed):
        save_position(actor=farid, group=group, college="resident", text="Moi je dis.")
    client = sign_in(Client(), farid)
    assert client.get(page_for(group).url_of("position", college="resident")).status_code == 403


def test_a_position_that_names_somebody_is_not_published(chloe: Actor) -> None:
    group = make_open_group()
    with pytest.raises(Refusal) as refused:
        save_position(
            actor=chloe,
            group=group,
            college="resident",
            text="Appelez le 06 12 34 56 78.",
            publish=True,
        )
    assert refused.value.code == "finding"


def test_no_position_before_the_group_is_open(chloe: Actor) -> None:
    with pytest.raises(Refusal) as refused:
        save_position(actor=chloe, group=make_group(), college="resident", text="Trop tôt.")
    assert refused.value.code == "not_open"


# Report and reply.


def test_the_report_puts_the_authority_to_its_turn(chloe: Actor) -> None:
    group = make_reported_group()
    page = read(group)
    assert "Les cours sans ombre passent les premières." in page
    assert standing_of(fresh(group)).who == group.authority.label


def fresh(group: object) -> object:
    from workshops.selectors.groups import whole_groups

    return whole_groups().get(pk=group.pk)  # type: ignore[attr-defined]


def test_elise_replies_with_a_reason_and_the_members_are_told(elise: Actor) -> None:
    group = make_reported_group()
    publish_reply(actor=elise, group=group, **REPLY)
    assert "l&#x27;étude des réseaux" in read(group)
    assert Notice.objects.filter(kind="group.moved", about__endswith=f":{group.pk}").count() >= 4
    with pytest.raises(Refusal):
        publish_reply(actor=elise, group=group, **REPLY)
    with pytest.raises(Refusal) as refused:
        adopt_report(actor=SYSTEM, group=group, text="Autre chose.")
    assert refused.value.code == "replied"


def test_chloe_does_not_reply_in_the_name_of_the_authority(chloe: Actor) -> None:
    with pytest.raises(NotAllowed):
        publish_reply(actor=chloe, group=make_reported_group(), **REPLY)


def test_the_elected_official_of_another_body_does_not_reply(farid: Actor) -> None:
    group = make_reported_group()
    grant(farid.user, Role.DECIDER, make_commune("montfaucelle"))
    with pytest.raises(NotAllowed):
        publish_reply(actor=farid, group=group, **REPLY)


@pytest.mark.parametrize(
    "changes",
    [
        {"reason": "Vu."},
        {"reason": "Pris en compte, transmis au service concerné."},
        {"next_steps": " "},
        {"decided_by": ""},
        {"outcome": "perhaps"},
    ],
)
def test_a_reply_without_a_reason_is_not_one(elise: Actor, changes: dict[str, str]) -> None:
    with pytest.raises(Refusal):
        publish_reply(actor=elise, group=make_reported_group(), **(REPLY | changes))
    assert not MotivatedReply.objects.exists()


def test_nothing_is_replied_before_the_report(elise: Actor) -> None:
    with pytest.raises(Refusal) as refused:
        publish_reply(actor=elise, group=make_open_group(), **REPLY)
    assert refused.value.code == "no_report"


def test_a_late_reply_is_said_to_everybody_and_managers_are_told_once(elise: Actor) -> None:
    group = make_reported_group(due_in=-3)
    page = read(group)
    assert "state-late" in page
    assert "notice-warning" in page
    assert list(replies_overdue(elise)) == [group]
    now = timezone.now()
    remind_overdue(now)
    remind_overdue(now + timedelta(days=1))
    told = Notice.objects.filter(kind=REPLY_OVERDUE)
    assert [notice.person for notice in told] == [elise.person]


def test_a_reply_due_today_is_not_late(elise: Actor) -> None:
    make_reported_group(due_in=0)
    assert not replies_overdue(elise)
    remind_overdue(timezone.now())
    assert not Notice.objects.filter(kind=REPLY_OVERDUE).exists()


def test_the_staff_of_another_body_see_no_late_reply_of_this_one(farid: Actor) -> None:
    make_reported_group(due_in=-3)
    grant(farid.user, Role.MANAGER, make_commune("montfaucelle"))
    assert not replies_overdue(farid)


def test_a_date_put_off_leaves_the_former_one_and_the_reason_on_the_page(elise: Actor) -> None:
    group = make_reported_group(due_in=-3)
    later = timezone.localdate() + timedelta(days=40)
    postpone_reply(actor=elise, group=group, due_on=later, reason=DELAY)
    page = read(group)
    assert "<s>" in page
    assert "étude des réseaux est rendue en mai" in page
    assert not replies_overdue(elise)


def test_a_reply_is_not_put_off_without_a_reason_nor_into_the_past(elise: Actor) -> None:
    group = make_reported_group()
    today = timezone.localdate()
    with pytest.raises(Refusal):
        postpone_reply(actor=elise, group=group, due_on=today + timedelta(days=9), reason="Non")
    with pytest.raises(Refusal):
        postpone_reply(actor=elise, group=group, due_on=today, reason=DELAY)


# Restricted, then public.


def test_a_file_is_the_members_own_until_the_phase_opens_it(
    amina: Actor, farid: Actor, chloe: Actor
) -> None:
    today = timezone.localdate()
    group = make_open_group(public_on=today + timedelta(days=5))
    seat(group, amina.person)
    document = make_file(group)
    expected = {amina: 200, chloe: 200, farid: 404}
    for actor, status in expected.items():
        assert sign_in(Client(), actor).get(document.url, follow=True).status_code == status
    assert Client().get(document.url, follow=True).status_code == 404
    assert "Carte de chaleur" not in read(group)
    assert "Carte de chaleur" in read(group, amina)

    change_group(
        actor=SYSTEM,
        group=group,
        question=group.question,
        mandate=group.mandate,
        public_on=today,
    )
    assert is_open_to_everybody(fresh(group))  # type: ignore[arg-type]
    assert Client().get(document.url, follow=True).status_code == 200
    assert "Carte de chaleur" in read(group)


def test_a_file_kept_for_members_stays_so_after_the_opening() -> None:
    group = make_open_group(public_on=timezone.localdate())
    document = make_file(group, members_only=True)
    assert Client().get(document.url, follow=True).status_code == 404
    assert "Carte de chaleur" not in read(group)


def test_the_page_says_until_when_the_members_work_among_themselves() -> None:
    day = timezone.localdate() + timedelta(days=5)
    assert str(day.day) in read(make_open_group(public_on=day))


# Composition.


def a_session(group: object) -> Session:
    start = timezone.now() - timedelta(days=2)
    return Session.objects.create(
        space=group.space,  # type: ignore[attr-defined]
        title="Première séance",
        starts_at=start,
        ends_at=start + timedelta(hours=2),
        place="Salle des fêtes",
    )


def test_who_came_is_numbers_by_college_and_the_total_follows(chloe: Actor) -> None:
    group = make_open_group()
    session = a_session(group)
    record_attendance(
        actor=chloe,
        session=session,
        counts={"resident": 3, "elected_official": 1},
        first_time={"resident": 2},
    )
    session.refresh_from_db()
    assert session.attendance_count == 4
    record_attendance(actor=chloe, session=session, counts={"resident": 2})
    session.refresh_from_db()
    assert (session.attendance_count, session.attendance.count()) == (2, 1)


@pytest.mark.parametrize(
    ("counts", "first_time"),
    [
        ({"resident": 2}, {"resident": 3}),
        ({"resident": -1}, {}),
        ({"nobody": 1}, {}),
        ({"resident": 9_999}, {}),
    ],
)
def test_numbers_that_cannot_be_are_refused(
    chloe: Actor, counts: dict[str, int], first_time: dict[str, int]
) -> None:
    session = a_session(make_open_group())
    with pytest.raises(Refusal):
        record_attendance(actor=chloe, session=session, counts=counts, first_time=first_time)


def test_farid_counts_nobody(farid: Actor) -> None:
    with pytest.raises(NotAllowed):
        record_attendance(actor=farid, session=a_session(make_open_group()), counts={})


def test_a_comparison_needs_its_source_and_makes_a_whole(chloe: Actor) -> None:
    group = make_group()
    values = {
        "actor": chloe,
        "group": group,
        "criterion": "gender",
        "label": "habitants de 15 ans et plus",
        "source": "Insee, recensement",
        "as_of": timezone.localdate(),
        "shares": {"woman": Decimal(52), "man": Decimal(48)},
    }
    set_reference(**values)
    for changes, code in (
        ({"source": " "}, "source_missing"),
        ({"shares": {"woman": 52, "man": 20}}, "not_a_whole"),
        ({"shares": {"woman": 52, "other": 48}}, "unknown_category"),
        ({"as_of": timezone.localdate() + timedelta(days=1)}, "future"),
    ):
        with pytest.raises(Refusal) as refused:
            set_reference(**(values | changes))
        assert refused.value.code == code


def test_fewer_than_five_members_of_a_kind_are_never_counted_in_public(chloe: Actor) -> None:
    from workshops.logic.seats import Quota

    group = make_group(quotas=[Quota("resident", 1, 12, 12)])
    for number in range(12):
        seat(group, gender="man" if number < 3 else "woman")
    set_reference(
        actor=chloe,
        group=group,
        criterion="gender",
        label="habitants",
        source="Insee",
        as_of=timezone.localdate(),
        shares={"woman": 52, "man": 48},
    )
    page = read(group)
    assert "Insee" in page
    assert "9 (75" not in page
    assert ">3<" not in page
    assert "25" not in page.split("Insee")[0][-600:]


# A person claims, copies, erases.


def test_an_erased_member_leaves_a_seat_and_no_trace_of_who(amina: Actor) -> None:
    group = make_open_group()
    row = seat(group, amina.person, named=True, interests="Un jardin.", gender="woman")
    assert export_person(person=amina.person)["mixed_groups"][0]["gender"] == "woman"
    erase_person(actor=SYSTEM, person=amina.person)
    row.refresh_from_db()
    assert row.is_seated
    assert not row.named
    assert row.interests == ""
    assert not hasattr(GroupMembership.objects.get(pk=row.pk), "traits")
    assert "Amina" not in read(group)


def test_somebody_invited_twice_under_two_rows_sits_once(amina: Actor) -> None:
    group = make_open_group()
    desk = make_person("Amina B.", phone="05 36 49 11 22")
    seat(group, desk)
    seat(group, amina.person)
    merge_people(kept=amina.person, absorbed=desk)
    assert GroupMembership.objects.filter(group=group, person=amina.person).count() == 1
    assert not GroupMembership.objects.filter(person=desk).exists()


def test_the_authority_is_the_body_that_asked() -> None:
    commune = make_commune()
    group = make_group(organisation=commune, asked_by=make_intercommunality())
    assert group.authority == make_intercommunality()

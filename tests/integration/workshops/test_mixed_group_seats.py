"""A mixed group opens with every college, or says in public why it does not."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from civic.accounts.enums import Role
from civic.accounts.policies import SYSTEM, Actor
from civic.audit.models import JournalEntry
from civic.core.enums import Channel
from civic.core.exceptions import NotAllowed, Refusal
from civic.notifications.models import Notice
from civic.notifications.tasks import send_one
from tests.factories.mixed_groups import (
    QUOTAS,
    by_telephone,
    fill,
    invite,
    make_group,
    make_open_group,
    page_for,
    seat,
)
from tests.factories.people import grant, make_person, make_user
from tests.factories.territory import make_commune, make_intercommunality
from workshops.logic.seats import Quota
from workshops.models import Derogation, GroupMembership
from workshops.selectors.groups import invitation_token, seated_by_college
from workshops.services.group_members import (
    answer_invitation,
    describe_member,
    invite_by_email,
    invite_member,
    leave_group,
)
from workshops.services.group_seats import set_quotas
from workshops.services.mixed_groups import create_group, open_group

pytestmark = pytest.mark.django_db
WHY = "Les élus sont en congés et le lieu n'est libre que ce mois-ci."


def test_a_group_with_every_college_opens_and_its_members_are_told(chloe: Actor) -> None:
    group = make_group()
    fill(group)
    opened = open_group(actor=chloe, group=group)
    assert opened.opened_at is not None
    assert Notice.objects.filter(kind="group.moved").count() == 4
    assert JournalEntry.objects.filter(action="mixed_group.opened").exists()


def test_opening_twice_keeps_the_first_day(chloe: Actor) -> None:
    group = make_group()
    fill(group)
    first = open_group(actor=chloe, group=group).opened_at
    assert open_group(actor=chloe, group=group).opened_at == first


def test_a_group_below_a_minimum_does_not_open_and_the_refusal_says_who_is_missing(
    chloe: Actor,
) -> None:
    group = make_group()
    fill(group, {"resident": 1, "technical_officer": 1})
    with pytest.raises(Refusal) as refused:
        open_group(actor=chloe, group=group)
    assert refused.value.code == "below_minimum"
    assert "1" in str(refused.value)
    assert "2" in str(refused.value)
    group.refresh_from_db()
    assert group.opened_at is None


def test_elise_opens_below_a_minimum_and_everybody_reads_why(elise: Actor) -> None:
    group = make_group()
    fill(group, {"resident": 2, "technical_officer": 1})
    open_group(actor=elise, group=group, derogation_reason=WHY)
    [one] = Derogation.objects.all()
    assert (one.college, one.seated, one.minimum) == ("elected_official", 0, 1)
    page = Client().get(page_for(group).get_absolute_url()).content.decode()
    assert "Les élus sont en congés" in page


def test_chloe_who_runs_the_group_cannot_derogate(chloe: Actor) -> None:
    group = make_group()
    fill(group, {"resident": 2})
    with pytest.raises(NotAllowed):
        open_group(actor=chloe, group=group, derogation_reason=WHY)


@pytest.mark.parametrize("reason", ["trop court", "Vu, transmis au service concerné.", "   "])
def test_a_derogation_needs_a_reason_that_is_one(elise: Actor, reason: str) -> None:
    group = make_group()
    with pytest.raises(Refusal):
        open_group(actor=elise, group=group, derogation_reason=reason)


def test_a_group_without_seats_does_not_open(elise: Actor) -> None:
    group = make_group(quotas=())
    with pytest.raises(Refusal) as refused:
        open_group(actor=elise, group=group, derogation_reason=WHY)
    assert refused.value.code == "no_quota"


def test_the_fifth_resident_of_four_seats_is_refused_and_may_be_a_substitute(
    amina: Actor,
) -> None:
    group = make_group()
    seated = [seat(group) for _number in range(4)]
    waiting = invite(group, amina.person)
    with pytest.raises(Refusal) as refused:
        answer_invitation(actor=amina, membership=waiting, accept=True)
    assert refused.value.code == "full"
    waiting.refresh_from_db()
    assert waiting.accepted_at is None

    stands_in = invite(group, amina.person, substitute_of=seated[0])
    answer_invitation(actor=amina, membership=stands_in, accept=True)
    assert seated_by_college(group) == {"resident": 4}


def test_a_seat_given_back_may_be_taken(amina: Actor) -> None:
    group = make_group()
    seated = [seat(group) for _number in range(4)]
    leave_group(actor=Actor(person=seated[0].person), membership=seated[0])
    answer_invitation(actor=amina, membership=invite(group, amina.person), accept=True)
    assert seated_by_college(group) == {"resident": 4}


def test_saying_yes_twice_takes_one_seat(amina: Actor) -> None:
    group = make_group()
    row = invite(group, amina.person)
    first = answer_invitation(actor=amina, membership=row, accept=True)
    again = answer_invitation(actor=amina, membership=row, accept=True)
    assert first.accepted_at == again.accepted_at


def test_farid_does_not_answer_for_amina(amina: Actor, farid: Actor) -> None:
    row = invite(make_group(), amina.person)
    with pytest.raises(NotAllowed):
        answer_invitation(actor=farid, membership=row, accept=True)


def test_a_resident_does_not_sit_as_an_elected_official(amina: Actor) -> None:
    with pytest.raises(Refusal) as refused:
        invite(make_group(), amina.person, "elected_official")
    assert refused.value.code == "college_not_verified"


def test_a_college_without_a_seat_is_not_invited(amina: Actor) -> None:
    with pytest.raises(Refusal) as refused:
        invite(make_group(), amina.person, "business")
    assert refused.value.code == "no_seat"


def test_the_invitation_of_somebody_with_an_address_leaves_by_mail_with_its_link(
    chloe: Actor,
) -> None:
    group = make_group()
    invite_by_email(
        actor=chloe,
        group=group,
        email="Nouvelle@example.org",
        public_name="Jeanne V.",
        college="resident",
    )
    send_one.func(Notice.objects.get().pk)
    [message] = mail.outbox
    assert message.to == ["nouvelle@example.org"]
    assert "/invitation/" in message.body
    assert group.question in message.body


def test_an_address_invited_twice_is_one_person(chloe: Actor) -> None:
    group = make_group()
    for _time in range(2):
        invite_by_email(
            actor=chloe,
            group=group,
            email="nouvelle@example.org",
            public_name="Jeanne V.",
            college="resident",
        )
    assert GroupMembership.objects.count() == 1


def test_somebody_without_e_mail_is_on_the_call_list_and_staff_write_her_answer(
    chloe: Actor,
) -> None:
    group = make_group()
    marcelle = by_telephone(group)
    row = invite_member(actor=chloe, group=group, person=marcelle, college="resident")
    notice = Notice.objects.get(person=marcelle)
    assert (notice.state, notice.medium) == ("to_contact", "telephone")
    assert "05 36 49 00 11" in notice.body

    row = answer_invitation(
        actor=chloe, membership=row, accept=True, channel=Channel.TELEPHONE, named=True
    )
    assert row.is_seated
    assert row.answered_by == Channel.TELEPHONE


def test_jeanne_accepts_from_her_link_without_an_account() -> None:
    group = make_group()
    person = make_person("Jeanne V.", email="jeanne@example.org")
    row = invite(group, person)
    address = page_for(group).url_of("invitation", token=invitation_token(row))
    client = Client()
    assert client.get(address).status_code == 200
    done = client.post(address, {"act": "accept", "named": "on", "gender": "woman"})
    assert done.status_code == 302
    row.refresh_from_db()
    person.refresh_from_db()
    assert row.is_seated
    assert row.named
    assert row.traits.gender == "woman"
    assert person.email_confirmed
    assert "Jeanne V." in client.get(page_for(group).get_absolute_url()).content.decode()

    client.post(address, {"act": "leave"})
    row.refresh_from_db()
    assert row.left_at is not None
    assert not row.named


def test_jeanne_declines_from_her_link() -> None:
    group = make_group()
    row = invite(group)
    address = page_for(group).url_of("invitation", token=invitation_token(row))
    Client().post(address, {"act": "decline"})
    row.refresh_from_db()
    assert row.declined_at is not None


def test_a_link_altered_or_replaced_by_a_later_invitation_leads_nowhere() -> None:
    group = make_group()
    row = invite(group)
    old = page_for(group).url_of("invitation", token=invitation_token(row))
    invite_member(actor=SYSTEM, group=group, person=row.person, college="resident")
    assert Client().get(old).status_code == 404
    assert Client().get(page_for(group).url_of("invitation", token="abc:def")).status_code == 404


def test_a_link_of_one_group_does_not_open_the_page_of_another() -> None:
    group, other = make_group(), make_group(title="Un autre groupe")
    token = invitation_token(invite(group))
    assert Client().get(page_for(other).url_of("invitation", token=token)).status_code == 404


def test_nobody_is_named_before_agreeing(amina: Actor) -> None:
    group = make_group()
    seat(group, amina.person)
    page = Client().get(page_for(group).get_absolute_url()).content.decode()
    assert "Amina B." not in page


def test_amina_declares_what_links_her_and_never_somebody_else(amina: Actor, farid: Actor) -> None:
    row = seat(make_group(), amina.person)
    describe_member(actor=amina, membership=row, interests="Travaille dans une pépinière.")
    row.refresh_from_db()
    assert row.interests == "Travaille dans une pépinière."
    with pytest.raises(Refusal) as refused:
        describe_member(actor=amina, membership=row, interests="Appelez-moi au 06 12 34 56 78")
    assert refused.value.code == "finding"
    with pytest.raises(NotAllowed):
        describe_member(actor=farid, membership=row, interests="Rien")


@pytest.mark.parametrize(
    "quota", [Quota("resident", 5, 4, 6), Quota("resident", 1, 4, 3), Quota("resident", 0, 0, 0)]
)
def test_seats_go_up_from_minimum_to_maximum(quota: Quota) -> None:
    with pytest.raises(Refusal):
        set_quotas(actor=SYSTEM, group=make_group(), quotas=[quota])


def test_a_maximum_is_not_set_below_those_who_sit() -> None:
    group = make_group()
    fill(group, {"resident": 3})
    with pytest.raises(Refusal) as refused:
        set_quotas(actor=SYSTEM, group=group, quotas=[Quota("resident", 1, 2, 2), *QUOTAS[1:]])
    assert refused.value.code == "below_seated"


def test_the_staff_of_another_body_do_nothing_here(amina: Actor) -> None:
    group = make_group()
    stranger = make_person("Hugo L.", user=None)
    grant_to = Actor(user=make_user("hugo@example.org"), person=stranger)
    for role in (Role.MANAGER, Role.FACILITATOR, Role.COMMUNICATIONS, Role.DECIDER):
        grant(grant_to.user, role, make_commune("montfaucelle"))
    for forbidden in (
        lambda: invite_member(actor=grant_to, group=group, person=amina.person, college="resident"),
        lambda: set_quotas(actor=grant_to, group=group, quotas=QUOTAS),
        lambda: open_group(actor=grant_to, group=group, derogation_reason=WHY),
    ):
        with pytest.raises(NotAllowed):
            forbidden()


def test_a_facilitator_does_not_create_a_group(chloe: Actor) -> None:
    today = timezone.localdate()
    with pytest.raises(NotAllowed):
        create_group(
            actor=chloe,
            organisation=make_intercommunality(),
            title="Groupe",
            question="Quoi ?",
            mandate="Dire quoi.",
            asked_by=make_intercommunality(),
            term_starts_on=today,
            term_ends_on=today + timedelta(days=90),
        )


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"question": "  "}, "question"),
        ({"mandate": ""}, "mandate"),
        ({"mandate": "Voir avec Mme Anne Durand, 06 12 34 56 78."}, "mandate"),
        ({"asked_by": None}, "asked_by"),
        ({"term_ends_on": timezone.localdate() - timedelta(days=40)}, "term_ends_on"),
        ({"reply_due_on": timezone.localdate() - timedelta(days=40)}, "reply_due_on"),
    ],
)
def test_a_group_says_what_it_must_before_it_exists(changes: dict[str, object], field: str) -> None:
    with pytest.raises(Refusal) as refused:
        make_group(**changes)
    assert refused.value.field == field


def test_a_commune_does_not_answer_for_the_question_of_its_neighbour() -> None:
    with pytest.raises(Refusal) as refused:
        make_group(organisation=make_commune(), asked_by=make_commune("montfaucelle"))
    assert refused.value.code == "other_body"


def test_a_member_who_leaves_makes_the_seat_free_after_the_opening() -> None:
    group = make_open_group()
    row = GroupMembership.objects.filter(college="elected_official").first()
    assert row is not None
    leave_group(actor=Actor(person=row.person), membership=row)
    assert "elected_official" not in seated_by_college(group)

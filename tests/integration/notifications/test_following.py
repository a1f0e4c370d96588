"""Follow, stop, mute: by buttons without a script, and by the link of each mail."""

import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from civic.accounts.models import Person
from civic.accounts.policies import SYSTEM, Actor
from civic.audit.services import key_of
from civic.core.exceptions import NotAllowed, Refusal
from civic.notifications.models import Follow, Notice, Preference
from civic.notifications.selectors import followed_by, mute_token, standing_of
from civic.notifications.services.follows import follow, mute, unfollow, unmute
from civic.notifications.services.notices import tell_followers
from civic.notifications.tasks import send_digests
from consultations.models import CallForProposalsPage, Consultation
from tests.factories.participation import make_call, make_contribution
from tests.factories.territory import make_intercommunality

pytestmark = pytest.mark.django_db


@pytest.fixture
def call(db: None) -> CallForProposalsPage:
    return make_call()


def target_of(call: CallForProposalsPage) -> str:
    return key_of(Consultation.objects.get(space=call.activity.space_id))


def signed_in(actor: Actor) -> Client:
    client = Client()
    client.force_login(actor.user)
    return client


def press(client: Client, act: str, target: str, back: str = "/fr/compte/") -> Any:
    return client.post(reverse("follow"), {"act": act, "target": target, "next": back})


def test_amina_follows_stops_and_mutes_with_the_buttons(
    amina: Actor, call: CallForProposalsPage
) -> None:
    target, client = target_of(call), signed_in(amina)
    page = call.get_parent().get_url()
    assert 'value="follow"' in client.get(page).content.decode()
    answer = press(client, "follow", target, back=page)
    assert answer.headers["Location"] == page
    shown = client.get(page).content.decode()
    assert 'value="unfollow"' in shown
    assert 'value="mute"' in shown
    press(client, "mute", target)
    assert standing_of(amina.person, target) == "muted"
    account = client.get(reverse("account")).content.decode()
    assert 'value="unmute"' in account
    press(client, "unmute", target)
    assert standing_of(amina.person, target) == "none"


def test_a_proposal_a_council_and_a_decision_say_how_to_follow_them(
    client: Client, call: CallForProposalsPage, amina: Actor
) -> None:
    proposal = make_contribution(call.activity)
    page = client.get(call.url_of("detail", number=proposal.number)).content.decode()
    assert f'value="{key_of(proposal)}"' in page
    follow(actor=amina, target=key_of(proposal))
    assert [row.shown.title for row in followed_by(amina.person)] == [proposal.title]


def test_somebody_unknown_chooses_first_and_gives_an_address_last(
    client: Client, call: CallForProposalsPage
) -> None:
    target = target_of(call)
    page = call.get_parent().get_url()
    asked = press(client, "follow", target, back=page)
    assert asked.status_code == 200
    assert "Plan climat" in asked.content.decode()
    sent = client.post(
        reverse("follow"),
        {
            "act": "follow",
            "target": target,
            "next": page,
            "identify": "1",
            "public_name": "Nadia",
            "email": "nadia@example.org",
            "college": "resident",
        },
    )
    assert sent.status_code == 302
    code = re.search(r"\b[A-Z0-9]{3,4}-?[A-Z0-9]{3,4}\b|\b\d{6}\b", mail.outbox[-1].body)
    assert code is not None
    confirmed = client.post(sent.headers["Location"], {"code": code.group()})
    assert confirmed.headers["Location"] == reverse("follow")
    assert client.get(reverse("follow")).headers["Location"] == page
    person = Person.objects.get(email="nadia@example.org")
    assert standing_of(person, target) == "followed"
    # The choice served once: coming back to the address does nothing.
    unfollow(actor=Actor(person=person), target=target)
    client.get(reverse("follow"))
    assert standing_of(person, target) == "none"


def test_an_address_elsewhere_is_not_where_one_comes_back(
    amina: Actor, call: CallForProposalsPage
) -> None:
    answer = press(signed_in(amina), "follow", target_of(call), back="https://evil.test/")
    assert answer.headers["Location"] == reverse("account")


@pytest.mark.parametrize("target", ["accounts.person:1", "consultations.consultation:x", "", "a"])
def test_what_is_not_public_is_not_followed(amina: Actor, target: str) -> None:
    with pytest.raises(Refusal):
        follow(actor=amina, target=target)
    assert press(signed_in(amina), "follow", target).status_code == 404


def test_an_unpublished_consultation_is_not_followed(amina: Actor) -> None:
    call = make_call(published=False)
    with pytest.raises(Refusal):
        follow(actor=amina, target=target_of(call))


def test_nobody_follows_nothing(call: CallForProposalsPage) -> None:
    for service in (follow, unfollow, mute, unmute):
        with pytest.raises(NotAllowed):
            service(actor=Actor(), target=target_of(call))


def test_stopping_never_takes_a_mute_back(amina: Actor, call: CallForProposalsPage) -> None:
    target = target_of(call)
    mute(actor=amina, target=target)
    unfollow(actor=amina, target=target)
    follow(actor=amina, target=target)
    assert standing_of(amina.person, target) == "muted"


def tell(call: CallForProposalsPage, key: str = "1") -> int:
    return tell_followers(
        target=target_of(call),
        subject=lambda: "Une note",
        body=lambda: "La carte est publiée.",
        organisation=make_intercommunality(),
        key=key,
    )


def test_followers_are_told_once_and_a_mute_wins(
    amina: Actor, farid: Actor, elise: Actor, call: CallForProposalsPage
) -> None:
    for actor in (amina, farid):
        follow(actor=actor, target=target_of(call))
    mute(actor=farid, target=target_of(call))
    assert tell(call) == 1
    tell(call)
    assert Notice.objects.get().person == amina.person


def test_the_mail_mutes_its_object_in_one_click_without_signing_in(
    amina: Actor, call: CallForProposalsPage
) -> None:
    follow(actor=amina, target=target_of(call))
    tell(call)
    assert send_digests() == 1
    sent = mail.outbox[-1]
    address = re.search(r"<https?://[^/]+([^>]+)>", sent.extra_headers["List-Unsubscribe"])
    assert address is not None
    assert address.group(1) in sent.body
    stranger = Client(enforce_csrf_checks=True)
    asked = stranger.get(address.group(1))
    assert asked.status_code == 200
    assert "Plan climat" in asked.content.decode()
    assert standing_of(amina.person, target_of(call)) == "followed"
    done = stranger.post(address.group(1), {"List-Unsubscribe": "One-Click"})
    assert done.status_code == 200
    assert standing_of(amina.person, target_of(call)) == "muted"
    tell(call, key="2")
    assert send_digests() == 0


def test_a_summary_of_several_objects_mutes_everything(amina: Actor, client: Client) -> None:
    address = reverse("mute_link", kwargs={"token": mute_token(amina.person.pk, "")})
    client.post(address)
    assert Preference.objects.get(person=amina.person, kind="").level == "muted"


def test_a_forged_link_mutes_nothing(amina: Actor, client: Client) -> None:
    token = mute_token(amina.person.pk, "a.b:1")
    assert client.post(reverse("mute_link", kwargs={"token": token[:-2] + "xx"})).status_code == 404
    assert not Follow.objects.exists()


def test_the_list_of_what_one_follows_costs_the_same_for_two_and_for_many(
    amina: Actor,
    call: CallForProposalsPage,
    django_assert_num_queries: Any,
    django_assert_max_num_queries: Any,
) -> None:
    for _number in range(2):
        follow(actor=amina, target=key_of(make_contribution(call.activity)))
    follow(actor=amina, target=target_of(call))
    followed_by(amina.person)
    with django_assert_num_queries(4):
        followed_by(amina.person)
    for _number in range(30):
        follow(actor=amina, target=key_of(make_contribution(call.activity)))
    with django_assert_max_num_queries(4):
        first = followed_by(amina.person)
    # A page at a time, and nothing is lost between two pages.
    assert [len(first), len(followed_by(amina.person, "2")), first.paginator.count] == [20, 13, 33]
    shown = signed_in(amina).get(reverse("account"), {"followed": "2"}).content.decode()
    assert shown.count('value="unfollow"') == 13
    assert "?followed=1#section-followed" in shown


def test_a_new_date_and_minutes_of_a_council_reach_its_followers(amina: Actor) -> None:
    from datetime import timedelta

    from django.utils import timezone

    from civic.participation.services.sessions import schedule_session, write_minutes
    from tests.integration.neighbourhood_councils.scene import make_council, page_of

    council = make_council()
    page_of(council)
    follow(actor=amina, target=key_of(council.space))
    starts = timezone.now() + timedelta(days=9)
    session = schedule_session(
        actor=SYSTEM,
        space=council.space,
        title="Réunion de rentrée",
        place="Salle des fêtes",
        starts_at=starts,
        ends_at=starts + timedelta(hours=2),
    )
    assert Notice.objects.get().url
    type(session).objects.update(
        starts_at=starts - timedelta(days=10), ends_at=starts - timedelta(days=9, hours=22)
    )
    write_minutes(session=session, minutes="On a parlé du canal et des bancs.")
    assert Notice.objects.filter(person=amina.person).count() == 2


def test_the_outcome_of_a_consultation_reaches_who_follows_it(
    amina: Actor, call: CallForProposalsPage
) -> None:
    from consultations.services.publication import publish_outcome
    from tests.factories.participation import make_decision

    consultation = Consultation.objects.get(space=call.activity.space_id)
    follow(actor=amina, target=target_of(call))
    make_decision(consultation)
    Notice.objects.all().delete()
    publish_outcome(actor=SYSTEM, consultation=consultation)
    publish_outcome(actor=SYSTEM, consultation=consultation)
    assert Notice.objects.get(person=amina.person).url == call.get_parent().get_url()

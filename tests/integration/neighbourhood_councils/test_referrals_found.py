"""What councils are asked is found by the search, and a late reply is remembered by the minute."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from civic.accounts.enums import Role
from civic.accounts.policies import SYSTEM, Actor
from civic.core.models import SearchEntry
from civic.core.services.search import rebuild_index
from civic.core.services.tick import run_tick
from civic.notifications.models import Notice
from civic.privacy.services.removal import purge_words
from civic.territory.services.branches import seed_branch
from home.services.staff import follow_roles
from neighbourhood_councils.models import CouncilIndexPage
from neighbourhood_councils.services.council_notices import REPLY_OVERDUE
from neighbourhood_councils.services.referrals import (
    postpone_reply,
    publish_reply,
    write_deliberation,
)
from tests.factories.people import grant, make_person, make_user
from tests.factories.territory import (
    make_branch,
    make_commune,
    make_intercommunality,
    make_site,
)
from tests.integration.home.pages import make_collections
from tests.integration.neighbourhood_councils.scene import make_council, signed_in, today
from tests.integration.neighbourhood_councils.test_referrals import (
    REPLY,
    TOGETHER,
    address,
    give,
    past,
    referral,
)

pytestmark = pytest.mark.django_db


def found(words: str) -> str:
    return Client().get(reverse("search"), {"q": words}).content.decode()


def test_a_question_its_opinions_and_its_reply_are_found_as_they_are_published() -> None:
    here, other = make_council(), make_council("Les Quais")
    asked = referral(here, other)
    assert address(asked) in found("éteindre rues")
    assert address(asked) not in found("passerelle")
    give(asked, here)
    assert address(asked) in found("passerelle stade")
    give(asked, other)
    assert address(asked) not in found("escaliers")
    write_deliberation(actor=SYSTEM, referral=asked, text=TOGETHER)
    assert address(asked) in found("escaliers")
    assert address(asked) not in found("liste affichée février")
    publish_reply(actor=SYSTEM, referral=asked, **REPLY)
    assert address(asked) in found("liste affichée février")
    assert "Avis du conseil" in found("éteindre rues")
    [entry] = SearchEntry.objects.filter(kind="referral")
    before = (entry.title, entry.url, entry.stems, entry.happened_on)
    rebuild_index()
    entry = SearchEntry.objects.get(kind="referral")
    assert (entry.title, entry.url, entry.stems, entry.happened_on) == before


def test_an_opinion_not_published_yet_is_not_found() -> None:
    asked = referral()
    asked.opinions.update(text="Une ébauche sur la passerelle, à relire.")
    rebuild_index()
    assert SearchEntry.objects.filter(kind="referral").count() == 1
    assert address(asked) not in found("passerelle")


def test_a_referral_no_page_shows_is_not_found() -> None:
    referral()
    CouncilIndexPage.objects.get().unpublish()
    rebuild_index()
    assert not SearchEntry.objects.filter(kind="referral").exists()


def test_words_removed_everywhere_leave_the_entry_of_a_referral() -> None:
    referral(title="Éteindre chez Tréguier", context="Demandé par la ferme.")
    purge_words(actor=SYSTEM, words=["Tréguier"])
    assert "Tréguier" not in SearchEntry.objects.get(kind="referral").title


def test_the_index_is_rebuilt_in_constant_queries(count_queries) -> None:
    elsewhere = make_council("Le Bourg", commune="montfaucelle")
    make_council("Les Quais")
    referral()
    rebuild_index()
    with count_queries() as few:
        rebuild_index()
    for number in range(6):
        referral(make_council(), make_council("Les Quais"), title=f"Sujet {number}")
    referral(elsewhere, organisation=make_commune("montfaucelle"))
    with count_queries() as many:
        rebuild_index()
    assert SearchEntry.objects.filter(kind="referral").count() == 8
    assert len(few) == len(many)


def person_with(role: Role, organisation, name: str) -> Actor:
    user = make_user(f"{name.lower()}@example.org", name)
    grant(user, role, organisation)
    follow_roles(user=user)
    make_person(name, user=user)
    return Actor(user=user)


def test_a_late_reply_reminds_those_who_owe_it_once_for_each_date() -> None:
    late = past(referral())
    decider = person_with(Role.DECIDER, make_commune(), "Élise")
    person_with(Role.MANAGER, make_commune(), "Chloé")
    person_with(Role.OFFICER, make_commune(), "Driss")
    person_with(Role.MANAGER, make_commune("montfaucelle"), "Ailleurs")
    assert run_tick(timezone.now()) == {}
    told = Notice.objects.filter(kind=REPLY_OVERDUE)
    assert {notice.person.public_name for notice in told} == {"Élise", "Chloé"}
    assert "Ancienne" in told[0].subject
    assert told[0].url == address(late)
    run_tick(timezone.now() + timedelta(days=1))
    assert told.all().count() == 2

    postpone_reply(
        actor=decider,
        referral=late,
        due_on=today() + timedelta(days=3),
        reason="L'étude des nappes est rendue la semaine prochaine.",
    )
    run_tick(timezone.now() + timedelta(days=2))
    assert told.all().count() == 2
    assert run_tick(timezone.now() + timedelta(days=5)) == {}
    assert told.all().count() == 4


def test_a_reply_in_time_or_given_reminds_nobody() -> None:
    asked = referral()
    person_with(Role.DECIDER, make_commune(), "Élise")
    run_tick(timezone.now())
    given = past(asked)
    give(given)
    publish_reply(actor=SYSTEM, referral=given, **REPLY)
    run_tick(timezone.now())
    assert not Notice.objects.filter(kind=REPLY_OVERDUE).exists()


def test_the_body_above_that_owes_the_reply_is_reminded() -> None:
    asked = referral(
        asked_by=make_intercommunality(),
        opened_on=today() - timedelta(days=90),
        opinions_due_on=today() - timedelta(days=30),
        reply_due_on=today() - timedelta(days=4),
    )
    person_with(Role.DECIDER, make_intercommunality(), "Élise")
    person_with(Role.DECIDER, make_commune(), "Autre")
    run_tick(timezone.now())
    [notice] = Notice.objects.filter(kind=REPLY_OVERDUE)
    assert notice.person.public_name == "Élise"
    assert make_intercommunality().name in notice.body
    assert notice.url == address(asked)


def test_the_administration_says_which_replies_are_late() -> None:
    late = past(referral())
    make_collections()
    for page in (make_site(), make_branch(), make_branch("montfaucelle")):
        seed_branch(actor=SYSTEM, page=page)
    elected = person_with(Role.DECIDER, make_commune(), "Élise")
    home = reverse("wagtailadmin_home")
    shown = signed_in(elected).get(home).content.decode()
    assert f'href="{address(late)}"' in shown
    assert "Ancienne" in shown
    elsewhere = person_with(Role.DECIDER, make_commune("montfaucelle"), "Ailleurs")
    assert "Ancienne" not in signed_in(elsewhere).get(home).content.decode()

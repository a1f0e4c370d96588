"""Councils are asked, or take up a question; each position is kept and a reply is owed."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from civic.accounts.enums import College, Role
from civic.accounts.policies import SYSTEM, Actor
from civic.core.exceptions import NotAllowed, Refusal
from civic.notifications.models import Notice
from neighbourhood_councils.models import (
    CouncilIndexPage,
    CouncilOpinion,
    CouncilReply,
    NeighbourhoodCouncil,
    Referral,
)
from neighbourhood_councils.services.councils import set_membership
from neighbourhood_councils.services.referrals import (
    open_referral,
    postpone_reply,
    publish_opinion,
    publish_reply,
    write_deliberation,
)
from tests.factories.people import grant, make_person, make_user
from tests.factories.territory import make_commune, make_intercommunality
from tests.integration.neighbourhood_councils.scene import make_council, page_of, signed_in, today

pytestmark = pytest.mark.django_db

OPINION = "Oui, si la passerelle du stade reste éclairée jusqu'au dernier car."
TOGETHER = "Une extinction rue par rue, jamais sur les escaliers."
REPLY = {
    "outcome": "partly",
    "reason": "L'extinction commence en mars, hors escaliers et arrêts de car.",
    "next_steps": "La liste des rues est affichée en février.",
    "decided_by": "Le conseil municipal",
}


def referral(*councils: NeighbourhoodCouncil, **extra) -> Referral:
    values = {
        "actor": SYSTEM,
        "organisation": make_commune(),
        "councils": councils or [make_council()],
        "title": "Éteindre la nuit",
        "question": "Faut-il éteindre les rues de 23 h à 5 h ?",
        "opinions_due_on": today() + timedelta(days=20),
        "reply_due_on": today() + timedelta(days=60),
    }
    return open_referral(**(values | extra))


def opinion_of(found: Referral, council: NeighbourhoodCouncil | None = None) -> CouncilOpinion:
    return CouncilOpinion.objects.select_related("council__space__organisation", "referral").get(
        referral=found, council=council or make_council()
    )


def give(found: Referral, council: NeighbourhoodCouncil | None = None, **extra) -> CouncilOpinion:
    values = {
        "actor": SYSTEM,
        "opinion": opinion_of(found, council),
        "stance": "favourable",
        "text": OPINION,
    }
    return publish_opinion(**(values | extra))


def address(found: Referral) -> str:
    page = CouncilIndexPage.objects.get()
    return page.url_of("referral", referral_id=found.pk)


def decider(organisation=None) -> Actor:
    user = make_user("elu@example.org", "Élue")
    grant(user, Role.DECIDER, organisation or make_commune())
    return Actor(user=user)


def past(found: Referral, *, opinions: int = 30, reply: int = 4) -> Referral:
    """Return a referral asked long ago, whose dates are past."""
    return referral(
        *[opinion.council for opinion in found.opinions.select_related("council__space")],
        title="Ancienne",
        opened_on=today() - timedelta(days=90),
        opinions_due_on=today() - timedelta(days=opinions),
        reply_due_on=today() - timedelta(days=reply),
    )


def test_a_council_is_asked_gives_its_opinion_and_reads_the_reply(bruno: Actor) -> None:
    set_membership(
        actor=SYSTEM,
        council=make_council(),
        person=make_person("Ghislaine M."),
        college=College.RESIDENT,
        term_starts_on=today() - timedelta(days=30),
    )
    found = referral()
    assert "23 h à 5 h" in Notice.objects.get(kind="council.referral").body
    opinion = opinion_of(found)
    typed = {
        "act": "opinion",
        "opinion": opinion.pk,
        f"opinion-{opinion.pk}-stance": "reserved",
        f"opinion-{opinion.pk}-text": OPINION,
        f"opinion-{opinion.pk}-votes_for": "8",
        f"opinion-{opinion.pk}-votes_against": "2",
    }
    chair = signed_in(bruno)
    assert chair.post(address(found), typed).status_code == 302
    shown = Client().get(address(found)).content.decode()
    assert "8 pour, 2 contre, 0 abstention" in shown
    assert signed_in(bruno).post(address(found), {"act": "reply"} | REPLY).status_code == 403
    official = signed_in(decider())
    assert official.post(address(found), {"act": "reply"} | REPLY).status_code == 302
    shown = Client().get(address(found)).content.decode()
    assert "hors escaliers" in shown
    assert REPLY["reason"] in Notice.objects.filter(kind="council.referral").last().body
    council_page = Client().get(page_of(make_council()).get_absolute_url()).content.decode()
    assert address(found) in council_page


def test_a_theme_shared_by_councils_is_concluded_once_and_each_position_stays() -> None:
    here, other = make_council(), make_council("Les Quais")
    found = referral(here, other)
    give(found, here)
    with pytest.raises(Refusal) as refused:
        write_deliberation(actor=SYSTEM, referral=found, text=TOGETHER)
    assert refused.value.code == "waiting"
    give(found, other, stance="unfavourable", text="Non : les escaliers sont dangereux le soir.")
    write_deliberation(actor=SYSTEM, referral=found, text=TOGETHER)
    shown = Client().get(address(found)).content.decode()
    assert "jamais sur les escaliers" in shown
    assert "les escaliers sont dangereux" in shown
    assert "Défavorable" in shown
    with pytest.raises(Refusal) as again:
        write_deliberation(actor=SYSTEM, referral=found, text=TOGETHER)
    assert again.value.code == "published"
    for write in (
        lambda: CouncilOpinion.objects.update(stance="favourable"),
        lambda: CouncilOpinion.objects.all().delete(),
        lambda: Referral.objects.update(deliberation="Autre chose a été conclu."),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            write()


def test_a_late_reply_is_marked_and_its_date_moves_with_a_reason_only() -> None:
    found = past(referral())
    give(found)
    listing = CouncilIndexPage.objects.get().url_of("referrals")
    assert "réponse en retard de 4 jours" in Client().get(listing).content.decode()
    assert "réponse en retard de 4 jours" in Client().get(address(found)).content.decode()
    with pytest.raises(DatabaseError), transaction.atomic():
        Referral.objects.filter(pk=found.pk).update(reply_due_on=today() + timedelta(days=9))
    official = signed_in(decider())
    moved = {"act": "postpone", "due_on": (today() + timedelta(days=30)).isoformat()}
    refused = official.post(address(found), moved | {"reason": "plus tard"})
    assert refused.status_code == 422
    why = "L'étude des nappes est rendue le mois prochain seulement."
    assert official.post(address(found), moved | {"reason": why}).status_code == 302
    shown = Client().get(address(found)).content.decode()
    assert "rendue le mois prochain" in shown
    assert "en retard" not in shown


def test_a_silent_council_holds_nobody_back_after_its_date() -> None:
    here, other = make_council(), make_council("Les Quais")
    found = past(referral(here, other))
    with pytest.raises(Refusal) as refused:
        publish_reply(actor=SYSTEM, referral=found, **REPLY)
    assert refused.value.code == "no_opinion"
    give(found, here)
    publish_reply(actor=SYSTEM, referral=found, **REPLY)
    with pytest.raises(Refusal) as again:
        publish_reply(actor=SYSTEM, referral=found, **REPLY)
    assert again.value.code == "replied"
    with pytest.raises(Refusal):
        give(found, other)
    with pytest.raises(Refusal):
        postpone_reply(
            actor=SYSTEM,
            referral=found,
            due_on=today() + timedelta(days=9),
            reason="Une étude est attendue le mois prochain.",
        )
    assert CouncilReply.objects.get().due_on == found.reply_due_on


def test_a_chair_takes_up_a_question_for_their_own_council_alone(
    bruno: Actor, farid: Actor
) -> None:
    council = make_council()
    client = signed_in(bruno)
    ask = CouncilIndexPage.objects.get().url_of("ask")
    assert client.get(ask).status_code == 200
    typed = {
        "title": "L'ombre aux arrêts",
        "question": "Quels arrêts d'abord ?",
        "councils": [council.pk],
        "asked_by": make_commune().pk,
        "opinions_due_on": (today() + timedelta(days=20)).isoformat(),
        "reply_due_on": (today() + timedelta(days=10)).isoformat(),
    }
    refused = client.post(ask, typed)
    assert refused.status_code == 422
    assert "Quels arrêts" in refused.content.decode()
    typed["reply_due_on"] = (today() + timedelta(days=60)).isoformat()
    assert client.post(ask, typed).status_code == 302
    assert Referral.objects.get().own_initiative
    assert signed_in(farid).get(ask).status_code == 403
    with pytest.raises(NotAllowed):
        referral(council, make_council("Les Quais"), actor=bruno, own_initiative=True)
    with pytest.raises(NotAllowed):
        referral(council, actor=bruno)


def test_what_cannot_be_asked_is_refused_beside_its_field() -> None:
    elsewhere = make_council("Le Bourg", commune="montfaucelle")
    closed = make_council("Les Quais")
    NeighbourhoodCouncil.objects.filter(pk=closed.pk).update(is_closed=True)
    closed.refresh_from_db()
    wrong = [
        ("councils", {"councils": []}),
        ("councils", {"councils": [elsewhere]}),
        ("councils", {"councils": [closed]}),
        ("title", {"title": " "}),
        ("question", {"question": " "}),
        ("question", {"question": "Que penser de Jean Martin, 06 12 34 56 78 ?"}),
        ("asked_by", {"asked_by": make_commune("montfaucelle")}),
        ("opinions_due_on", {"opinions_due_on": today()}),
    ]
    for field, changes in wrong:
        with pytest.raises(Refusal) as refused:
            referral(**changes)
        assert refused.value.field == field
    assert referral(asked_by=make_intercommunality()).asked_by == make_intercommunality()


def test_an_opinion_says_its_position_and_reasons_and_names_nobody(farid: Actor) -> None:
    found = referral()
    wrong = [
        ("stance", {"stance": "peut-être"}),
        ("text", {"text": "Oui."}),
        ("text", {"text": "Jean Martin, 06 12 34 56 78, est d'accord avec nous."}),
        ("votes_for", {"votes_for": 9_000}),
        ("adopted_on", {"adopted_on": today() + timedelta(days=2)}),
    ]
    for field, changes in wrong:
        with pytest.raises(Refusal) as refused:
            give(found, **changes)
        assert refused.value.field == field
    with pytest.raises(NotAllowed):
        give(found, actor=farid)
    give(found)
    with pytest.raises(Refusal) as again:
        give(found)
    assert again.value.code == "published"


def test_the_list_is_read_in_constant_queries(count_queries) -> None:
    referral()
    listing = CouncilIndexPage.objects.get().url_of("referrals")
    Client().get(listing)
    with count_queries() as few:
        Client().get(listing)
    for number in range(6):
        referral(make_council(), make_council("Les Quais"), title=f"Sujet {number}")
    Client().get(listing)
    with count_queries() as many:
        shown = Client().get(listing).content.decode()
    assert "Sujet 5" in shown
    assert len(few) == len(many)

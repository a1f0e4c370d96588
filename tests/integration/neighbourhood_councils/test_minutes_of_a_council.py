"""Minutes: a draft, a window for the members, each correction answered, then everybody reads."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from civic.accounts.enums import College
from civic.accounts.policies import SYSTEM, Actor
from civic.core.exceptions import Refusal
from civic.notifications.models import Notice
from civic.participation.models import Session
from neighbourhood_councils.models import CouncilCorrection, CouncilMinutes
from neighbourhood_councils.services.council_minutes import publish_draft, save_draft, share_draft
from neighbourhood_councils.services.councils import set_membership
from tests.integration.neighbourhood_councils.scene import make_council, page_of, signed_in, today
from tests.integration.neighbourhood_councils.test_agenda_and_questions import meeting

pytestmark = pytest.mark.django_db

TEXT = "Le conseil a parlé du marché.\n\nIl demande deux bancs."


@pytest.fixture
def held(bruno: Actor, amina: Actor) -> Session:
    """A meeting held; Amina sits in the council."""
    set_membership(
        actor=SYSTEM,
        council=make_council(),
        person=amina.person,
        college=College.RESIDENT,
        term_starts_on=today() - timedelta(days=30),
    )
    return meeting(-3)


def review(session: Session) -> str:
    return page_of(make_council()).url_of("review_minutes", meeting_id=session.pk)


def test_members_correct_the_minutes_before_everybody_reads_them(
    held: Session, bruno: Actor, amina: Actor, farid: Actor
) -> None:
    address, chair, member = review(held), signed_in(bruno), signed_in(amina)
    assert chair.post(address, {"act": "save", "text": TEXT}).status_code == 302
    assert "parlé du marché" not in member.get(address).content.decode()
    assert chair.post(address, {"act": "share", "days": "7"}).status_code == 302
    assert Notice.objects.get(kind="council.minutes_to_correct").person == amina.person
    assert signed_in(farid).get(address).status_code == 403
    assert "parlé du marché" in member.get(address).content.decode()
    corrected = {
        "act": "correct",
        "passage": "Il demande deux bancs.",
        "proposed": "Il demande trois bancs.",
    }
    assert member.post(address, corrected).status_code == 302
    assert chair.post(address, {"act": "publish"}).status_code == 422
    number = str(CouncilCorrection.objects.get().pk)
    refused = chair.post(address, {"act": "refuse", "correction": number, "reason": ""})
    assert refused.status_code == 422
    assert chair.post(address, {"act": "accept", "correction": number}).status_code == 302
    early = chair.post(address, {"act": "publish"})
    assert "peuvent encore" in early.content.decode()
    CouncilMinutes.objects.update(corrections_until=timezone.now() - timedelta(minutes=1))
    late = member.post(address, corrected | {"passage": "Le conseil a parlé du marché."})
    assert late.status_code == 422
    assert chair.post(address, {"act": "publish"}).status_code == 302
    public = page_of(make_council()).url_of("public_meeting", meeting_id=held.pk)
    assert "trois bancs" in Client().get(public).content.decode()
    assert "trois bancs" in Notice.objects.get(kind="council.minutes_published").body


def test_two_writers_do_not_erase_each_other(held: Session, bruno: Actor) -> None:
    draft = save_draft(actor=bruno, session=held, text=TEXT)
    save_draft(actor=bruno, session=held, text="Autre texte.", version=draft.version)
    refused = signed_in(bruno).post(
        review(held), {"act": "save", "text": "Le mien.", "version": str(draft.version)}
    )
    assert refused.status_code == 422
    assert "Le mien." in refused.content.decode()


def test_a_name_in_the_minutes_needs_a_reason(held: Session, bruno: Actor) -> None:
    save_draft(actor=bruno, session=held, text="Jean Martin, 06 12 34 56 78, se plaint du bruit.")
    address = review(held)
    refused = signed_in(bruno).post(address, {"act": "publish"})
    assert 'name="keep_findings_because"' in refused.content.decode()
    kept = {"act": "publish", "keep_findings_because": "Parle en tant que président du club."}
    assert signed_in(bruno).post(address, kept).status_code == 302


def test_bad_requests_are_said_and_change_nothing(held: Session, bruno: Actor) -> None:
    address, chair = review(held), signed_in(bruno)
    for wrong in (
        {"act": "save", "text": "  "},
        {"act": "share", "days": "7"},
        {"act": "nothing"},
    ):
        assert chair.post(address, wrong).status_code == 422
    save_draft(actor=bruno, session=held, text=TEXT)
    assert chair.post(address, {"act": "share", "days": "90"}).status_code == 422
    assert chair.post(address, {"act": "accept", "correction": "x"}).status_code == 422
    with pytest.raises(Refusal) as refused:
        save_draft(actor=bruno, session=meeting(4), text=TEXT)
    assert refused.value.code == "not_yet"


def test_published_minutes_are_not_drafted_again(held: Session, bruno: Actor) -> None:
    save_draft(actor=bruno, session=held, text=TEXT)
    publish_draft(actor=bruno, session=held)
    for again in (
        lambda: save_draft(actor=bruno, session=held, text="Autre."),
        lambda: share_draft(actor=bruno, session=held, days=3),
        lambda: publish_draft(actor=bruno, session=held),
    ):
        with pytest.raises(Refusal) as refused:
            again()
        assert refused.value.code == "published"

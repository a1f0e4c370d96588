"""Reading before publication: each word decided, then published in batch."""

import pytest
from django.test import Client

from civic.accounts.enums import Role
from civic.accounts.policies import SYSTEM, Actor
from civic.audit.services import key_of
from civic.cases.models import Request
from civic.core.enums import Channel
from civic.core.models import SearchEntry
from civic.core.services.search import rebuild_index
from civic.discussion.services import post_comment
from civic.privacy.enums import FindingDecision
from civic.privacy.models import Finding, HoldReason
from civic.privacy.services.screening import hide, release
from neighbourhood_councils.models import NeighbourhoodCouncil
from tests.factories.people import grant, make_user
from tests.factories.territory import make_commune
from tests.integration.discussion.scene import make_proposal
from tests.integration.neighbourhood_councils.scene import (
    answer,
    make_council,
    make_request,
    page_of,
    signed_in,
)

pytestmark = pytest.mark.django_db

TEXT = "Mme Odile Ferrandou demande un banc, appeler le 06 39 98 27 54."


def imported(council: NeighbourhoodCouncil, title: str = "Banc", text: str = "Cassé") -> Request:
    return make_request(
        council, title=title, text=text, channel=Channel.IMPORT, hold=HoldReason.IMPORTED
    )


def decide(client: Client, address: str, finding: Finding, decision: str, **extra: str):
    return client.post(address, {"finding": finding.pk, "decision": decision} | extra)


def test_only_whoever_reads_for_the_council_enters(
    bruno: Actor, farid: Actor, amina: Actor
) -> None:
    page = page_of(make_council())
    elsewhere = page_of(make_council("Les Hauts", commune="montfaucelle"))
    assert Client().get(page.url_of("held")).status_code == 302
    assert signed_in(bruno).get(page.url_of("held")).status_code == 200
    assert signed_in(bruno).get(elsewhere.url_of("held")).status_code == 403
    for stranger in (farid, amina):
        assert signed_in(stranger).get(page.url_of("held")).status_code == 403
        assert signed_in(stranger).get("/fr/agent/a-relire/").status_code == 403


def test_bruno_masks_keeps_then_publishes(bruno: Actor) -> None:
    council = make_council()
    page = page_of(council)
    request = imported(council, text=TEXT)
    client, address = signed_in(bruno), page.url_of("held")
    shown = client.get(address).content.decode()
    assert '<mark class="finding finding-phone">06 39 98 27 54</mark>' in shown
    phone = Finding.objects.get(type="phone")
    assert decide(client, address, phone, "masked").status_code == 302
    name = Finding.objects.get(decision=FindingDecision.OPEN)
    refused = decide(client, address, name, "kept")
    assert refused.status_code == 422
    assert decide(client, address, name, "kept", reason="présidente élue").status_code == 302
    request.refresh_from_db()
    assert request.held_for == HoldReason.IMPORTED
    done = client.post(address, {"chosen": "1", "text": key_of(request)}, follow=True)
    assert done.status_code == 200
    request.refresh_from_db()
    assert request.is_public
    public = Client().get(page.url_of("sheet", number=request.case.number)).content.decode()
    assert "06 39 98 27 54" not in public
    assert "Ferrandou" in public


def test_the_chair_of_one_council_decides_and_publishes_for_it_alone() -> None:
    council, other = make_council(), make_council("Les Quais")
    user = make_user("presidente@example.org", "Présidente")
    grant(user, Role.CHAIR, make_commune(), space_id=council.space_id)
    client = signed_in(Actor(user=user))
    mine = imported(council, text="Appeler le 06 39 98 27 54.")
    theirs = imported(other, text="Appeler le 06 39 98 27 54.")
    address = page_of(council).url_of("held")
    here, there = Finding.objects.order_by("pk")
    assert decide(client, address, there, "masked").status_code == 403
    assert decide(client, address, here, "masked").status_code == 302
    client.post(address, {"chosen": "1", "text": [key_of(mine), key_of(theirs)]})
    mine.refresh_from_db()
    theirs.refresh_from_db()
    assert mine.is_public
    assert not theirs.is_public
    assert client.get(page_of(other).url_of("held")).status_code == 403


def test_a_text_is_rewritten(bruno: Actor) -> None:
    council = make_council()
    request = imported(council, text=TEXT)
    client, address = signed_in(bruno), page_of(council).url_of("held")
    finding = Finding.objects.filter(field="text").first()
    refused = decide(client, address, finding, "rewritten", rewritten="  ")
    assert refused.status_code == 422
    decide(client, address, finding, "rewritten", rewritten="Une voisine demande un banc.")
    request.refresh_from_db()
    assert request.text == "Une voisine demande un banc."
    assert not Finding.objects.filter(decision=FindingDecision.OPEN).exists()


def test_what_was_typed_comes_back_when_a_decision_is_refused(bruno: Actor) -> None:
    council = make_council()
    imported(council, text=TEXT)
    finding = Finding.objects.filter(field="text").first()
    typed = "Texte déjà réécrit à moitié"
    refused = decide(
        signed_in(bruno), page_of(council).url_of("held"), finding, "kept", rewritten=typed
    )
    assert refused.status_code == 422
    assert typed in refused.content.decode()


def test_a_decision_already_taken_is_said(bruno: Actor) -> None:
    council = make_council()
    imported(council, text="Appeler le 06 39 98 27 54.")
    finding = Finding.objects.get()
    client, address = signed_in(bruno), page_of(council).url_of("held")
    decide(client, address, finding, "kept", reason="numéro de la mairie")
    assert decide(client, address, finding, "masked").status_code == 409
    finding.delete()
    assert client.post(address, {"finding": "99999", "decision": "masked"}).status_code == 409
    assert client.post(address, {"finding": "x", "decision": "masked"}).status_code == 422


def test_a_page_of_texts_is_published_at_once(bruno: Actor) -> None:
    council = make_council()
    requests = [imported(council, title=f"Banc {number}") for number in range(3)]
    held = imported(council, title="Appeler le 06 39 98 27 54")
    client, address = signed_in(bruno), page_of(council).url_of("held")
    keys = [key_of(request) for request in requests]
    client.post(f"{address}?quoi=demandes-publier", {"all": "1", "on_page": keys})
    assert Request.objects.public().count() == 3
    # A text with something to decide is never published by its key alone.
    client.post(address, {"chosen": "1", "text": key_of(held)})
    held.refresh_from_db()
    assert not held.is_public


def test_nothing_ticked_says_so(bruno: Actor) -> None:
    council = make_council()
    imported(council)
    client, address = signed_in(bruno), page_of(council).url_of("held")
    assert client.post(address, {"chosen": "1"}).status_code == 409
    assert client.post(address, {"chosen": "1", "text": "cases.request:x"}).status_code == 409


def test_bruno_publishes_nothing_of_another_council_by_its_key(bruno: Actor) -> None:
    page = page_of(make_council())
    elsewhere = imported(make_council("Les Hauts", commune="montfaucelle"))
    client = signed_in(bruno)
    for address in (page.url_of("held"), "/fr/agent/a-relire/"):
        client.post(address, {"chosen": "1", "text": key_of(elsewhere)})
        elsewhere.refresh_from_db()
        assert not elsewhere.is_public


def test_bruno_decides_nothing_for_another_commune(bruno: Actor) -> None:
    imported(make_council("Les Hauts", commune="montfaucelle"), text=TEXT)
    finding = Finding.objects.filter(field="text").first()
    answer = decide(signed_in(bruno), page_of(make_council()).url_of("held"), finding, "masked")
    assert answer.status_code == 403
    finding.refresh_from_db()
    assert finding.decision == FindingDecision.OPEN


def test_two_texts_and_sixty_cost_the_same(bruno: Actor, count_queries) -> None:
    council = make_council()
    client, address = signed_in(bruno), page_of(council).url_of("held")
    for number in range(2):
        imported(council, title=f"Banc {number}", text="Appeler le 06 39 98 27 54.")
    client.get(address)
    with count_queries() as few:
        client.get(address)
    for number in range(60):
        imported(council, title=f"Lampe {number}", text="Appeler le 06 39 98 27 54.")
    with count_queries() as many:
        client.get(address)
    assert len(few) == len(many)


def test_a_moderator_reads_every_kind_in_one_place(count_queries) -> None:
    user = make_user("moderation@example.org", "Modération")
    grant(user, Role.MODERATOR, make_commune("saint-aurel"))
    proposal = make_proposal()
    owner = proposal.activity.space.organisation
    grant(user, Role.MODERATOR, owner)
    proposal.screening, proposal.held_for = "held", HoldReason.BEFORE
    proposal.save()
    imported(make_council())
    imported(make_council("Les Hauts", commune="montfaucelle"), title="Ailleurs")
    client = signed_in(Actor(user=user))
    shown = client.get("/fr/agent/a-relire/").content.decode()
    assert "demandes-publier" in shown
    assert "contributions-publier" in shown
    assert "Ailleurs" not in shown
    shown = client.get("/fr/agent/a-relire/?quoi=contributions-publier").content.decode()
    assert proposal.title in shown
    client.post("/fr/agent/a-relire/", {"chosen": "1", "text": key_of(proposal)})
    proposal.refresh_from_db()
    assert proposal.is_public


def test_two_comments_and_twenty_cost_a_moderator_the_same(farid: Actor, count_queries) -> None:
    proposal = make_proposal()
    user = make_user("moderation@example.org", "Modération")
    grant(user, Role.MODERATOR, proposal.activity.space.organisation)

    def held(many: int) -> None:
        for number in range(many):
            post_comment(
                actor=farid,
                target=proposal,
                person=farid.person,
                text=f"Appeler le 06 39 98 27 {10 + number}.",
            )

    held(2)
    client, address = signed_in(Actor(user=user)), "/fr/agent/a-relire/?quoi=commentaires-decider"
    client.get(address)
    with count_queries() as few:
        client.get(address)
    held(18)
    with count_queries() as many:
        shown = client.get(address).content.decode()
    assert shown.count(proposal.title) == 20
    assert len(few) == len(many)


def test_a_released_request_is_found_and_a_hidden_one_is_not(bruno: Actor) -> None:
    council = make_council()
    request = imported(council, text="Appeler le 06 39 98 27 54 pour le toboggan.")
    found = SearchEntry.objects.filter(kind="request")
    assert not found.exists()
    page = page_of(council)
    client, address = signed_in(bruno), page.url_of("held")
    decide(client, address, Finding.objects.get(), "masked")
    release(actor=bruno, instances=[Request.objects.get()])
    entry = found.get()
    assert entry.url == page.url_of("sheet", number=request.case.number)
    assert found.matching("toboggans").exists()
    assert "39" not in entry.stems.split()
    assert "39" not in Request.objects.get().stems.split()
    answer(Request.objects.select_related("case").get())
    assert found.matching("lampes remplacées").exists()
    rebuild_index()
    assert found.count() == 1
    hide(actor=SYSTEM, instance=Request.objects.get(), rule="insult")
    assert not found.exists()
    rebuild_index()
    assert not found.exists()

"""The pages of a ballot: before, during and after, for a guest, a voter and a stranger."""

import csv
import io
import json
import re
from collections import Counter

import pytest
from django.test import Client
from django.utils import timezone

from civic.accounts.policies import SYSTEM, Actor
from civic.core.enums import Channel
from civic.voting.enums import Electorate, ReasonRule
from civic.voting.models import Ballot, CastBallot, RollEntry
from civic.voting.services import close_ballot, enroll, open_ballot
from consultations.models import (
    BallotPage,
    Consultation,
    ConsultationIndexPage,
    ConsultationPage,
)
from tests.factories.territory import make_site
from tests.integration.discussion.scene import close, make_space
from tests.integration.voting.scene import make_ballot, make_closed_ballot, vote, voter

pytestmark = pytest.mark.django_db


def page_of(ballot: Ballot) -> BallotPage:
    """Publish the page of a ballot, below a published consultation."""
    consultation, _new = Consultation.objects.get_or_create(
        space=make_space(),
        defaults={
            "question": "Comment réduire nos émissions ?",
            "participation_level": "consult",
            "decider": "Le conseil",
            "what_is_open": "Les actions",
            "what_is_fixed": "Le budget",
            "answer_due_on": timezone.localdate(),
            "contact_phone": "05 36 49 00 10",
            "is_published": True,
        },
    )
    index = make_site().add_child(instance=ConsultationIndexPage(title="Concertations", slug="c"))
    shown = index.add_child(
        instance=ConsultationPage(title="Plan climat", slug="plan", consultation=consultation)
    )
    return shown.add_child(
        instance=BallotPage(title="La voie verte", slug="voie-verte", activity=ballot.activity)
    )


@pytest.fixture
def ballot() -> Ballot:
    return open_ballot(actor=SYSTEM, ballot=make_ballot())


@pytest.fixture
def page(ballot: Ballot) -> BallotPage:
    return page_of(ballot)


def signed_in(actor: Actor) -> Client:
    client = Client()
    client.force_login(actor.user)
    return client


def paper_of(client: Client, page: BallotPage, **typed: str) -> dict[str, str]:
    """Return the fields of a ballot paper as the page serves it, filled in."""
    html = client.get(page.url_of("vote")).content.decode()
    code = re.search(r'name="code" value="([^"]+)"', html)
    assert code, html
    return {"code": code.group(1), "choice": "for"} | typed


def code_shown(html: str) -> str:
    found = re.search(r"\b(?:[2-9A-Z]{5}-){3}[2-9A-Z]{5}\b", html)
    assert found
    return found.group(0)


def test_anybody_reads_the_rule_before_voting(page: BallotPage, client: Client) -> None:
    answer = client.get(page.get_absolute_url())
    html = answer.content.decode()
    assert answer.status_code == 200
    assert "Une personne, une voix." in html
    assert page.url_of("vote") in html
    assert "05 36 49 00 10" in html


def test_amina_votes_without_javascript_and_reads_her_receipt_once(
    amina: Actor, page: BallotPage
) -> None:
    client = signed_in(amina)
    answer = client.post(page.url_of("vote"), paper_of(client, page, choice="against"))
    html = answer.content.decode()
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    code = code_shown(html)
    assert CastBallot.objects.get().choice == "against"
    session = str(dict(client.session.items()))
    assert code not in session
    assert "against" not in session
    assert code not in client.get(page.get_absolute_url()).content.decode()


def test_sending_the_paper_twice_shows_the_same_receipt(amina: Actor, page: BallotPage) -> None:
    client = signed_in(amina)
    paper = paper_of(client, page)
    first, second = (client.post(page.url_of("vote"), paper) for _time in range(2))
    assert code_shown(first.content.decode()) == code_shown(second.content.decode())
    assert CastBallot.objects.count() == 1


def test_who_has_voted_is_told_and_cannot_vote_again(amina: Actor, page: BallotPage) -> None:
    client = signed_in(amina)
    paper, other = paper_of(client, page), paper_of(client, page, choice="against")
    client.post(page.url_of("vote"), paper)
    answer = client.post(page.url_of("vote"), other)
    assert answer.status_code == 422
    assert CastBallot.objects.get().choice == "for"
    assert client.get(page.url_of("vote")).status_code == 302
    html = client.get(page.get_absolute_url()).content.decode()
    assert page.url_of("vote") not in html


def test_a_guest_says_who_they_are_before_choosing(page: BallotPage, client: Client) -> None:
    answer = client.get(page.url_of("vote"))
    html = answer.content.decode()
    assert 'name="identify"' in html
    assert 'name="choice"' not in html


def test_a_session_that_expires_loses_nothing_typed_and_keeps_no_choice(
    amina: Actor, page: BallotPage
) -> None:
    client = signed_in(amina)
    paper = paper_of(client, page, choice="against", reason="Une longue raison tapée")
    client.logout()
    answer = client.post(page.url_of("vote"), paper)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "Une longue raison tapée" in html
    assert re.search(r'value="against"[^>]*checked', html)
    assert "against" not in str(dict(client.session.items()))
    assert not CastBallot.objects.exists()


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ({"choice": ""}, "error-summary"),
        ({"choice": "maybe"}, "error-summary"),
        ({"choice": "for", "reason": "é" * 601}, "error-summary"),
    ],
)
def test_a_paper_badly_filled_in_says_what_to_correct(
    amina: Actor, page: BallotPage, typed: dict, shown: str
) -> None:
    client = signed_in(amina)
    answer = client.post(page.url_of("vote"), paper_of(client, page, **typed))
    assert answer.status_code == 422
    assert shown in answer.content.decode()
    assert not CastBallot.objects.exists()


def test_a_tampered_code_never_becomes_the_receipt(amina: Actor, page: BallotPage) -> None:
    client = signed_in(amina)
    chosen = "AAAAA-AAAAA-AAAAA-AAAAA"
    answer = client.post(page.url_of("vote"), {"choice": "for", "code": f"{chosen}:faux"})
    assert code_shown(answer.content.decode()) != chosen


def test_a_required_reason_is_asked_for_with_the_choice(amina: Actor) -> None:
    ballot = open_ballot(actor=SYSTEM, ballot=make_ballot(reason_rule=ReasonRule.REQUIRED))
    page, client = page_of(ballot), signed_in(amina)
    assert client.post(page.url_of("vote"), paper_of(client, page)).status_code == 422
    assert (
        client.post(page.url_of("vote"), paper_of(client, page, reason="Parce que.")).status_code
        == 200
    )


def test_after_the_phase_the_form_is_refused_with_the_reason(
    amina: Actor, ballot: Ballot, page: BallotPage
) -> None:
    client = signed_in(amina)
    paper = paper_of(client, page, reason="Tapée trop tard")
    close(ballot.activity)
    answer = client.post(page.url_of("vote"), paper)
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "Tapée trop tard" in html
    assert client.get(page.url_of("vote")).status_code == 302


def test_somebody_outside_the_list_is_told(amina: Actor, farid: Actor) -> None:
    ballot = make_ballot(electorate=Electorate.LISTED)
    enroll(actor=SYSTEM, ballot=ballot, people=[amina.person])
    open_ballot(actor=SYSTEM, ballot=ballot)
    page = page_of(ballot)
    assert signed_in(farid).get(page.url_of("vote")).status_code == 302
    assert page.url_of("vote") not in signed_in(farid).get(page.get_absolute_url()).content.decode()
    assert signed_in(amina).get(page.url_of("vote")).status_code == 200


def test_no_result_nor_file_before_the_close(
    amina: Actor, ballot: Ballot, page: BallotPage, client: Client
) -> None:
    code = vote(ballot, amina.person, "against")
    for address in (page.url_of("file"), f"{page.get_absolute_url()}?figure=result"):
        assert client.get(address).status_code == 404
    answer = client.post(page.url_of("receipt"), {"code": code})
    assert answer.status_code == 409
    assert "receipt-state" not in answer.content.decode()


@pytest.fixture
def closed() -> tuple[Ballot, BallotPage, str]:
    ballot = open_ballot(actor=SYSTEM, ballot=make_ballot(quorum=10))
    code = vote(ballot, voter("Moi"), "against", reason="Trop près des nids.")
    for number in range(9):
        vote(ballot, voter(f"V{number}"))
    for number in range(6):
        vote(ballot, voter(f"A{number}", college="association"), "abstain")
    for number in range(5):
        vote(ballot, voter(f"P{number}"), channel=Channel.PAPER)
    close(ballot.activity)
    return close_ballot(actor=SYSTEM, ballot=ballot), page_of(ballot), code


def test_the_result_is_a_sentence_a_figure_and_a_table(closed, client: Client) -> None:
    _ballot, page, _code = closed
    html = client.get(page.get_absolute_url()).content.decode()
    assert "14" in html
    assert "<table" in html
    assert "Trop près des nids." in html
    figure = client.get(f"{page.get_absolute_url()}?figure=result")
    data = json.loads(figure.content)
    assert [bar["x"][0] for bar in data["data"]] == [14, 1, 6]
    assert "template" not in data["layout"]


def test_the_file_counts_to_the_result(closed, client: Client) -> None:
    _ballot, page, _code = closed
    answer = client.get(page.url_of("file"))
    assert answer["Content-Type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode()), delimiter=";"))
    assert Counter(row["choice"] for row in rows) == {"for": 14, "against": 1, "abstain": 6}
    assert len({row["receipt_hash"] for row in rows}) == 21


def test_a_voter_finds_their_ballot_and_the_code_stays_out_of_the_address(
    closed, client: Client
) -> None:
    _ballot, page, code = closed
    assert client.get(f"{page.url_of('receipt')}?code={code}").status_code == 200
    answer = client.post(page.url_of("receipt"), {"code": code.lower()})
    assert answer.status_code == 200
    assert "Trop près des nids." in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize("code", ["", "ABC", "é" * 20, "x" * 5000, "22222-22222-22222-22222"])
def test_a_wrong_receipt_finds_nothing_and_says_so(closed, client: Client, code: str) -> None:
    _ballot, page, _code = closed
    answer = client.post(page.url_of("receipt"), {"code": code})
    assert answer.status_code == 422
    assert "error-summary" in answer.content.decode()


def test_an_activity_without_a_ballot_has_no_page(client: Client, page: BallotPage) -> None:
    ballot = make_ballot(slug="brouillon")
    page.activity = ballot.activity
    page.save()
    ballot.delete()
    for name in ("detail", "vote", "receipt", "file"):
        assert client.get(page.url_of(name)).status_code == 404


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(page: BallotPage, client: Client, method: str) -> None:
    for name in ("detail", "vote", "receipt", "file"):
        assert getattr(client, method)(page.url_of(name)).status_code == 405


def test_pages_cost_the_same_whatever_the_number_of_votes(client: Client, count_queries) -> None:
    ballot = open_ballot(actor=SYSTEM, ballot=make_ballot())
    page = page_of(ballot)
    vote(ballot, voter())
    client.get(page.get_absolute_url())
    with count_queries() as few:
        client.get(page.get_absolute_url())
    for number in range(30):
        vote(ballot, voter(f"V{number}"), reason=f"Raison {number}")
    with count_queries() as many:
        client.get(page.get_absolute_url())
    assert len(few) == len(many) <= 12
    close(ballot.activity)
    close_ballot(actor=SYSTEM, ballot=ballot)
    with count_queries() as closed_page:
        client.get(page.get_absolute_url())
    assert len(closed_page) <= 12


def test_voting_costs_few_queries(amina: Actor, page: BallotPage, count_queries) -> None:
    client = signed_in(amina)
    paper = paper_of(client, page)
    with count_queries() as queries:
        client.post(page.url_of("vote"), paper)
    assert len(queries) <= 24


def test_the_roll_and_the_papers_share_no_column_but_college_and_channel() -> None:
    roll = {field.name for field in RollEntry._meta.fields}
    papers = {field.name for field in CastBallot._meta.fields}
    assert roll & papers == {"id", "ballot", "college", "channel"}


def test_a_published_result_is_faithful_to_its_papers() -> None:
    ballot = make_closed_ballot({"for": 9, "against": 8})
    assert ballot.tally["choices"] == {"for": 9, "against": 8, "abstain": 0}

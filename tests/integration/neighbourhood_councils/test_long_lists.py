"""What fills up over the years is read page by page, and its figures are those of the whole."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from civic.accounts.policies import Actor
from civic.cases.models import DuplicateLink, Request
from civic.participation.models import Session
from neighbourhood_councils.models import (
    AgendaProposal,
    CouncilIndexPage,
    CouncilOpinion,
    CouncilReply,
    Referral,
)
from neighbourhood_councils.selectors.duplicates import NAMED
from tests.integration.neighbourhood_councils.scene import (
    make_council,
    make_request,
    page_of,
    repeat,
    signed_in,
    today,
)

pytestmark = pytest.mark.django_db


def read(address: str) -> str:
    return Client().get(address).content.decode()


def costs(count_queries: Any, address: str) -> int:
    Client().get(address)
    with count_queries() as queries:
        Client().get(address)
    return len(queries)


def referrals(many: int, *, replied: bool) -> None:
    council = make_council()
    organisation = council.space.organisation
    rows = Referral.objects.bulk_create(
        Referral(
            organisation=organisation,
            asked_by=organisation,
            title=f"{'Répondue' if replied else 'Attendue'} {number}",
            question="Faut-il éteindre la nuit ?",
            opened_on=today() - timedelta(days=60 if replied else 90),
            opinions_due_on=today() - timedelta(days=30),
            reply_due_on=today() - timedelta(days=4),
        )
        for number in range(many)
    )
    CouncilOpinion.objects.bulk_create(
        CouncilOpinion(referral=row, council=council) for row in rows
    )
    if replied:
        CouncilReply.objects.bulk_create(
            CouncilReply(
                referral=row,
                outcome="partly",
                reason="L'extinction commence en mars, hors escaliers.",
                next_steps="En février.",
                decided_by="Le conseil municipal",
                published_at=timezone.now(),
            )
            for row in rows
        )


def test_the_figures_of_the_referrals_are_those_of_all_of_them(count_queries: Any) -> None:
    referrals(2, replied=False)
    listing = CouncilIndexPage.objects.get().url_of("referrals")
    few = costs(count_queries, listing)
    referrals(70, replied=True)
    assert costs(count_queries, listing) == few
    shown = read(listing)
    assert "70 des 72 questions" in shown
    assert "2 réponses sont en retard" in shown
    assert "Attendue 1" not in shown
    late = read(f"{listing}?etat=en-retard")
    assert "Attendue 1" in late
    assert "Répondue" not in late


def subjects(person: Any, many: int, **values: Any) -> None:
    AgendaProposal.objects.bulk_create(
        AgendaProposal(
            council=make_council(),
            person=person,
            title=f"Sujet {values.get('state', 'waiting')} {number}",
            college="resident",
            channel="online",
            screening="released",
            held_for="",
            released_at=timezone.now(),
            **values,
        )
        for number in range(many)
    )


def test_what_waits_for_the_agenda_is_seen_first_and_all_of_it_counted(
    amina: Actor, count_queries: Any
) -> None:
    subjects(amina.person, 2)
    address = page_of(make_council()).url_of("agenda")
    few = costs(count_queries, address)
    subjects(
        amina.person,
        130,
        state="deferred",
        decided_at=timezone.now(),
        reason="Le sujet attend la réponse du département.",
    )
    assert costs(count_queries, address) == few
    shown = read(address)
    assert "0 des 132 sujets" in shown
    assert "Sujet waiting 1" in shown
    assert "Sujet deferred 0" not in shown
    assert "Sujet deferred 0" in read(f"{address}?etat=deferred&page=7")


def test_the_minutes_of_long_ago_are_found_again(bruno: Actor, count_queries: Any) -> None:
    council, page = make_council(), page_of(make_council())
    address = page.url_of("all_meetings")
    assert "Pas encore de réunion" in read(address)

    def meetings(many: int) -> None:
        for number in range(many):
            starts = timezone.now() - timedelta(days=30 * (number + 1))
            Session.objects.create(
                space=council.space,
                title=f"Séance {number}",
                starts_at=starts,
                ends_at=starts + timedelta(hours=2),
                place="Salle du Verger",
            )

    meetings(2)
    few = costs(count_queries, address)
    meetings(40)
    assert costs(count_queries, address) == few
    assert address in read(page.get_absolute_url())
    assert "Séance 39" in read(f"{address}?page=2")
    # The chair too reaches the minutes of every meeting.
    chair = signed_in(bruno).get(f"{page.url_of('meetings')}?page=2")
    assert "Séance 39" in chair.content.decode()


def test_what_a_whole_street_asked_is_counted_and_not_listed() -> None:
    council = make_council()
    first = make_request(council)
    repeat(first, 40)
    again = Request.objects.exclude(pk=first.pk).order_by("pk")
    DuplicateLink.objects.bulk_create(DuplicateLink(duplicate=one, original=first) for one in again)
    table = page_of(council).url_of("table")
    shown = read(f"{table}{first.case.number}/")
    assert "Signalée 41 fois" in shown
    assert f"et {40 - NAMED} de plus" in shown
    assert sum(one.case.number in shown for one in again.select_related("case")) == NAMED

"""What councils are asked, what each says, and the reply that is owed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils import timezone

from civic.accounts.enums import Role
from civic.accounts.policies import Actor
from civic.territory.models import Organisation, OrganisationPage

from ..models import (
    CouncilIndexPage,
    CouncilOpinion,
    CouncilReply,
    NeighbourhoodCouncil,
    Referral,
)
from .councils import council_pages

MOST = 60
# The views of the list, as its address says them.
WAITING, LATE = "attendue", "en-retard"


@dataclass(frozen=True)
class ReferralLine:
    """One referral as lists show it; `days_late` is 0 unless its reply is overdue."""

    referral: Referral
    reply: CouncilReply | None
    given: int
    asked: int
    days_late: int

    @property
    def is_shared(self) -> bool:
        return self.asked > 1


def lines_of(referrals: "QuerySet[Referral]", today: date) -> list[ReferralLine]:
    """Return some referrals as lists show them, in three queries."""
    # Joined, the outline of a body would be read for each row to be sorted.
    bodies = Prefetch("asked_by", Organisation.objects.defer("boundary"))
    rows = referrals.select_related("reply").prefetch_related("opinions", bodies)
    return [_line(row, today) for row in rows]


def _line(row: Referral, today: date) -> ReferralLine:
    reply: CouncilReply | None = getattr(row, "reply", None)
    opinions = list(row.opinions.all())
    late = (today - row.reply_due_on).days if reply is None else 0
    return ReferralLine(
        referral=row,
        reply=reply,
        given=sum(opinion.published_at is not None for opinion in opinions),
        asked=len(opinions),
        days_late=max(0, late),
    )


def referrals_of(organisation: Organisation) -> "QuerySet[Referral]":
    """Return the referrals of an organisation, latest first."""
    return Referral.objects.filter(organisation=organisation).order_by("-opened_on", "-pk")


def in_state(referrals: "QuerySet[Referral]", state: str, today: date) -> "QuerySet[Referral]":
    """Keep the referrals that wait for their reply, or for a late one; else all of them."""
    if state == WAITING:
        return referrals.filter(reply__isnull=True)
    return referrals.filter(_is_late(today)) if state == LATE else referrals


@dataclass(frozen=True)
class ReferralCounts:
    """How many referrals there are, how many wait for their reply, how many for a late one."""

    total: int
    waiting: int
    late: int


def counts_of(referrals: "QuerySet[Referral]", today: date) -> ReferralCounts:
    """Count some referrals, in one query."""
    return ReferralCounts(
        **referrals.order_by().aggregate(
            total=Count("pk"),
            waiting=Count("pk", filter=Q(reply__isnull=True)),
            late=Count("pk", filter=_is_late(today)),
        )
    )


def _is_late(today: date) -> Q:
    return Q(reply__isnull=True, reply_due_on__lt=today)


def referrals_to(council: NeighbourhoodCouncil, today: date, most: int) -> list[ReferralLine]:
    """Return what one council was lately asked, or took up by itself, in three queries."""
    rows = Referral.objects.filter(opinions__council=council).order_by("-opened_on", "-pk")
    return lines_of(rows[:most], today)


def referrals_with_overdue_reply(today: date) -> "QuerySet[Referral]":
    """Return the referrals whose promised reply is late, the latest first."""
    return (
        Referral.objects.filter(_is_late(today))
        .select_related("organisation", "asked_by")
        .order_by("reply_due_on", "pk")
    )


def council_replies_overdue(actor: Actor) -> list[Referral]:
    """Return the late replies an actor's organisations owe to councils, or see to."""
    late = referrals_with_overdue_reply(timezone.localdate())
    if not actor.is_administrator:
        mine = {
            grant.organisation_id
            for grant in actor.grants
            if grant.role in (Role.MANAGER, Role.DECIDER)
            and grant.department_id is None
            and grant.space_id is None
        }
        late = late.filter(Q(asked_by__in=mine) | Q(organisation__in=mine))
    return list(late[:MOST])


def line_of_referral(referral: Referral, today: date) -> ReferralLine:
    """Return one referral as its page shows it."""
    return _line(referral, today)


def opinions_of(referral: Referral) -> list[dict[str, Any]]:
    """Return the opinion of each council asked, with the address of its page."""
    opinions = list(
        CouncilOpinion.objects.filter(referral=referral)
        .select_related("council__space__organisation", "referral")
        .order_by("council__space__title", "pk")
    )
    pages = council_pages(opinion.council.space_id for opinion in opinions)
    return [
        {
            "opinion": opinion,
            "url": pages[opinion.council.space_id].get_absolute_url()
            if opinion.council.space_id in pages
            else "",
        }
        for opinion in opinions
    ]


def councils_pages(organisations: Iterable[int]) -> dict[int, CouncilIndexPage]:
    """Return the published list of councils of each organisation that has one, in two queries."""
    homes = OrganisationPage.objects.filter(
        organisation__in=set(organisations), locale__language_code=settings.LANGUAGE_CODE
    ).order_by("depth", "pk")
    place_of: dict[str, int] = {}
    for home in homes:
        if home.organisation_id not in place_of.values():
            place_of[home.path] = home.organisation_id
    lists = CouncilIndexPage.objects.live().filter(locale__language_code=settings.LANGUAGE_CODE)
    found: dict[int, CouncilIndexPage] = {}
    for page in lists.order_by("pk"):
        organisation_id = place_of.get(page.path[: -page.steplen])
        if organisation_id is not None:
            found.setdefault(organisation_id, page)
    return found


def referral_urls(referrals: Iterable[Referral]) -> dict[int, str]:
    """Return the public address of each referral that a page shows, in two queries."""
    rows = list(referrals)
    pages = councils_pages(row.organisation_id for row in rows)
    return {
        row.pk: pages[row.organisation_id].url_of("referral", referral_id=row.pk)
        for row in rows
        if row.organisation_id in pages
    }


def referral_url(referral: Referral) -> str:
    """Return the public address of a referral; empty where its organisation has no list."""
    return referral_urls([referral]).get(referral.pk, "")

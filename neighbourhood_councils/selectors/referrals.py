"""What councils are asked, what each says, and the reply that is owed."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

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


def _lines(referrals: "QuerySet[Referral]", today: date) -> list[ReferralLine]:
    rows = (
        referrals.select_related("asked_by", "reply")
        .prefetch_related("opinions")
        .order_by("-opened_on", "-pk")
        .distinct()[:MOST]
    )
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


def referrals_of(organisation: Organisation, today: date) -> list[ReferralLine]:
    """Return the referrals of an organisation, latest first, in two queries."""
    return _lines(Referral.objects.filter(organisation=organisation), today)


def referrals_to(council: NeighbourhoodCouncil, today: date) -> list[ReferralLine]:
    """Return what one council is asked, or took up by itself, in two queries."""
    return _lines(Referral.objects.filter(opinions__council=council), today)


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


def councils_page(organisation: Organisation) -> CouncilIndexPage | None:
    """Return the list of councils of an organisation, in the language of the site."""
    home = (
        OrganisationPage.objects.filter(
            organisation=organisation, locale__language_code=settings.LANGUAGE_CODE
        )
        .order_by("depth", "pk")
        .first()
    )
    if home is None:
        return None
    return CouncilIndexPage.objects.child_of(home).live().order_by("pk").first()


def referral_url(referral: Referral) -> str:
    """Return the public address of a referral; empty where its organisation has no list."""
    page = councils_page(referral.organisation)
    return page.url_of("referral", referral_id=referral.pk) if page else ""

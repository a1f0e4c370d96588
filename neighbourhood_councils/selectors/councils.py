"""Councils, their pages, their members and meetings."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, QuerySet, Subquery
from django.db.models.expressions import OuterRef
from django.utils.translation import get_language
from wagtail.models import Page

from civic.cases.enums import OPEN_STATES
from civic.cases.models import Request
from civic.cases.querysets import is_late
from civic.participation.models import Session, Space
from civic.territory.models import Neighbourhood, Organisation, OrganisationPage

from ..logic.words import plain, same_writing
from ..models import CouncilMembership, CouncilPage, NeighbourhoodCouncil

_NUMBERING = re.compile(r"^\d{1,3}\s+")
_KIND = re.compile(
    r"^(?:conseil|comite)s? (?:de |du |des )?(?:quartiers? |citoyen )?"
    r"(?:de la |de l |du |des |de )?"
)


def council_pages(space_ids: Iterable[int]) -> dict[int, CouncilPage]:
    """Return the live page of each council, by space, in the reader's language if it exists."""
    language = get_language() or "fr"
    pages = (
        CouncilPage.objects.live()
        .filter(council__space_id__in=list(space_ids))
        .select_related("locale", "council__space")
        .defer("body")
        .order_by("pk")
    )
    found: dict[int, CouncilPage] = {}
    for page in sorted(pages, key=lambda page: page.locale.language_code == language):
        found[page.council.space_id] = page
    return found


def url_of_space(space_id: int) -> str:
    """Return the public address of the council of a space; empty for another space."""
    page = council_pages([space_id]).get(space_id)
    return page.get_absolute_url() if page else ""


def neighbourhood_of_space(space_id: int) -> Neighbourhood | None:
    """Return the neighbourhood whose council a space is."""
    council = (
        NeighbourhoodCouncil.objects.filter(space_id=space_id)
        .select_related("neighbourhood")
        .first()
    )
    return council.neighbourhood if council else None


def council_of(page: CouncilPage) -> NeighbourhoodCouncil:
    """Return the council a page shows, with all its pages need of it, in one query."""
    return NeighbourhoodCouncil.objects.select_related(
        "space__organisation__answer_rules", "neighbourhood"
    ).get(pk=page.council_id)


def organisation_above(page: Page) -> Organisation | None:
    """Return the organisation of the branch a page belongs to."""
    home = (
        OrganisationPage.objects.ancestor_of(page)
        .select_related("organisation")
        .defer("body")
        .order_by("-depth")
        .first()
    )
    return home.organisation if home else None


@dataclass(frozen=True)
class CouncilLine:
    """One council of a list: `page` is its published page."""

    council: NeighbourhoodCouncil
    page: CouncilPage
    waiting: int
    late: int
    next_meeting: datetime | None


def councils_shown_in(organisation: Organisation, moment: datetime) -> list[CouncilLine]:
    """Return the councils of a branch that have a published page, in the order of their names."""
    meetings = Session.objects.filter(
        space_id=OuterRef("space_id"), starts_at__gt=moment, cancelled_at=None
    ).order_by("starts_at", "pk")
    councils = list(
        NeighbourhoodCouncil.objects.filter(
            is_closed=False, space__in=Space.objects.shown_in(organisation.pk).order_by()
        )
        .select_related("space")
        .annotate(next_meeting=Subquery(meetings.values("starts_at")[:1]))
        .order_by("space__title", "pk")
    )
    pages = council_pages(council.space_id for council in councils)
    today = moment.date()
    counts: dict[int | None, tuple[int, int]] = {
        space_id: (waiting, late)
        for space_id, waiting, late in Request.objects.public()
        .once()
        .filter(space_id__in=pages, case__state__in=OPEN_STATES)
        .order_by()
        .values("space_id")
        .annotate(waiting=Count("pk"), late=Count("pk", filter=is_late(today, "case__")))
        .values_list("space_id", "waiting", "late")
    }
    return [
        CouncilLine(
            council=council,
            page=pages[council.space_id],
            waiting=counts.get(council.space_id, (0, 0))[0],
            late=counts.get(council.space_id, (0, 0))[1],
            next_meeting=council.next_meeting,  # type: ignore[attr-defined]
        )
        for council in councils
        if council.space_id in pages
    ]


def councils_of(organisation: Organisation) -> list[NeighbourhoodCouncil]:
    """Return the councils an organisation owns, closed ones included."""
    return list(
        NeighbourhoodCouncil.objects.filter(space__organisation=organisation)
        .select_related("space__organisation", "neighbourhood")
        .order_by("space__title", "pk")
    )


def bare_name(name: str) -> str:
    """Return a council's name without its number and the words every council has in common."""
    words = _NUMBERING.sub("", plain(name))
    return _KIND.sub("", words).strip() or words


def council_named(
    name: str, councils: Iterable[NeighbourhoodCouncil]
) -> NeighbourhoodCouncil | None:
    """Find the council a table means: by its name, then by its bare name when only one has it."""
    known = list(councils)
    for council in known:
        if same_writing(name) in {
            same_writing(council.sheet_name),
            same_writing(council.space.title),
            same_writing(council.space.slug),
        } - {""}:
            return council
    wanted = bare_name(name)
    like = [
        council
        for council in known
        if wanted and wanted in {bare_name(council.sheet_name), bare_name(council.space.title)}
    ]
    return like[0] if len(like) == 1 else None


def meetings_of(
    council: NeighbourhoodCouncil, moment: datetime
) -> tuple["QuerySet[Session]", "QuerySet[Session]"]:
    """Return the meetings to come, nearest first, and those that are past, latest first."""
    meetings = Session.objects.filter(space_id=council.space_id)
    return (
        meetings.filter(ends_at__gt=moment).order_by("starts_at", "pk"),
        meetings.filter(ends_at__lte=moment, cancelled_at=None).order_by("-starts_at", "-pk"),
    )


def members_known(organisations: Collection[int], number: str) -> "QuerySet[Any, Any]":
    """Return the keys of the members of the councils of some organisations."""
    if number:
        return CouncilMembership.objects.none().values("person_id")
    seats = CouncilMembership.objects.filter(council__space__organisation__in=organisations)
    return seats.order_by().values("person_id")

"""What each case is about: a request, or a contribution."""

from collections.abc import Sequence

from civic.cases.enums import CaseOrigin
from civic.cases.models import Case, Request
from civic.cases.views.subjects import Subject
from civic.participation.models import Contribution
from civic.participation.registry import participation_registry

from ..selectors.councils import council_pages


def subjects_of(cases: Sequence[Case]) -> dict[int, Subject]:
    """Return what some cases are about, by primary key."""
    return {**_requests(cases), **_contributions(cases)}


def _of_origin(cases: Sequence[Case], origin: CaseOrigin) -> list[int]:
    return [case.pk for case in cases if case.origin == origin]


def _requests(cases: Sequence[Case]) -> dict[int, Subject]:
    keys = _of_origin(cases, CaseOrigin.REQUEST)
    if not keys:
        return {}
    rows = list(Request.objects.filter(case_id__in=keys).select_related("case").order_by("pk"))
    pages = council_pages({row.space_id for row in rows if row.space_id is not None})
    found = {}
    for row in rows:
        page = pages.get(row.space_id) if row.space_id is not None else None
        shown = row.is_public and page is not None
        found[row.case_id] = Subject(
            title=row.title,
            text=row.text,
            url=page.url_of("sheet", number=row.case.number) if page and shown else "",
            kind=page.title if page else "",
            place=row.place,
            public_place=row.public_place,
            point=row.point,
            college=row.get_college_display(),
            channel=row.channel,
            is_public=row.is_public,
            has_somebody_to_ask=row.person_id is not None,
        )
    return found


def _contributions(cases: Sequence[Case]) -> dict[int, Subject]:
    keys = _of_origin(cases, CaseOrigin.CONTRIBUTION)
    if not keys:
        return {}
    rows = Contribution.objects.filter(case_id__in=keys).select_related("activity__space", "case")
    return {
        row.case_id: Subject(
            title=row.title,
            text=row.text,
            url=(participation_registry.address_of(row) or "") if row.is_public else "",
            kind=row.activity.title,
            place=row.place,
            public_place=row.public_place,
            point=row.point,
            college=row.get_college_display(),
            channel=row.channel,
            is_public=row.is_public,
            has_somebody_to_ask=True,
        )
        for row in rows.order_by("pk")
    }

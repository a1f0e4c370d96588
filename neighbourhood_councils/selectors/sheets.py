"""Where the sheet of a request is read: its council's page, else the table of its territory."""

from collections.abc import Iterable, Sequence

from civic.cases.models import Request
from civic.notifications.registry import Shown
from civic.territory.models import OrganisationPage

from .councils import council_pages


def sheet_urls(requests: Iterable[Request]) -> dict[int, str]:
    """Return the address of each request's sheet by key, in the active language; two queries.

    The cases of the requests are read already. What no published page shows is left out.
    """
    wanted = list(requests)
    councils = council_pages({one.space_id for one in wanted if one.space_id is not None})
    alone = [one for one in wanted if one.space_id not in councils]
    homes: dict[int, OrganisationPage] = {}
    if alone:
        pages = (
            OrganisationPage.objects.live()
            .filter(organisation_id__in={one.organisation_id for one in alone})
            .select_related("locale")
            .defer("body")
            .order_by("-path")
        )
        homes = {page.organisation_id: page for page in pages}
    found: dict[int, str] = {}
    for one in wanted:
        if one.space_id in councils and one.space_id is not None:
            found[one.pk] = councils[one.space_id].url_of("sheet", number=one.case.number)
        elif one.organisation_id in homes:
            home = homes[one.organisation_id]
            found[one.pk] = home.url_of("follow_up_sheet", number=one.case.number)
    return found


def shown_requests(keys: Sequence[int]) -> dict[int, Shown]:
    """Return how the public requests among some are called, and where they are read."""
    requests = list(
        Request.objects.public().filter(pk__in=keys).select_related("case").order_by("pk")
    )
    urls = sheet_urls(requests)
    return {one.pk: Shown(one.title, urls[one.pk]) for one in requests if one.pk in urls}

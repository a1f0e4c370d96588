"""The way in to requests in a branch: how to ask, where one's number is looked up."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from civic.cases.logic.numbering import parse_number
from civic.cases.models import Request
from civic.territory.models import Organisation

from ..models import RequestIndexPage
from ..selectors.councils import councils_shown_in, organisation_above
from ..selectors.follow_up import line_of
from ..selectors.follow_up_query import FollowUpQuery
from ..selectors.follow_up_tables import TablePage, table_of_territory
from ..selectors.sheets import sheet_urls
from .council import follow_up_sentences

LATEST_SHOWN = 5


def _organisation(page: RequestIndexPage) -> Organisation:
    found = organisation_above(page)
    if found is None:
        raise Http404("This page belongs to no body.")
    return found


@require_safe
def request_index(request: HttpRequest, page: RequestIndexPage) -> HttpResponse:
    """Say how to ask, where one's number is looked up, and what became of the others."""
    organisation = _organisation(page)
    today = timezone.localdate()
    table = table_of_territory(organisation)
    latest = TablePage(table, FollowUpQuery(), today, per_page=LATEST_SHOWN)
    counts = latest.facts.counts
    # The table of the whole territory is on its home page, which is the parent of this one.
    table_url = f"{page.get_absolute_url().rstrip('/').rpartition('/')[0]}/suivi/"
    context = {
        "page": page,
        "body": organisation,
        "file_url": page.url_of("file"),
        "table_url": table_url,
        "sentences": follow_up_sentences(counts, table_url) if counts.total else [],
        "rows": [line_of(row, table_url, today, table.labels) for row in latest.rows],
        "councils": councils_shown_in(organisation, timezone.localtime()),
    }
    return render(request, "neighbourhood_councils/request_index.html", context)


@require_safe
def sheet(request: HttpRequest, page: RequestIndexPage, number: str) -> HttpResponse:
    """Lead a number to the sheet of its request: this address is short enough to be dictated."""
    wanted = parse_number(number)
    found = (
        Request.objects.public().select_related("case").filter(case__number=wanted).first()
        if wanted is not None
        else None
    )
    url = sheet_urls([found]).get(found.pk) if found is not None else None
    if url is None:
        raise Http404("No published request has this number.")
    return redirect(url)

"""The follow-up tables of councils and territories, their files, and the sheet of one request."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from civic.cases.logic.numbering import parse_number
from civic.cases.models import Request
from civic.cases.selectors.satisfaction import public_words_of
from civic.core.enums import OFFLINE_CHANNELS, Channel
from civic.core.models import BasePage
from civic.participation.services.reviews import may_ask_review
from civic.privacy.logic.precision import STREET_DECIMALS
from civic.privacy.views.visits import visitor
from civic.territory.logic.points import points_as_geojson
from civic.territory.models import Organisation, OrganisationPage

from ..models import CouncilPage
from ..policies import can_correct
from ..selectors.corrections import corrections_of
from ..selectors.councils import council_of
from ..selectors.follow_up import asked_on, days_late, department_label, holder_of, state_of
from ..selectors.follow_up_query import with_line
from ..selectors.follow_up_tables import FollowUpTable, table_of_council, table_of_territory
from ..selectors.trail import held_since, trail_of
from .follow_up_screen import send_file, show_table


@require_safe
def follow_up_table(request: HttpRequest, page: CouncilPage) -> HttpResponse:
    """Show what a council asked, who answers, what was promised."""
    table = table_of_council(council_of(page), page.title)
    return show_table(request, page, table, route="table", export="export")


@require_safe
def export(request: HttpRequest, page: CouncilPage, format: str) -> HttpResponseBase:
    """Give the table of a council as a file."""
    return send_file(request, page, table_of_council(council_of(page), page.title), format)


@require_safe
def territory_table(request: HttpRequest, page: OrganisationPage) -> HttpResponse:
    """Show what was asked in a whole territory."""
    table = table_of_territory(_organisation_of(page))
    return show_table(request, page, table, route="follow_up", export="follow_up_export")


@require_safe
def territory_export(request: HttpRequest, page: OrganisationPage, format: str) -> HttpResponseBase:
    """Give the table of a territory as a file."""
    return send_file(request, page, table_of_territory(_organisation_of(page)), format)


def _organisation_of(page: OrganisationPage) -> Organisation:
    return (
        Organisation.objects.select_related("answer_rules")
        .defer("boundary")
        .get(pk=page.organisation_id)
    )


@require_safe
def follow_up_sheet(request: HttpRequest, page: CouncilPage, number: str) -> HttpResponse:
    """Show one request of a council."""
    council = council_of(page)
    return _sheet(
        request,
        page,
        table_of_council(council, page.title),
        number=number,
        table_url=page.url_of("table"),
        phone=council.contact_phone or council.space.organisation.contact_phone,
    )


@require_safe
def territory_sheet(request: HttpRequest, page: OrganisationPage, number: str) -> HttpResponse:
    """Show one request of a territory."""
    organisation = _organisation_of(page)
    return _sheet(
        request,
        page,
        table_of_territory(organisation),
        number=number,
        table_url=page.url_of("follow_up"),
        phone=organisation.contact_phone,
    )


def _sheet(
    request: HttpRequest,
    page: BasePage,
    table: FollowUpTable,
    *,
    number: str,
    table_url: str,
    phone: str,
) -> HttpResponse:
    """Show one request: where it is, who holds it, since when, promised for when, each hop."""
    wanted = parse_number(number)
    found = with_line(table.public).select_related("theme").filter(case__number=wanted).first()
    if wanted is None or found is None:
        raise Http404("No published request of this table has this number.")
    today = timezone.localdate()
    case, actor = found.case, visitor(request)
    state, label = state_of(case, table.labels)
    trail = trail_of(found, table.labels)
    context = {
        "page": page,
        "request_": found,
        "case": case,
        "state": state,
        "state_label": label,
        "received_on": asked_on(found),
        "late": days_late(case, today),
        "holder": holder_of(case),
        "since": held_since(case, trail),
        "is_open": case.promised_on is not None
        and not case.answered_on
        and not found_is_over(found),
        "facts": _facts(found),
        "point": _point(found),
        "entries": trail,
        "pending": _pending(found),
        "corrections": corrections_of(found),
        "correct_url": (
            f"{table_url}{case.number}/corriger/" if can_correct(request.actor, found) else ""
        ),
        "offline": found.channel in OFFLINE_CHANNELS or found.channel == Channel.IMPORT,
        "said_of_it": public_words_of(case),
        "say_url": (
            reverse("give_satisfaction", args=[case.number])
            if case.rate_until is not None and case.rate_until >= today
            else ""
        ),
        "review_url": (
            reverse("ask_review", args=[case.number])
            if actor is not None and may_ask_review(actor, case)
            else ""
        ),
        "table_url": table_url,
        "of_council": not table.with_council,
        "phone": phone,
        "extra_breadcrumbs": [
            {"title": _("Follow-up table"), "url": table_url},
            {"title": case.number, "url": ""},
        ],
    }
    return render(request, "neighbourhood_councils/follow_up_sheet.html", context)


def found_is_over(found: Request) -> bool:
    """Tell whether nobody has to act on a request any more."""
    return found.case.turn == "nobody"


def _point(found: Request) -> dict[str, Any] | None:
    """Return the public point of a request, on a map and in degrees."""
    if found.public_latitude is None or found.public_longitude is None:
        return None
    point = (found.public_latitude, found.public_longitude)
    # In words too: the degrees serve whoever cannot see the map, or wants another one.
    degrees = _("latitude %(latitude)s, longitude %(longitude)s") % {
        "latitude": formats.number_format(point[0]),
        "longitude": formats.number_format(point[1]),
    }
    place = found.public_place or (found.neighbourhood.name if found.neighbourhood else "")
    return {
        "is_rounded": all(round(degree, STREET_DECIMALS) == degree for degree in point),
        "features": points_as_geojson([(found.title, "", *point)]),
        "items": [{"title": place or found.title, "url": "", "place": degrees}],
    }


def _facts(found: Request) -> list[dict[str, Any]]:
    facts = [
        (_("Where"), found.public_place),
        (_("Neighbourhood"), found.neighbourhood.name if found.neighbourhood else ""),
        (_("Department"), department_label(found)),
        (_("Theme"), found.theme.name if found.theme else ""),
        (_("Asked by"), found.get_college_display()),
        (_("How it was said"), found.get_channel_display()),
        (_("Date, as written in the table"), found.said_on_text),
    ]
    return [{"label": label, "value": value} for label, value in facts if value]


def _pending(found: Request) -> str:
    case = found.case
    if found_is_over(found) or case.promised_on is None:
        return ""
    return _("An argued answer from %(holder)s") % {"holder": holder_of(case)}

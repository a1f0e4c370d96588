"""The follow-up table of a council, its files, and the sheet of one request."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from civic.cases.logic.numbering import parse_number
from civic.cases.models import Request
from civic.core.enums import OFFLINE_CHANNELS, Channel
from civic.opendata.resources import DOWNLOADS, download
from civic.participation.services.reviews import may_ask_review
from civic.privacy.models import HoldReason
from civic.privacy.views.visits import visitor

from ..enums import READING_WORKING_DAYS
from ..models import CouncilPage
from ..resources import FollowUpDownload
from ..selectors.councils import FollowUpCounts, council_of, follow_up_counts
from ..selectors.follow_up import (
    ROWS_PER_PAGE,
    FollowUpQuery,
    asked,
    asked_on,
    columns_for,
    days_late,
    department_label,
    departments_in,
    followed_by,
    holder_of,
    line_of,
    shown_labels,
    sort_labels,
    state_of,
)
from ..selectors.trail import held_since, trail_of


@require_safe
def follow_up_table(request: HttpRequest, page: CouncilPage) -> HttpResponse:
    """Show what was asked, who answers, what was promised; the state is in the address."""
    today = timezone.localdate()
    query = FollowUpQuery.read(request.GET)
    council = council_of(page)
    space_id = council.space_id
    everything = followed_by(space_id)
    counts = follow_up_counts(everything, today)
    departments = departments_in(everything)
    found = asked(everything, query, today)
    rows = Paginator(found, ROWS_PER_PAGE).get_page(request.GET.get("page"))
    table_url = page.url_of("table")
    said = count_sentence(query, rows.paginator.count, counts, dict(departments))
    context = {
        "page": page,
        "table_url": table_url,
        "query": query,
        "rows_page": rows,
        "rows": [line_of(row, table_url, today) for row in rows],
        "columns": columns_for(query),
        "counts": counts,
        "sentence": said,
        "held": held_sentence(space_id),
        "search": {"label": _("Search in the requests, or a number"), "value": query.words},
        "quick": _quick(query, counts),
        "selects": _selects(query, departments),
        "applied": _applied(query, dict(departments)),
        "empty": _empty(query),
        "downloads": [
            {
                "label": form.label,
                "url": page.url_of("export", format=form.extension) + query.address,
            }
            for form in DOWNLOADS.values()
        ],
        "extra_breadcrumbs": [{"title": _("Follow-up table"), "url": ""}],
    }
    return render(request, "neighbourhood_councils/follow_up_table.html", context)


@require_safe
def export(request: HttpRequest, page: CouncilPage, format: str) -> HttpResponseBase:
    """Give the rows of the same question as a file."""
    query = FollowUpQuery.read(request.GET)
    council = council_of(page)
    found = asked(followed_by(council.space_id), query, timezone.localdate())
    name = f"suivi-{council.space.slug}"
    return download(
        request, FollowUpDownload(), found, extension=format, name=name, title=page.title
    )


@require_safe
def follow_up_sheet(request: HttpRequest, page: CouncilPage, number: str) -> HttpResponse:
    """Show one request: where it is, who holds it, since when, promised for when, each hop."""
    wanted = parse_number(number)
    council = council_of(page)
    found = (
        followed_by(council.space_id)
        .select_related(
            "case__department",
            "case__organisation",
            "case__receiving_body",
            "organisation",
            "neighbourhood",
            "theme",
        )
        .filter(case__number=wanted)
        .first()
    )
    if wanted is None or found is None:
        raise Http404("No published request of this council has this number.")
    today = timezone.localdate()
    case, actor = found.case, visitor(request)
    state, label = state_of(case)
    trail = trail_of(found)
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
        "entries": trail,
        "pending": _pending(found),
        "offline": found.channel in OFFLINE_CHANNELS or found.channel == Channel.IMPORT,
        "review_url": (
            reverse("ask_review", args=[case.number])
            if actor is not None and may_ask_review(actor, case)
            else ""
        ),
        "table_url": page.url_of("table"),
        "phone": council.contact_phone or council.space.organisation.contact_phone,
        "extra_breadcrumbs": [
            {"title": _("Follow-up table"), "url": page.url_of("table")},
            {"title": case.number, "url": ""},
        ],
    }
    return render(request, "neighbourhood_councils/follow_up_sheet.html", context)


def found_is_over(found: Request) -> bool:
    """Tell whether nobody has to act on a request any more."""
    return found.case.turn == "nobody"


def _facts(found: Request) -> list[dict[str, Any]]:
    facts = [
        (_("Where"), found.place),
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


def count_sentence(
    query: FollowUpQuery, shown: int, counts: FollowUpCounts, departments: dict[str, str]
) -> str:
    """Say what the table shows, as a sentence."""
    if query.is_bare:
        return ngettext("%(n)s request followed.", "%(n)s requests followed.", counts.total) % {
            "n": counts.total
        }
    parts = []
    if query.shown:
        parts.append(shown_labels()[query.shown])
    if query.department:
        parts.append(departments.get(query.department, query.department.lstrip("~")))
    if query.words:
        parts.append(f"« {query.words} »")
    found = ngettext("%(n)s request", "%(n)s requests", shown) % {"n": shown}
    return _("%(found)s of %(total)s: %(filters)s.") % {
        "found": found,
        "total": counts.total,
        "filters": ", ".join(parts),
    }


def held_sentence(space_id: int) -> str:
    """Say how many requests wait to be read before they are published, and how soon they are."""
    held = Request.objects.held().filter(~Q(held_for=HoldReason.HIDDEN), space_id=space_id).count()
    if not held:
        return ""
    return ngettext(
        "%(n)s request received is being read before it is published, so that nobody is named: at "
        "most %(days)s working days.",
        "%(n)s requests received are being read before they are published, so that nobody is "
        "named: at most %(days)s working days.",
        held,
    ) % {"n": held, "days": READING_WORKING_DAYS}


def _quick(query: FollowUpQuery, counts: FollowUpCounts) -> list[dict[str, Any]]:
    numbers = {
        "": counts.total,
        "en-attente": counts.waiting,
        "en-retard": counts.late,
        "repondues": counts.answered,
        "ce-mois-ci": counts.answered_this_month,
        "closes-avant": counts.closed_before,
    }
    return [
        {
            "label": label[:1].upper() + label[1:],
            "url": query.with_(shown=name).address,
            "active": query.shown == name,
            "count": numbers[name],
        }
        for name, label in shown_labels().items()
        if numbers[name] or name in ("", query.shown)
    ]


def _selects(query: FollowUpQuery, departments: list[tuple[str, str]]) -> list[dict[str, Any]]:
    def options(choices: list[tuple[str, str]], chosen: str) -> list[dict[str, Any]]:
        return [
            {"value": value, "label": label, "selected": value == chosen}
            for value, label in choices
        ]

    states = [(name, label) for name, label in shown_labels().items()]
    sort = "" if query.sort not in sort_labels() else query.sort
    return [
        {"name": "etat", "label": _("State"), "options": options(states, query.shown)},
        {
            "name": "service",
            "label": _("Department"),
            "options": options([("", _("all departments")), *departments], query.department),
        },
        {
            "name": "tri",
            "label": _("Order"),
            "options": options(list(sort_labels().items()), sort),
        },
    ]


def _applied(query: FollowUpQuery, departments: dict[str, str]) -> list[dict[str, str]]:
    applied = []
    if query.shown:
        applied.append((shown_labels()[query.shown], query.with_(shown="")))
    if query.department:
        name = departments.get(query.department, query.department.lstrip("~"))
        applied.append((name, query.with_(department="")))
    if query.words:
        applied.append((f"« {query.words} »", query.with_(words="")))
    return [{"label": label, "remove_url": rest.address} for label, rest in applied]


def _empty(query: FollowUpQuery) -> str:
    if query.is_bare:
        return _(
            "No request yet. What the council asks, and what it is answered, will be listed here."
        )
    return _("No request matches. Remove a filter, or search with another word.")

"""The page of a council, and the councils of a branch."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from civic.analysis.selectors import latest_snapshots
from civic.core.logic.numbers import written_number
from civic.core.services.keeping import kept, kept_key
from civic.participation.models import Session
from civic.participation.policies import can_host
from civic.privacy.views.visits import visitor

from ..models import CouncilIndexPage, CouncilPage, NeighbourhoodCouncil
from ..policies import can_import, can_read_held
from ..selectors.councils import (
    council_of,
    councils_shown_in,
    meetings_of,
    organisation_above,
)
from ..selectors.follow_up import line_of
from ..selectors.follow_up_facts import FollowUpCounts
from ..selectors.follow_up_query import FollowUpQuery
from ..selectors.follow_up_tables import TablePage, table_of_council
from ..selectors.indicators import COUNCIL_LIFE
from ..selectors.members import members_by_college
from ..selectors.quality import published_evaluations
from ..selectors.referrals import referrals_to
from .follow_up_screen import held_sentence
from .quality_figures import gap_sentence, life_sentence

ROWS_IN_SHORT = 5
COMING_SHOWN, PAST_SHOWN = 4, 8
REFERRALS_SHOWN = 4


@require_safe
def council_list(request: HttpRequest, page: CouncilIndexPage) -> HttpResponse:
    """List the councils of a branch: what waits in each, and when it meets."""
    organisation = organisation_above(page)
    moment = timezone.localtime()
    lines = councils_shown_in(organisation, moment) if organisation else []
    context = {
        "page": page,
        "lines": lines,
        "sentence": _list_sentence([line.waiting for line in lines], [line.late for line in lines]),
    }
    return render(request, "neighbourhood_councils/council_list.html", context)


def _list_sentence(waiting: list[int], late: list[int]) -> str:
    if not waiting:
        return ""
    total = sum(waiting)
    said = ngettext(
        "%(n)s request waits for an answer.", "%(n)s requests wait for an answer.", total
    ) % {"n": written_number(total)}
    behind = sum(late)
    if not behind:
        return said
    more = ngettext(
        "%(n)s is past the promised date.", "%(n)s are past the promised date.", behind
    ) % {"n": written_number(behind)}
    return f"{said} {more}"


@require_safe
def council_detail(request: HttpRequest, page: CouncilPage) -> HttpResponse:
    """Show a council: when it meets, what it asked and what it was answered, who sits in it."""
    council = council_of(page)
    today = timezone.localdate()
    table = table_of_council(council, page.title)
    latest = TablePage(table, FollowUpQuery(), today, per_page=ROWS_IN_SHORT)
    counts = latest.facts.counts
    table_url = page.url_of("table")
    coming, past = meetings_of(council, timezone.now())
    upcoming = list(coming[:COMING_SHOWN])
    context = {
        "page": page,
        "council": council,
        "next": next((meeting for meeting in upcoming if meeting.cancelled_at is None), None),
        "upcoming": upcoming,
        "past": [_meeting(meeting) for meeting in past[:PAST_SHOWN]],
        "sentences": follow_up_sentences(counts, table_url),
        "rows": [line_of(row, table_url, today, table.labels) for row in latest.rows],
        "counts": counts,
        "held": held_sentence(latest.facts.held),
        "table_url": table_url,
        "perimeter_url": page.url_of("perimeter"),
        "agenda_url": page.url_of("agenda"),
        "trainings_url": _trainings_url(page),
        "streets": len(council.neighbourhood.streets) if council.neighbourhood else 0,
        "referrals_url": _beside(page, "saisines/"),
        "quality_url": page.url_of("quality"),
        "phone": council.contact_phone or council.space.organisation.contact_phone,
        "email": council.contact_email or council.space.organisation.contact_email,
        "hours": council.space.organisation.desk_hours,
        "tools": _tools(request, page, council),
    }
    key = kept_key(request, "council", page.pk, today)
    context |= kept(key, lambda: _who_and_how(council, page, today))
    return render(request, "neighbourhood_councils/council_detail.html", context)


def _who_and_how(council: NeighbourhoodCouncil, page: CouncilPage, today: date) -> dict[str, Any]:
    """Return who sits in a council, what it was asked and how it works."""
    return {
        "colleges": members_by_college(council, today),
        "referrals": _referrals(council, page, today),
        "quality": _quality(council),
    }


def _quality(council: NeighbourhoodCouncil) -> list[str]:
    """Say in two sentences how the council works, when it was counted and judged."""
    said = [life_sentence(one.figures) for one in latest_snapshots(council, COUNCIL_LIFE)[:1]]
    evaluations = published_evaluations(council)[:1]
    return said + [gap_sentence(one.judged) for one in evaluations]


def _trainings_url(page: CouncilPage) -> str:
    """Return the address of the catalogue, beside the councils of the same list."""
    return _beside(page, "formations/")


def _beside(page: CouncilPage, path: str) -> str:
    # The path of a parent is the beginning of its child's: no query is needed for it.
    above = page.get_absolute_url().rstrip("/").rpartition("/")[0]
    return f"{above}/{path}"


def _referrals(
    council: NeighbourhoodCouncil, page: CouncilPage, today: date
) -> list[dict[str, Any]]:
    """Return what the council was asked lately, each with its address in the list above."""
    return [
        {"line": line, "url": _beside(page, f"saisines/{line.referral.pk}/")}
        for line in referrals_to(council, today, REFERRALS_SHOWN)
    ]


def follow_up_sentences(counts: FollowUpCounts, table_url: str) -> list[dict[str, Any]]:
    """Say what is open, late and answered this month, each with the address of the rows."""
    said: list[dict[str, Any]] = []
    if counts.waiting:
        said.append(
            {
                "text": ngettext(
                    "%(n)s request waits for an answer.",
                    "%(n)s requests wait for an answer.",
                    counts.waiting,
                )
                % {"n": written_number(counts.waiting)},
                "url": f"{table_url}?etat=en-attente",
                "state": "waiting",
            }
        )
        said.append(
            {
                "text": ngettext(
                    "%(n)s is past the promised date.",
                    "%(n)s are past the promised date.",
                    counts.late,
                )
                % {"n": written_number(counts.late)}
                if counts.late
                else _("None is past the promised date."),
                "url": f"{table_url}?etat=en-retard" if counts.late else "",
                "state": "late" if counts.late else "kept",
            }
        )
    elif counts.total:
        said.append({"text": _("No request is waiting."), "url": "", "state": "kept"})
    if counts.answered_this_month:
        said.append(
            {
                "text": ngettext(
                    "%(n)s was answered this month.",
                    "%(n)s were answered this month.",
                    counts.answered_this_month,
                )
                % {"n": written_number(counts.answered_this_month)},
                "url": f"{table_url}?etat=ce-mois-ci",
                "state": "answered",
            }
        )
    return said


def _meeting(meeting: Session) -> dict[str, Any]:
    published = meeting.minutes_published_at is not None
    return {
        "title": meeting.title,
        "starts": meeting.starts_at,
        "place": meeting.place,
        "present": meeting.attendance_count,
        "minutes": meeting.minutes if published else "",
        "published_on": meeting.minutes_published_at,
        "id": meeting.pk,
    }


def _tools(
    request: HttpRequest, page: CouncilPage, council: NeighbourhoodCouncil
) -> list[dict[str, str]]:
    """What the chair and the staff may do here; nothing is asked of a visitor without a cookie."""
    actor = visitor(request)
    if actor is None:
        return []
    tools = []
    if can_import(actor, council):
        tools.append({"label": _("Import a table"), "url": page.url_of("import")})
        tools.append({"label": _("Enter what was heard"), "url": page.url_of("heard")})
    if can_host(actor, council.space):
        tools.append({"label": _("Meetings and minutes"), "url": page.url_of("meetings")})
    if can_read_held(actor, council.space):
        tools.append({"label": _("Read before publication"), "url": page.url_of("held")})
    return tools

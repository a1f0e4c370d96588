"""The list of a call for proposals, and one proposal."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, ngettext, npgettext
from django.utils.translation import gettext as _

from civic.accounts.models import Person
from civic.cases.enums import OPEN_STATES, CaseState, Outcome
from civic.core.enums import Channel
from civic.core.logic.numbers import written_number
from civic.core.services.keeping import kept_key
from civic.discussion.models import Comment
from civic.discussion.selectors import fate_of
from civic.discussion.views.commenting import SAID
from civic.participation.enums import Act
from civic.participation.models import Activity, Contribution
from civic.participation.policies import can_change
from civic.participation.selectors import Standing, last_day, standing, standings
from civic.participation.services.reviews import may_ask_review
from civic.privacy.models import HoldReason
from civic.territory.logic.points import points_as_geojson
from civic.voting.models import Support

from ..logic.filters import MAP, ProposalFilters, read_filters
from ..models import CallForProposalsPage
from ..selectors import (
    ProposalLine,
    filter_options,
    line_of,
    proposal_page,
    similar_lines,
)
from ..selectors.places import POINTS_SHOWN, placed_proposals, point_of
from ..selectors.proposals import answer_state
from .calling import activity_of, actor_of, consultation_of, proposal_of
from .filtering import RESULTS, filters_shown, views_shown
from .trails import pending_sentence, trail_entries

POINTS = "points"


def proposal_list(request: HttpRequest, page: CallForProposalsPage) -> HttpResponse:
    """Show a page of proposals; the address says the search, filters, order and page."""
    activity = activity_of(request, page)
    contribute = standing(activity, Act.CONTRIBUTE)
    options = filter_options(activity)
    filters = read_filters(request.GET, options.allowed())
    if POINTS in request.GET:
        return _points(page, activity, filters)
    number = request.GET.get("page", "1")
    # Lazy: while the results are kept for everybody, nothing of them is read.
    proposals: Any = SimpleLazyObject(lambda: proposal_page(activity, filters, number))
    context = {
        "page": page,
        "activity": activity,
        "proposals": proposals,
        "rows": SimpleLazyObject(lambda: list(_rows(page, proposals.object_list))),
        "filters": SimpleLazyObject(
            lambda: filters_shown(
                page, filters, options, proposals.paginator.count, has_map=activity.with_place
            )
        ),
        "views": views_shown(page, filters) if activity.with_place else [],
        "map": _map_of(page, activity, filters) if filters.view == MAP else None,
        "kept_key": kept_key(
            request, "proposals", page.pk, filters, number, options, contribute.is_open
        ),
        "narrowed": filters.is_narrowed,
        "write_url": page.url_of("write") if contribute.is_open else "",
        "contribute": contribute,
        "closes_on": last_day(contribute.closes_at) if contribute.closes_at else None,
    }
    fragment = request.htmx and request.htmx.target == RESULTS  # type: ignore[attr-defined]
    template = "consultations/proposal_results.html" if fragment else None
    return render(request, template or "consultations/proposal_list.html", context)


def _points(
    page: CallForProposalsPage, activity: Activity, filters: ProposalFilters
) -> HttpResponse:
    here = page.get_absolute_url()
    shown = placed_proposals(activity, filters)[:POINTS_SHOWN]
    points = (each.point(here) for each in shown)
    return JsonResponse(points_as_geojson(points), content_type="application/geo+json")


def _map_of(
    page: CallForProposalsPage, activity: Activity, filters: ProposalFilters
) -> dict[str, Any]:
    here = page.get_absolute_url()
    placed = placed_proposals(activity, filters)
    shown = placed[:POINTS_SHOWN]
    sentence = ngettext(
        "%(n)s of these proposals has a point on the map.",
        "%(n)s of these proposals have a point on the map.",
        len(shown),
    ) % {"n": len(shown)}
    if len(placed) > POINTS_SHOWN:
        sentence = _("The map shows the first %(n)s: narrow the list to see the others.") % {
            "n": POINTS_SHOWN
        }
    return {
        "sentence": sentence,
        # By its address: what htmx puts in a page holds no script, not even one of data.
        "features_url": f"{here}{filters.query()}&{POINTS}=1",
        "items": [each.item(here) for each in shown],
    }


def _rows(page: CallForProposalsPage, lines: Iterable[ProposalLine]) -> Iterator[dict[str, Any]]:
    here = page.get_absolute_url()
    for line in lines:
        yield {
            "line": line,
            "url": f"{here}{line.number}/",
            "lang": foreign(line.language),
            "when": _when(line),
            "supports": written_number(line.supports),
            "supports_word": npgettext("number", "support", "supports", line.supports),
            "comments": written_number(line.comments),
            "comments_word": npgettext("number", "comment", "comments", line.comments),
        }


def _when(line: ProposalLine) -> str:
    if line.answered_on:
        return _("answered on %(day)s") % {
            "day": formats.date_format(line.answered_on, "SHORT_DATE_FORMAT")
        }
    if line.promised_on:
        return _("answer by %(day)s") % {
            "day": formats.date_format(line.promised_on, "SHORT_DATE_FORMAT")
        }
    return ""


def foreign(language: str) -> str:
    """Return the language of a text when it is not the page's, for its `lang` attribute."""
    return "" if language == (get_language() or "fr")[:2] else language


def proposal_detail(request: HttpRequest, page: CallForProposalsPage, number: str) -> HttpResponse:
    """Show a proposal: its words, its support, its answer or when it is due, the discussion."""
    activity = activity_of(request, page)
    contribution = proposal_of(request, activity, number)
    if "proches" in request.GET and request.htmx:  # type: ignore[attr-defined]
        context = {"similar": _similar(page, activity, contribution)}
        return render(request, "consultations/similar.html", context)
    return render_proposal(request, page, activity, contribution)


def render_proposal(
    request: HttpRequest,
    page: CallForProposalsPage,
    activity: Activity,
    contribution: Contribution,
    *,
    status: int = 200,
    **extra: Any,
) -> HttpResponse:
    """Render the page of a proposal; `extra` may hold a refused form as `comment_form`."""
    acts = standings(activity)
    here = page.url_of("detail", number=contribution.number)
    actor = actor_of(request)
    mine = can_change(actor, contribution)
    supported = is_supported_by(contribution, actor.person)
    open_to_author = mine and contribution.withdrawn_at is None and not contribution.case.outcome
    context = {
        "page": page,
        "activity": activity,
        "consultation": consultation_of(activity),
        "proposal": contribution,
        "line": line_of(contribution, timezone.localdate()),
        "support": support_shown(page, contribution, acts[Act.SUPPORT], supported=supported),
        "comment_said": _comment_said(request, contribution),
        "case": _case_shown(contribution),
        "review_url": (
            reverse("ask_review", args=[contribution.number])
            if may_ask_review(actor, contribution.case)
            else ""
        ),
        "trail": trail_entries(contribution),
        "pending": pending_sentence(contribution),
        "lang": foreign(contribution.language),
        "point": _point_shown(contribution, here),
        "versions": list(contribution.versions.all()) if contribution.version > 1 else [],
        "here": here,
        "list_url": page.get_absolute_url(),
        "similar": _similar(page, activity, contribution) if "proches" in request.GET else None,
        "mine": mine,
        "can_withdraw": open_to_author,
        "can_edit": open_to_author and acts[Act.CONTRIBUTE].is_open,
        "edit_url": page.url_of("edit", number=contribution.number),
        "withdraw_url": page.url_of("withdraw", number=contribution.number),
        "comment_url": page.url_of("comment", number=contribution.number),
        "report_url": page.url_of("report", number=contribution.number),
        "comments_closed": acts[Act.COMMENT].sentence,
        "held": held_sentence(contribution),
        "is_offline": contribution.channel != Channel.ONLINE,
        "extra_breadcrumbs": [{"title": contribution.title, "url": here}],
        **extra,
    }
    return render(request, "consultations/proposal_detail.html", context, status=status)


def _point_shown(contribution: Contribution, here: str) -> dict[str, Any] | None:
    point = point_of(contribution)
    if point is None:
        return None
    area = contribution.neighbourhood or contribution.commune
    words = [contribution.public_place, str(area) if area else ""]
    said = ", ".join(word for word in words if word)
    # In words too: the degrees serve whoever cannot see the map, or wants another one.
    degrees = _("latitude %(latitude)s, longitude %(longitude)s") % {
        "latitude": formats.number_format(point[0], 5),
        "longitude": formats.number_format(point[1], 5),
    }
    return {
        "features": points_as_geojson([(contribution.title, "", *point)]),
        "items": [{"title": said or contribution.title, "url": here, "place": degrees}],
    }


def is_supported_by(contribution: Contribution, person: Person | None) -> bool:
    """Tell whether a reader supports a proposal; a reader nobody knows costs no query."""
    return (
        person is not None
        and Support.objects.filter(contribution=contribution, person=person).exists()
    )


def support_shown(
    page: CallForProposalsPage,
    contribution: Contribution,
    acting: Standing,
    *,
    supported: bool,
) -> dict[str, Any]:
    """Return what the support button shows: number, mine or not, why not, until when."""
    closed = acting.sentence
    if contribution.withdrawn_at is not None:
        closed = _("Its author withdrew this proposal: it can no longer be supported.")
    elif not contribution.is_public:
        closed = _("It can be supported once it is published.")
    return {
        "action": page.url_of("support", number=contribution.number),
        "count": contribution.supports_count,
        "supported": supported,
        "closed": closed,
        "deadline": last_day(acting.closes_at) if acting.closes_at else None,
    }


def _comment_said(request: HttpRequest, contribution: Contribution) -> str:
    """Return what becomes of the comment its author has just posted; empty otherwise."""
    key = request.GET.get("commentaire", "")
    person = actor_of(request).person
    if SAID not in request.GET or person is None or not key.isdecimal() or len(key) > 18:
        return ""
    posted = Comment.objects.about(contribution).filter(pk=int(key), person=person).first()
    return fate_of(posted) if posted else ""


def held_sentence(contribution: Contribution) -> str:
    """Return what its author reads while others do not see a proposal; empty once public."""
    if contribution.is_public:
        return ""
    match contribution.held_for:
        case HoldReason.FINDING:
            return _(
                "You alone see it: it may name somebody or give a way to reach them. A person "
                "reads it first, publishes it or tells you what to change."
            )
        case HoldReason.HIDDEN:
            return _("A moderator has hidden it. Call us to know why, with its number.")
        case _:
            return _("You alone see it: here a person reads each proposal before it appears.")


def _case_shown(contribution: Contribution) -> dict[str, Any]:
    case = contribution.case
    today = timezone.localdate()
    is_waiting = case.state in OPEN_STATES
    state, label = answer_state(
        case.state,
        case.outcome,
        case.promised_on,
        withdrawn=contribution.withdrawn_at is not None,
        today=today,
    )
    late = is_waiting and case.promised_on is not None and case.promised_on < today
    answered = case.state == CaseState.ANSWERED
    return {
        "number": case.number,
        "state": state,
        "state_label": label,
        "received_on": case.received_on,
        "promised_on": case.promised_on,
        "answered_on": case.answered_on if answered else None,
        "days_late": (today - case.promised_on).days if late and case.promised_on else 0,
        "owner": case.organisation.name,
        "department": case.department.name if case.department else "",
        "outcome": case.outcome if answered else "",
        "outcome_label": str(Outcome(case.outcome).label) if answered else "",
        "reason": case.reason,
        "next_steps": case.next_steps,
        "signed_by": case.answered_as or case.organisation.name,
        "signed_as": case.organisation.name if case.answered_as else "",
        "waiting": is_waiting,
    }


def _similar(
    page: CallForProposalsPage, activity: Activity, contribution: Contribution
) -> list[dict[str, Any]]:
    text = f"{contribution.title} {contribution.text}"
    return [
        {"line": line, "url": page.url_of("detail", number=line.number)}
        for line in similar_lines(activity, text, excluding=contribution.pk)
    ]

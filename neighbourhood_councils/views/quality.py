"""How a council works: figures counted, then judged by the departments and by its members."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from civic.accounts.policies import Actor
from civic.analysis.policies import can_take_snapshot
from civic.analysis.selectors import latest_snapshots
from civic.analysis.services.snapshots import recount_snapshot, take_snapshot
from civic.core.exceptions import NotAllowed, Refusal
from civic.participation.views.acting import status_of
from civic.privacy.views.visits import signed_in, visitor

from ..enums import LEAST_RESPONDENTS, QualitySide
from ..forms.quality import GridForm, QualityForm, RoundForm, SnapshotForm
from ..models import CouncilPage, NeighbourhoodCouncil, QualityRound
from ..policies import can_close_side, can_run_quality, can_set_up_councils
from ..selectors.councils import council_of, meetings_of
from ..selectors.indicators import COUNCIL_LIFE
from ..selectors.quality import (
    answered_by_side,
    current_round,
    latest_criteria,
    own_marks,
    published_evaluations,
    side_of,
)
from ..services.quality import adopt_grid, close_side, fill_sheet, open_round, publish_round
from .quality_figures import drawing, evaluation_shown, plotly_url, snapshot_shown

CHART = "ecart"


@require_http_methods(["GET", "HEAD", "POST"])
def quality(request: HttpRequest, page: CouncilPage) -> HttpResponseBase:
    """Show the figures of a council and the gap between its two judges; act where one may."""
    if request.method == "POST":
        return _act(request, page)
    if CHART in request.GET:
        return _chart(request, page)
    return _shown(request, page)


def _chart(request: HttpRequest, page: CouncilPage) -> HttpResponse:
    for evaluation in published_evaluations(council_of(page)):
        if str(evaluation.round.pk) == request.GET[CHART]:
            return JsonResponse(drawing(evaluation))
    return JsonResponse({"data": []}, status=404)


@signed_in
def _act(request: HttpRequest, page: CouncilPage) -> HttpResponseBase:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    council = council_of(page)
    form: Any = None
    try:
        match request.POST.get("act", ""):
            case "open":
                form = RoundForm(request.POST, meetings=meetings_of(council, timezone.now())[1])
                if not form.is_valid():
                    return _shown(request, page, round_form=form, status=422)
                open_round(actor=actor, council=council, **form.cleaned_data)
                said = _("The evaluation is open. Tell the departments and the members.")
            case "grid":
                form = GridForm(request.POST)
                if not form.is_valid():
                    return _shown(request, page, grid_form=form, status=422)
                grid = adopt_grid(
                    actor=actor, organisation=council.space.organisation, **form.cleaned_data
                )
                said = _("Version %(version)s of the criteria is adopted.") % {
                    "version": grid.version
                }
            case "close":
                close_side(actor=actor, round=_round(council), side=request.POST.get("side", ""))
                said = _("This side is closed.")
            case "publish":
                publish_round(actor=actor, round=_round(council))
                said = _("What both sides said is published.")
            case "count":
                form = SnapshotForm(request.POST)
                if not form.is_valid():
                    return _shown(request, page, snapshot_form=form, status=422)
                take_snapshot(
                    actor=actor,
                    organisation=council.space.organisation,
                    subject=council,
                    name=COUNCIL_LIFE,
                    **form.cleaned_data,
                )
                said = _("The figures of this period are published.")
            case "recount":
                said = _recounted(actor, council, request.POST.get("snapshot", ""))
            case _:
                raise Refusal(
                    _("This button is not known here: open the page again."), code="unknown_act"
                )
    except NotAllowed:
        raise
    except Refusal as refusal:
        if form is None:
            messages.error(request, str(refusal.message))
        else:
            field = refusal.field if refusal.field in form.fields else None
            form.add_error(field, str(refusal.message))
        return _shown(
            request,
            page,
            round_form=form if isinstance(form, RoundForm) else None,
            snapshot_form=form if isinstance(form, SnapshotForm) else None,
            grid_form=form if isinstance(form, GridForm) else None,
            status=status_of(refusal),
        )
    messages.success(request, said)
    return redirect(request.path)


def _round(council: NeighbourhoodCouncil) -> QualityRound:
    found = current_round(council)
    if found is None:
        raise Refusal(_("No evaluation of this council is under way."), code="no_round")
    return found


def _recounted(actor: Actor, council: NeighbourhoodCouncil, number: str) -> str:
    snapshots = {str(one.pk): one for one in latest_snapshots(council, COUNCIL_LIFE)}
    if number not in snapshots:
        raise Refusal(_("These figures are not published here."), code="unknown")
    recount = recount_snapshot(actor=actor, snapshot=snapshots[number])
    if recount.differs:
        return _("Counted again: some figures differ today, and the page says which.")
    return _("Counted again: nothing differs.")


def _shown(
    request: HttpRequest,
    page: CouncilPage,
    *,
    round_form: RoundForm | None = None,
    snapshot_form: SnapshotForm | None = None,
    grid_form: GridForm | None = None,
    status: int = 200,
) -> HttpResponse:
    council = council_of(page)
    actor = visitor(request)
    evaluations = published_evaluations(council)
    under_way = current_round(council)
    library = plotly_url()
    here = page.url_of("quality")
    today = timezone.localdate()
    runs = actor is not None and can_run_quality(actor, council.space)
    counts = actor is not None and can_take_snapshot(actor, council.space.organisation)
    context = {
        "page": page,
        "council": council,
        "least": LEAST_RESPONDENTS,
        "evaluations": [
            evaluation_shown(one, f"{here}?{CHART}={one.round.pk}" if library else "")
            for one in evaluations
        ],
        "plotly_url": library,
        "snapshots": [snapshot_shown(one) for one in latest_snapshots(council, COUNCIL_LIFE)],
        "under_way": _under_way(page, council, under_way, actor),
        "round_form": (round_form or _round_form(council))
        if runs and not council.is_closed and (under_way is None or under_way.is_closed)
        else None,
        "snapshot_form": (
            snapshot_form
            or SnapshotForm(initial={"starts_on": today - timedelta(days=366), "ends_on": today})
        )
        if counts
        else None,
        "grid_form": (grid_form or _grid_form(council))
        if actor is not None and can_set_up_councils(actor, council.space.organisation)
        else None,
        "counts": counts,
        "extra_breadcrumbs": [{"title": _("How the council works"), "url": ""}],
    }
    return render(request, "neighbourhood_councils/quality.html", context, status=status)


def _round_form(council: NeighbourhoodCouncil) -> RoundForm:
    return RoundForm(
        meetings=meetings_of(council, timezone.now())[1],
        initial={"closes_on": timezone.localdate() + timedelta(days=21)},
    )


def _grid_form(council: NeighbourhoodCouncil) -> GridForm:
    criteria = latest_criteria(council.space.organisation)
    lines = "\n".join(f"{one.label}: {one.statement}" for one in criteria)
    return GridForm(initial={"criteria": lines})


def _under_way(
    page: CouncilPage,
    council: NeighbourhoodCouncil,
    found: QualityRound | None,
    actor: Actor | None,
) -> dict[str, Any] | None:
    """Say where the evaluation stands; how many answered is said, never what."""
    if found is None:
        return None
    answered = answered_by_side(found)
    sides = [
        {
            "side": side.value,
            "label": str(side.label),
            "answered": ngettext(
                "%(n)s person has answered", "%(n)s people have answered", answered[side]
            )
            % {"n": answered[side]},
            "closed": found.closed_at(side) is not None,
            "closes": actor is not None
            and found.closed_at(side) is None
            and can_close_side(actor, council.space, side),
        }
        for side in QualitySide
    ]
    mine = side_of(actor, council, timezone.localdate()) if actor is not None else None
    return {
        "round": found,
        "sides": sides,
        "fill_url": page.url_of("fill_quality")
        if mine is not None and found.closed_at(mine) is None
        else "",
        "may_publish": found.is_closed
        and actor is not None
        and can_run_quality(actor, council.space),
        "too_few": found.is_closed and min(answered.values()) < LEAST_RESPONDENTS,
    }


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def fill(request: HttpRequest, page: CouncilPage) -> HttpResponse:
    """Fill the grid from one's own side; what the others answer is shown to nobody."""
    council = council_of(page)
    actor: Actor = request.actor  # type: ignore[attr-defined]
    side = side_of(actor, council, timezone.localdate())
    if side is None:
        raise NotAllowed(_("Only the members of this council and the departments fill this grid."))
    found = current_round(council)
    if found is None:
        messages.info(request, _("No evaluation of this council is under way."))
        return redirect(page.url_of("quality"))
    sheet, marks = own_marks(found, actor)
    criteria = list(found.grid.criteria.order_by("position"))
    form = QualityForm(
        request.POST if request.method == "POST" else None, criteria=criteria, marks=marks
    )
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                fill_sheet(actor=actor, round=found, marks=form.marks())
            except NotAllowed:
                raise
            except Refusal as refusal:
                form.add_error(None, str(refusal.message))
                status = status_of(refusal)
            else:
                messages.success(
                    request, _("Your answers are kept. You may change them until your side closes.")
                )
                return redirect(page.url_of("quality"))
    context = {
        "page": page,
        "form": form,
        "side": str(side.label),
        "round": found,
        "filled": sheet is not None,
        "least": LEAST_RESPONDENTS,
        "quality_url": page.url_of("quality"),
        "extra_breadcrumbs": [
            {"title": _("How the council works"), "url": page.url_of("quality")},
            {"title": _("Fill the grid"), "url": ""},
        ],
    }
    return render(request, "neighbourhood_councils/fill_quality.html", context, status=status)

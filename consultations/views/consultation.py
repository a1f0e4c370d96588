"""The list of consultations of a branch, and one consultation."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from civic.core.logic.dates import written_day
from civic.decisions.enums import DecisionState
from civic.decisions.models import DecisionPage
from civic.participation.models import Activity, Phase, PhaseSetting
from civic.participation.selectors import last_day

from ..enums import ConsultationPreset
from ..logic.stages import StageState
from ..models import Consultation, ConsultationIndexPage, ConsultationPage
from ..policies import can_see
from ..selectors import (
    consultations_shown_in,
    figures_of,
    in_language,
    is_overdue,
    listed,
    open_items,
    organisation_above,
    stage_of,
)
from .calling import actor_of
from .method import method_summary
from .register import FORMATS, has_public_register


def consultation_list(request: HttpRequest, page: ConsultationIndexPage) -> HttpResponse:
    """Show what is open, what comes and what is closed in a branch."""
    organisation = organisation_above(page)
    lines = listed(consultations_shown_in(organisation.pk)) if organisation else []
    opened = [line for line in lines if line.stage.state == StageState.OPEN]
    closed = [line for line in lines if line.stage.state == StageState.CLOSED]
    coming = [line for line in lines if line not in opened and line not in closed]
    context = {"page": page, "opened": opened, "coming": coming, "closed": closed}
    return render(request, "consultations/consultation_list.html", context)


def consultation_detail(request: HttpRequest, page: ConsultationPage) -> HttpResponse:
    """Show a consultation: the question, the promise, where we are, what one can do."""
    consultation = _with_everything(page.consultation_id)
    is_preview = getattr(request, "is_preview", False)
    if not is_preview and not can_see(actor_of(request), consultation):
        raise Http404
    activities = list(consultation.space.activities.all())
    items = open_items(activities)
    stage = stage_of(consultation)
    calls = [item.activity for item in items if item.figure]
    context = {
        "page": page,
        "consultation": consultation,
        "stage": stage,
        "closes_on": last_day(stage.closes_at) if stage.closes_at else None,
        "items": items,
        "main": _main_act(items),
        "timeline": timeline_of(list(consultation.space.phases.all())),
        "figures": figures_of(calls).sentences() if calls else [],
        "date_changes": consultation.date_changes.all(),
        "method": method_summary(page, getattr(consultation, "method", None)),
        "became_url": page.url_of("became"),
        "decisions": _decisions(consultation),
        "overdue": is_overdue(consultation, stage),
        "is_statutory": consultation.preset == ConsultationPreset.ENVIRONMENT_L123_19,
        "sheets": list({a.processing_sheet for a in activities if a.processing_sheet}),
        "contact_hours": consultation.space.organisation.desk_hours,
        "register": register_links(page) if has_public_register(consultation, stage) else [],
    }
    return render(request, "consultations/consultation_detail.html", context)


def register_links(page: ConsultationPage) -> list[dict[str, str]]:
    """Return the links to the register of a consultation, one per format."""
    return [
        {"format": name.upper(), "url": page.url_of("register", extension=name)}
        for name in reversed(FORMATS)
    ]


def _with_everything(key: int) -> Consultation:
    return (
        Consultation.objects.select_related(
            "space__organisation", "file_to_consult", "method__text"
        )
        .defer("space__organisation__boundary")
        .prefetch_related(
            "space__phases",
            "date_changes",
            Prefetch(
                "space__activities",
                Activity.objects.select_related("space", "processing_sheet").order_by("pk"),
            ),
            Prefetch(
                "space__activities__settings",
                PhaseSetting.objects.select_related("phase").order_by("pk"),
            ),
        )
        .get(pk=key)
    )


def _main_act(items: list[Any]) -> dict[str, str] | None:
    # One button: what is open and closes first; nothing to do leaves no button.
    acting = [item for item in items if item.is_open and item.act_url]
    if not acting:
        return None
    far = timezone.now() + timedelta(days=36_500)
    first = min(acting, key=lambda item: item.main.closes_at or far)
    return {"label": first.action, "url": first.act_url}


def _decisions(consultation: Consultation) -> list[dict[str, Any]]:
    pages = (
        DecisionPage.objects.live()
        .filter(decision__space=consultation.space_id, decision__state=DecisionState.SIGNED)
        .select_related("decision", "locale")
        .defer("body")
        .order_by("-decision__decided_on", "pk")
    )
    by_decision: dict[int, list[DecisionPage]] = {}
    for page in pages:
        by_decision.setdefault(page.decision_id, []).append(page)
    shown = [in_language(translations) for translations in by_decision.values()]
    return [
        {
            "title": page.decision.title,
            "summary": page.decision.summary,
            "decided_on": page.decision.decided_on,
            "decided_by": page.decision.decided_by_name,
            "url": page.get_absolute_url(),
        }
        for page in shown
        if page is not None
    ]


def timeline_of(phases: list[Phase], now: datetime | None = None) -> list[dict[str, Any]]:
    """Return phases as the timeline shows them: when, and whether done, current or coming."""
    moment = now or timezone.now()
    return [
        {
            "title": phase.title,
            "when": when_of(phase),
            "note": phase.text,
            "state": _phase_state(phase, moment),
        }
        for phase in phases
    ]


def _phase_state(phase: Phase, moment: datetime) -> str:
    if phase.approximate:
        return "coming"
    if phase.ends_at is not None and phase.ends_at <= moment:
        return "done"
    if phase.starts_at is None or phase.starts_at <= moment:
        return "current"
    return "coming"


def when_of(phase: Phase) -> str:
    """Return when a phase is, in words: exact dates, or roughly."""
    if phase.approximate:
        return phase.approximate
    start = timezone.localdate(phase.starts_at) if phase.starts_at else None
    end = last_day(phase.ends_at) if phase.ends_at else None
    if start and end:
        if start == end:
            return written_day(start)
        # The year is said once.
        short = "MONTH_DAY_FORMAT" if start.year == end.year else "DATE_FORMAT"
        return _("from %(start)s to %(end)s") % {
            "start": written_day(start, short),
            "end": written_day(end),
        }
    if start:
        return _("from %(start)s") % {"start": written_day(start)}
    return _("until %(end)s") % {"end": written_day(end)} if end else ""

"""Whom a mixed group is compared with, and how many came."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from civic.core.exceptions import Refusal
from civic.participation.forms import AttendanceByCollegeForm
from civic.participation.services.attendance import record_attendance
from civic.privacy.views.visits import signed_in

from ..enums import Criterion
from ..forms import ReferenceForm
from ..models import MixedGroupPage, ReferencePopulation
from ..selectors.composition import categories_of
from ..services.group_references import set_reference
from .group import session_of
from .group_managing import add_refusal, hosted, under


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def compare(request: HttpRequest, page: MixedGroupPage, criterion: str) -> HttpResponse:
    """Say whom the group is compared with on one criterion, with the source."""
    group = hosted(request, page)
    if criterion not in Criterion.values:
        raise Http404
    known = (
        ReferencePopulation.objects.filter(group=group, criterion=criterion)
        .prefetch_related("shares")
        .first()
    )
    initial: dict[str, Any] = {}
    if known is not None:
        initial = {"label": known.label, "source": known.source, "as_of": known.as_of}
        initial |= {f"share_{row.category}": row.percent for row in known.shares.all()}
    form = ReferenceForm(
        request.POST or None, categories=categories_of(group, criterion), initial=initial
    )
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            given = form.cleaned_data
            try:
                set_reference(
                    actor=request.actor,  # type: ignore[attr-defined]
                    group=group,
                    criterion=criterion,
                    label=given["label"],
                    source=given["source"],
                    as_of=given["as_of"],
                    shares=form.shares(),
                )
            except Refusal as refusal:
                add_refusal(form, refusal)
            else:
                messages.success(request, _("Saved."))
                return redirect(page.url_of("manage"))
    title = _("Compare on: %(criterion)s") % {"criterion": Criterion(criterion).label}
    context = {
        "page": page,
        "group": group,
        "form": form,
        "heading": title,
        "lede": _("Shares make 100 together. Shown with their source and date, or not at all."),
        "button": _("Save"),
        "extra_breadcrumbs": under(page, title),
    }
    return render(request, "workshops/group_form.html", context, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def attendance(request: HttpRequest, page: MixedGroupPage, session_id: int) -> HttpResponse:
    """Write how many of each college came: counts, never a list."""
    group = hosted(request, page)
    session = session_of(page, session_id)
    colleges = {row.college: str(row.get_college_display()) for row in group.quotas.all()}
    initial: dict[str, Any] = {f"count_{college}": 0 for college in colleges}
    for row in session.attendance.all():
        initial |= {f"count_{row.college}": row.count, f"first_time_{row.college}": row.first_time}
    form = AttendanceByCollegeForm(request.POST or None, colleges=colleges, initial=initial)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                record_attendance(
                    actor=request.actor,  # type: ignore[attr-defined]
                    session=session,
                    counts=form.counts(),
                    first_time=form.newcomers(),
                )
            except Refusal as refusal:
                add_refusal(form, refusal)
            else:
                messages.success(request, _("Saved."))
                return redirect(page.url_of("session", session_id=session.pk))
    context = {
        "page": page,
        "group": group,
        "form": form,
        "heading": _("Who came"),
        "lede": _("Numbers by college. Nobody's name is kept, and the page shows numbers only."),
        "button": _("Save"),
        "extra_breadcrumbs": [
            {"title": session.title, "url": page.url_of("session", session_id=session.pk)},
            {"title": _("Who came"), "url": ""},
        ],
    }
    return render(request, "workshops/group_form.html", context, status=status)

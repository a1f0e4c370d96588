"""Positions of colleges, report of the group, reply of the authority."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from civic.accounts.enums import College
from civic.core.exceptions import NotAllowed, Refusal
from civic.privacy.views.visits import signed_in

from ..forms import PositionForm, PostponeForm, ReplyForm, ReportForm
from ..models import CollegePosition, GroupReport, MixedGroup, MixedGroupPage
from ..policies import can_host_group, can_reply
from ..selectors.groups import group_of, quotas_of, seat_of
from ..services.group_words import adopt_report, postpone_reply, publish_reply, save_position
from .group_managing import add_refusal, hosted, under

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


def _write(
    request: HttpRequest,
    page: MixedGroupPage,
    form: forms.Form,
    write: Callable[..., Any],
    *,
    done: str,
    to: str = "",
    **words: Any,
) -> HttpResponse:
    """Show a form of a group and call the service with what it holds; a refusal is said on it."""
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                write(actor=request.actor, **form.cleaned_data)  # type: ignore[attr-defined]
            except Refusal as refusal:
                add_refusal(form, refusal)
            else:
                messages.success(request, done)
                return redirect(f"{page.get_absolute_url()}{to}")
    context = {"page": page, "form": form, **words}
    return render(request, "workshops/group_form.html", context, status=status)


@never_cache
@GET_OR_POST
@signed_in
def write_position(request: HttpRequest, page: MixedGroupPage, college: str) -> HttpResponse:
    """Write the position of one's college, keep it as a draft or publish it."""
    group = group_of(page)
    actor = request.actor  # type: ignore[attr-defined]
    if college not in {quota.college for quota in quotas_of(group)}:
        raise Http404
    seat = seat_of(actor, group)
    if not can_host_group(actor, group) and (seat is None or seat.college != college):
        raise NotAllowed(_("Only the members of this college write its position."))
    known = CollegePosition.objects.filter(group=group, college=college).first()
    return _write(
        request,
        page,
        PositionForm(request.POST or None, initial={"text": known.text if known else ""}),
        partial(save_position, group=group, college=college),
        done=_("Saved."),
        to="#positions",
        group=group,
        heading=_("The position of the college « %(college)s »")
        % {"college": College(college).label},
        lede=(
            _("It is published: new words are read by everybody at once.")
            if known and known.published_at
            else _("A draft is read by the members alone.")
        ),
        button=_("Save"),
        extra_breadcrumbs=[{"title": _("Position"), "url": ""}],
    )


@never_cache
@GET_OR_POST
@signed_in
def report(request: HttpRequest, page: MixedGroupPage) -> HttpResponse:
    """Publish the report of the group, or correct it until the authority replies."""
    group = hosted(request, page)
    known: GroupReport | None = getattr(group, "report", None)
    initial = {
        "text": known.text if known else "",
        "adopted_on": known.adopted_on if known else timezone.localdate(),
    }
    return _write(
        request,
        page,
        ReportForm(request.POST or None, initial=initial),
        partial(adopt_report, group=group, document=known.document if known else None),
        done=_("The report is published; the reply is awaited."),
        group=group,
        heading=_("The report of the group"),
        lede=_("From its publication, the authority owes a motivated reply."),
        button=_("Publish the report"),
        extra_breadcrumbs=under(page, _("The report of the group")),
    )


def _replied_for(request: HttpRequest, page: MixedGroupPage) -> MixedGroup:
    group = group_of(page)
    if not can_reply(request.actor, group):  # type: ignore[attr-defined]
        raise NotAllowed(_("Only an elected official who decides for this body signs its reply."))
    return group


@never_cache
@GET_OR_POST
@signed_in
def reply(request: HttpRequest, page: MixedGroupPage) -> HttpResponse:
    """Publish the motivated reply; it never changes afterwards."""
    group = _replied_for(request, page)
    if getattr(group, "reply", None) is not None:
        return redirect(page.get_absolute_url())
    return _write(
        request,
        page,
        ReplyForm(request.POST or None),
        partial(publish_reply, group=group),
        done=_("The reply is published; the members are told."),
        # Nothing is typed that could only be refused.
        obstacle=(
            _("The group has not handed over its report yet.")
            if getattr(group, "report", None) is None
            else ""
        ),
        group=group,
        heading=_("Reply to the report"),
        lede=_("It is public at once, and does not change any more."),
        button=_("Publish the reply"),
        other={"label": _("Put the reply off"), "url": page.url_of("postpone")},
        extra_breadcrumbs=[{"title": _("Reply to the report"), "url": ""}],
    )


@never_cache
@GET_OR_POST
@signed_in
def postpone(request: HttpRequest, page: MixedGroupPage) -> HttpResponse:
    """Put the reply off, with a reason that stays."""
    group = _replied_for(request, page)
    return _write(
        request,
        page,
        PostponeForm(request.POST or None),
        partial(postpone_reply, group=group),
        done=_("The new date is public, with its reason."),
        group=group,
        heading=_("Put the reply off"),
        lede=_("The former date stays on the page, and the members are told."),
        button=_("Announce the new date"),
        extra_breadcrumbs=[{"title": _("Put the reply off"), "url": ""}],
    )

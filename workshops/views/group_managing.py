"""Whoever runs a mixed group invites, writes answers down, opens it, counts who came."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from civic.core.exceptions import NotAllowed, Refusal
from civic.participation.policies import can_set_up
from civic.participation.views.acting import status_of
from civic.privacy.views.visits import signed_in

from ..enums import Criterion
from ..forms import (
    AnswerForm,
    ConfirmForm,
    MemberForm,
    OpenForm,
)
from ..logic.seats import shortages
from ..models import GroupMembership, MixedGroup, MixedGroupPage
from ..policies import can_derogate, can_host_group, can_set_up_groups
from ..selectors.composition import (
    composition_of,
    people_of,
)
from ..selectors.group_parts import parts_of
from ..selectors.groups import (
    group_of,
    members_of,
    quotas_of,
    seated_by_college,
    sessions_in,
    standing_of,
)
from ..services.group_archive import archive_group, check_over
from ..services.group_members import (
    answer_invitation,
    describe_member,
    invite_member,
    leave_group,
)
from ..services.mixed_groups import open_group
from .workshop import PAST, paged

# Each list of the screen has pages of its own.
WAITING, ANSWERED = "attente", "membres"


def hosted(request: HttpRequest, page: MixedGroupPage) -> MixedGroup:
    """Return the group for whoever runs it; raise NotAllowed for everybody else."""
    group = group_of(page)
    actor = request.actor  # type: ignore[attr-defined]
    if not can_host_group(actor, group):
        raise NotAllowed(_("Only whoever runs this group enters here."))
    return group


def under(page: MixedGroupPage, title: str) -> list[dict[str, str]]:
    """Return the breadcrumbs of a screen below the management of a group."""
    return [
        {"title": _("Run this group"), "url": page.url_of("manage")},
        {"title": title, "url": ""},
    ]


def add_refusal(form: Any, refusal: Refusal) -> None:
    """Show a refusal beside its field; one who may not is told so by the error page."""
    if isinstance(refusal, NotAllowed):
        raise refusal
    field = refusal.field if refusal.field in form.fields else None
    form.add_error(field, str(refusal.message))


@never_cache
@require_http_methods(["GET", "HEAD"])
@signed_in
def manage(request: HttpRequest, page: MixedGroupPage) -> HttpResponse:
    """Show what is left to do: seats, invitations without an answer, screens."""
    group = hosted(request, page)
    members = list(members_of(group))
    sessions, parts = sessions_in(group), parts_of(group)
    composition = composition_of(group, members=members, parts=parts)
    waiting = [row for row in members if _waits(row)]
    answered = [row for row in members if not _waits(row)]
    context = {
        "page": page,
        "group": group,
        "standing": standing_of(group),
        "composition": composition,
        "missing": [
            _("%(college)s: %(count)s missing")
            % {"college": line.label.capitalize(), "count": line.missing}
            for line in composition.lines
            if line.missing
        ],
        "waiting": paged(request, WAITING, waiting, show=partial(_line, page)),
        "waiting_name": WAITING,
        "others": paged(request, ANSWERED, answered, show=partial(_line, page)),
        "others_name": ANSWERED,
        "sessions": paged(
            request,
            PAST,
            sessions[::-1],
            show=lambda session: {
                "session": session,
                "url": page.url_of("session", session_id=session.pk),
                "counted": session.pk in parts.attendance,
            },
        ),
        "sessions_name": PAST,
        "schedule_url": f"{reverse('sessions:add')}?space={group.space_id}",
        "edit_url": (
            reverse("mixed-groups:edit", args=[group.pk])
            if can_set_up_groups(request.actor, group.space.organisation)  # type: ignore[attr-defined]
            else ""
        ),
        "invite_url": page.url_of("invite"),
        "open_url": "" if group.opened_at else page.url_of("open"),
        "report_url": page.url_of("report"),
        "archive_url": page.url_of("archive")
        if group.space.archived_at is None and can_set_up(request.actor, group.space)  # type: ignore[attr-defined]
        else "",
        "criteria": [
            {"label": one.label, "url": page.url_of("compare", criterion=one.value)}
            for one in Criterion
        ],
        "extra_breadcrumbs": [{"title": _("Run this group"), "url": ""}],
    }
    return render(request, "workshops/group_manage.html", context)


def _line(page: MixedGroupPage, row: GroupMembership) -> dict[str, Any]:
    return {
        "name": row.person.public_name,
        "college": row.college,
        "college_label": row.get_college_display(),
        "state": row.state.label,
        "since": row.left_at or row.declined_at or row.accepted_at or row.invited_at,
        "substitute": row.substitute_of_id is not None,
        "url": page.url_of("member", membership_id=row.pk),
    }


def _waits(row: GroupMembership) -> bool:
    return row.accepted_at is None and row.declined_at is None


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def member(request: HttpRequest, page: MixedGroupPage, membership_id: int) -> HttpResponse:
    """One member: write an answer down, invite again, say interests and training, end the seat."""
    group = hosted(request, page)
    row = get_object_or_404(
        GroupMembership.objects.select_related("person", "group__space__organisation"),
        pk=membership_id,
        group=group,
    )
    row.group = group
    act = request.POST.get("act", "")
    answers = AnswerForm(request.POST if act == "answer" else None)
    words = MemberForm(
        request.POST if act == "describe" else None,
        initial={"interests": row.interests, "training": row.training},
    )
    status = 200
    if request.method == "POST":
        status = 422
        form = answers if act == "answer" else words
        if act in {"leave", "again"} or form.is_valid():
            try:
                said = _act_on(request, row, act, form)
            except Refusal as refusal:
                if isinstance(refusal, NotAllowed) or act in {"leave", "again"}:
                    raise
                add_refusal(form, refusal)
            else:
                messages.success(request, said)
                return redirect(page.url_of("manage"))
    context = {
        "page": page,
        "group": group,
        "member": row,
        "state": row.state.value,
        "state_label": row.state.label,
        "answers": answers,
        "words": words,
        "extra_breadcrumbs": under(page, row.person.public_name),
    }
    return render(request, "workshops/group_member.html", context, status=status)


def _act_on(request: HttpRequest, row: GroupMembership, act: str, form: Any) -> str:
    actor = request.actor  # type: ignore[attr-defined]
    match act:
        case "answer":
            given = form.cleaned_data
            answer_invitation(
                actor=actor,
                membership=row,
                accept=given["answer"] == "yes",
                channel=given["channel"],
                named=given["named"],
            )
            return _("The answer is written down.")
        case "leave":
            leave_group(actor=actor, membership=row)
            return _("The seat is free.")
        case "again":
            invite_member(
                actor=actor,
                group=row.group,
                person=row.person,
                college=row.college,
                substitute_of=row.substitute_of,
            )
            return _("The invitation is sent again.")
        case _:
            describe_member(actor=actor, membership=row, **form.cleaned_data)
            return _("Saved.")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def open_it(request: HttpRequest, page: MixedGroupPage) -> HttpResponse:
    """Open the group; below a minimum, say in public why."""
    group = group_of(page)
    actor = request.actor  # type: ignore[attr-defined]
    may_derogate = can_derogate(actor, group)
    if not can_host_group(actor, group) and not may_derogate:
        raise NotAllowed(_("Only whoever runs this group opens it."))
    if group.opened_at is not None:
        return redirect(page.get_absolute_url())
    form = OpenForm(request.POST if request.method == "POST" else None)
    missing = shortages(quotas_of(group), seated_by_college(group))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                open_group(actor=actor, group=group, **form.cleaned_data)
            except Refusal as refusal:
                add_refusal(form, refusal)
            else:
                messages.success(request, _("The group is open; its members are told."))
                return redirect(page.get_absolute_url())
    if not missing or not may_derogate:
        del form.fields["derogation_reason"]
    context = {
        "page": page,
        "group": group,
        "form": form,
        "missing": [
            _("%(seated)s for a minimum of %(minimum)s")
            % {"seated": people_of(one.college, one.seated), "minimum": one.minimum}
            for one in missing
        ],
        "may_derogate": may_derogate,
        "extra_breadcrumbs": under(page, _("Open the group")),
    }
    return render(request, "workshops/group_open.html", context, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def archive(request: HttpRequest, page: MixedGroupPage) -> HttpResponse:
    """Close a group for good, once its reply is published."""
    group = group_of(page)
    actor = request.actor  # type: ignore[attr-defined]
    if not can_set_up(actor, group.space):
        raise NotAllowed(_("You may not archive for this organisation."))
    form = ConfirmForm(request.POST or None)
    status, obstacle = 200, ""
    if request.method != "POST":
        try:
            check_over(group)
        except Refusal as refusal:
            obstacle = str(refusal.message)
    else:
        form = ConfirmForm(request.POST)
        try:
            archive_group(actor=actor, group=group)
        except Refusal as refusal:
            form.is_valid()
            add_refusal(form, refusal)
            status = status_of(refusal)
        else:
            messages.success(request, _("The group is archived; its page stays."))
            return redirect(page.get_absolute_url())
    context = {
        "page": page,
        "group": group,
        "form": form,
        "heading": _("Archive the group"),
        "lede": _(
            "It can still be read, at the same address; nothing in it changes any more. There is "
            "no way back."
        ),
        "button": _("Archive"),
        "obstacle": obstacle,
        "extra_breadcrumbs": under(page, _("Archive the group")),
    }
    return render(request, "workshops/group_form.html", context, status=status)

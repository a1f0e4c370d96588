"""Whoever runs a mixed group invites, writes answers down, opens it, counts who came."""

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from civic.accounts.models import Person
from civic.core.exceptions import NotAllowed, Refusal
from civic.participation.policies import can_set_up
from civic.participation.selectors import communes_of
from civic.participation.views.acting import status_of
from civic.privacy.views.visits import signed_in

from ..enums import Criterion
from ..forms import (
    AnswerForm,
    ConfirmForm,
    InviteForm,
    MemberForm,
    OpenForm,
)
from ..logic.seats import shortages
from ..models import GroupMembership, MixedGroup, MixedGroupPage
from ..policies import can_derogate, can_host_group, can_set_up_groups
from ..selectors.composition import (
    composition_of,
    people_of,
    speaking_seconds,
)
from ..selectors.groups import (
    group_of,
    members_of,
    quotas_of,
    seated,
    seated_by_college,
    sessions_with_attendance,
    standing_of,
)
from ..services.group_archive import archive_group, check_over
from ..services.group_members import (
    answer_invitation,
    describe_member,
    invite_by_email,
    invite_member,
    leave_group,
)
from ..services.mixed_groups import open_group


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
    sessions = sessions_with_attendance(group)
    composition = composition_of(
        group,
        members=members,
        sessions=sessions,
        turns=speaking_seconds(group),
        quotas=quotas_of(group),
    )
    lines = [
        {
            "name": row.person.public_name,
            "college": row.college,
            "college_label": row.get_college_display(),
            "state": row.state.label,
            "since": row.left_at or row.declined_at or row.accepted_at or row.invited_at,
            "substitute": row.substitute_of_id is not None,
            "url": page.url_of("member", membership_id=row.pk),
        }
        for row in members
    ]
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
        "waiting": [line for line, row in zip(lines, members, strict=True) if _waits(row)],
        "others": [line for line, row in zip(lines, members, strict=True) if not _waits(row)],
        "sessions": [
            {
                "session": session,
                "url": page.url_of("session", session_id=session.pk),
                "counted": bool(session.attendance.all()),
            }
            for session in sessions
        ],
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


def _waits(row: GroupMembership) -> bool:
    return row.accepted_at is None and row.declined_at is None


def _invite_form(request: HttpRequest, group: MixedGroup) -> InviteForm:
    form = InviteForm(request.POST or None)
    fields: Any = form.fields
    quotas = group.quotas.all()
    fields["college"].choices = [(row.college, row.get_college_display()) for row in quotas]
    near = Q(organisation=group.space.organisation) | Q(
        organisation__in=communes_of(group.space).order_by().values("pk")
    )
    fields["person"].queryset = (
        Person.objects.filter(near, erased_at=None)
        .exclude(pk__in=seated(group.memberships.all()).values("person"))
        .order_by("public_name", "pk")
    )
    fields["substitute_of"].queryset = (
        seated(group.memberships.all()).filter(substitute_of=None).select_related("person")
    )
    return form


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def invite(request: HttpRequest, page: MixedGroupPage) -> HttpResponse:
    """Invite somebody known here, or whoever reads an address."""
    group = hosted(request, page)
    form = _invite_form(request, group)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                row = _invited(request, group, form.cleaned_data)
            except Refusal as refusal:
                add_refusal(form, refusal)
            else:
                messages.success(
                    request, _("%(name)s is invited.") % {"name": row.person.public_name}
                )
                return redirect(page.url_of("invite"))
    context = {
        "page": page,
        "group": group,
        "form": form,
        "heading": _("Invite a member"),
        "lede": _(
            "The invitation leaves by e-mail; somebody without e-mail goes on the list of people "
            "to write to or call."
        ),
        "button": _("Send the invitation"),
        "extra_breadcrumbs": under(page, _("Invite a member")),
    }
    return render(request, "workshops/group_form.html", context, status=status)


def _invited(request: HttpRequest, group: MixedGroup, given: dict[str, Any]) -> GroupMembership:
    actor = request.actor  # type: ignore[attr-defined]
    shared = {
        "actor": actor,
        "group": group,
        "college": given["college"],
        "substitute_of": given["substitute_of"],
    }
    if given["person"] is not None:
        return invite_member(person=given["person"], **shared)
    return invite_by_email(email=given["email"], public_name=given["public_name"], **shared)


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

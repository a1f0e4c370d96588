"""Close a discussion with conclusions, and open it again: for whoever leads it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from civic.core.exceptions import NotAllowed, Refusal
from civic.participation.views.acting import actor_of, status_of

from ..enums import MAX_POINTS
from ..forms import ConclusionsForm, ReopenForm
from ..policies import can_conclude
from ..registry import Discussed, discussion_registry
from ..selectors.conclusions import ANCHOR, citable, concluded
from ..services import close_discussion, reopen_discussion
from ..services.conclusions import PointDraft

PICKED = "citer"
GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@GET_OR_POST
def conclude(request: HttpRequest, kind: str, key: int) -> HttpResponse:
    """Write the conclusions of a discussion, each with the comments it rests on."""
    found = _led(request, kind, key)
    if isinstance(found, HttpResponse):
        return found
    declared, target = found
    picked = [int(one) for one in request.GET.getlist(PICKED) if one.isdecimal() and len(one) < 19]
    comments = citable(target, picked)
    choices = [
        (
            comment.pk,
            f"{comment.person.public_name}{_(':')} {Truncator(comment.comment).chars(160)}",
        )
        for comment in comments
    ]
    asked = request.POST.get("points", "1")
    points = min(max(int(asked), 1), MAX_POINTS) if asked.isdecimal() and len(asked) < 3 else 1
    adds = request.method == "POST" and "add" in request.POST
    if adds:
        points = min(points + 1, MAX_POINTS)
    data: Any = request.POST.copy() if request.method == "POST" else None
    if data is not None:
        data["points"] = str(points)
    form = ConclusionsForm(data, comments=choices, points=points, picked=picked)
    here = declared.address_of(target) or ""
    status = 200
    if request.method == "POST" and not adds:
        if form.is_valid():
            try:
                close_discussion(
                    actor=actor_of(request),
                    target=target,
                    points=[
                        PointDraft(
                            form.cleaned_data[f"text_{number}"],
                            form.cleaned_data[f"comments_{number}"],
                        )
                        for number in range(1, points + 1)
                    ],
                    keep_findings_because=form.cleaned_data["keep_findings_because"],
                )
            except NotAllowed as refusal:
                raise PermissionDenied(str(refusal)) from refusal
            except Refusal as refusal:
                field = f"{refusal.field}_1" if refusal.field else None
                form.add_error(field, str(refusal.message))
                status = status_of(refusal)
            else:
                messages.success(request, _("The discussion is closed; whoever took part is told."))
                return HttpResponseRedirect(f"{here}#{ANCHOR}" if here else "/")
        else:
            status = 422
    context = {
        "discussed": target,
        "form": form,
        # One more point is not a mistake: what is not written yet is not refused.
        "told": form.errors and not adds,
        "comments_count": ngettext(
            "%(n)s public comment may be cited.",
            "%(n)s public comments may be cited.",
            len(comments),
        )
        % {"n": len(comments)},
        "may_add": points < MAX_POINTS,
        "closed": concluded(target).sentence,
        "back_url": f"{here}#discussion",
    }
    return render(request, "discussion/conclude.html", context, status=status)


@never_cache
@GET_OR_POST
def reopen(request: HttpRequest, kind: str, key: int) -> HttpResponse:
    """Open a closed discussion again, with a reason."""
    found = _led(request, kind, key)
    if isinstance(found, HttpResponse):
        return found
    declared, target = found
    here = declared.address_of(target) or "/"
    form = ReopenForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                reopen_discussion(
                    actor=actor_of(request), target=target, reason=form.cleaned_data["reason"]
                )
            except NotAllowed as refusal:
                raise PermissionDenied(str(refusal)) from refusal
            except Refusal as refusal:
                field = refusal.field if refusal.field in form.fields else None
                form.add_error(field, str(refusal.message))
                status = status_of(refusal)
            else:
                messages.success(request, _("The discussion is open again."))
                return HttpResponseRedirect(f"{here}#discussion")
    context = {
        "discussed": target,
        "form": form,
        "closed": bool(concluded(target)),
        "back_url": f"{here}#discussion",
        "consequences": [
            _("Its conclusions are taken off the page; they stay in the journal with your reason."),
            _("Whoever may comment there may comment again, while a phase opens it."),
        ],
    }
    return render(request, "discussion/reopen.html", context, status=status)


def _led(request: HttpRequest, kind: str, key: int) -> tuple[Discussed, Model] | HttpResponse:
    actor = actor_of(request)
    if actor.user is None:
        return redirect_to_login(request.get_full_path())
    for declared in discussion_registry.discussed.values():
        if declared.model._meta.model_name == kind:
            target = declared.rows().filter(pk=key).first() if key < 2**63 else None
            if target is None:
                raise Http404
            if not can_conclude(actor, target.activity.space):
                raise PermissionDenied(
                    _("Only the facilitators and moderators of this discussion may close it.")
                )
            return declared, target
    raise Http404

"""The moderators' one queue: every reported text, and what was decided of it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from civic.accounts.policies import Actor
from civic.core.exceptions import NotAllowed, Refusal

from ..forms import SettleForm
from ..models import Comment, Report
from ..policies import MODERATORS
from ..selectors import hidden_comments, reported_texts
from ..services import restore_comment, settle_report


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def queue(request: HttpRequest) -> HttpResponse:
    """Show the reported texts of the organisations one moderates, and settle one of them."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if not actor.has_role_anywhere(*MODERATORS):
        raise PermissionDenied(_("Only moderators settle what was reported."))
    if "restore" in request.POST:
        return _restore(request, actor)
    form = SettleForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        settled = _settle(request, actor, form)
        if settled is not None:
            return settled
        status = 422
    context: dict[str, Any] = {
        "texts": reported_texts(actor, request.GET.get("p", 1)),
        "hidden": hidden_comments(actor),
        "form": form,
        "refused": form.data.get("report", "") if form.is_bound else "",
    }
    return render(request, "discussion/admin_queue.html", context, status=status)


def _restore(request: HttpRequest, actor: Actor) -> HttpResponse:
    key = request.POST["restore"]
    known = key.isascii() and key.isdigit() and len(key) < 19
    found = Comment.objects.hidden().filter(pk=int(key)).first() if known else None
    if found is None:
        messages.info(request, _("This comment is not hidden any more."))
        return HttpResponseRedirect(reverse("moderation_queue"))
    try:
        restore_comment(actor=actor, comment=found)
    except NotAllowed as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    except Refusal as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("The comment is shown again; its author is told."))
    return HttpResponseRedirect(reverse("moderation_queue"))


def _settle(request: HttpRequest, actor: Actor, form: SettleForm) -> HttpResponse | None:
    if not form.is_valid():
        return None
    waiting = Report.objects.open().filter(pk=form.cleaned_data["report"])
    found = waiting.prefetch_related("reported").first()
    if found is None or found.reported is None:
        messages.info(request, _("Somebody has already settled this report."))
        return HttpResponseRedirect(reverse("moderation_queue"))
    try:
        settle_report(actor=actor, report=found, hide_because=form.cleaned_data["rule"])
    except NotAllowed as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    except Refusal as refusal:
        form.add_error(None, str(refusal.message))
        return None
    hidden = bool(form.cleaned_data["rule"])
    said = _("The text is hidden; its author is told which rule it breaks.") if hidden else ""
    messages.success(request, said or _("The text stays as it is."))
    return HttpResponseRedirect(reverse("moderation_queue"))

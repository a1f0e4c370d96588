"""The reasons given with a vote that a moderator reads before they are published."""

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

from .forms import ReasonForm
from .models import CastBallot
from .policies import MODERATORS
from .selectors import reasons_to_read
from .services import publish_reason


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def reasons(request: HttpRequest) -> HttpResponse:
    """Show the reasons that wait where one moderates, and publish or keep back one of them."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if not actor.has_role_anywhere(*MODERATORS):
        raise PermissionDenied(_("Only moderators read these reasons."))
    if request.method == "POST":
        _decide(request, actor)
        return HttpResponseRedirect(reverse("voting_reasons"))
    context = {"papers": reasons_to_read(actor, request.GET.get("p", 1))}
    return render(request, "voting/admin_reasons.html", context)


def _decide(request: HttpRequest, actor: Actor) -> None:
    form = ReasonForm(request.POST)
    paper = (
        CastBallot.objects.filter(pk=form.cleaned_data["paper"])
        .select_related("ballot__activity__space")
        .first()
        if form.is_valid()
        else None
    )
    if paper is None:
        messages.error(request, _("This reason is not there any more."))
        return
    public = form.cleaned_data["decision"] == "publish"
    try:
        publish_reason(actor=actor, paper=paper, public=public)
    except NotAllowed as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    except Refusal as refusal:
        messages.error(request, str(refusal.message))
        return
    messages.success(
        request,
        _("The reason is published with its choice.") if public else _("The reason is kept back."),
    )

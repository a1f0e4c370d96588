"""Report a comment, or what it is about, from any page that has a discussion."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from civic.core.exceptions import Refusal, TooMany
from civic.participation.views.acting import actor_of, address_of, status_of

from ..forms import ReportForm
from ..models import Comment
from ..services import report

Show = Callable[[int, ReportForm], HttpResponse]


def reported_comment(request: HttpRequest, about: Any) -> Comment | None:
    """Return the comment an address or a form names; None when it names none, else 404."""
    asked = request.POST.get("comment") or request.GET.get("commentaire") or ""
    if not asked:
        return None
    if not (asked.isascii() and asked.isdigit() and len(asked) < 19):
        raise Http404
    found = Comment.objects.public().about(about).filter(pk=int(asked)).first()
    if found is None:
        raise Http404
    return found


def report_on(request: HttpRequest, target: Any, here: str, show: Show) -> HttpResponse:
    """Tell the moderators that something breaks a rule; `here` is the page it is read on.

    `show` shows the form with a status, nothing that was typed being lost.
    """
    reported = target.pk if isinstance(target, Comment) else None
    sent = request.POST if request.method == "POST" else None
    form = ReportForm(sent, initial={"comment": reported})
    if sent is None:
        return show(200, form)
    if not form.is_valid():
        return show(422, form)
    actor = actor_of(request)
    try:
        report(
            actor=actor,
            target=target,
            rule=form.cleaned_data["rule"],
            text=form.cleaned_data["text"],
            person=actor.person,
            who=f"address:{address_of(request)}",
        )
    except Refusal as refusal:
        field = refusal.field if refusal.field in form.fields else None
        form.add_error(field, str(refusal.message))
        response = show(status_of(refusal), form)
        if isinstance(refusal, TooMany):
            response["Retry-After"] = str(refusal.retry_after)
        return response
    messages.success(request, _("Thank you: a moderator reads it and says which rule applies."))
    anchor = f"?commentaire={reported}#comment-{reported}" if reported else ""
    return HttpResponseRedirect(f"{here}{anchor}")

"""Comment on a paragraph or an amendment, and report what breaks a rule."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from civic.core.exceptions import Refusal
from civic.discussion.forms import CommentForm, ReportForm
from civic.discussion.models import Comment
from civic.discussion.services import report as file_report
from civic.discussion.views.commenting import comment_on
from civic.participation.views.acting import actor_of, address_of

from ..models import Text
from ..selectors.addresses import own_amendment_url, paragraph_url
from .amending import render_amendment
from .calling import amendment_of, paragraph_of, refusal_status, shown, text_of
from .reading import render_paragraph

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


@GET_OR_POST
def comment(request: HttpRequest, slug: str, key: UUID) -> HttpResponse:
    """Comment on a paragraph, or answer a comment."""
    text = text_of(request, slug)
    found = paragraph_of(text, key)

    def again(status: int, form: CommentForm) -> HttpResponse:
        return render_paragraph(request, text, found, status=status, comment_form=form)

    return comment_on(request, text.activity, found, paragraph_url(found), again)


@GET_OR_POST
def comment_amendment(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """Comment on an amendment, or answer a comment."""
    text = text_of(request, slug)
    found = amendment_of(request, text, number)

    def again(status: int, form: CommentForm) -> HttpResponse:
        return render_amendment(request, text, found, status=status, comment_form=form)

    here = own_amendment_url(found)
    return comment_on(request, text.activity, found.contribution, here, again)


@GET_OR_POST
def report(request: HttpRequest, slug: str, key: UUID) -> HttpResponse:
    """Tell the moderators that a comment on a paragraph breaks a rule."""
    text = text_of(request, slug)
    found = paragraph_of(text, key)
    reported = _reported(request, found)
    if reported is None:
        raise Http404
    return _report(request, text, reported, paragraph_url(found))


@GET_OR_POST
def report_amendment(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """Tell the moderators that an amendment or one of its comments breaks a rule."""
    text = text_of(request, slug)
    found = amendment_of(request, text, number)
    target = _reported(request, found.contribution) or found.contribution
    return _report(request, text, target, own_amendment_url(found))


def _reported(request: HttpRequest, about: Any) -> Comment | None:
    asked = request.POST.get("comment") or request.GET.get("commentaire") or ""
    if not asked:
        return None
    if not (asked.isascii() and asked.isdigit() and len(asked) < 19):
        raise Http404
    found = Comment.objects.public().about(about).filter(pk=int(asked)).first()
    if found is None:
        raise Http404
    return found


def _report(request: HttpRequest, text: Text, target: Any, here: str) -> HttpResponse:
    reported = target.pk if isinstance(target, Comment) else None
    form = ReportForm(
        request.POST if request.method == "POST" else None, initial={"comment": reported}
    )
    context = {
        "form": form,
        "reported_words": target.comment if isinstance(target, Comment) else target.text,
        "back_url": here,
        "crumbs": ((_("Report"), ""),),
    }
    if request.method == "POST" and form.is_valid():
        actor = actor_of(request)
        try:
            file_report(
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
            return refusal_status(shown(request, "texts/report.html", text, **context), refusal)
        messages.success(request, _("Thank you: a moderator reads it and says which rule applies."))
        anchor = f"?commentaire={reported}#comment-{reported}" if reported else ""
        return HttpResponseRedirect(f"{here}{anchor}")
    status = 422 if request.method == "POST" else 200
    return shown(request, "texts/report.html", text, status=status, **context)

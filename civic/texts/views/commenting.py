"""Comment on a paragraph or an amendment, and report what breaks a rule."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from civic.discussion.forms import CommentForm, ReportForm
from civic.discussion.models import Comment
from civic.discussion.views.commenting import comment_on
from civic.discussion.views.reporting import report_on, reported_comment

from ..models import Text
from ..selectors.addresses import own_amendment_url, paragraph_url
from .amending import render_amendment
from .calling import amendment_of, paragraph_of, shown, text_of
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
    reported = reported_comment(request, found)
    if reported is None:
        raise Http404
    return _report(request, text, reported, paragraph_url(found))


@GET_OR_POST
def report_amendment(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """Tell the moderators that an amendment or one of its comments breaks a rule."""
    text = text_of(request, slug)
    found = amendment_of(request, text, number)
    target = reported_comment(request, found.contribution) or found.contribution
    return _report(request, text, target, own_amendment_url(found))


def _report(request: HttpRequest, text: Text, target: Any, here: str) -> HttpResponse:
    words = target.comment if isinstance(target, Comment) else target.text

    def show(status: int, form: ReportForm) -> HttpResponse:
        context = {
            "form": form,
            "reported_words": words,
            "back_url": here,
            "crumbs": ((_("Report"), ""),),
        }
        return shown(request, "texts/report.html", text, status=status, **context)

    return report_on(request, target, here, show)

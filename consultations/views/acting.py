"""Support, comment, report, edit and withdraw: each works without JavaScript and for a guest."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from civic.core.exceptions import Refusal
from civic.discussion.forms import CommentForm, ReportForm
from civic.discussion.models import Comment
from civic.discussion.views.commenting import comment_on
from civic.discussion.views.reporting import report_on, reported_comment
from civic.participation.enums import Act
from civic.participation.models import Activity, Contribution
from civic.participation.policies import can_change
from civic.participation.selectors import standing
from civic.participation.services.contributions import (
    edit_contribution,
    withdraw_contribution,
)
from civic.participation.views.acting import given, person_for
from civic.voting.services.supports import support as give_support
from civic.voting.services.supports import withdraw_support

from ..forms import WithdrawForm, WordsForm
from ..models import CallForProposalsPage
from .calling import (
    activity_of,
    actor_of,
    proposal_of,
    refused,
    spend_address,
)
from .proposals import is_supported_by, render_proposal, support_shown

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


@GET_OR_POST
def support(request: HttpRequest, page: CallForProposalsPage, number: str) -> HttpResponse:
    """Give one's support to a proposal, or take it back."""
    activity = activity_of(request, page)
    contribution = proposal_of(request, activity, number)
    here = page.url_of("detail", number=number)
    data = given(request, ["support"])
    if data is None:
        return HttpResponseRedirect(f"{here}#support")
    person = person_for(request, activity, data, back_url=here, button=_("Support"))
    if isinstance(person, HttpResponse):
        return person
    takes_back = data["support"] == "withdraw"
    act = withdraw_support if takes_back else give_support
    try:
        spend_address(request, "support")
        act(actor=actor_of(request), contribution=contribution, person=person)
    except Refusal as refusal:
        return _support_refused(request, page, activity, contribution, refusal)
    if not request.htmx:  # type: ignore[attr-defined]
        return HttpResponseRedirect(f"{here}#support")
    contribution.refresh_from_db(fields=["supports_count"])
    acting = standing(activity, Act.SUPPORT)
    shown = support_shown(page, contribution, acting, supported=not takes_back)
    said = _("Your support was taken back.") if takes_back else _("Your support counts.")
    context = {"support": shown, "refused": "", "said": said}
    return render(request, "consultations/support.html", context)


def _support_refused(
    request: HttpRequest,
    page: CallForProposalsPage,
    activity: Activity,
    contribution: Contribution,
    refusal: Refusal,
) -> HttpResponse:
    if not request.htmx:  # type: ignore[attr-defined]
        messages.error(request, str(refusal.message))
        return HttpResponseRedirect(f"{page.url_of('detail', number=contribution.number)}#support")
    supported = is_supported_by(contribution, actor_of(request).person)
    acting = standing(activity, Act.SUPPORT)
    shown = support_shown(page, contribution, acting, supported=supported)
    context = {"support": shown, "refused": str(refusal.message), "said": ""}
    # htmx swaps what succeeded only: a refusal is shown in place, in words.
    return render(request, "consultations/support.html", context)


@GET_OR_POST
def comment(request: HttpRequest, page: CallForProposalsPage, number: str) -> HttpResponse:
    """Comment on a proposal, or answer a comment."""
    activity = activity_of(request, page)
    contribution = proposal_of(request, activity, number)
    here = page.url_of("detail", number=number)

    def again(status: int, form: CommentForm) -> HttpResponse:
        return render_proposal(
            request, page, activity, contribution, status=status, comment_form=form
        )

    return comment_on(request, activity, contribution, here, again)


@GET_OR_POST
def report(request: HttpRequest, page: CallForProposalsPage, number: str) -> HttpResponse:
    """Tell the moderators that a proposal or one of its comments breaks a rule."""
    activity = activity_of(request, page)
    contribution = proposal_of(request, activity, number)
    target = reported_comment(request, contribution) or contribution
    here = page.url_of("detail", number=number)

    def show(status: int, form: ReportForm) -> HttpResponse:
        context = {
            "page": page,
            "form": form,
            "proposal": contribution,
            "comment": target if isinstance(target, Comment) else None,
            "back_url": here,
            "extra_breadcrumbs": [
                {"title": contribution.title, "url": here},
                {"title": _("Report"), "url": ""},
            ],
        }
        return render(request, "consultations/report.html", context, status=status)

    return report_on(request, target, here, show)


def _own(request: HttpRequest, page: CallForProposalsPage, number: str) -> Contribution:
    contribution = proposal_of(request, activity_of(request, page), number)
    if not can_change(actor_of(request), contribution):
        raise PermissionDenied(_("Only its author may change a proposal."))
    return contribution


@GET_OR_POST
def edit(request: HttpRequest, page: CallForProposalsPage, number: str) -> HttpResponse:
    """Change the words of one's own proposal; what was public is kept as a version."""
    contribution = _own(request, page, number)
    here = page.url_of("detail", number=number)
    words = {"title": contribution.title, "text": contribution.text}
    form = WordsForm(request.POST if request.method == "POST" else None, initial=words)
    context = {
        "page": page,
        "form": form,
        "proposal": contribution,
        "back_url": here,
        "extra_breadcrumbs": [
            {"title": contribution.title, "url": here},
            {"title": _("Change my proposal"), "url": ""},
        ],
    }
    if request.method == "POST" and form.is_valid():
        try:
            edited = edit_contribution(
                actor=actor_of(request), contribution=contribution, **form.cleaned_data
            )
        except Refusal as refusal:
            form.refuse(refusal)
            return refused(request, "consultations/edit.html", context, refusal)
        if edited.is_public:
            messages.success(request, _("Your proposal is changed; the former text is kept."))
        else:
            messages.info(request, _("Your proposal is changed; a person reads it first."))
        return HttpResponseRedirect(here)
    status = 422 if request.method == "POST" else 200
    return render(request, "consultations/edit.html", context, status=status)


@GET_OR_POST
def withdraw(request: HttpRequest, page: CallForProposalsPage, number: str) -> HttpResponse:
    """Withdraw one's own proposal, with a reason; it stays readable."""
    contribution = _own(request, page, number)
    here = page.url_of("detail", number=number)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    consequences = [
        _("Your text stays readable, with your reason beside it."),
        _("It is no longer supported, and no answer is owed to it any more."),
        _("This cannot be undone; you can write a new proposal."),
    ]
    context = {
        "consequences": consequences,
        "page": page,
        "form": form,
        "proposal": contribution,
        "back_url": here,
        "extra_breadcrumbs": [
            {"title": contribution.title, "url": here},
            {"title": _("Withdraw my proposal"), "url": ""},
        ],
    }
    if request.method == "POST" and form.is_valid():
        try:
            withdraw_contribution(
                actor=actor_of(request),
                contribution=contribution,
                reason=form.cleaned_data["reason"],
            )
        except Refusal as refusal:
            form.refuse(refusal)
            return refused(request, "consultations/withdraw.html", context, refusal)
        messages.success(request, _("Your proposal is withdrawn; it stays readable."))
        return HttpResponseRedirect(here)
    status = 422 if request.method == "POST" else 200
    return render(request, "consultations/withdraw.html", context, status=status)

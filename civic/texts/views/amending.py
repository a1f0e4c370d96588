"""Propose an amendment, read it beside the text, support it, decide on it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from civic.cases.enums import OPEN_STATES, CaseState, Outcome
from civic.cases.logic.clock import add_working_days
from civic.core.exceptions import Refusal
from civic.core.logic.dates import written_day
from civic.participation.enums import Act, PublicationRule
from civic.participation.models import Contribution
from civic.participation.policies import can_change
from civic.participation.selectors import conditions_left, last_day, standing, standings
from civic.participation.services.contributions import withdraw_contribution
from civic.participation.views.acting import (
    actor_of,
    given,
    person_for,
    spend_address,
)
from civic.voting.models import Support
from civic.voting.services.supports import support as give_support
from civic.voting.services.supports import withdraw_support

from ..enums import TextState, Verdict
from ..forms import AmendForm, WithdrawForm
from ..logic.differences import difference
from ..models import AmendmentDetail, Paragraph, Text
from ..policies import can_decide
from ..selectors.addresses import own_amendment_url, paragraph_url
from ..selectors.amendments import line_of, public_amendments
from ..selectors.reading import labels_of
from ..services.amendments import submit_amendment
from .calling import (
    amendment_of,
    paragraph_crumb,
    paragraph_of,
    refusal_status,
    shown,
    text_of,
)

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])
AMENDMENTS_PER_PAGE = 20


@never_cache
@GET_OR_POST
def amend(request: HttpRequest, slug: str, key: UUID) -> HttpResponse:
    """Write first, identify last: keep what is proposed, then ask who proposes it."""
    text = text_of(request, slug)
    found = paragraph_of(text, key)
    here = paragraph_url(found)
    conditions = conditions_left(text.activity, actor_of(request).person)
    names = ["aim", "words", "why", "base", "submission_key"]
    data = given(request, [*names, *(f"condition_{one.pk}" for one in conditions)])
    acting = standing(text.activity, Act.AMEND)
    closed = "" if acting.is_open else acting.sentence
    if found.removed_at is not None:
        closed = _("This paragraph was removed meanwhile; its history can be read.")
    elif text.state == TextState.ADOPTED:
        closed = _("This text is adopted: it can be read and commented on, not changed.")
    current = found.current
    if data is None or current is None:
        form = AmendForm(
            initial={"words": found.words, "base": current.number if current else 1},
            conditions=conditions,
        )
        return _amend_page(request, text, found, form, closed=closed)
    form = AmendForm(data, conditions=conditions)
    if "preview" in request.POST:
        shown_again = AmendForm(initial=form.data, conditions=conditions)
        return _amend_page(request, text, found, shown_again, closed=closed)
    valid = form.is_valid()
    if closed:
        form.add_error(None, closed)
        return _amend_page(request, text, found, form, closed="", status=409)
    if not valid:
        return _amend_page(request, text, found, form, status=422)
    person = person_for(request, text.activity, data, back_url=here, button=_("Send my amendment"))
    if isinstance(person, HttpResponse):
        return person
    base = found.revisions.filter(number=form.cleaned_data["base"]).first() or current
    try:
        spend_address(request, "contribute")
        made = submit_amendment(
            actor=actor_of(request),
            paragraph=found,
            base=base,
            person=person,
            words=form.cleaned_data["words"],
            why=form.cleaned_data["why"],
            aim=form.cleaned_data["aim"],
            accepted_conditions=form.accepted,
            submission_key=form.cleaned_data["submission_key"],
            language=get_language() or "fr",
        )
    except Refusal as refusal:
        form.refuse(refusal)
        return refusal_status(_amend_page(request, text, found, form), refusal)
    return HttpResponseRedirect(f"{own_amendment_url(made)}?recu=1")


def _amend_page(
    request: HttpRequest,
    text: Text,
    found: Paragraph,
    form: AmendForm,
    *,
    closed: str = "",
    status: int = 200,
) -> HttpResponse:
    number = labels_of(text).get(found.pk, "")
    typed = str(form["words"].value() or "")
    acting = standing(text.activity, Act.AMEND)
    return shown(
        request,
        "texts/amend.html",
        text,
        status=status,
        paragraph=found,
        number=number,
        form=form,
        condition_fields=[form[name] for name in form.fields if name.startswith("condition_")],
        closed=closed,
        back_url=paragraph_url(found),
        closes_on=last_day(acting.closes_at) if acting.closes_at else None,
        preview=difference(found.words, typed) if typed and typed != found.words else None,
        what_next=_what_follows(text),
        draft_key=f"amendment-{found.pk}",
        crumbs=(paragraph_crumb(found, number), (_("Amend"), "")),
    )


def _what_follows(text: Text) -> list[str]:
    activity = text.activity
    promised = add_working_days(timezone.localdate(), activity.answer_working_days)
    if activity.publication_rule == PublicationRule.BEFORE:
        appears = _("A person reads it first, then it appears beside the paragraph.")
    else:
        appears = _(
            "It appears at once beside the paragraph. If it seems to name somebody, a person "
            "reads it first."
        )
    who = activity.department.name if activity.department else activity.space.organisation.name
    return [
        _("You receive a number, with which you are told where it stands."),
        appears,
        _("%(who)s accepts, adapts or rejects it, with a reason sent to you, by %(date)s.")
        % {"who": who, "date": written_day(promised)},
    ]


@require_safe
def amendment_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the amendments of a text, those that wait first."""
    text = text_of(request, slug)
    page = Paginator(public_amendments(text), AMENDMENTS_PER_PAGE).get_page(request.GET.get("page"))
    labels = labels_of(text)
    rows = []
    for one in page.object_list:
        one.paragraph.text = text
        rows.append({"line": line_of(one), "number": labels.get(one.paragraph_id, "")})
    return shown(
        request,
        "texts/amendments.html",
        text,
        amendments=page,
        rows=rows,
        amend_closed=standing(text.activity, Act.AMEND).sentence,
        crumbs=((_("Amendments"), ""),),
    )


@require_safe
def amendment(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """Show an amendment: both texts side by side, why, its answer, its discussion."""
    text = text_of(request, slug)
    return render_amendment(request, text, amendment_of(request, text, number))


def render_amendment(
    request: HttpRequest, text: Text, found: AmendmentDetail, *, status: int = 200, **extra: Any
) -> HttpResponse:
    """Render the page of an amendment; `extra` may hold a refused form as `comment_form`."""
    contribution = found.contribution
    actor = actor_of(request)
    acts = standings(text.activity)
    at = {"slug": text.slug, "number": contribution.number}
    mine = can_change(actor, contribution)
    waits = not found.decision and contribution.withdrawn_at is None
    label = labels_of(text).get(found.paragraph_id, "")
    written = not found.decision or found.decision == Verdict.REJECTED or found.revisions.exists()
    return shown(
        request,
        "texts/amendment.html",
        text,
        status=status,
        line=line_of(found),
        contribution=contribution,
        number=label,
        case=case_shown(contribution),
        support=support_shown(request, text, contribution),
        here=own_amendment_url(found),
        paragraph_url=paragraph_url(found.paragraph),
        comment_url=reverse("text_amendment_comment", kwargs=at),
        report_url=reverse("text_amendment_report", kwargs=at),
        comments_closed=acts[Act.COMMENT].sentence,
        decide_url=reverse("text_amendment_decide", kwargs=at)
        if waits and contribution.is_public and can_decide(actor, found)
        else "",
        withdraw_url=reverse("text_amendment_withdraw", kwargs=at) if mine and waits else "",
        still_to_write=not written,
        moved=waits and found.paragraph.current_id != found.base_revision_id,
        receipt="recu" in request.GET and mine,
        what_next=_what_follows(text)[1:],
        crumbs=(paragraph_crumb(found.paragraph, label), (contribution.title, "")),
        **extra,
    )


def case_shown(contribution: Contribution) -> dict[str, Any]:
    """Return what the component of a case shows."""
    case = contribution.case
    today = timezone.localdate()
    late = case.state in OPEN_STATES and case.promised_on and case.promised_on < today
    answered = case.state == CaseState.ANSWERED
    return {
        "number": case.number,
        "state": "withdrawn" if contribution.withdrawn_at else ("late" if late else "waiting"),
        "state_label": _("withdrawn by its author")
        if contribution.withdrawn_at
        else _("waiting for an answer"),
        "received_on": case.received_on,
        "promised_on": case.promised_on,
        "answered_on": case.answered_on if answered else None,
        "days_late": (today - case.promised_on).days if late and case.promised_on else 0,
        "owner": "" if contribution.withdrawn_at else case.organisation.name,
        "department": case.department.name if case.department else "",
        "outcome": case.outcome if answered else "",
        "outcome_label": str(Outcome(case.outcome).label) if answered else "",
        "reason": case.reason,
        "next_steps": case.next_steps,
        "signed_by": case.answered_as or case.organisation.name,
    }


def support_shown(request: HttpRequest, text: Text, contribution: Contribution) -> dict[str, Any]:
    """Return what the support button shows: number, mine or not, why not, until when."""
    acting = standing(text.activity, Act.SUPPORT)
    person = actor_of(request).person
    closed = acting.sentence
    if contribution.withdrawn_at is not None:
        closed = _("Its author withdrew this amendment: it can no longer be supported.")
    elif not contribution.is_public:
        closed = _("It can be supported once it is published.")
    return {
        "action": reverse(
            "text_amendment_support", kwargs={"slug": text.slug, "number": contribution.number}
        ),
        "count": contribution.supports_count,
        "supported": person is not None
        and Support.objects.filter(contribution=contribution, person=person).exists(),
        "closed": closed,
        "deadline": last_day(acting.closes_at) if acting.closes_at else None,
    }


@GET_OR_POST
def support(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """Give one's support to an amendment, or take it back."""
    text = text_of(request, slug)
    contribution = amendment_of(request, text, number).contribution
    here = reverse("text_amendment", kwargs={"slug": slug, "number": number})
    data = given(request, ["support"])
    if data is None:
        return HttpResponseRedirect(f"{here}#support")
    person = person_for(request, text.activity, data, back_url=here, button=_("Support"))
    if isinstance(person, HttpResponse):
        return person
    takes_back = data["support"] == "withdraw"
    act = withdraw_support if takes_back else give_support
    refused = ""
    try:
        spend_address(request, "support")
        act(actor=actor_of(request), contribution=contribution, person=person)
    except Refusal as refusal:
        refused = str(refusal.message)
    if not request.htmx:  # type: ignore[attr-defined]
        if refused:
            messages.error(request, refused)
        return HttpResponseRedirect(f"{here}#support")
    contribution.refresh_from_db(fields=["supports_count"])
    said = _("Your support was taken back.") if takes_back else _("Your support counts.")
    context = {
        "support": support_shown(request, text, contribution),
        "refused": refused,
        "said": "" if refused else said,
    }
    return render(request, "texts/support.html", context)


@never_cache
@GET_OR_POST
def withdraw(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """Withdraw one's own amendment, with a reason; it stays readable."""
    text = text_of(request, slug)
    found = amendment_of(request, text, number)
    if not can_change(actor_of(request), found.contribution):
        raise PermissionDenied(_("Only its author may withdraw an amendment."))
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    here = own_amendment_url(found)
    context: dict[str, Any] = {
        "form": form,
        "back_url": here,
        "contribution": found.contribution,
        "consequences": [
            _("Your amendment stays readable, with your reason beside it."),
            _("Nobody answers it any more, and it can no longer be supported."),
            _("This cannot be undone; you can write another one."),
        ],
        "crumbs": ((found.contribution.title, here), (_("Withdraw"), "")),
    }
    if request.method == "POST" and form.is_valid():
        try:
            withdraw_contribution(
                actor=actor_of(request),
                contribution=found.contribution,
                reason=form.cleaned_data["reason"],
            )
        except Refusal as refusal:
            form.refuse(refusal)
            return refusal_status(shown(request, "texts/withdraw.html", text, **context), refusal)
        messages.success(request, _("Your amendment is withdrawn; it stays readable."))
        return HttpResponseRedirect(here)
    status = 422 if request.method == "POST" else 200
    return shown(request, "texts/withdraw.html", text, status=status, **context)

"""What councils are asked, what each says, what they concluded together, and the reply owed."""

from typing import Any, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from civic.accounts.policies import Actor
from civic.core.exceptions import NotAllowed, Refusal
from civic.core.logic.numbers import written_number
from civic.participation.views.acting import status_of
from civic.privacy.views.visits import signed_in, visitor
from civic.territory.models import Organisation

from ..forms.referrals import DeliberationForm, OpinionForm, PostponeForm, ReferralForm, ReplyForm
from ..models import CouncilIndexPage, CouncilOpinion, CouncilReply, Referral
from ..policies import can_give_opinion, can_reply_to, can_set_up_councils
from ..selectors.councils import councils_of, organisation_above
from ..selectors.referrals import (
    LATE,
    WAITING,
    ReferralCounts,
    ReferralLine,
    counts_of,
    in_state,
    line_of_referral,
    lines_of,
    opinions_of,
    referrals_of,
)
from ..services.referrals import (
    VOTES,
    open_referral,
    postpone_reply,
    publish_opinion,
    publish_reply,
    write_deliberation,
)

REFERRALS_PER_PAGE = 20


def _organisation(page: CouncilIndexPage) -> Organisation:
    found = organisation_above(page)
    if found is None:
        raise Http404
    return found


@require_safe
def listing(request: HttpRequest, page: CouncilIndexPage) -> HttpResponse:
    """List what the councils of a branch are asked, and the replies they wait for."""
    organisation = _organisation(page)
    today = timezone.localdate()
    every = referrals_of(organisation)
    counts = counts_of(every, today)
    state = request.GET.get("etat", "")
    rows = in_state(every, state, today)
    rows_page = Paginator(rows, REFERRALS_PER_PAGE).get_page(request.GET.get("page"))
    actor = visitor(request)
    context = {
        "page": page,
        "lines": [
            {"line": line, "url": _url(page, line.referral)}
            for line in lines_of(cast("QuerySet[Referral]", rows_page.object_list), today)
        ],
        "rows_page": rows_page,
        "counts": counts,
        "tabs": _tabs(counts, state),
        "sentence": _sentence(counts),
        "ask_url": page.url_of("ask")
        if actor is not None and _may_ask(actor, organisation)
        else "",
        "extra_breadcrumbs": [{"title": _("Opinions and replies"), "url": ""}],
    }
    return render(request, "neighbourhood_councils/referrals.html", context)


def _tabs(counts: ReferralCounts, state: str) -> list[dict[str, Any]]:
    """Return the ways to what still waits; none where everything has its reply."""
    if not counts.waiting:
        return []
    views = [
        ("", _("Everything"), counts.total),
        (WAITING, _("Waiting for a reply"), counts.waiting),
        (LATE, _("Reply overdue"), counts.late),
    ]
    known = state if state in (WAITING, LATE) else ""
    return [
        {
            "label": label,
            "url": f"?etat={name}" if name else "?",
            "current": name == known,
            "count": count,
        }
        for name, label, count in views
        if count or name == known
    ]


def _url(page: CouncilIndexPage, referral: Referral) -> str:
    return page.url_of("referral", referral_id=referral.pk)


def _sentence(counts: ReferralCounts) -> str:
    if not counts.total:
        return ""
    said = ngettext(
        "%(replied)s of %(n)s question put to the councils has its reply.",
        "%(replied)s of the %(n)s questions put to the councils have their reply.",
        counts.total,
    ) % {
        "replied": written_number(counts.total - counts.waiting),
        "n": written_number(counts.total),
    }
    if not counts.late:
        return said
    more = ngettext("%(n)s reply is overdue.", "%(n)s replies are overdue.", counts.late) % {
        "n": written_number(counts.late)
    }
    return f"{said} {more}"


def _may_ask(actor: Actor, organisation: Organisation) -> bool:
    return can_set_up_councils(actor, organisation) or any(
        can_give_opinion(actor, council.space) for council in councils_of(organisation)
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def ask(request: HttpRequest, page: CouncilIndexPage) -> HttpResponse:
    """Put a question to councils, or take one up as a chair on one's own initiative."""
    organisation = _organisation(page)
    actor: Actor = request.actor  # type: ignore[attr-defined]
    sets_up = can_set_up_councils(actor, organisation)
    councils = [
        council
        for council in councils_of(organisation)
        if not council.is_closed and (sets_up or can_give_opinion(actor, council.space))
    ]
    if not councils:
        raise NotAllowed(_("Only a chair or the staff of this organisation opens a referral."))
    form = ReferralForm(
        request.POST or None, councils=councils, organisation=organisation, alone=not sets_up
    )
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                referral = open_referral(
                    actor=actor, organisation=organisation, **form.cleaned_data
                )
            except NotAllowed:
                raise
            except Refusal as refusal:
                _said(form, refusal)
                status = status_of(refusal)
            else:
                messages.success(request, _("The question is put, and the members are told."))
                return redirect(_url(page, referral))
    context = {
        "page": page,
        "form": form,
        "listing_url": page.url_of("referrals"),
        "extra_breadcrumbs": [
            {"title": _("Opinions and replies"), "url": page.url_of("referrals")},
            {"title": _("Put a question"), "url": ""},
        ],
    }
    return render(request, "neighbourhood_councils/ask.html", context, status=status)


def _said(form: Any, refusal: Refusal) -> None:
    field = refusal.field if refusal.field in form.fields else None
    form.add_error(field, str(refusal.message))


@require_http_methods(["GET", "HEAD", "POST"])
def detail(request: HttpRequest, page: CouncilIndexPage, referral_id: int) -> HttpResponseBase:
    """Show a referral: each council's position, what was concluded, the reply or its date."""
    query = Referral.objects.select_related("organisation", "asked_by", "reply").prefetch_related(
        "opinions", "postponements"
    )
    referral = get_object_or_404(query, pk=referral_id, organisation=_organisation(page))
    if request.method == "POST":
        return _act(request, page, referral)
    return _shown(request, page, referral)


@signed_in
def _act(request: HttpRequest, page: CouncilIndexPage, referral: Referral) -> HttpResponseBase:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    act = request.POST.get("act", "")
    form: Any = None
    try:
        if act == "opinion":
            number = request.POST.get("opinion", "")
            opinion = get_object_or_404(
                CouncilOpinion.objects.select_related("council__space__organisation", "referral"),
                pk=int(number) if number.isdecimal() and len(number) < 10 else 0,
                referral=referral,
            )
            form = OpinionForm(request.POST, prefix=f"opinion-{opinion.pk}")
        elif act == "deliberation":
            form = DeliberationForm(request.POST)
        elif act == "reply":
            form = ReplyForm(request.POST)
        elif act == "postpone":
            form = PostponeForm(request.POST)
        else:
            raise Refusal(
                _("This button is not known here: open the page again."), code="unknown_act"
            )
        if not form.is_valid():
            return _shown(request, page, referral, bound=form, status=422)
        given = form.cleaned_data
        match act:
            case "opinion":
                publish_opinion(actor=actor, opinion=opinion, **given)
                said = _("The opinion is published. It stays as it is.")
            case "deliberation":
                write_deliberation(actor=actor, referral=referral, **given)
                said = _("What the councils concluded together is published.")
            case "reply":
                publish_reply(actor=actor, referral=referral, **given)
                said = _("The reply is published, and the members are told.")
            case _:
                postpone_reply(actor=actor, referral=referral, **given)
                said = _("The new date is public, with its reason.")
    except NotAllowed:
        raise
    except Refusal as refusal:
        if form is None:
            messages.error(request, str(refusal.message))
        else:
            _said(form, refusal)
        return _shown(request, page, referral, bound=form, status=status_of(refusal))
    messages.success(request, said)
    return redirect(request.path)


def _shown(
    request: HttpRequest,
    page: CouncilIndexPage,
    referral: Referral,
    *,
    bound: Any = None,
    status: int = 200,
) -> HttpResponse:
    actor = visitor(request)
    line = line_of_referral(referral, timezone.localdate())
    open_still = line.reply is None
    sets_up = actor is not None and can_set_up_councils(actor, referral.organisation)
    replies = actor is not None and open_still and can_reply_to(actor, referral)
    concludes = sets_up and open_still and line.is_shared and referral.deliberated_on is None
    opinions = opinions_of(referral)
    for row in opinions:
        opinion: CouncilOpinion = row["opinion"]
        row["form"] = None
        row["votes"] = _votes(opinion)
        if (
            actor is not None
            and open_still
            and opinion.published_at is None
            and can_give_opinion(actor, opinion.council.space)
        ):
            prefix = f"opinion-{opinion.pk}"
            mine = isinstance(bound, OpinionForm) and bound.prefix == prefix
            row["form"] = bound if mine else OpinionForm(prefix=prefix)
    context = {
        "page": page,
        "referral": referral,
        "line": line,
        "turn": _turn(line),
        "opinions": opinions,
        "deliberation_form": _form(bound, DeliberationForm) if concludes else None,
        "reply_form": _form(bound, ReplyForm) if replies else None,
        "postpone_form": _form(bound, PostponeForm) if replies else None,
        "postponements": list(referral.postponements.all()),
        "extra_breadcrumbs": [
            {"title": _("Opinions and replies"), "url": page.url_of("referrals")},
            {"title": referral.title, "url": ""},
        ],
    }
    return render(request, "neighbourhood_councils/referral.html", context, status=status)


def _form(bound: Any, form_class: Any) -> Any:
    form = bound if isinstance(bound, form_class) else form_class()
    # Several forms of one page ask for a reason: each field has an address of its own.
    form.auto_id = f"{form_class.__name__.lower()}-%s"
    return form


def _votes(opinion: CouncilOpinion) -> str:
    counts = [getattr(opinion, name) for name in VOTES]
    if all(count is None for count in counts):
        return ""
    yes, no, blank = (count or 0 for count in counts)
    return ngettext(
        "%(yes)s for, %(no)s against, %(blank)s abstention",
        "%(yes)s for, %(no)s against, %(blank)s abstentions",
        blank,
    ) % {"yes": yes, "no": no, "blank": blank}


def _turn(line: ReferralLine) -> dict[str, Any] | None:
    """Say who must act, and by when."""
    referral = line.referral
    reply: CouncilReply | None = line.reply
    if reply is not None:
        return None
    today = timezone.localdate()
    if line.given < line.asked and today <= referral.opinions_due_on:
        return {
            "who": ngettext("the council asked", "the councils asked", line.asked),
            "action": ngettext("gives its opinion", "give their opinion", line.asked),
            "by": referral.opinions_due_on,
        }
    return {
        "who": referral.asked_by.name,
        "action": _("replies with its reasons"),
        "by": referral.reply_due_on,
    }

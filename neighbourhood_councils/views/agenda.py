"""The agenda of a council: what residents propose, kept for a meeting or deferred with a reason."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from civic.accounts.models import Person
from civic.accounts.views.identify import identify_step
from civic.core.exceptions import NotAllowed, Refusal
from civic.core.logic.numbers import written_number
from civic.participation.policies import can_host
from civic.participation.views.acting import actor_of, spend_address, status_of
from civic.privacy.views.visits import signed_in, visitor

from ..enums import AgendaState
from ..forms import AgendaDecisionForm, AgendaProposalForm
from ..models import AgendaProposal, CouncilPage
from ..selectors.agenda import agenda_counts, agenda_of, meetings_to_come
from ..selectors.councils import council_of
from ..services.agenda import check_words, decide_agenda_item, propose_agenda_item

SUBJECTS_PER_PAGE = 20
SHAPES = {
    AgendaState.WAITING: "waiting",
    AgendaState.KEPT: "kept",
    AgendaState.DEFERRED: "aside",
}


@require_http_methods(["GET", "HEAD"])
def agenda(request: HttpRequest, page: CouncilPage) -> HttpResponse:
    """List what was proposed for the agenda and what became of it."""
    council = council_of(page)
    actor = visitor(request)
    hosts = actor is not None and can_host(actor, council.space)
    counts = agenda_counts(council)
    state = request.GET.get("etat", "")
    proposals = agenda_of(council)
    if state in AgendaState.values:
        proposals = proposals.filter(state=state)
    rows_page = Paginator(proposals, SUBJECTS_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "council": council,
        "sentence": _sentence(counts),
        "tabs": _tabs(counts, state),
        "total": sum(counts.values()),
        "rows": [_row(page, proposal, hosts) for proposal in rows_page],
        "rows_page": rows_page,
        "propose_url": "" if council.is_closed else page.url_of("propose_agenda"),
        "phone": council.contact_phone or council.space.organisation.contact_phone,
        "hours": council.space.organisation.desk_hours,
        "extra_breadcrumbs": [{"title": _("Subjects proposed"), "url": ""}],
    }
    return render(request, "neighbourhood_councils/agenda.html", context)


def _tabs(counts: dict[str, int], state: str) -> list[dict[str, Any]]:
    """Return the ways to each state that some subject is in; none where all are in one."""
    views = [("", _("Everything"), sum(counts.values()))]
    views += [(one.value, str(one.label), counts[one]) for one in AgendaState if counts[one]]
    if len(views) < 3:
        return []
    return [
        {
            "label": label[:1].upper() + label[1:],
            "url": f"?etat={name}" if name else "?",
            "current": name == (state if state in counts else ""),
            "count": count,
        }
        for name, label, count in views
    ]


def _sentence(counts: dict[str, int]) -> str:
    total, waiting = sum(counts.values()), counts[AgendaState.WAITING]
    if not total:
        return ""
    said = ngettext(
        "%(kept)s of %(n)s subject proposed is on an agenda.",
        "%(kept)s of the %(n)s subjects proposed are on an agenda.",
        total,
    ) % {"kept": written_number(counts[AgendaState.KEPT]), "n": written_number(total)}
    if not waiting:
        return said
    return f"{said} " + ngettext(
        "%(n)s waits for the council to decide.",
        "%(n)s wait for the council to decide.",
        waiting,
    ) % {"n": written_number(waiting)}


def _row(page: CouncilPage, proposal: AgendaProposal, hosts: bool) -> dict[str, Any]:
    undecided = proposal.state != AgendaState.KEPT
    return {
        "proposal": proposal,
        "shape": SHAPES[AgendaState(proposal.state)],
        "meeting": proposal.meeting,
        "meeting_url": page.url_of("public_meeting", meeting_id=proposal.meeting_id)
        if proposal.meeting_id
        else "",
        "decide_url": page.url_of("decide_agenda", proposal_id=proposal.pk)
        if hosts and undecided
        else "",
    }


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest, page: CouncilPage) -> HttpResponse:
    """Propose a subject: it is written first, whoever proposes it says who they are last."""
    council = council_of(page)
    form = AgendaProposalForm(
        request.POST if request.method == "POST" else None,
        initial={"submission_key": uuid.uuid4()},
    )
    status = 409 if council.is_closed else 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            answer = _proposed(request, page, form)
            if isinstance(answer, HttpResponse):
                return answer
            status = answer
    context = {
        "page": page,
        "council": council,
        "form": form,
        "agenda_url": page.url_of("agenda"),
        "phone": council.contact_phone or council.space.organisation.contact_phone,
        "hours": council.space.organisation.desk_hours,
        "extra_breadcrumbs": [
            {"title": _("Subjects proposed"), "url": page.url_of("agenda")},
            {"title": _("Propose a subject"), "url": ""},
        ],
    }
    return render(request, "neighbourhood_councils/propose_agenda.html", context, status=status)


def _proposed(
    request: HttpRequest, page: CouncilPage, form: AgendaProposalForm
) -> HttpResponse | int:
    """Write the proposal and return where to go, or the status of its refusal."""
    council = council_of(page)
    given = form.cleaned_data
    try:
        check_words(given["title"], given["text"])
        person = identify_step(
            request,
            next_url=page.url_of("propose_agenda"),
            back_url=page.url_of("propose_agenda"),
            button=_("Send my subject"),
            kept=[(name, str(given[name])) for name in ("title", "text", "submission_key")],
        )
        if not isinstance(person, Person):
            return person
        spend_address(request, "agenda")
        proposal = propose_agenda_item(
            actor=actor_of(request), council=council, person=person, **given
        )
    except Refusal as refusal:
        field = refusal.field if refusal.field in form.fields else None
        form.add_error(field, str(refusal.message))
        return status_of(refusal)
    messages.success(
        request,
        _("Your subject is received. The council keeps it or says why not, and you are told.")
        if proposal.is_public
        else _("Your subject is received. A person reads it first, then it appears here."),
    )
    return redirect(page.url_of("agenda"))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def decide(request: HttpRequest, page: CouncilPage, proposal_id: int) -> HttpResponse:
    """Keep a subject for a meeting, or defer it with the reason its author is sent."""
    council = council_of(page)
    if not can_host(actor_of(request), council.space):
        raise NotAllowed(_("Only the chair of this council, or its staff, sets its agenda."))
    proposal = get_object_or_404(
        AgendaProposal.objects.public().select_related("person", "council__space__organisation"),
        pk=proposal_id,
        council=council,
    )
    form = AgendaDecisionForm(
        request.POST or None, meetings=meetings_to_come(council, timezone.now())
    )
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                decide_agenda_item(actor=actor_of(request), proposal=proposal, **form.cleaned_data)
            except NotAllowed:
                raise
            except Refusal as refusal:
                field = refusal.field if refusal.field in form.fields else None
                form.add_error(field, str(refusal.message))
                status = status_of(refusal)
            else:
                messages.success(request, _("It is decided, and whoever proposed it is told."))
                return redirect(page.url_of("agenda"))
    context = {
        "page": page,
        "proposal": proposal,
        "form": form,
        "agenda_url": page.url_of("agenda"),
        "extra_breadcrumbs": [
            {"title": _("Subjects proposed"), "url": page.url_of("agenda")},
            {"title": proposal.title, "url": ""},
        ],
    }
    return render(request, "neighbourhood_councils/decide_agenda.html", context, status=status)

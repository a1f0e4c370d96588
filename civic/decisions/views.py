"""The list of decisions of a branch, and one decision; a draft is shown to nobody."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from civic.core.logic.dates import written_day

from .enums import CommitmentState, DecisionState
from .models import DecisionIndexPage, DecisionPage, ReasonedDecision
from .selectors import (
    commitment_lines,
    decision_lines,
    decision_of_page,
    item_groups,
    organisation_above,
    repeated_in,
)

# The shape that stands beside the state of a commitment.
SHAPES = {
    CommitmentState.TO_START: "waiting",
    CommitmentState.UNDER_WAY: "moving",
    CommitmentState.DONE: "done",
    CommitmentState.DROPPED: "refused",
}


@require_safe
def decision_list(request: HttpRequest, page: DecisionIndexPage) -> HttpResponse:
    """Show the signed decisions of a branch, the latest first."""
    organisation = organisation_above(page)
    if organisation is None:
        raise Http404
    context = {
        "page": page,
        "decisions": decision_lines(organisation, request.GET.get("page", 1)),
        "pages_label": _("Pages of decisions"),
    }
    return render(request, "decisions/decision_list.html", context)


@require_safe
def decision_detail(request: HttpRequest, page: DecisionPage) -> HttpResponse:
    """Show a signed decision: what is decided, by whom, each answer with its reason."""
    decision = decision_of_page(page)
    is_signed = decision.state == DecisionState.SIGNED
    if not is_signed and not getattr(request, "is_preview", False):
        raise Http404
    groups = item_groups(decision)
    promised = commitment_lines(decision, timezone.localdate())
    answers = {line.key: line for group in groups for line in group.lines}
    works: dict[int, list[dict[str, Any]]] = {key: [] for key in answers}
    for line in promised:
        for item in line.commitment.carries_out.all():
            shape = SHAPES[CommitmentState(line.commitment.state)]
            works[item.pk].append({"commitment": line.commitment, "shape": shape})
    context = {
        "page": page,
        "decision": decision,
        "is_signed": is_signed,
        "groups": [
            {
                "key": group.key,
                "title": group.title,
                "lines": [{"answer": line, "works": works[line.key]} for line in group.lines],
            }
            for group in groups
        ],
        "answered": sum(len(group.lines) for group in groups),
        "commitments": [
            {
                "commitment": line.commitment,
                "answers": [answers[item.pk] for item in line.commitment.carries_out.all()],
                "shape": SHAPES[CommitmentState(line.commitment.state)],
                "days_late": line.days_late if is_signed else 0,
                "milestones": [
                    {"note": note, "shape": SHAPES[CommitmentState(note.state)]}
                    for note in line.notes
                ],
            }
            for line in promised
        ],
        "facts": _facts(decision),
        "repeated": repeated_in(groups),
    }
    return render(request, "decisions/decision_detail.html", context)


def _facts(decision: ReasonedDecision) -> list[dict[str, str]]:
    facts = [
        {"label": _("Decided by"), "value": decision.decided_by_name},
        {"label": _("For"), "value": decision.space.organisation.name},
    ]
    if decision.decided_on:
        facts.append({"label": _("On"), "value": written_day(decision.decided_on)})
    if decision.legal_act:
        act = {"label": _("Legal act"), "value": decision.legal_act}
        if decision.legal_act_document:
            act["url"] = decision.legal_act_document.url
        facts.append(act)
    return facts

"""Public pages of decisions."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from civic.participation.registry import participation_registry
from civic.territory.models import OrganisationPage

from .enums import DecisionState
from .models import DecisionIndexPage, DecisionPage
from .selectors import OutcomeGroup, groups_of, repeated_share, signed_decision_pages

PAGE_SIZE = 20


def decision_list(request: HttpRequest, page: DecisionIndexPage) -> HttpResponse:
    """List the signed decisions shown in this branch, the latest first."""
    home = page.get_ancestors().type(OrganisationPage).last()
    organisation_id = home.specific.organisation_id if home else 0
    found = Paginator(signed_decision_pages(organisation_id), PAGE_SIZE)
    context = {"page": page, "decisions": found.get_page(request.GET.get("page"))}
    return render(request, "decisions/decision_list.html", context)


def decision_detail(request: HttpRequest, page: DecisionPage) -> HttpResponse:
    """Show what was decided, then each answer with its reason; nothing before it is signed."""
    decision = page.decision
    previewing = getattr(request, "is_preview", False)
    if decision.state != DecisionState.SIGNED and not previewing:
        raise Http404(_("This decision is not signed yet."))
    groups = groups_of(decision)
    context = {
        "page": page,
        "decision": decision,
        "space": decision.space,
        "groups": _with_addresses(groups),
        "counts": [(len(group.items), group.label) for group in groups],
        "commitments": decision.commitments.select_related("department"),
        "repeated_share": repeated_share(decision),
    }
    return render(request, "decisions/decision_detail.html", context)


def _with_addresses(groups: list[OutcomeGroup]) -> list[dict[str, object]]:
    contributions = [
        item.case.contribution
        for group in groups
        for item in group.items
        if hasattr(item.case, "contribution")
    ]
    addresses = participation_registry.addresses_of(contributions)
    return [
        {
            "outcome": group.outcome,
            "label": group.label,
            "items": [
                {
                    "item": item,
                    "title": getattr(
                        getattr(item.case, "contribution", None), "title", item.case.number
                    ),
                    "url": addresses.get(item.case_id),
                }
                for item in group.items
            ],
        }
        for group in groups
    ]

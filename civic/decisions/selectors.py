"""Reads of decisions."""

from dataclasses import dataclass, field

from django.db.models import Count, Q, QuerySet

from civic.cases.enums import CONTRIBUTION_OUTCOMES, Outcome
from civic.cases.models import Case

from .enums import DecisionState
from .logic.likeness import alike_share
from .models import DecisionItem, DecisionPage, ReasonedDecision


@dataclass
class OutcomeGroup:
    """The items of a decision that share an outcome, in order."""

    outcome: str
    label: str
    items: list[DecisionItem] = field(default_factory=list)


def signed_decision_pages(organisation_id: int) -> "QuerySet[DecisionPage]":
    """Return the pages of the signed decisions shown in a branch, the latest first."""
    counts = {
        f"{outcome}_count": Count("decision__items", filter=Q(decision__items__outcome=outcome))
        for outcome in CONTRIBUTION_OUTCOMES
    }
    shown = Q(decision__space__organisation_id=organisation_id) | Q(
        decision__space_id__in=ReasonedDecision.objects.filter(
            space__territories=organisation_id
        ).values("space_id")
    )
    return (
        DecisionPage.objects.live()
        .filter(shown, decision__state=DecisionState.SIGNED)
        .select_related("decision__space")
        .annotate(**counts)
        .order_by("-decision__decided_on", "-pk")
    )


def groups_of(decision: ReasonedDecision) -> list[OutcomeGroup]:
    """Return what was kept, kept in part and set aside, item by item, in one query."""
    groups = {
        str(outcome): OutcomeGroup(str(outcome), str(outcome.label))
        for outcome in CONTRIBUTION_OUTCOMES
    }
    items = decision.items.select_related("case__contribution__activity__space").order_by(
        "position", "pk"
    )
    for item in items:
        group = groups.setdefault(
            item.outcome, OutcomeGroup(item.outcome, str(Outcome(item.outcome).label))
        )
        group.items.append(item)
    return [group for group in groups.values() if group.items]


def decision_item_of(case: Case) -> DecisionItem | None:
    """Return the signed item that answered a case, with its decision, or None."""
    return (
        DecisionItem.objects.filter(case=case, decision__state=DecisionState.SIGNED)
        .select_related("decision")
        .order_by("-decision__decided_on", "-pk")
        .first()
    )


def page_of(decision: ReasonedDecision) -> DecisionPage | None:
    """Return the published page of a decision, or None."""
    return decision.pages.live().order_by("pk").first()


def repeated_share(decision: ReasonedDecision) -> int:
    """Return the share of near-identical reasons in a decision, in per cent (AD7)."""
    return round(100 * alike_share(list(decision.items.values_list("reason", flat=True))))

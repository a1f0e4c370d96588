"""A decision of the intercommunality about the climate plan, ready to be signed."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from civic.accounts.policies import SYSTEM
from civic.decisions.models import DecisionIndexPage, DecisionPage, ReasonedDecision
from civic.decisions.services import add_item, draft_decision
from civic.participation.models import Contribution
from tests.factories.territory import make_site
from tests.integration.discussion.scene import make_activity, make_proposal, make_space

REASONS = (
    "La gare compte déjà un parc de quarante arceaux couverts qui ne désemplit pas.",
    "Le sol du canal ne supporte pas une piste lourde ; un chemin en stabilisé convient.",
    "Cette route relève du département, qui refuse la voie réservée avant 2029.",
)


def make_decision(**extra: Any) -> ReasonedDecision:
    values = {
        "title": "Ce que nous retenons du plan climat",
        "summary": "Trente actions sont engagées dès cet automne.",
        "question": "Comment réduire de moitié nos émissions d’ici 2035 ?",
        "decided_by_name": "Le conseil communautaire",
        "decided_on": date(2026, 10, 12),
        "legal_act": "Délibération 2026-114",
    }
    space = extra.pop("space", None) or make_space()
    return draft_decision(actor=SYSTEM, space=space, **values | extra)


def make_ready_decision(
    count: int = 3, **extra: Any
) -> tuple[ReasonedDecision, list[Contribution]]:
    """Return a draft that answers a few proposals, each its own way."""
    decision = make_decision(**extra)
    activity = make_activity(slug=f"idees-{decision.pk}", space=decision.space)
    proposals = [make_proposal(activity, title=f"Proposition {n}") for n in range(count)]
    outcomes = ("accepted", "adapted", "not_retained")
    for number, proposal in enumerate(proposals):
        add_item(
            actor=SYSTEM,
            decision=decision,
            case=proposal.case,
            outcome=outcomes[number % 3],
            reason=f"{REASONS[number % 3]} ({number})",
            next_steps="Les travaux commencent au printemps 2027.",
        )
    return decision, proposals


def soon(days: int = 120) -> date:
    return timezone.localdate() + timedelta(days=days)


def page_of(decision: ReasonedDecision, **extra: Any) -> DecisionPage:
    """Publish the page of a decision in the branch of the intercommunality."""
    index = DecisionIndexPage.objects.first()
    if index is None:
        index = make_site().add_child(
            instance=DecisionIndexPage(title="Décisions", slug="decisions")
        )
    values = {"title": decision.title, "slug": f"decision-{decision.pk}", "decision": decision}
    return index.add_child(instance=DecisionPage(**values | extra))

"""Load the reasoned decisions: thirty answers of the climate plan, the closed consultation's."""

from typing import Any

from civic.accounts.policies import SYSTEM, Actor
from civic.decisions.models import DecisionIndexPage, DecisionPage, ReasonedDecision
from civic.decisions.services.drafting import add_item, draft_decision, set_commitment
from civic.decisions.services.signing import sign_decision
from civic.decisions.services.works import carry_out

from ..logic.content import content, entries
from .world import World

READ = "Relu avant publication : les noms cités sont publics."


def load_decisions(world: World) -> None:
    """Sign both decisions, so that each of their contributions has its own answer."""
    data = content("decision")["decision"]
    _climate_plan(world, data)
    for consultation in entries("consultations"):
        if consultation.get("outcome"):
            _closed(world, consultation, consultation["outcome"])


def _climate_plan(world: World, data: dict[str, Any]) -> None:
    decision = draft_decision(
        actor=SYSTEM,
        space=world.spaces[data["consultation"]],
        title=data["title"],
        summary=data["summary"],
        question=data["question"],
        context=data["context"],
        criteria="\n".join(f"• {criterion}" for criterion in data["criteria"]),
        decided_by_name=data["decided_by_name"],
        legal_act=data["legal_act"],
    )
    for position, item in enumerate(data["items"]):
        add_item(
            actor=SYSTEM,
            decision=decision,
            case=world.contributions[item["proposal"]].case,
            outcome=item["outcome"],
            reason=item["reason"],
            next_steps=item["next_steps"],
            position=position,
        )
    for position, promise in enumerate(data["commitments"]):
        commitment = set_commitment(
            actor=SYSTEM,
            decision=decision,
            text=promise["text"],
            due_on=world.calendar.day(promise["due_in_days"]),
            department=world.department("val-de-brevanne", promise["department"]),
            state=promise["state"],
            position=position,
        )
        answered = [world.contributions[key].case_id for key in promise["carries_out"]]
        items = decision.items.filter(case__in=answered)
        carry_out(actor=SYSTEM, commitment=commitment, items=items)
    sign_and_show(world, decision, world.cast["elise"], data["decided_days_ago"], "val-de-brevanne")


def _closed(world: World, consultation: dict[str, Any], outcome: dict[str, Any]) -> None:
    answered = [
        entry
        for entry in entries("proposals")
        if entry["consultation"] == consultation["key"] and entry["answer"]
    ]
    decision = draft_decision(
        actor=SYSTEM,
        space=world.spaces[consultation["key"]],
        title=f"{consultation['title']} : ce qui a été retenu",
        summary=(outcome.get("text") or consultation["summary"])[:600],
        question=consultation["question"],
        decided_by_name=(outcome.get("decided_by_name") or consultation["decider"])[:150],
        legal_act=outcome.get("legal_act") or "",
    )
    for position, entry in enumerate(answered):
        add_item(
            actor=SYSTEM,
            decision=decision,
            case=world.contributions[entry["key"]].case,
            outcome=entry["answer"]["outcome"],
            reason=entry["answer"]["reason"],
            next_steps=entry["answer"]["next_steps"],
            position=position,
        )
    days_ago = consultation["outcome_published_days_ago"]
    sign_and_show(world, decision, SYSTEM, days_ago, consultation["organisation"])


def sign_and_show(
    world: World, decision: ReasonedDecision, actor: Actor, days_ago: int, branch: str
) -> None:
    """Sign a decision some days ago and publish its page in a branch."""
    sign_decision(
        actor=actor,
        decision=decision,
        decided_on=world.calendar.day(-days_ago),
        keep_findings_because=READ,
    )
    index = DecisionIndexPage.objects.child_of(world.homes[branch]).get()
    index.add_child(
        instance=DecisionPage(
            title=decision.title,
            slug=f"decision-{decision.pk}",
            introduction=decision.summary[:600],
            decision=decision,
        )
    )

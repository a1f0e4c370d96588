"""Prepare a reasoned decision: its text, its answers one by one, its commitments."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from civic.accounts.policies import Actor
from civic.audit.services import record
from civic.cases.enums import CONTRIBUTION_OUTCOMES, Outcome
from civic.cases.logic.formulas import is_formula
from civic.cases.models import Case
from civic.cases.models.case import MIN_REASON
from civic.core.exceptions import NotAllowed, Refusal
from civic.core.querysets import locked
from civic.participation.models import Space
from civic.territory.models import CityDepartment

from ..enums import CommitmentState, DecisionState
from ..models import Commitment, DecisionItem, ReasonedDecision
from ..policies import can_draft

TEXTS = frozenset(
    {"title", "summary", "question", "context", "criteria", "decided_by_name", "legal_act"}
)
OTHER_COLUMNS = frozenset({"decided_on", "legal_act_document"})


def draft_decision(*, actor: Actor, space: Space, **columns: Any) -> ReasonedDecision:
    """Start a decision; `columns` are texts among `TEXTS`, `decided_on`, `legal_act_document`."""
    if not can_draft(actor, space):
        raise NotAllowed(_("You may not prepare a decision here."))
    _check_columns(columns)
    if not str(columns.get("title", "")).strip():
        raise Refusal(_("Give the decision a title."), code="title_missing", field="title")
    with transaction.atomic():
        decision = ReasonedDecision.objects.create(space=space, **_trimmed(columns))
        record(
            actor=actor,
            action="decision.drafted",
            target=decision,
            organisation_id=space.organisation_id,
        )
    return decision


def change_decision(
    *, actor: Actor, decision: ReasonedDecision, **columns: Any
) -> ReasonedDecision:
    """Change the text of a decision that is not signed yet."""
    if not can_draft(actor, decision.space):
        raise NotAllowed(_("You may not change this decision."))
    _check_columns(columns)
    with transaction.atomic():
        fresh = _draft(decision)
        for name, value in _trimmed(columns).items():
            setattr(fresh, name, value)
        fresh.save()
        record(
            actor=actor,
            action="decision.changed",
            target=fresh,
            organisation_id=fresh.space.organisation_id,
            changed=sorted(columns),
        )
    return fresh


def add_item(
    *,
    actor: Actor,
    decision: ReasonedDecision,
    case: Case,
    outcome: str,
    reason: str,
    next_steps: str,
    position: int | None = None,
) -> DecisionItem:
    """Write, or write again, the answer a decision will give to one case.

    Raises Refusal with a field: a case of another organisation, an unknown outcome, a reason that
    is too short or only a formula, no word on what happens next.
    """
    if not can_draft(actor, decision.space):
        raise NotAllowed(_("You may not change this decision."))
    if case.organisation_id != decision.space.organisation_id:
        raise Refusal(
            _("This case is held by another body."), code="other_body", field="case"
        )
    reason, next_steps = reason.strip(), next_steps.strip()
    check_answer(outcome, reason, next_steps)
    with transaction.atomic():
        fresh = _draft(decision)
        if position is None:
            position = fresh.items.count()
        item, _created = DecisionItem.objects.update_or_create(
            decision=fresh,
            case=case,
            defaults={
                "outcome": outcome,
                "reason": reason,
                "next_steps": next_steps,
                "position": position,
            },
        )
        record(
            actor=actor,
            action="decision.item_written",
            target=fresh,
            organisation_id=fresh.space.organisation_id,
            case=case.pk,
        )
    return item


def check_answer(outcome: str, reason: str, next_steps: str) -> None:
    """Raise Refusal unless an item is an argued answer: outcome, reason, what happens when."""
    if outcome not in {str(Outcome(value)) for value in CONTRIBUTION_OUTCOMES}:
        raise Refusal(_("Choose an outcome."), code="outcome_missing", field="outcome")
    if len(reason) < MIN_REASON or is_formula(reason):
        raise Refusal(
            _("Explain the reason in a sentence: at least 20 characters, not a formula."),
            code="reason_missing",
            field="reason",
        )
    if not next_steps:
        raise Refusal(
            _("Say what happens next and when."), code="next_steps_missing", field="next_steps"
        )


def remove_item(*, actor: Actor, item: DecisionItem) -> None:
    """Take a case out of a decision that is not signed yet."""
    if not can_draft(actor, item.decision.space):
        raise NotAllowed(_("You may not change this decision."))
    with transaction.atomic():
        fresh = _draft(item.decision)
        DecisionItem.objects.filter(pk=item.pk).delete()
        record(
            actor=actor,
            action="decision.item_removed",
            target=fresh,
            organisation_id=fresh.space.organisation_id,
            case=item.case_id,
        )


def set_commitment(
    *,
    actor: Actor,
    decision: ReasonedDecision,
    text: str,
    due_on: date,
    department: CityDepartment | None = None,
    state: str = CommitmentState.TO_START,
    position: int = 0,
) -> Commitment:
    """Promise something dated; a promise made is never taken back silently."""
    if not can_draft(actor, decision.space):
        raise NotAllowed(_("You may not change this decision."))
    if not text.strip():
        raise Refusal(_("Say what is promised."), code="text_missing", field="text")
    with transaction.atomic():
        fresh = _draft(decision)
        commitment = Commitment.objects.create(
            decision=fresh,
            text=text.strip(),
            due_on=due_on,
            department=department,
            state=state,
            position=position,
        )
        record(
            actor=actor,
            action="decision.commitment_written",
            target=fresh,
            organisation_id=fresh.space.organisation_id,
            commitment=commitment.pk,
        )
    return commitment


def _draft(decision: ReasonedDecision) -> ReasonedDecision:
    fresh = (
        locked(ReasonedDecision.objects.filter(pk=decision.pk)).select_related("space").get()
    )
    if fresh.state != DecisionState.DRAFT:
        raise Refusal(
            _("A signed decision is not changed: sign another one that completes it."),
            code="signed",
        )
    return fresh


def _check_columns(columns: dict[str, Any]) -> None:
    unknown = set(columns) - TEXTS - OTHER_COLUMNS
    if unknown:
        raise ValueError(f"Not a column of a decision: {sorted(unknown)}")


def _trimmed(columns: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value.strip() if name in TEXTS else value for name, value in columns.items()
    }

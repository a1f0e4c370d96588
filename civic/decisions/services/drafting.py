"""Write a decision before it is signed: its words, its answers, what it promises."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from civic.accounts.policies import Actor
from civic.audit.services import record
from civic.cases.enums import CaseOrigin, CaseState, can_move
from civic.cases.logic.formulas import is_formula
from civic.cases.models import Case
from civic.cases.models.case import MIN_REASON
from civic.core.exceptions import NotAllowed, Refusal
from civic.core.querysets import locked
from civic.participation.logic.texts import clean_line, clean_text
from civic.participation.models import Space
from civic.territory.models import CityDepartment

from ..enums import ITEM_OUTCOMES, CommitmentState, DecisionState
from ..models import Commitment, DecisionItem, ReasonedDecision
from ..policies import can_write

LINES = ("title", "question", "decided_by_name", "legal_act")
TEXTS = ("summary", "context", "criteria")
OTHERS = ("decided_on", "legal_act_document")
# What a signed decision never lacks; a draft only needs its title.
REQUIRED = ("title", "question", "summary", "decided_by_name")


@dataclass(frozen=True)
class ItemDraft:
    """The answer a decision will give to one case."""

    case: Case
    outcome: str
    reason: str
    next_steps: str


@dataclass(frozen=True)
class CommitmentDraft:
    """Something a decision will promise."""

    text: str
    due_on: date
    department: CityDepartment | None = None
    state: str = CommitmentState.TO_START


def draft_decision(*, actor: Actor, space: Space, **words: Any) -> ReasonedDecision:
    """Start a decision; `words` are among `LINES`, `TEXTS` and `OTHERS`.

    Raises NotAllowed, or Refusal with the field: no title, a text that is too long.
    """
    if not can_write(actor, space):
        raise NotAllowed(_("Only the managers and deciders of this body write its decisions."))
    with transaction.atomic():
        decision = ReasonedDecision(space=space)
        _write(decision, words)
        decision.save()
        record(
            actor=actor,
            action="decision.drafted",
            target=decision,
            organisation_id=space.organisation_id,
        )
    return decision


def edit_decision(*, actor: Actor, decision: ReasonedDecision, **words: Any) -> ReasonedDecision:
    """Change the words of a decision that is not signed."""
    with transaction.atomic():
        fresh = drafted(actor, decision)
        _write(fresh, words)
        fresh.save()
        record(
            actor=actor,
            action="decision.edited",
            target=fresh,
            organisation_id=fresh.space.organisation_id,
            fields=sorted(words),
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
    """Add the answer to one case, or write it again; it is given when the decision is signed.

    Raises NotAllowed, or Refusal: a case of another body or already closed, an outcome a decision
    cannot give, a reason that is too short or only a formula, no word on what happens next.
    """
    with transaction.atomic():
        fresh = drafted(actor, decision)
        draft = _checked_item(fresh, ItemDraft(case, outcome, reason, next_steps))
        item = DecisionItem.objects.filter(decision=fresh, case=case).first()
        if item is None:
            last = DecisionItem.objects.filter(decision=fresh).aggregate(last=Max("position"))
            item = DecisionItem(decision=fresh, case=case, position=(last["last"] or 0) + 1)
        item.outcome, item.reason, item.next_steps = draft.outcome, draft.reason, draft.next_steps
        item.position = item.position if position is None else position
        item.save()
        record(
            actor=actor,
            action="decision.item_set",
            target=fresh,
            organisation_id=fresh.space.organisation_id,
            case=case.pk,
            outcome=str(outcome),
        )
    return item


def remove_item(*, actor: Actor, item: DecisionItem) -> None:
    """Take a case out of a decision that is not signed."""
    with transaction.atomic():
        fresh = drafted(actor, item.decision)
        record(
            actor=actor,
            action="decision.item_removed",
            target=fresh,
            organisation_id=fresh.space.organisation_id,
            case=item.case_id,
        )
        item.delete()


def set_items(
    *, actor: Actor, decision: ReasonedDecision, items: Sequence[ItemDraft]
) -> list[DecisionItem]:
    """Replace every answer of a decision that is not signed, in this order."""
    with transaction.atomic():
        fresh = drafted(actor, decision)
        drafts = [_checked_item(fresh, item) for item in items]
        if len({draft.case.pk for draft in drafts}) < len(drafts):
            raise Refusal(
                _("The same contribution is answered twice in this decision."),
                code="item_twice",
                field="items",
            )
        DecisionItem.objects.filter(decision=fresh).delete()
        written = DecisionItem.objects.bulk_create(
            DecisionItem(
                decision=fresh,
                case=draft.case,
                outcome=draft.outcome,
                reason=draft.reason,
                next_steps=draft.next_steps,
                position=position,
            )
            for position, draft in enumerate(drafts)
        )
        record(
            actor=actor,
            action="decision.items_set",
            target=fresh,
            organisation_id=fresh.space.organisation_id,
            cases=[draft.case.pk for draft in drafts],
        )
    return list(written)


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
    """Add one promise to a decision that is not signed."""
    with transaction.atomic():
        fresh = drafted(actor, decision)
        draft = CommitmentDraft(text, due_on, department, state)
        _check_commitment(fresh, draft)
        commitment = _commitment(fresh, draft, position)
        commitment.save()
        record(
            actor=actor,
            action="decision.commitment_added",
            target=fresh,
            organisation_id=fresh.space.organisation_id,
            commitment=commitment.pk,
        )
    return commitment


def set_commitments(
    *, actor: Actor, decision: ReasonedDecision, commitments: Sequence[CommitmentDraft]
) -> list[Commitment]:
    """Replace what a decision that is not signed promises, with dates and departments."""
    with transaction.atomic():
        fresh = drafted(actor, decision)
        for draft in commitments:
            _check_commitment(fresh, draft)
        Commitment.objects.filter(decision=fresh).delete()
        written = Commitment.objects.bulk_create(
            _commitment(fresh, draft, position) for position, draft in enumerate(commitments)
        )
        record(
            actor=actor,
            action="decision.commitments_set",
            target=fresh,
            organisation_id=fresh.space.organisation_id,
            commitments=len(written),
        )
    return list(written)


def delete_draft(*, actor: Actor, decision: ReasonedDecision) -> None:
    """Delete a decision that was never signed; raise Refusal while a page shows it."""
    with transaction.atomic():
        fresh = drafted(actor, decision)
        if fresh.pages.exists():
            raise Refusal(_("A page shows this decision: delete the page first."), code="has_page")
        record(
            actor=actor,
            action="decision.deleted",
            target=fresh,
            organisation_id=fresh.space.organisation_id,
        )
        fresh.delete()


def drafted(actor: Actor, decision: ReasonedDecision) -> ReasonedDecision:
    """Return the locked row of a decision one may still write, inside the caller's transaction."""
    if not can_write(actor, decision.space):
        raise NotAllowed(_("Only the managers and deciders of this body write its decisions."))
    queryset = ReasonedDecision.objects.filter(pk=decision.pk)
    fresh = locked(queryset.select_related("space__organisation")).get()
    if fresh.state != DecisionState.DRAFT:
        raise Refusal(
            _("This decision is signed: it is kept as it is. Write another one."), code="signed"
        )
    return fresh


def _write(decision: ReasonedDecision, words: dict[str, Any]) -> None:
    unknown = set(words) - {*LINES, *TEXTS, *OTHERS}
    if unknown:
        raise TypeError(f"Not the words of a decision: {', '.join(sorted(unknown))}")
    for name, value in words.items():
        clean = clean_line if name in LINES else clean_text
        setattr(decision, name, value if name in OTHERS else clean(value or ""))
    if not decision.title:
        raise Refusal(missing("title"), code="title_missing", field="title")
    for name in (*LINES, "summary"):
        maximum = ReasonedDecision._meta.get_field(name).max_length
        length = len(getattr(decision, name))
        if maximum and length > maximum:
            raise Refusal(
                _("This text has %(length)s characters; %(max)s at most. Shorten it a little.")
                % {"length": length, "max": maximum},
                code="too_long",
                field=name,
            )


def missing(name: str) -> str:
    """Return what to do when one of `REQUIRED` is empty."""
    match name:
        case "title":
            return _("Give the decision a title.")
        case "question":
            return _("Write the question it answers.")
        case "summary":
            return _("Say what is decided, in three lines.")
        case _:
            return _("Say who decides.")


def _checked_item(decision: ReasonedDecision, item: ItemDraft) -> ItemDraft:
    case = item.case
    where = {"number": case.number}
    if case.organisation_id != decision.space.organisation_id:
        raise Refusal(
            _("No. %(number)s is held by another body: that body answers it.") % where,
            code="other_body",
            field="items",
        )
    if not can_move(case.state, CaseState.ANSWERED):
        raise Refusal(
            _("No. %(number)s is already closed: it cannot be answered here.") % where,
            code="already_answered",
            field="items",
        )
    if item.outcome not in ITEM_OUTCOMES[CaseOrigin(case.origin)]:
        raise Refusal(
            _("No. %(number)s: choose an outcome that a decision can give.") % where,
            code="outcome_missing",
            field="items",
        )
    reason, next_steps = clean_text(item.reason), clean_text(item.next_steps)
    names = CityDepartment.objects.filter(organisation_id=case.organisation_id)
    if len(reason) < MIN_REASON or is_formula(
        reason, department_names=tuple(names.values_list("name", flat=True))
    ):
        raise Refusal(
            _(
                "No. %(number)s: explain the reason in a sentence the person can understand "
                "(at least 20 characters; « fait » is not an answer)."
            )
            % where,
            code="reason_missing",
            field="items",
        )
    if not next_steps:
        raise Refusal(
            _("No. %(number)s: say what happens next and when.") % where,
            code="next_steps_missing",
            field="items",
        )
    return ItemDraft(case, item.outcome, reason, next_steps)


def _commitment(decision: ReasonedDecision, draft: CommitmentDraft, position: int) -> Commitment:
    return Commitment(
        decision=decision,
        text=clean_line(draft.text),
        due_on=draft.due_on,
        department=draft.department,
        state=draft.state,
        position=position,
    )


def _check_commitment(decision: ReasonedDecision, draft: CommitmentDraft) -> None:
    text = clean_line(draft.text)
    if not text or len(text) > 300:
        raise Refusal(
            _("Say what is promised, in one sentence (300 characters at most)."),
            code="commitment_text",
            field="commitments",
        )
    if draft.state not in CommitmentState.values:
        raise Refusal(_("Say where the works stand."), code="commitment_state", field="commitments")
    body = decision.space.organisation_id
    if draft.department is not None and draft.department.organisation_id != body:
        raise Refusal(
            _("« %(department)s » belongs to another body: it cannot be committed here.")
            % {"department": draft.department},
            code="other_body",
            field="commitments",
        )

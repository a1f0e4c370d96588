"""Sign a reasoned decision: every one of its items is answered, or none."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from civic.accounts.policies import Actor
from civic.audit.services import record
from civic.cases.services.cases import answer_case
from civic.core.exceptions import NotAllowed, Refusal
from civic.core.querysets import locked
from civic.core.services.events import append_event
from civic.privacy.services.screening import findings_in

from ..enums import DecisionState
from ..models import DecisionItem, ReasonedDecision
from ..policies import can_sign
from .drafting import check_answer


def sign_decision(
    *,
    actor: Actor,
    decision: ReasonedDecision,
    decided_on: date | None = None,
    keep_findings_because: str = "",
) -> ReasonedDecision:
    """Sign a decision and publish the answer it gives to each case, in one transaction.

    Signing again changes nothing. Raises NotAllowed unless the actor decides here, or Refusal
    naming the first item that is not an argued answer, that names somebody without a reason to,
    or whose case has been answered meanwhile.
    """
    if not can_sign(actor, decision):
        raise NotAllowed(_("Only an elected official who decides here may sign."))
    with transaction.atomic():
        fresh = (
            locked(ReasonedDecision.objects.filter(pk=decision.pk))
            .select_related("space__organisation")
            .get()
        )
        if fresh.state == DecisionState.SIGNED:
            return fresh
        items = list(fresh.items.select_related("case__organisation").order_by("position", "pk"))
        _check_whole(fresh, items)
        for item in items:
            _check_item(fresh, item, keep_findings_because)
        fresh.state = DecisionState.SIGNED
        fresh.decided_on = decided_on or fresh.decided_on or timezone.localdate()
        fresh.signed_at, fresh.signed_by = timezone.now(), actor.user
        fresh.save()
        for item in items:
            answer_case(
                actor=actor,
                case=item.case,
                outcome=item.outcome,
                reason=item.reason,
                next_steps=item.next_steps,
                answered_as=fresh.decided_by_name,
                answered_on=fresh.decided_on,
                keep_findings_because=keep_findings_because,
            )
        record(
            actor=actor,
            action="decision.signed",
            target=fresh,
            organisation_id=fresh.space.organisation_id,
            items=[item.pk for item in items],
        )
        append_event(
            stream=f"space:{fresh.space_id}",
            kind="decision.signed",
            payload={"decision": fresh.pk, "items": len(items)},
        )
    return fresh


def _check_whole(decision: ReasonedDecision, items: list[DecisionItem]) -> None:
    if not decision.summary.strip():
        raise Refusal(
            _("Say what is decided, in three lines."), code="summary_missing", field="summary"
        )
    if not decision.decided_by_name.strip():
        raise Refusal(
            _("Say who decided, with their function."),
            code="decider_missing",
            field="decided_by_name",
        )
    if not items:
        raise Refusal(
            _("A decision answers at least one contribution: add them first."),
            code="no_item",
            field="items",
        )


def _check_item(decision: ReasonedDecision, item: DecisionItem, keep_because: str) -> None:
    try:
        check_answer(item.outcome, item.reason.strip(), item.next_steps.strip())
    except Refusal as refusal:
        raise Refusal(
            _("No. %(number)s: %(reason)s")
            % {"number": item.case.number, "reason": refusal.message},
            code=refusal.code,
            field="items",
        ) from refusal
    if keep_because.strip():
        return
    for text in (item.reason, item.next_steps):
        spans = findings_in(text, organisation_id=decision.space.organisation_id)
        if spans:
            raise Refusal(
                _("No. %(number)s would publish « %(words)s ». Rewrite it, or say why it may stay.")
                % {
                    "number": item.case.number,
                    "words": " », « ".join(span.text for span in spans),
                },
                code="finding",
                field="items",
            )

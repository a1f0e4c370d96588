"""Sign a decision: every answer is given, together, or nothing is."""

from collections.abc import Iterator
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
from ..models import ReasonedDecision
from ..policies import can_sign
from ..selectors import duplicates_of
from .drafting import REQUIRED, missing


def sign_decision(
    *,
    actor: Actor,
    decision: ReasonedDecision,
    decided_on: date | None = None,
    keep_findings_because: str = "",
) -> ReasonedDecision:
    """Sign a decision and answer each of its cases in one transaction; signing again does nothing.

    `decided_on` enters a decision of the past: its answers were given that day; otherwise they are
    given today, whatever the day of the decision. `keep_findings_because` is the reason for
    publishing a text that names somebody. Raises NotAllowed, or Refusal with the field: a word
    that misses, no item, an answer that misses its reason or what happens next or is only a
    formula, a text that names somebody, a case that can no longer be answered.
    """
    if not can_sign(actor, decision.space):
        raise NotAllowed(_("Only the elected officials who decide for this body sign."))
    with transaction.atomic():
        queryset = ReasonedDecision.objects.filter(pk=decision.pk)
        fresh = locked(queryset.select_related("space__organisation")).get()
        if fresh.state == DecisionState.SIGNED:
            return fresh
        # Cases are locked in the order of their keys: two decisions never wait for each other.
        items = list(fresh.items.select_related("case").order_by("case_id"))
        if not items:
            raise Refusal(
                _("This decision answers nobody yet: add at least one contribution."),
                code="no_item",
                field="items",
            )
        for name in REQUIRED:
            if not getattr(fresh, name).strip():
                raise Refusal(missing(name), code=f"{name}_missing", field=name)
        fresh.decided_on = decided_on or fresh.decided_on
        if fresh.decided_on is None:
            raise Refusal(
                _("Give the day of the decision."), code="decided_on_missing", field="decided_on"
            )
        if not keep_findings_because.strip():
            _check_names_nobody(fresh)
        for item in items:
            try:
                answer_case(
                    actor=actor,
                    case=item.case,
                    outcome=item.outcome,
                    reason=item.reason,
                    next_steps=item.next_steps,
                    answered_as=fresh.decided_by_name,
                    keep_findings_because=keep_findings_because,
                    answered_on=decided_on,
                )
            except Refusal as refusal:
                raise Refusal(
                    _("No. %(number)s: %(message)s")
                    % {"number": item.case.number, "message": refusal.message},
                    code=refusal.code,
                    field="items",
                ) from refusal
        duplicates = duplicates_of(fresh)
        fresh.state, fresh.signed_at = DecisionState.SIGNED, timezone.now()
        fresh.signed_by = actor.user
        fresh.save(update_fields=["state", "decided_on", "signed_at", "signed_by"])
        record(
            actor=actor,
            action="decision.signed",
            target=fresh,
            organisation_id=fresh.space.organisation_id,
            cases=[item.case_id for item in items],
            near_identical=duplicates.repeated,
            kept_findings=bool(keep_findings_because.strip()),
        )
        append_event(
            stream=f"space:{fresh.space_id}",
            kind="decision.signed",
            payload={"decision": fresh.pk, "answers": len(items)},
        )
    return fresh


def findings_of(decision: ReasonedDecision) -> list[str]:
    """Return the words of a decision and of its answers that may name or reach somebody."""
    organisation_id = decision.space.organisation_id
    texts = [text for _field, text in _texts(decision)]
    for item in decision.items.order_by("position", "pk"):
        texts += [item.reason, item.next_steps]
    spans = [span for text in texts for span in findings_in(text, organisation_id=organisation_id)]
    return list(dict.fromkeys(span.text for span in spans))


def _check_names_nobody(decision: ReasonedDecision) -> None:
    for field, text in _texts(decision):
        spans = findings_in(text, organisation_id=decision.space.organisation_id)
        if spans:
            raise Refusal(
                _("This decision would publish « %(words)s ». Rewrite it, or say why it may stay.")
                % {"words": " », « ".join(span.text for span in spans)},
                code="finding",
                field=field,
            )


def _texts(decision: ReasonedDecision) -> Iterator[tuple[str, str]]:
    for field in ("title", "summary", "question", "context", "criteria", "legal_act"):
        yield field, getattr(decision, field)
    for commitment in decision.commitments.all():
        yield "commitments", commitment.text

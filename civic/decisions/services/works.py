"""Say which answers of a decision its commitments carry out: the last step of a trail."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from civic.accounts.policies import Actor
from civic.audit.services import record
from civic.core.exceptions import NotAllowed, Refusal
from civic.core.querysets import locked

from ..models import Commitment, DecisionItem
from ..policies import can_follow_up


def carry_out(*, actor: Actor, commitment: Commitment, items: Iterable[DecisionItem]) -> Commitment:
    """Lead from some answers to the works that carry them out, in place of those named before.

    It changes nothing that was signed, so it may be said before or after. Raises NotAllowed, or
    Refusal for an answer of another decision.
    """
    if not can_follow_up(actor, commitment):
        raise NotAllowed(_("Only the departments of this body say where the works stand."))
    chosen = list(items)
    if any(item.decision_id != commitment.decision_id for item in chosen):
        raise Refusal(
            _("Choose among the answers of this decision."), code="other_decision", field="items"
        )
    with transaction.atomic():
        fresh = locked(Commitment.objects.filter(pk=commitment.pk)).get()
        fresh.carries_out.set(chosen)
        record(
            actor=actor,
            action="commitment.linked",
            target=fresh,
            organisation_id=commitment.decision.space.organisation_id,
            items=sorted(item.pk for item in chosen),
        )
    return fresh

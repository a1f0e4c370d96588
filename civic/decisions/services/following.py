"""Follow what a signed decision promised."""

from django.db import transaction
from django.utils.translation import gettext as _

from civic.accounts.policies import Actor
from civic.audit.services import record
from civic.core.exceptions import NotAllowed, Refusal
from civic.core.querysets import locked

from ..enums import CommitmentState
from ..models import Commitment
from ..policies import can_follow_up


def follow_commitment(*, actor: Actor, commitment: Commitment, state: str) -> Commitment:
    """Say where the works of a commitment stand; its words and its date stay as promised."""
    space = commitment.decision.space
    if not can_follow_up(actor, space):
        raise NotAllowed(_("Only the departments of this body say where the works stand."))
    if state not in CommitmentState.values:
        raise Refusal(_("Say where the works stand."), code="unknown_state", field="state")
    with transaction.atomic():
        fresh = locked(Commitment.objects.filter(pk=commitment.pk)).get()
        before = fresh.state
        fresh.state = state
        fresh.save(update_fields=["state"])
        record(
            actor=actor,
            action="commitment.moved",
            target=fresh,
            organisation_id=space.organisation_id,
            before=before,
            after=state,
        )
    return fresh

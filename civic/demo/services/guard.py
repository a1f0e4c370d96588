"""In the demo, a moderator has already looked at what the guard held."""

from typing import TypeVar

from civic.accounts.policies import SYSTEM
from civic.privacy.enums import FindingDecision
from civic.privacy.models import GuardedModel
from civic.privacy.selectors import open_findings
from civic.privacy.services.screening import decide_finding, release

from .world import World

Guarded = TypeVar("Guarded", bound=GuardedModel)


def let_through(world: World, instance: Guarded) -> Guarded:
    """Keep each finding with a reason and release, as somebody would after reading."""
    if instance.is_public:
        return instance
    for finding in open_findings(instance):
        decide_finding(
            actor=SYSTEM,
            finding=finding,
            decision=FindingDecision.KEPT,
            reason="Relu : ne désigne pas une personne privée.",
        )
    [released] = release(actor=SYSTEM, instances=[instance])
    return released  # type: ignore[return-value]

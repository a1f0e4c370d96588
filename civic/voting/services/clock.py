"""Open and close ballots when their phase does; run every minute, safe to repeat."""

import logging
from datetime import datetime

from django.db.models import Q

from civic.accounts.policies import SystemActor
from civic.core.exceptions import Refusal
from civic.participation.enums import Act
from civic.participation.services.phases import is_open

from ..enums import BallotState
from ..models import Ballot
from .ballots import close_ballot, open_ballot

logger = logging.getLogger(__name__)
CLOCK = SystemActor("clock")


def follow_the_phases(moment: datetime) -> int:
    """Open each ready ballot whose phase has begun, close each whose phase is over."""
    moved = 0
    phases = "activity__settings__phase"
    begun = Q(**{f"{phases}__starts_at__lte": moment, f"{phases}__approximate": ""})
    over = Q(**{f"{phases}__ends_at__lte": moment, f"{phases}__approximate": ""})
    waiting = Ballot.objects.filter(
        (Q(state=BallotState.DRAFT) & begun) | (Q(state=BallotState.OPEN) & over),
        activity__settings__act=Act.VOTE,
        activity__space__published_at__isnull=False,
        activity__space__archived_at=None,
    ).select_related("activity__space__organisation")
    for ballot in waiting.distinct():
        now_open = is_open(ballot.activity, Act.VOTE, moment)
        try:
            if ballot.state == BallotState.DRAFT and now_open:
                open_ballot(actor=CLOCK, ballot=ballot)
                moved += 1
            elif ballot.state == BallotState.OPEN and not now_open:
                close_ballot(actor=CLOCK, ballot=ballot)
                moved += 1
        except Refusal as refusal:
            # A ballot that is not ready, or whose roll does not match, waits for a person.
            logger.warning("Ballot %s: %s", ballot.pk, refusal.message)
    return moved

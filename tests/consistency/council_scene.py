"""The life of a council of Saint-Aurel: what its members learn, where it stands."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from civic.accounts.policies import SYSTEM
from neighbourhood_councils.models import CouncilMembership, NeighbourhoodCouncil
from neighbourhood_councils.services.training import (
    plan_training,
    record_training_attendance,
    save_training,
)


def make_council_life(council: NeighbourhoodCouncil, member: CouncilMembership) -> dict[str, Any]:
    """Return what the addresses of a council hold, once something has happened in it."""
    start = timezone.now() - timedelta(days=6)
    training = save_training(
        actor=SYSTEM,
        organisation=council.space.organisation,
        title="Lire un budget",
        summary="Comment se décide une dépense.",
    )
    date = plan_training(
        actor=SYSTEM,
        training=training,
        starts_at=start,
        ends_at=start + timedelta(hours=2),
        place="Mairie",
    )
    record_training_attendance(actor=SYSTEM, date=date, people=[member.person])
    return {"training_id": training.pk, "training_date_id": date.pk}

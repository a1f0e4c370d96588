"""Where proposals are about: the points of a list, the point of one."""

from django.utils import timezone

from civic.participation.models import Activity, Contribution
from civic.territory.logic.points import POINTS_SHOWN, PlacedLine

from ..logic.filters import ProposalFilters
from .proposals import answer_state, proposals_of


def placed_proposals(activity: Activity, filters: ProposalFilters) -> list[PlacedLine]:
    """Return the points of a list in one query, one more than `POINTS_SHOWN` at most."""
    today = timezone.localdate()
    rows = (
        proposals_of(activity, filters)
        .filter(public_latitude__isnull=False, public_longitude__isnull=False)
        .values(
            "title",
            "public_place",
            "public_latitude",
            "public_longitude",
            "withdrawn_at",
            "commune__name",
            "neighbourhood__name",
            "case__number",
            "case__state",
            "case__outcome",
            "case__promised_on",
        )[: POINTS_SHOWN + 1]
    )
    found = []
    for row in rows:
        state, label = answer_state(
            row["case__state"],
            row["case__outcome"],
            row["case__promised_on"],
            withdrawn=row["withdrawn_at"] is not None,
            today=today,
        )
        area = row["neighbourhood__name"] or row["commune__name"]
        found.append(
            PlacedLine(
                number=row["case__number"],
                title=row["title"],
                place=", ".join(part for part in (row["public_place"], area) if part),
                state=state,
                state_label=label,
                latitude=float(row["public_latitude"] or 0),
                longitude=float(row["public_longitude"] or 0),
            )
        )
    return found


def point_of(contribution: Contribution) -> tuple[float, float] | None:
    """Return the public latitude and longitude of a proposal, or None."""
    if contribution.public_latitude is None or contribution.public_longitude is None:
        return None
    return contribution.public_latitude, contribution.public_longitude

"""The numbers shown beside a contribution, changed where the act is written."""

from django.db.models import F

from ..models import Activity, Contribution


def change_supports_count(contribution_id: int, by: int) -> None:
    """Add to the supports of a contribution, inside the caller's transaction."""
    Contribution.objects.filter(pk=contribution_id).update(supports_count=F("supports_count") + by)


def change_contributions_count(activity_id: int, by: int) -> None:
    """Add to the public contributions of an activity, inside the caller's transaction."""
    Activity.objects.filter(pk=activity_id).update(
        contributions_count=F("contributions_count") + by
    )

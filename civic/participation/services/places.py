"""What everybody reads of where a contribution is, at the level its body chose."""

from collections.abc import Iterator

from django.db.models import QuerySet

from civic.core.logic.stemming import search_document
from civic.privacy.services.placing import place_again, set_public_place

from ..models import Contribution


def set_contribution_place(contribution: Contribution) -> list[str]:
    """Fill the public place and what a contribution is found by, unsaved; return what changed."""
    changed = []
    if contribution.place or contribution.latitude is not None or contribution.public_place:
        body = contribution.activity.space.organisation
        changed = set_public_place(
            contribution,
            precision=body.place_precision,
            organisation=contribution.commune or body,
            neighbourhood=contribution.neighbourhood,
        )
    stems = search_document(contribution.title, contribution.text, contribution.public_place)
    if stems != contribution.stems:
        contribution.stems = stems
        changed.append("stems")
    return changed


def place_anew(contributions: "QuerySet[Contribution]") -> Iterator[Contribution]:
    """Blur each contribution again; yield those whose public place changed."""
    rows = contributions.select_related(
        "activity__space__organisation", "commune", "neighbourhood", "case"
    )
    return place_again(rows, set_contribution_place)

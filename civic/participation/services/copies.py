"""Copies of what was said: words the guard removed leave them too."""

from typing import Any

from civic.privacy.services.removal import blank_rows

from ..models import Contribution, ContributionVersion, Draft
from .places import set_contribution_place


def purge_versions(words: tuple[str, ...], instance: Any | None) -> int:
    """Blank words in the earlier versions of a contribution, or of all."""
    versions = ContributionVersion.objects.all()
    if instance is None:
        return blank_rows(versions, words, "title", "text")
    if not isinstance(instance, Contribution):
        return 0
    if cleaned := set_contribution_place(instance):
        instance.save(update_fields=cleaned)
    return blank_rows(versions.filter(contribution=instance), words, "title", "text")


def purge_drafts(words: tuple[str, ...], instance: Any | None) -> int:
    """Blank words in what is being written, when they are removed from everywhere.

    A draft is deleted when it is sent: no row has one.
    """
    return blank_rows(Draft.objects.all(), words, "data") if instance is None else 0

"""What follows when a contribution becomes public, or is taken back: counter, search, event."""

from collections.abc import Iterator

from django.conf import settings
from django.utils import timezone, translation

from civic.audit.services import key_of
from civic.core.services.events import append_event
from civic.core.services.search import SearchDocument, index, remove_from_index

from ..models import Contribution
from ..registry import participation_registry
from .counters import change_contributions_count
from .places import set_contribution_place

_EXCERPT = 300


def contribution_released(contribution: Contribution) -> None:
    """Count, index and announce a contribution the guard has just let through."""
    # The guard may have masked words since the text was written: they leave the index too.
    changed = set_contribution_place(contribution)
    if changed:
        contribution.save(update_fields=changed)
    change_contributions_count(contribution.activity_id, 1)
    index_contribution(contribution)
    _announce(contribution, "contribution.published")


def contribution_held(contribution: Contribution) -> None:
    """Take a contribution that was public out of the count and of the search."""
    change_contributions_count(contribution.activity_id, -1)
    remove_from_index(key_of(contribution))
    _announce(contribution, "contribution.taken_back")


def index_contribution(contribution: Contribution) -> None:
    """Write the search entry of a public contribution, when a page shows it."""
    index(lambda: document_of(contribution))


def document_of(contribution: Contribution) -> SearchDocument | None:
    """Return what the site search knows of a contribution, or None when no page shows it."""
    with translation.override(settings.LANGUAGE_CODE):
        url = participation_registry.address_of(contribution)
    if url is None:
        return None
    return SearchDocument(
        key=key_of(contribution),
        kind="contribution",
        title=contribution.title,
        url=url,
        texts=(contribution.text, contribution.public_place),
        excerpt=contribution.text[:_EXCERPT],
        organisation_id=contribution.activity.space.organisation_id,
        theme_id=contribution.theme_id,
        happened_on=timezone.localdate(contribution.said_at),
    )


def contribution_documents() -> Iterator[SearchDocument]:
    """Return every public contribution, to rebuild the site search."""
    public = Contribution.objects.public().select_related("activity__space", "case")
    for contribution in public.order_by("pk").iterator(chunk_size=500):
        document = document_of(contribution)
        if document is not None:
            yield document


def _announce(contribution: Contribution, kind: str) -> None:
    append_event(
        stream=f"activity:{contribution.activity_id}",
        kind=kind,
        payload={"contribution": contribution.pk},
    )

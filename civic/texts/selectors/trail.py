"""From what somebody said to the words of a text it caused."""

from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from civic.participation.registry import TrailStep

from ..models import Paragraph, ParagraphRevision
from .addresses import paragraph_url
from .reading import anchor_of

_EXCERPT = 140


def steps_of(contributions: Sequence[int]) -> dict[int, list[TrailStep]]:
    """Return the last change each contribution caused in each paragraph, in two queries."""
    links = ParagraphRevision.causes.through.objects.filter(contribution_id__in=contributions)
    pairs = list(links.values_list("contribution_id", "paragraphrevision_id"))
    if not pairs:
        return {}
    revisions = {
        revision.pk: revision
        for revision in ParagraphRevision.objects.filter(pk__in={pk for _one, pk in pairs})
        .exclude(paragraph__text__state="drafting")
        .select_related("paragraph__text")
        .defer("runs")
    }
    latest: dict[tuple[int, int], ParagraphRevision] = {}
    for contribution_id, revision_id in pairs:
        revision = revisions.get(revision_id)
        if revision is None:
            continue
        key = (contribution_id, revision.paragraph_id)
        if key not in latest or latest[key].number < revision.number:
            latest[key] = revision
    found: dict[int, list[TrailStep]] = {}
    for (contribution_id, _paragraph), revision in sorted(
        latest.items(), key=lambda entry: (entry[0][0], entry[1].at)
    ):
        found.setdefault(contribution_id, []).append(_step(revision))
    return found


def _step(revision: ParagraphRevision) -> TrailStep:
    paragraph: Paragraph = revision.paragraph
    words = revision.text or _("The paragraph was removed.")
    short = words if len(words) <= _EXCERPT else f"{words[:_EXCERPT].rsplit(' ', 1)[0]}…"
    return TrailStep(
        kind="text",
        label=_("Written into the text"),
        title=paragraph.text.title,
        # Says its revision twice: for the page of the history, and for the place in it.
        url=f"{paragraph_url(paragraph)}?revision={revision.number}"
        f"#{anchor_of(paragraph.key)}-r{revision.number}",
        on=timezone.localdate(revision.at),
        text=short,
    )

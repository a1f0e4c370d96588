"""How what one may follow is found, named and addressed; only what the public may read."""

from collections.abc import Iterable, Sequence

from django.utils.translation import get_language

from civic.decisions.enums import DecisionState
from civic.decisions.models import DecisionPage
from civic.notifications.registry import Shown, notice_registry
from civic.participation.models import Contribution, Space
from civic.participation.registry import participation_registry
from consultations.models import Consultation

from .directory import Entry, directory


def declare_followable() -> None:
    """Declare consultations, proposals, decisions, and the spaces of councils and workshops."""
    notice_registry.followable("consultations.consultation", _consultations)
    notice_registry.followable("participation.space", _spaces)
    notice_registry.followable("participation.contribution", _proposals)
    notice_registry.followable("decisions.reasoneddecision", _decisions)


def _consultations(keys: Sequence[int]) -> dict[int, Shown]:
    rows = Consultation.objects.filter(pk__in=keys, is_published=True).values_list(
        "pk", "space_id", "space__title"
    )
    return _of_spaces((pk, space_id, title) for pk, space_id, title in rows)


def _spaces(keys: Sequence[int]) -> dict[int, Shown]:
    rows = Space.objects.filter(pk__in=keys, published_at__isnull=False).values_list("pk", "title")
    return _of_spaces((pk, pk, title) for pk, title in rows)


def _of_spaces(rows: Iterable[tuple[int, int, str]]) -> dict[int, Shown]:
    spaces = directory().spaces
    return {
        pk: Shown(title, _in_language(spaces[space_id]).url)
        for pk, space_id, title in rows
        if spaces.get(space_id)
    }


def _in_language(entries: Sequence[Entry]) -> Entry:
    language = get_language() or "fr"
    return min(entries, key=lambda entry: (entry.language != language, entry.path))


def _proposals(keys: Sequence[int]) -> dict[int, Shown]:
    found = (
        Contribution.objects.public()
        .filter(pk__in=keys)
        .select_related("case", "activity__space")
        .order_by("pk")
    )
    proposals = list(found)
    addresses = participation_registry.addresses_of(proposals)
    return {
        proposal.pk: Shown(proposal.title, addresses[proposal.case_id])
        for proposal in proposals
        if addresses.get(proposal.case_id)
    }


def _decisions(keys: Sequence[int]) -> dict[int, Shown]:
    language = get_language() or "fr"
    pages = (
        DecisionPage.objects.live()
        .filter(decision_id__in=keys, decision__state=DecisionState.SIGNED)
        .select_related("decision", "locale")
        .defer_streamfields()
        .order_by("path")
    )
    shown: dict[int, Shown] = {}
    for page in sorted(pages, key=lambda page: page.locale.language_code != language):
        shown.setdefault(page.decision_id, Shown(page.decision.title, page.get_absolute_url()))
    return shown

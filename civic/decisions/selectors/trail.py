"""From what somebody said to the decision that answers it, its commitments and their works."""

from collections.abc import Iterable, Sequence

from django.db.models import Prefetch
from django.utils import formats
from django.utils.translation import gettext as _

from civic.cases.enums import Outcome
from civic.participation.registry import TrailStep

from ..enums import CommitmentState, DecisionState
from ..models import Commitment, CommitmentNote, DecisionItem, DecisionPage
from .decisions import in_language, published_pages

ITEM_COLUMNS = ("case__contribution__pk", "case__number", "outcome", "decision_id")


def decision_steps(contributions: Sequence[int]) -> dict[int, list[TrailStep]]:
    """Return the line of the signed decision that answers each contribution, in two queries."""
    items = list(
        DecisionItem.objects.filter(
            case__contribution__in=contributions, decision__state=DecisionState.SIGNED
        )
        .order_by("decision__signed_at", "pk")
        .values_list(*ITEM_COLUMNS, "decision__title", "decision__decided_on")
    )
    pages = _pages_of(row[3] for row in items)
    found: dict[int, list[TrailStep]] = {}
    for contribution_id, number, outcome, decision_id, title, decided_on in items:
        page = pages.get(decision_id)
        found.setdefault(contribution_id, []).append(
            TrailStep(
                kind="decision",
                label=_("Answered by a signed decision"),
                title=title,
                url=f"{page}#reponse-{number}" if page else "",
                on=decided_on,
                text=str(Outcome(outcome).label),
            )
        )
    return found


def works_steps(contributions: Sequence[int]) -> dict[int, list[TrailStep]]:
    """Return the commitments each contribution caused and their last milestone, in four queries."""
    links = list(
        Commitment.carries_out.through.objects.filter(
            decisionitem__case__contribution__in=contributions,
            commitment__decision__state=DecisionState.SIGNED,
        ).values_list("decisionitem__case__contribution__pk", "commitment_id")
    )
    if not links:
        return {}
    latest = CommitmentNote.objects.order_by("done_on", "pk")
    commitments = {
        commitment.pk: commitment
        for commitment in Commitment.objects.filter(
            pk__in={pk for _one, pk in links}
        ).prefetch_related(Prefetch("notes", latest, to_attr="milestones"))
    }
    pages = _pages_of(commitment.decision_id for commitment in commitments.values())
    found: dict[int, list[TrailStep]] = {}
    for contribution_id, commitment_id in links:
        commitment = commitments[commitment_id]
        page = pages.get(commitment.decision_id)
        address = f"{page}#engagement-{commitment.pk}" if page else ""
        found.setdefault(contribution_id, []).extend(_steps_of(commitment, address))
    return found


def _steps_of(commitment: Commitment, address: str) -> list[TrailStep]:
    day = formats.date_format(commitment.expected_on, "DATE_FORMAT")
    steps = [
        TrailStep(
            kind="commitment",
            label=_("Promised for %(day)s") % {"day": day},
            title=commitment.text,
            url=address,
        )
    ]
    if commitment.milestones:
        last = commitment.milestones[-1]
        steps.append(
            TrailStep(
                kind=f"works_{last.state}",
                label=_("The works: %(state)s") % {"state": CommitmentState(last.state).label},
                title=last.text,
                url=address,
                on=last.done_on,
            )
        )
    return steps


def _pages_of(decisions: Iterable[int]) -> dict[int, str]:
    """Return the address of each decision's page in the active language, in one query."""
    keys = set(decisions)
    shown: dict[int, list[DecisionPage]] = {}
    for page in published_pages().filter(decision__in=keys) if keys else ():
        shown.setdefault(page.decision_id, []).append(page)
    chosen = {key: in_language(pages) for key, pages in shown.items()}
    return {key: page.get_absolute_url() for key, page in chosen.items() if page is not None}

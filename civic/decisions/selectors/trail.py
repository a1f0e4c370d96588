"""From what somebody said to the decision that answers it, its commitments and their works."""

from collections.abc import Iterable, Sequence

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from civic.cases.enums import Outcome
from civic.core.logic.dates import written_day
from civic.participation.registry import TrailStep

from ..enums import CommitmentState, DecisionState
from ..models import Commitment, CommitmentNote, DecisionItem, DecisionPage
from .decisions import in_language, published_pages

ITEM_COLUMNS = ("case__contribution__pk", "case__number", "outcome", "decision_id")


def answer_steps(contributions: Sequence[int]) -> dict[int, list[TrailStep]]:
    """Return what answers each contribution: its line of a signed decision, then the works.

    Five queries; two where nothing is answered.
    """
    items = list(
        DecisionItem.objects.filter(
            case__contribution__in=contributions, decision__state=DecisionState.SIGNED
        )
        .order_by("decision__signed_at", "pk")
        .values_list(*ITEM_COLUMNS, "decision__title", "decision__decided_on")
    )
    links = list(
        Commitment.carries_out.through.objects.filter(
            decisionitem__case__contribution__in=contributions,
            commitment__decision__state=DecisionState.SIGNED,
        ).values_list("decisionitem__case__contribution__pk", "commitment_id")
    )
    promised = _commitments(commitment for _contribution, commitment in links)
    # One look-up of pages for both: what carries out a decision is shown on its page.
    pages = _pages_of([*(row[3] for row in items), *(one.decision_id for one in promised.values())])
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
    for contribution_id, commitment_id in links:
        commitment = promised[commitment_id]
        page = pages.get(commitment.decision_id)
        address = f"{page}#engagement-{commitment.pk}" if page else ""
        found.setdefault(contribution_id, []).extend(_steps_of(commitment, address))
    return found


def _commitments(wanted: Iterable[int]) -> dict[int, Commitment]:
    """Return commitments by key, each with its milestones in order, in two queries."""
    keys = set(wanted)
    if not keys:
        return {}
    latest = CommitmentNote.objects.order_by("done_on", "pk")
    found = Commitment.objects.filter(pk__in=keys).prefetch_related(
        Prefetch("notes", latest, to_attr="milestones")
    )
    return {commitment.pk: commitment for commitment in found}


def _steps_of(commitment: Commitment, address: str) -> list[TrailStep]:
    day = written_day(commitment.expected_on)
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

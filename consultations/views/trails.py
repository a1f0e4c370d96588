"""From a card to the works: the trail of one proposal."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from civic.cases.enums import OPEN_STATES, Outcome
from civic.core.logic.dates import written_day
from civic.participation.enums import ContributionKind
from civic.participation.models import Contribution
from civic.participation.registry import TrailStep, participation_registry

ORIGINS = frozenset({"session", "card"})
# Positions of the participation registry: a proposal written here has no card, and what was not
# answered has no decision.
AFTER, BEFORE_A_DECISION = 50, 69
SHAPES = {
    "session": "meeting",
    "card": "received",
    "text": "adapted",
    "decision": "answered",
    "commitment": "planned",
    "works_done": "done",
}


def trail_entries(contribution: Contribution) -> list[dict[str, Any]]:
    """Return every hop of a proposal as the trail shows it: where it comes from, what it caused."""
    case = contribution.case
    steps = _steps(contribution)
    entries: list[dict[str, Any]] = [
        *(_entry(step) for step in steps if step.kind in ORIGINS),
        {
            "when": case.received_on,
            "text": _("Received under the number %(number)s") % {"number": case.number},
            "state": "done",
        },
    ]
    transfers = case.transfers.values_list("moved_at", "to_organisation__name", "reason")
    for moved_at, body, reason in transfers:
        entries.append(
            {
                "when": timezone.localdate(moved_at),
                "text": _("Handed over to %(body)s, same number, same clock") % {"body": body},
                "detail": reason,
                "state": "transferred",
            }
        )
    if contribution.withdrawn_at is not None:
        entries.append(
            {
                "when": timezone.localdate(contribution.withdrawn_at),
                "text": _("Withdrawn by its author"),
                "detail": contribution.withdrawn_reason,
                "state": "withdrawn",
            }
        )
    after = [_entry(step) for step in steps if step.kind not in ORIGINS]
    if case.answered_on is not None and not any(step.kind == "decision" for step in steps):
        after.insert(
            0,
            {
                "when": case.answered_on,
                "text": _("Answered: %(outcome)s") % {"outcome": Outcome(case.outcome).label},
                "state": case.outcome,
            },
        )
    return entries + after


def _steps(contribution: Contribution) -> list[TrailStep]:
    """Return what is declared of a trail, without asking for what cannot be there."""
    first = 0 if contribution.kind == ContributionKind.CARD else AFTER
    last = 100 if contribution.case.answered_on else BEFORE_A_DECISION
    return participation_registry.trail_of([contribution.pk], first=first, last=last)[
        contribution.pk
    ]


def _entry(step: TrailStep) -> dict[str, Any]:
    text = _("%(label)s: %(title)s") % {"label": step.label, "title": step.title}
    return {
        "when": step.on,
        "text": text,
        "url": step.url,
        "detail": step.text,
        "state": SHAPES.get(step.kind, "received"),
    }


def pending_sentence(contribution: Contribution) -> str:
    """Return what is awaited, from whom and for when; empty once nothing is."""
    case = contribution.case
    if case.state not in OPEN_STATES or case.promised_on is None:
        return ""
    return _("An argued answer by %(who)s, due on %(date)s") % {
        "who": case.department.name if case.department else case.organisation.name,
        "date": written_day(case.promised_on),
    }

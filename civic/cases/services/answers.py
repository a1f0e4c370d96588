"""Answers in number: a message to one person, several answers at once, those that repeat."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from civic.accounts.policies import Actor
from civic.audit.services import record
from civic.core.exceptions import NotAllowed, Refusal
from civic.core.querysets import locked
from civic.territory.models import Organisation

from ..enums import CLOSING_STATES, OPEN_STATES, CaseOrigin
from ..logic.likeness import alike, runs_of
from ..models import AnswerMark, Case
from ..policies import can_answer
from ..selectors.answers import likeness_mark
from .cases import answer_case
from .details import NO_DETAILS, Details

MOST_TOGETHER = 20
_MARKED_AT_ONCE = 500


@dataclass(frozen=True)
class LineAnswer:
    """The answer one case gets among several; each has its own reason."""

    case: Case
    outcome: str
    reason: str
    next_steps: str
    receiving_body: Organisation | None = None
    receiving_body_name: str = ""
    planned_for: date | None = None
    answered_as: str = ""
    keep_findings_because: str = ""
    details: Details = NO_DETAILS
    with_files: bool = False


class LineRefusal(Refusal):
    """A refusal, and the case whose answer it is about."""

    def __init__(self, refusal: Refusal, case: Case) -> None:
        super().__init__(refusal.message, code=refusal.code, field=refusal.field)
        self.case = case


def save_private_message(*, actor: Actor, case: Case, message: str) -> Case:
    """Keep a message that leaves with the answer, to the person alone; an empty one is removed.

    Raises NotAllowed, or Refusal when the case has been answered meanwhile.
    """
    if not can_answer(actor, case):
        raise NotAllowed(_("Only the department that holds this case may answer it."))
    with transaction.atomic():
        fresh = locked(Case.objects.filter(pk=case.pk)).get()
        if fresh.state not in OPEN_STATES:
            raise Refusal(_("This case has already been answered."), code="already_answered")
        fresh.private_message = message.strip()
        fresh.save(update_fields=["private_message", "updated_at"])
        record(
            actor=actor,
            action="case.private_message",
            target=fresh,
            organisation_id=fresh.organisation_id,
            written=bool(fresh.private_message),
        )
    return fresh


def same_reasons(answers: Sequence[LineAnswer]) -> list[tuple[LineAnswer, ...]]:
    """Return the groups of answers whose reasons are the same, or nearly so."""
    runs = [(answer, runs_of(answer.reason)) for answer in answers]
    groups: list[list[tuple[LineAnswer, Any]]] = []
    for one in runs:
        group = next((found for found in groups if alike(found[0][1], one[1])), None)
        if group is None:
            groups.append([one])
        else:
            group.append(one)
    return [tuple(answer for answer, _runs in group) for group in groups if len(group) > 1]


def answer_cases(
    *, actor: Actor, answers: Sequence[LineAnswer], same_on_purpose: bool = False
) -> list[Case]:
    """Answer several cases, each with its own reason, all or none.

    Raises Refusal when reasons repeat one another and nobody said that it is on purpose, and
    LineRefusal for what `answer_case` refuses of one of them.
    """
    if len(answers) > MOST_TOGETHER:
        raise Refusal(
            _("Answer %(n)d cases at most at once.") % {"n": MOST_TOGETHER}, code="too_many"
        )
    if not same_on_purpose and same_reasons(answers):
        raise Refusal(
            _("Some of these reasons are the same: give each its own, or say it is on purpose."),
            code="same_reasons",
        )
    done = []
    with transaction.atomic():
        for answer in sorted(answers, key=lambda one: one.case.pk):
            try:
                done.append(
                    answer_case(
                        actor=actor,
                        case=answer.case,
                        outcome=answer.outcome,
                        reason=answer.reason,
                        next_steps=answer.next_steps,
                        receiving_body=answer.receiving_body,
                        receiving_body_name=answer.receiving_body_name,
                        planned_for=answer.planned_for,
                        answered_as=answer.answered_as,
                        keep_findings_because=answer.keep_findings_because,
                        details=answer.details,
                        with_files=answer.with_files,
                    )
                )
            except NotAllowed:
                raise
            except Refusal as refusal:
                raise LineRefusal(refusal, answer.case) from refusal
    return done


def answer_published(case: Case) -> None:
    """Mark the answer of a request at once; those of a decision, by the hundred, a minute later."""
    if case.origin == CaseOrigin.REQUEST:
        mark_answer(case)
    else:
        AnswerMark.objects.filter(case=case).delete()


def mark_answer(case: Case) -> None:
    """Keep which earlier answers a published one repeats, in the transaction that publishes it."""
    AnswerMark.objects.update_or_create(
        case=case,
        defaults={
            "organisation_id": case.organisation_id,
            "likeness": likeness_mark(case.organisation_id, case.reason, besides=case),
        },
    )


def mark_earlier_answers() -> int:
    """Mark answers published before they were compared, the oldest first; return how many."""
    unmarked = Case.objects.filter(state__in=CLOSING_STATES, answer_mark=None).order_by(
        "answered_on", "pk"
    )
    cases = list(unmarked[:_MARKED_AT_ONCE])
    for case in cases:
        mark_answer(case)
    return len(cases)

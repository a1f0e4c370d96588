"""Say what became of something planned: done, moved to a day, or given up, with a reason."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from civic.accounts.policies import Actor
from civic.audit.services import record
from civic.core.exceptions import NotAllowed, Refusal
from civic.core.querysets import locked
from civic.privacy.services.screening import findings_in

from ..enums import CaseState, Outcome, PlanWord
from ..models import Case, PlanNews
from ..models.case import MIN_REASON
from ..policies import can_answer
from ..registry import case_registry


def follow_plan(
    *, actor: Actor, case: Case, word: str, text: str, planned_for: date | None = None
) -> PlanNews:
    """Say in public what became of what an answer planned; the answer itself does not change.

    Raises NotAllowed, or Refusal with a field: nothing planned or already settled, a reason that
    is too short or names somebody, "moved" without a day to come.
    """
    if not can_answer(actor, case):
        raise NotAllowed(_("Only the department that holds this case says what became of it."))
    text = text.strip()
    if word not in PlanWord.values:
        raise Refusal(_("Say what became of it."), code="word_missing", field="word")
    if len(text) < MIN_REASON:
        raise Refusal(
            _("Say it in a sentence the person can understand (at least 20 characters)."),
            code="reason_missing",
            field="text",
        )
    spans = findings_in(text, organisation_id=case.organisation_id)
    if spans:
        raise Refusal(
            _("This would publish « %(words)s ». Say it without naming anybody.")
            % {"words": " », « ".join(span.text for span in spans)},
            code="finding",
            field="text",
        )
    today = timezone.localdate()
    if word != PlanWord.MOVED:
        planned_for = None
    elif planned_for is None or planned_for <= today:
        raise Refusal(
            _("Say to which day it is moved: a day to come."),
            code="planned_for_missing",
            field="planned_for",
        )
    with transaction.atomic():
        fresh = locked(Case.objects.filter(pk=case.pk)).get()
        before = fresh.planned_for
        if fresh.state != CaseState.ANSWERED or fresh.outcome != Outcome.PLANNED or before is None:
            raise Refusal(_("Nothing is planned here."), code="not_planned")
        if PlanNews.objects.filter(case=fresh).exclude(word=PlanWord.MOVED).exists():
            raise Refusal(_("It has already been said what became of it."), code="already_settled")
        news = PlanNews.objects.create(
            case=fresh,
            word=word,
            text=text,
            planned_before=before,
            planned_for=planned_for,
            said_on=today,
            said_by=actor.user,
        )
        fresh.plan_overdue_on = None
        if planned_for is not None:
            fresh.planned_for = planned_for
        fresh.save(update_fields=["planned_for", "plan_overdue_on", "updated_at"])
        record(
            actor=actor,
            action="case.plan_followed",
            target=fresh,
            organisation_id=fresh.organisation_id,
            word=str(word),
        )
        case_registry.plan_followed(news)
    return news

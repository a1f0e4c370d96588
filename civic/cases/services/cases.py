"""Open, move and answer a case: the promise that every contribution gets an argued answer."""

from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from civic.accounts.policies import Actor
from civic.audit.services import record
from civic.core.exceptions import NotAllowed, Refusal
from civic.core.querysets import locked
from civic.privacy.services.screening import findings_in
from civic.territory.logic.streets import plain
from civic.territory.models import CityDepartment, Organisation

from ..enums import TURN_OF, AssignedBy, CaseOrigin, CaseState, Outcome, can_move
from ..logic.clock import add_working_days
from ..logic.formulas import is_formula
from ..logic.gaps import gaps_in
from ..logic.numbering import new_number
from ..models import AnswerRules, Case
from ..models.case import MIN_REASON
from ..policies import can_answer
from ..policies import can_move as may_move
from ..registry import case_registry
from ..selectors import announced_days
from ..selectors.contest import contest_refusal
from .answer_files import publish_files
from .assigning import begin_holding
from .details import NO_DETAILS, Details, check_details, keep_details
from .states import check_can_move

_NUMBER_TRIES = 8


def open_case(
    *,
    origin: str,
    organisation: Organisation,
    department: CityDepartment | None = None,
    request_type_id: int | None = None,
    received_on: date | None = None,
    working_days: int | None = None,
    promised_from: date | None = None,
    assigned_by: str = AssignedBy.FILING,
) -> Case:
    """Open a case with a number and a promised date, inside the caller's transaction.

    The announced delay is the given number of working days, or the organisation's rule; it is
    kept with the case, so that a later rule never moves a past promise. `promised_from` is the
    day the delay was announced, when nothing was announced at reception (an imported request).
    """
    if working_days is None:
        department_id = department.pk if department else None
        working_days = announced_days(organisation.pk, department_id, origin, request_type_id)
    case = _with_new_number(
        case_to_open(
            origin=origin,
            organisation=organisation,
            department=department,
            received_on=received_on or timezone.localdate(),
            working_days=working_days,
            calendar=AnswerRules.objects.of(organisation.pk).subdivision,
            promised_from=promised_from,
        )
    )
    begin_holding(case, by=assigned_by)
    return case


def case_to_open(
    *,
    origin: str,
    organisation: Organisation,
    department: CityDepartment | None,
    received_on: date,
    working_days: int,
    calendar: str | None,
    promised_from: date | None = None,
) -> Case:
    """Return a case as it is opened, without its number and not yet stored."""
    state = CaseState.ROUTED if department else CaseState.RECEIVED
    return Case(
        origin=origin,
        organisation=organisation,
        department=department,
        state=state,
        turn=TURN_OF[state],
        received_on=received_on,
        promised_on=add_working_days(
            max(received_on, promised_from or received_on), working_days, calendar
        ),
    )


def import_closed_case(
    *,
    origin: str,
    organisation: Organisation,
    department: CityDepartment | None = None,
    received_on: date | None = None,
) -> Case:
    """Open a case that was closed before the site existed: no promise, no argued answer."""
    return _with_new_number(
        case_closed_before(
            origin=origin,
            organisation=organisation,
            department=department,
            received_on=received_on or timezone.localdate(),
        )
    )


def case_closed_before(
    *,
    origin: str,
    organisation: Organisation,
    department: CityDepartment | None,
    received_on: date,
) -> Case:
    """Return a case that was closed before the site, without its number and not yet stored."""
    state = CaseState.CLOSED_BEFORE
    return Case(
        origin=origin,
        organisation=organisation,
        department=department,
        state=state,
        turn=TURN_OF[state],
        received_on=received_on,
    )


def _with_new_number(case: Case) -> Case:
    for _attempt in range(_NUMBER_TRIES):
        case.number = new_number()
        try:
            with transaction.atomic():
                case.save(force_insert=True)
        except IntegrityError:
            if not Case.objects.filter(number=case.number).exists():
                raise
        else:
            return case
    raise RuntimeError("No free public number after several tries.")


def answer_case(
    *,
    actor: Actor,
    case: Case,
    outcome: str,
    reason: str,
    next_steps: str,
    receiving_body: Organisation | None = None,
    receiving_body_name: str = "",
    answered_as: str = "",
    private_message: str = "",
    keep_findings_because: str = "",
    answered_on: date | None = None,
    planned_for: date | None = None,
    details: Details = NO_DETAILS,
    with_files: bool = False,
) -> Case:
    """Publish the argued answer that closes a case: outcome, reason, what happens when.

    Raises NotAllowed, or Refusal with a field: a reason that is missing, too short or only a
    formula; no word on what happens next; "handed over" without a receiving body; a request that
    is planned without a date to come (`planned_for`); a text that names somebody and no reason to
    keep it; a state the case cannot be answered from. A review is answered by another person than
    the first answer. The answer of a request may be contested until a date that is kept with it.
    `details` are the cost and the dates of the works; `with_files` publishes the files that wait
    for it.
    """
    if not can_answer(actor, case):
        raise NotAllowed(_("Only the department that holds this case may answer it."))
    reason, next_steps = reason.strip(), next_steps.strip()
    receiving_body_name = receiving_body_name.strip()
    day = answered_on or timezone.localdate()
    if outcome != Outcome.PLANNED or case.origin != CaseOrigin.REQUEST:
        planned_for = None
    check_answer(
        case=case,
        outcome=outcome,
        reason=reason,
        next_steps=next_steps,
        receiving_body=receiving_body,
        receiving_body_name=receiving_body_name,
        keep_findings_because=keep_findings_because,
        planned_for=planned_for,
        day=day,
        details=details,
    )
    with transaction.atomic():
        fresh = locked(Case.objects.filter(pk=case.pk)).get()
        if not can_move(fresh.state, CaseState.ANSWERED):
            raise Refusal(_("This case has already been answered."), code="already_answered")
        if fresh.state == CaseState.REVIEW:
            if fresh.answered_by_id is not None and fresh.answered_by == actor.user:
                raise Refusal(
                    _("A review is answered by somebody else than the first answer."),
                    code="same_person",
                )
            _keep_first_answer(fresh)
            fresh.reviewed_on = timezone.localdate()
        elif fresh.origin == CaseOrigin.REQUEST:
            rules = AnswerRules.objects.of(fresh.organisation_id)
            fresh.contest_until = day + timedelta(days=rules.contest_days)
        fresh.state, fresh.turn = CaseState.ANSWERED, TURN_OF[CaseState.ANSWERED]
        fresh.outcome, fresh.reason, fresh.next_steps = outcome, reason, next_steps
        fresh.receiving_body, fresh.receiving_body_name = receiving_body, receiving_body_name
        fresh.planned_for, fresh.plan_overdue_on = planned_for, None
        fresh.answered_on = day
        fresh.answered_by, fresh.answered_as = actor.user, answered_as
        # What was written apart, before, leaves with the answer.
        fresh.private_message = private_message.strip() or fresh.private_message
        fresh.save()
        keep_details(fresh, details)
        fresh.is_answered_bare = (
            details.is_empty and not with_files and fresh.origin == CaseOrigin.CONTRIBUTION
        )
        if with_files:
            publish_files(fresh)
        record(
            actor=actor,
            action="case.answered",
            target=fresh,
            organisation_id=fresh.organisation_id,
            outcome=str(outcome),
            kept_findings=bool(keep_findings_because),
        )
        case_registry.answered(fresh)
    return fresh


def check_answer(
    *,
    case: Case,
    outcome: str,
    reason: str,
    next_steps: str,
    receiving_body: Organisation | None = None,
    receiving_body_name: str = "",
    keep_findings_because: str = "",
    planned_for: date | None = None,
    day: date | None = None,
    details: Details = NO_DETAILS,
) -> None:
    """Refuse an answer that may not be published, with the field to correct; write nothing."""
    reason, next_steps = reason.strip(), next_steps.strip()
    _check_answer(case, outcome, reason, next_steps, receiving_body, receiving_body_name.strip())
    _check_plan(case, outcome, planned_for, day or timezone.localdate())
    for field, text in (("reason", reason), ("next_steps", next_steps)):
        if missing := gaps_in([text]):
            raise Refusal(
                _("Write what stands between braces: {%(gaps)s}.") % {"gaps": "}, {".join(missing)},
                code="gap",
                field=field,
            )
    if not keep_findings_because.strip():
        _check_names_nobody(case, reason, next_steps)
    check_details(case=case, details=details, keep_findings_because=keep_findings_because)


def _check_answer(
    case: Case,
    outcome: str,
    reason: str,
    next_steps: str,
    receiving_body: Organisation | None,
    receiving_body_name: str,
) -> None:
    if outcome not in Outcome.values:
        raise Refusal(_("Choose an outcome."), code="outcome_missing", field="outcome")
    departments = CityDepartment.objects.filter(organisation_id=case.organisation_id)
    names = tuple(departments.values_list("name", flat=True))
    if len(reason) < MIN_REASON or is_formula(reason, department_names=names):
        raise Refusal(
            _(
                "Explain the reason in a sentence the person can understand "
                "(at least 20 characters; « fait » is not an answer)."
            ),
            code="reason_missing",
            field="reason",
        )
    if not next_steps:
        raise Refusal(
            _("Say what happens next and when."), code="next_steps_missing", field="next_steps"
        )
    if outcome == Outcome.HANDED_OVER and not (receiving_body or receiving_body_name):
        raise Refusal(
            _("Name the body that takes it over."),
            code="receiving_body_missing",
            field="receiving_body_name",
        )
    if outcome == Outcome.HANDED_OVER:
        _check_not_here(receiving_body, receiving_body_name)


def _check_not_here(body: Organisation | None, name: str) -> None:
    # A body of the site takes the case over, number and clock included: nothing is closed.
    typed = plain(name)
    here = body or next(
        (
            one
            for one in Organisation.objects.only("name", "short_name")
            if typed and typed in (plain(one.name), plain(one.short_name))
        ),
        None,
    )
    if here is not None:
        raise Refusal(
            _(
                "%(body)s answers on this site: hand it over (« Hand over »). It keeps its number "
                "and its announced date, and whoever asked has nothing to do."
            )
            % {"body": here.label},
            code="transfer_instead",
            field="receiving_body" if body else "receiving_body_name",
        )


def _check_plan(case: Case, outcome: str, planned_for: date | None, day: date) -> None:
    if outcome != Outcome.PLANNED or case.origin != CaseOrigin.REQUEST:
        return
    if planned_for is None:
        raise Refusal(
            _("Say for when it is planned: the request comes back to you when the day is past."),
            code="planned_for_missing",
            field="planned_for",
        )
    if planned_for < day:
        raise Refusal(
            _("What is planned lies ahead: give a day to come."),
            code="planned_for_past",
            field="planned_for",
        )


def _keep_first_answer(case: Case) -> None:
    """Keep the answer that is reviewed: both stay public."""
    case.first_outcome, case.first_reason = case.outcome, case.reason
    case.first_next_steps, case.first_answered_as = case.next_steps, case.answered_as
    case.first_answered_on = case.answered_on


def _check_names_nobody(case: Case, reason: str, next_steps: str) -> None:
    for field, text in (("reason", reason), ("next_steps", next_steps)):
        spans = findings_in(text, organisation_id=case.organisation_id)
        if spans:
            raise Refusal(
                _("This answer would publish « %(words)s ». Rewrite it, or say why it may stay.")
                % {"words": " », « ".join(span.text for span in spans)},
                code="finding",
                field=field,
            )


def move_case(*, actor: Actor, case: Case, state: str) -> Case:
    """Move a case between its open states; answering and withdrawing have their own services."""
    if not may_move(actor, case):
        raise NotAllowed(_("You may not change this case."))
    if state in {CaseState.ANSWERED, CaseState.WITHDRAWN, CaseState.REVIEW}:
        raise Refusal(_("Answer the case to close it."), code="needs_answer", field="state")
    with transaction.atomic():
        fresh = locked(Case.objects.filter(pk=case.pk)).get()
        check_can_move(fresh, state)
        before = fresh.state
        fresh.state, fresh.turn = state, TURN_OF[CaseState(state)]
        fresh.save()
        record(
            actor=actor,
            action="case.moved",
            target=fresh,
            organisation_id=fresh.organisation_id,
            before=before,
            after=state,
        )
        case_registry.changed(fresh)
    return fresh


def withdraw_case(*, actor: Actor, case: Case) -> Case:
    """Close a case because its author withdrew it; the caller has checked who the author is."""
    with transaction.atomic():
        fresh = locked(Case.objects.filter(pk=case.pk)).get()
        check_can_move(fresh, CaseState.WITHDRAWN)
        fresh.state, fresh.turn = CaseState.WITHDRAWN, TURN_OF[CaseState.WITHDRAWN]
        fresh.save()
        record(
            actor=actor,
            action="case.withdrawn",
            target=fresh,
            organisation_id=fresh.organisation_id,
        )
        case_registry.changed(fresh)
    return fresh


def ask_review(*, actor: Actor, case: Case, reason: str) -> Case:
    """Ask once for a review of an answer; the caller has checked who asks.

    The answer of a request is contested until the announced day; the second answer has an
    announced day too.
    """
    if not reason.strip():
        raise Refusal(_("Say what the answer leaves aside."), code="reason_missing", field="reason")
    with transaction.atomic():
        fresh = locked(Case.objects.filter(pk=case.pk)).get()
        today = timezone.localdate()
        refusal = contest_refusal(fresh, today)
        if refusal is not None:
            raise refusal
        check_can_move(fresh, CaseState.REVIEW)
        fresh.state, fresh.turn = CaseState.REVIEW, TURN_OF[CaseState.REVIEW]
        rules = AnswerRules.objects.of(fresh.organisation_id)
        fresh.review_asked_on = today
        fresh.review_promised_on = add_working_days(
            today, rules.review_working_days, rules.subdivision
        )
        fresh.review_reason = reason.strip()
        fresh.save()
        record(
            actor=actor,
            action="case.review_asked",
            target=fresh,
            organisation_id=fresh.organisation_id,
        )
        case_registry.changed(fresh)
    return fresh

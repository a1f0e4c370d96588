"""A request that says what another already asks: linked both ways, answered with it."""

from django.db import transaction
from django.utils.translation import gettext as _

from civic.accounts.policies import Actor, SystemActor
from civic.audit.services import key_of, record
from civic.core.exceptions import NotAllowed, Refusal
from civic.core.querysets import locked
from civic.notifications.services.follows import follow_for

from ..enums import OPEN_STATES, CaseState
from ..models import AnswerDetails, Case, DistinctRequests, DuplicateLink, Request
from ..policies import can_move
from ..registry import case_registry
from .cases import answer_case
from .details import NO_DETAILS, Details


def mark_duplicate(*, actor: Actor, duplicate: Request, original: Request) -> DuplicateLink:
    """Link a request to the earlier one that already asks the same thing.

    Whoever asked the duplicate follows the original and gets its answer, at once when it is
    answered already. The duplicates of a duplicate pass to its original. Raises NotAllowed, or
    Refusal: the same request, a request that is closed, an original that nobody can read.
    """
    if not can_move(actor, duplicate.case):
        raise NotAllowed(_("Only the body that holds this request may mark it as a duplicate."))
    with transaction.atomic():
        # In the order of their keys: two agents marking each other's request do not deadlock.
        keys = sorted((duplicate.pk, original.pk))
        fresh = {
            row.pk: row
            for row in locked(Request.objects.filter(pk__in=keys).order_by("pk")).select_related(
                "case"
            )
        }
        duplicate, original = fresh[duplicate.pk], fresh[original.pk]
        above = DuplicateLink.objects.filter(duplicate=original).select_related("original__case")
        if (link := above.first()) is not None:
            original = link.original
        _check_pair(duplicate, original)
        moved = list(DuplicateLink.objects.filter(original=duplicate))
        DuplicateLink.objects.filter(original=duplicate).delete()
        link = DuplicateLink.objects.create(
            duplicate=duplicate, original=original, marked_by=actor.user
        )
        for other in moved:
            DuplicateLink.objects.create(
                duplicate_id=other.duplicate_id, original=original, marked_by=other.marked_by
            )
        if duplicate.person is not None:
            follow_for(person=duplicate.person, target=key_of(original))
        record(
            actor=actor,
            action="request.duplicate_marked",
            target=duplicate,
            organisation_id=duplicate.organisation_id,
            original=original.pk,
        )
        # Counted once from now on, with its original.
        case_registry.changed(duplicate.case)
        if original.case.state == CaseState.ANSWERED:
            _answer_as(duplicate.case, original.case)
    return link


def undo_duplicate(*, actor: Actor, duplicate: Request) -> Request:
    """Take the link back: the request is counted, shown and answered for itself again.

    Raises NotAllowed, or Refusal when it has had the answer of the other meanwhile.
    """
    if not can_move(actor, duplicate.case):
        raise NotAllowed(_("Only the body that holds this request may mark it as a duplicate."))
    with transaction.atomic():
        fresh = locked(Request.objects.filter(pk=duplicate.pk)).select_related("case").get()
        link = DuplicateLink.objects.filter(duplicate=fresh).first()
        if link is None:
            raise Refusal(_("This request is no duplicate."), code="not_duplicate")
        if fresh.case.state not in OPEN_STATES:
            raise Refusal(
                _("It has had the answer of the other request: a review reopens it."),
                code="already_answered",
            )
        original = link.original_id
        link.delete()
        record(
            actor=actor,
            action="request.duplicate_undone",
            target=fresh,
            organisation_id=fresh.organisation_id,
            original=original,
        )
        case_registry.changed(fresh.case)
    return fresh


def say_distinct(*, actor: Actor, request: Request, other: Request) -> DistinctRequests:
    """Say that two requests that look alike ask two things; said twice, it is said once.

    Raises NotAllowed, or Refusal: the same request.
    """
    if not can_move(actor, request.case):
        raise NotAllowed(_("Only the body that holds this request may mark it as a duplicate."))
    if request.pk == other.pk:
        raise Refusal(_("It is the same request."), code="same", field="number")
    first, last = sorted((request.pk, other.pk))
    with transaction.atomic():
        said, is_new = DistinctRequests.objects.get_or_create(
            one_id=first, other_id=last, defaults={"said_by": actor.user}
        )
        if is_new:
            record(
                actor=actor,
                action="request.said_distinct",
                target=request,
                organisation_id=request.organisation_id,
                other=other.pk,
            )
    return said


def answer_duplicates(case: Case) -> None:
    """Give the answer of an original to each of its duplicates, in its own case.

    Called inside the transaction that answers the original: promise 1 holds for each row.
    """
    links = (
        DuplicateLink.objects.filter(original__case=case)
        .select_related("duplicate__case")
        .order_by("pk")
    )
    for link in links:
        if link.duplicate.case.state in OPEN_STATES:
            _answer_as(link.duplicate.case, case)


def _check_pair(duplicate: Request, original: Request) -> None:
    if duplicate.pk == original.pk:
        raise Refusal(_("It is the same request."), code="same", field="number")
    if DuplicateLink.objects.filter(duplicate=duplicate).exists():
        raise Refusal(
            _("This request is already marked as a duplicate."), code="already", field="number"
        )
    if duplicate.case.state not in OPEN_STATES:
        raise Refusal(
            _("This request is closed: it has its own answer."), code="closed", field="number"
        )
    if not original.is_public:
        raise Refusal(
            _("Nobody can read that request yet: publish it first."), code="held", field="number"
        )
    if original.case.state not in OPEN_STATES | {CaseState.ANSWERED}:
        raise Refusal(
            _("That request is closed without an argued answer."),
            code="wrong_state",
            field="number",
        )


def _details_of(original: Case) -> Details:
    row = AnswerDetails.objects.filter(
        case=original, is_review=original.reviewed_on is not None
    ).first()
    if row is None:
        return NO_DETAILS
    return Details(row.cost, row.cost_covers, row.works_from, row.works_until, row.budget_line)


def _answer_as(case: Case, original: Case) -> None:
    # Whoever answered the original answers this one: a review goes to somebody else here too.
    actor = SystemActor("duplicates")
    actor.user = original.answered_by
    answer_case(
        actor=actor,
        case=case,
        outcome=original.outcome,
        reason=original.reason,
        next_steps=original.next_steps,
        receiving_body=original.receiving_body,
        receiving_body_name=original.receiving_body_name,
        answered_as=original.answered_as,
        planned_for=original.planned_for,
        keep_findings_because=_("Published with %(number)s.") % {"number": original.number},
        details=_details_of(original),
    )

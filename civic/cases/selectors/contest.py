"""What may still be done about an answer, and by whom it is answered again."""

from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from civic.accounts.models import Person, RoleAssignment
from civic.core.exceptions import Refusal
from civic.core.logic.dates import written_day

from ..enums import CaseState
from ..models import Case
from ..policies import ANSWERERS


def contest_refusal(case: Case, day: date) -> Refusal | None:
    """Return why an answer cannot be contested, or reviewed, on a day; None when it can."""
    if case.review_asked_on is not None:
        return Refusal(_("A review can be asked for once."), code="already_reviewed")
    if case.state not in (CaseState.ANSWERED, CaseState.CLOSED_BEFORE):
        return Refusal(_("It is not answered yet."), code="not_answered")
    if case.contest_until is not None and case.contest_until < day:
        return Refusal(
            _("This answer could be contested until %(day)s. Ask again with a new request.")
            % {"day": written_day(case.contest_until)},
            code="too_late",
        )
    return None


def answerers_of(case: Case, moment: datetime) -> "QuerySet[Person]":
    """Return who may answer a case now, but not who gave the answer that is reviewed."""
    held = RoleAssignment.objects.filter(
        Q(expires_at=None) | Q(expires_at__gt=moment),
        Q(department=None) | Q(department_id=case.department_id),
        role__in=ANSWERERS,
        organisation_id=case.organisation_id,
        space_id=None,
        user__is_active=True,
    )
    if case.state == CaseState.REVIEW and case.answered_by_id is not None:
        held = held.exclude(user_id=case.answered_by_id)
    return Person.objects.filter(user__in=held.values("user"), erased_at=None).order_by("pk")

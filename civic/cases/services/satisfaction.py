"""Say whether a request was dealt with well: twice a click, once per case."""

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from civic.accounts.enums import Role
from civic.accounts.policies import Actor
from civic.audit.services import record
from civic.core.enums import Channel
from civic.core.exceptions import NotAllowed, Refusal
from civic.core.logic.dates import written_day
from civic.core.querysets import locked

from ..enums import CaseOrigin, CaseState, SatisfactionReason
from ..models import Case, Satisfaction
from ..policies import can_rate
from .proof import proves


def give_satisfaction(
    *,
    actor: Actor,
    case: Case,
    is_satisfied: bool,
    about: Collection[str] | None = None,
    code: str = "",
) -> Satisfaction:
    """Say whether one is satisfied, and with what; said again, it changes until the last day.

    Whoever asked says it, signed in or with the code of the answer; the desk writes it down for
    them. `about` None leaves the reasons as they are. Raises NotAllowed, TooMany, or Refusal:
    nothing answered, the last day is past, an unknown reason.
    """
    if not (can_rate(actor, case) or proves(case, code)):
        raise NotAllowed(_("Only whoever asked says whether they are satisfied."))
    if about is not None and not set(about) <= set(SatisfactionReason.values):
        raise Refusal(_("Choose among these reasons."), code="unknown_reason", field="about")
    with transaction.atomic():
        fresh = locked(Case.objects.filter(pk=case.pk)).get()
        if fresh.origin != CaseOrigin.REQUEST or fresh.state != CaseState.ANSWERED:
            raise Refusal(_("It is not answered yet."), code="not_answered")
        last = fresh.rate_until
        if last is None or last < timezone.localdate():
            raise Refusal(
                _("One could say it until %(day)s.")
                % {"day": written_day(last or fresh.received_on)},
                code="too_late",
            )
        found = Satisfaction.objects.filter(case=fresh).first()
        changed = found is None or found.is_satisfied != is_satisfied
        said = found or Satisfaction(case=fresh, said_on=timezone.localdate())
        said.organisation_id, said.department_id = fresh.organisation_id, fresh.department_id
        said.days = fresh.days_waited or 0
        said.is_satisfied = is_satisfied
        at_desk = actor.has_role(Role.DESK, at=fresh)
        said.channel = Channel.DESK if at_desk else Channel.ONLINE
        if about is not None or changed:
            for reason in SatisfactionReason.values:
                setattr(said, reason, reason in (about or ()))
        said.save()
        record(
            actor=actor,
            action="case.rated",
            target=fresh,
            organisation_id=fresh.organisation_id,
            again=found is not None,
        )
    return said

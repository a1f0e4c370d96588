"""Ask once for a review of an answer: the author's right, exercised by them or at the desk."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from civic.accounts.policies import Actor
from civic.cases.enums import CaseOrigin
from civic.cases.models import Case
from civic.cases.selectors.contest import contest_refusal
from civic.cases.services.cases import ask_review
from civic.cases.services.proof import proves
from civic.cases.services.reminders import tell_contested
from civic.core.exceptions import NotAllowed, Refusal
from civic.privacy.services.screening import findings_in

from ..logic.texts import clean_text
from ..policies import can_ask_review
from .hops import tell_review_asked

MIN_REASON = 20
MAX_REASON = 1_000


def may_ask_review(actor: Actor, case: Case) -> bool:
    """Tell whether an actor may ask now: it was answered, never reviewed, and is theirs to ask."""
    return contest_refusal(case, timezone.localdate()) is None and can_ask_review(actor, case)


def ask_for_review(*, actor: Actor, case: Case, reason: str, code: str = "") -> Case:
    """Ask for a review; another person answers it, and both answers stay public.

    Whoever asked something of a body contests its answer with the code of the answer, without an
    account. Whoever may answer is told, and so is whoever asked. The reason is published with the
    case. Raises NotAllowed, TooMany, or Refusal with the field: a reason that is missing, too long
    or names somebody; a review asked for already; nothing answered yet; a last day that is past.
    """
    by_code = case.origin == CaseOrigin.REQUEST and proves(case, code)
    if not (by_code or can_ask_review(actor, case)):
        raise NotAllowed(_("Only whoever said this may ask for a review of its answer."))
    reason = clean_text(reason)
    if not MIN_REASON <= len(reason) <= MAX_REASON:
        raise Refusal(
            _("Say in a sentence or two what the answer leaves aside (20 to 1,000 characters)."),
            code="reason_missing",
            field="reason",
        )
    spans = findings_in(reason, organisation_id=case.organisation_id)
    if spans:
        raise Refusal(
            _("Your reason is published: say it without « %(words)s ».")
            % {"words": " », « ".join(span.text for span in spans)},
            code="finding",
            field="reason",
        )
    with transaction.atomic():
        asked = ask_review(actor=actor, case=case, reason=reason)
        tell_contested(asked)
        tell_review_asked(asked)
    return asked

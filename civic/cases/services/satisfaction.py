"""Say whether a request was dealt with well: twice a click, once per case."""

from collections.abc import Collection

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from civic.accounts.enums import Role
from civic.accounts.policies import Actor
from civic.audit.services import key_of, record
from civic.core.enums import Channel
from civic.core.exceptions import NotAllowed, Refusal
from civic.core.logic.dates import written_day
from civic.core.querysets import locked
from civic.core.services.keeping import forget_kept
from civic.privacy.enums import ScreeningState
from civic.privacy.models import Finding, HoldReason
from civic.privacy.services.screening import screen

from ..enums import CaseOrigin, CaseState, SatisfactionReason
from ..models import Case, Satisfaction, SatisfactionWords
from ..models.satisfaction import LONGEST_WORDS
from ..policies import can_rate
from .proof import proves


def give_satisfaction(
    *,
    actor: Actor,
    case: Case,
    is_satisfied: bool,
    about: Collection[str] | None = None,
    words: str | None = None,
    code: str = "",
) -> Satisfaction:
    """Say whether one is satisfied, and with what; said again, it changes until the last day.

    Whoever asked says it, signed in or with the code of the answer; the desk writes it down for
    them. `about` and `words` None leave the reasons and what was added as they are; to change one's
    mind begins both again. The words go through the guard. Raises NotAllowed, TooMany, or Refusal:
    nothing answered, the last day is past, an unknown reason, words too long.
    """
    if not (can_rate(actor, case) or proves(case, code)):
        raise NotAllowed(_("Only whoever asked says whether they are satisfied."))
    if about is not None and not set(about) <= set(SatisfactionReason.values):
        raise Refusal(_("Choose among these reasons."), code="unknown_reason", field="about")
    words = None if words is None else words.strip()
    if words and len(words) > LONGEST_WORDS:
        raise Refusal(
            _("This text is too long (%(length)d characters): %(max)d at most.")
            % {"length": len(words), "max": LONGEST_WORDS},
            code="text_too_long",
            field="words",
        )
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
        if words is not None or changed:
            _keep_words(said, words or "")
        record(
            actor=actor,
            action="case.rated",
            target=fresh,
            organisation_id=fresh.organisation_id,
            again=found is not None,
        )
    return said


def _keep_words(said: Satisfaction, text: str) -> None:
    found = SatisfactionWords.objects.filter(satisfaction=said).first()
    if not text:
        forget_words(SatisfactionWords.objects.filter(satisfaction=said))
        return
    if found is not None and found.text == text:
        return
    if found is None:
        found = SatisfactionWords.objects.create(satisfaction=said, text=text)
    else:
        # The old words are public no more before the new ones are looked at.
        found.text, found.screening, found.held_for = text, ScreeningState.HELD, HoldReason.NEW
        found.save()
    screen(instance=found, organisation_id=said.organisation_id)


def forget_words(rows: "QuerySet[SatisfactionWords]") -> int:
    """Delete what people added in their own words, with what the guard found in it."""
    found = list(rows)
    if not found:
        return 0
    with transaction.atomic():
        Finding.objects.filter(target__in=[key_of(row) for row in found]).delete()
        SatisfactionWords.objects.filter(pk__in=[row.pk for row in found]).delete()
        forget_kept()
    return len(found)

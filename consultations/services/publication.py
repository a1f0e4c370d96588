"""Publish a consultation, publish what came of it, archive it."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from civic.accounts.policies import Actor
from civic.audit.services import record
from civic.core.exceptions import NotAllowed, Refusal
from civic.decisions.enums import DecisionState
from civic.participation.services.spaces import archive_space, publish_space

from ..exceptions import NotReady
from ..logic.stages import StageState
from ..models import Consultation
from ..policies import can_manage, can_publish_outcome
from ..selectors import stage_of
from ..selectors.readiness import missing_of
from .method import check_promises_answered
from .notices import tell_outcome
from .rows import locked_consultation
from .wording import check_words, texts_of


def missing_to_publish(consultation: Consultation) -> list[str]:
    """Return, as sentences, what a consultation lacks to be published; empty when it may be."""
    return [missing.sentence for missing in missing_of(consultation)]


def publish_consultation(
    *, actor: Actor, consultation: Consultation, keep_findings_because: str = ""
) -> Consultation:
    """Make a consultation public; raise NotReady with the list of what is missing.

    Words of staff that may name somebody are refused, unless a reason says why they may stay.
    """
    if not can_manage(actor, consultation):
        raise NotAllowed(_("You may not publish this consultation."))
    with transaction.atomic():
        fresh = locked_consultation(consultation)
        if fresh.is_published:
            return fresh
        missing = missing_to_publish(fresh)
        if missing:
            raise NotReady(
                _("Before publishing: %(missing)s") % {"missing": " ".join(missing)},
                missing=missing,
            )
        kept = check_words(fresh.space.organisation_id, texts_of(fresh), keep_findings_because)
        fresh.is_published = True
        fresh.save(update_fields=["is_published"])
        fresh.space = publish_space(actor=actor, space=fresh.space)
        record(
            actor=actor,
            action="consultation.published",
            target=fresh,
            organisation_id=fresh.space.organisation_id,
            findings_kept=kept,
        )
    return fresh


def publish_outcome(
    *, actor: Actor, consultation: Consultation, published_on: date | None = None
) -> Consultation:
    """Say that the outcome is published; refused before a reasoned decision is signed."""
    if not can_publish_outcome(actor, consultation):
        raise NotAllowed(_("You may not publish the outcome of this consultation."))
    with transaction.atomic():
        fresh = locked_consultation(consultation)
        if not fresh.space.decisions.filter(state=DecisionState.SIGNED).exists():
            raise Refusal(
                _("Sign the reasoned decision first: it is the outcome people will read."),
                code="decision_missing",
            )
        if fresh.outcome_published_on is None:
            fresh.outcome_published_on = published_on or timezone.localdate()
            fresh.save(update_fields=["outcome_published_on"])
            record(
                actor=actor,
                action="consultation.outcome_published",
                target=fresh,
                organisation_id=fresh.space.organisation_id,
            )
            tell_outcome(fresh)
    return fresh


def archive_consultation(*, actor: Actor, consultation: Consultation) -> Consultation:
    """Archive a consultation; refused while it is open, without a published outcome, or while a
    line of its method does not say what was done.
    """
    if not can_manage(actor, consultation):
        raise NotAllowed(_("You may not archive this consultation."))
    with transaction.atomic():
        fresh = locked_consultation(consultation)
        check_over(fresh)
        fresh.space = archive_space(actor=actor, space=fresh.space)
        record(
            actor=actor,
            action="consultation.archived",
            target=fresh,
            organisation_id=fresh.space.organisation_id,
        )
    return fresh


def check_over(consultation: Consultation) -> None:
    """Raise Refusal while something keeps a consultation from being archived."""
    if consultation.outcome_published_on is None:
        raise Refusal(
            _("A consultation without a published outcome is not archived: publish it first."),
            code="outcome_missing",
        )
    if stage_of(consultation).state != StageState.CLOSED:
        raise Refusal(
            _("This consultation is not over: wait for its last closing date."),
            code="not_closed",
        )
    check_promises_answered(consultation)

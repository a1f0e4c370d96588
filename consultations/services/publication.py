"""Publish a consultation, publish what came of it, archive it."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from civic.accounts.policies import Actor
from civic.audit.services import record
from civic.core.exceptions import NotAllowed, Refusal
from civic.core.querysets import locked
from civic.decisions.enums import DecisionState
from civic.participation.services.spaces import archive_space, publish_space

from ..enums import ConsultationPreset
from ..exceptions import NotReady
from ..logic.stages import StageState
from ..logic.statutory import NOTICE_DAYS, OPEN_DAYS, Gap, statutory_gaps
from ..models import Consultation
from ..policies import can_manage, can_publish_outcome
from ..selectors import opening_of, stage_of
from .framing import REQUIRED, has_contact


def missing_to_publish(consultation: Consultation) -> list[str]:
    """Return, as sentences, what a consultation lacks to be published; empty when it may be."""
    missing = [
        str(Consultation._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
        for name in REQUIRED
        if not getattr(consultation, name)
    ]
    if not has_contact(consultation):
        missing.append(_("a contact: telephone or e-mail"))
    space = consultation.space
    if not space.phases.exists():
        missing.append(_("the calendar: at least one phase"))
    if not space.activities.exists():
        missing.append(_("something to do: at least one activity"))
    if consultation.preset == ConsultationPreset.ENVIRONMENT_L123_19:
        missing += _statutory_sentences(consultation)
    return missing


def _statutory_sentences(consultation: Consultation) -> list[str]:
    opens_on, closes_on = opening_of(consultation)
    gaps = statutory_gaps(
        notice_on=consultation.notice_published_on,
        opens_on=opens_on,
        closes_on=closes_on,
        has_file=consultation.file_to_consult_id is not None,
    )
    sentences = {
        Gap.NO_NOTICE: _("the date the notice was published (to be checked by counsel)"),
        Gap.NOTICE_TOO_LATE: _(
            "a notice published at least %(days)s days before the opening "
            "(to be checked by counsel)"
        )
        % {"days": NOTICE_DAYS},
        Gap.NO_DATES: _("exact opening and closing dates (to be checked by counsel)"),
        Gap.OPEN_TOO_SHORT: _("an opening of at least %(days)s days (to be checked by counsel)")
        % {"days": OPEN_DAYS},
        Gap.NO_FILE: _("the file to consult (to be checked by counsel)"),
    }
    return [sentences[gap] for gap in gaps]


def publish_consultation(*, actor: Actor, consultation: Consultation) -> Consultation:
    """Make a consultation public; raise NotReady with the list of what is missing."""
    if not can_manage(actor, consultation):
        raise NotAllowed(_("You may not publish this consultation."))
    with transaction.atomic():
        fresh = _locked_consultation(consultation)
        if fresh.is_published:
            return fresh
        missing = missing_to_publish(fresh)
        if missing:
            raise NotReady(
                _("Before publishing, add: %(missing)s.") % {"missing": " ; ".join(missing)},
                missing=missing,
            )
        fresh.is_published = True
        fresh.save(update_fields=["is_published"])
        fresh.space = publish_space(actor=actor, space=fresh.space)
        record(
            actor=actor,
            action="consultation.published",
            target=fresh,
            organisation_id=fresh.space.organisation_id,
        )
    return fresh


def publish_outcome(
    *, actor: Actor, consultation: Consultation, published_on: date | None = None
) -> Consultation:
    """Say that the outcome is published; refused before a reasoned decision is signed."""
    if not can_publish_outcome(actor, consultation):
        raise NotAllowed(_("You may not publish the outcome of this consultation."))
    with transaction.atomic():
        fresh = _locked_consultation(consultation)
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
    return fresh


def archive_consultation(*, actor: Actor, consultation: Consultation) -> Consultation:
    """Archive a consultation; refused while it is open or without a published outcome."""
    if not can_manage(actor, consultation):
        raise NotAllowed(_("You may not archive this consultation."))
    with transaction.atomic():
        fresh = _locked_consultation(consultation)
        if fresh.outcome_published_on is None:
            raise Refusal(
                _("A consultation without a published outcome is not archived: publish it first."),
                code="outcome_missing",
            )
        if stage_of(fresh).state != StageState.CLOSED:
            raise Refusal(
                _("This consultation is not over: wait for its last closing date."),
                code="not_closed",
            )
        fresh.space = archive_space(actor=actor, space=fresh.space)
        record(
            actor=actor,
            action="consultation.archived",
            target=fresh,
            organisation_id=fresh.space.organisation_id,
        )
    return fresh


def _locked_consultation(consultation: Consultation) -> Consultation:
    queryset = Consultation.objects.filter(pk=consultation.pk)
    return locked(queryset.select_related("space__organisation")).get()

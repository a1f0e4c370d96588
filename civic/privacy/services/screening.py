"""The publication guard: nothing is public before it found nothing, or a person decided."""

from collections.abc import Iterable

from django.apps import apps
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from civic.accounts.policies import Actor
from civic.audit.services import key_of, record
from civic.core.exceptions import NotAllowed, Refusal
from civic.core.querysets import locked

from ..enums import BLOCKING_DECISIONS, FindingDecision, FindingType, ScreeningState
from ..logic.detection import Span, detect
from ..logic.masking import mask
from ..models import Finding, GuardedModel, HoldReason
from ..policies import can_decide_about
from ..registry import privacy_registry
from ..selectors import public_names


def findings_in(text: str, *, organisation_id: int | None = None) -> tuple[Span, ...]:
    """Return what may name or reach somebody in a plain text, without writing anything."""
    return detect(text, public_names=public_names(organisation_id))


def screen(
    *, instance: GuardedModel, organisation_id: int | None, hold: str = ""
) -> tuple[Finding, ...]:
    """Look at the guarded texts of a saved object and release it when nothing is found.

    Runs inside the caller's transaction. `hold` (a `HoldReason`) keeps the object back even
    without a finding: imported, to be read before, suspect. Decisions already taken on the same
    words are kept, so that screening an unchanged text again asks nothing twice.
    """
    key = key_of(instance)
    earlier = list(Finding.objects.filter(target=key))
    settled = {
        (finding.field, finding.start, finding.end, finding.type)
        for finding in earlier
        if finding.decision == FindingDecision.KEPT
    }
    Finding.objects.filter(target=key, decision__in=BLOCKING_DECISIONS).delete()
    found = []
    for field in instance.GUARDED_FIELDS:
        for span in findings_in(getattr(instance, field) or "", organisation_id=organisation_id):
            if (field, span.start, span.end, str(span.type)) not in settled:
                found.append(
                    Finding(
                        target=key,
                        field=field,
                        start=span.start,
                        end=span.end,
                        type=span.type,
                        score=span.score,
                        organisation_id=organisation_id,
                    )
                )
    Finding.objects.bulk_create(found)
    reason = HoldReason.FINDING if found else hold
    if reason:
        _hold(instance, reason)
    else:
        _release(instance)
    return tuple(found)


def _hold(instance: GuardedModel, reason: str) -> None:
    was_public = instance.is_public
    instance.screening = ScreeningState.HELD
    instance.held_for = reason
    instance.save(update_fields=["screening", "held_for"])
    if was_public:
        for handler in privacy_registry.hold_handlers.get(type(instance), []):
            handler(instance)


def _release(instance: GuardedModel) -> None:
    if instance.is_public:
        return
    instance.screening = ScreeningState.RELEASED
    instance.held_for = ""
    instance.released_at = timezone.now()
    instance.save(update_fields=["screening", "held_for", "released_at"])
    for handler in privacy_registry.release_handlers.get(type(instance), []):
        handler(instance)


def _organisation_of(instance: GuardedModel) -> int | None:
    return privacy_registry.organisation_of[type(instance)](instance)


def _targets_of(finding: Finding) -> "QuerySet[GuardedModel]":
    label, _separator, pk = finding.target.rpartition(":")
    model = apps.get_model(label)
    found: QuerySet[GuardedModel] = model._default_manager.filter(pk=pk)
    return found


def decide_finding(
    *, actor: Actor, finding: Finding, decision: str, reason: str = "", rewritten: str = ""
) -> GuardedModel:
    """Settle one finding: mask it, keep it with a reason, or replace the whole field.

    Raises NotAllowed, or Refusal when a kept name has no reason or the finding was settled by
    somebody else meanwhile. Masking shifts the text, so the field is screened again.
    """
    if not can_decide_about(actor, _targets_of(finding).get(), finding.organisation_id):
        raise NotAllowed(_("You may not decide for this organisation."))
    if decision == FindingDecision.KEPT and not reason.strip():
        raise Refusal(_("Say why this may be published."), code="reason_missing", field="reason")
    with transaction.atomic():
        instance = locked(_targets_of(finding)).get()
        finding = Finding.objects.get(pk=finding.pk)
        if finding.decision not in BLOCKING_DECISIONS:
            raise Refusal(_("Somebody has already decided on this."), code="already_decided")
        text = getattr(instance, finding.field)
        if decision == FindingDecision.MASKED:
            span = Span(
                finding.start,
                finding.end,
                FindingType(finding.type),
                finding.score,
                text[finding.start : finding.end],
            )
            setattr(instance, finding.field, mask(text, (span,)))
        elif decision == FindingDecision.REWRITTEN:
            if not rewritten.strip():
                raise Refusal(_("Write the new text."), code="text_missing", field="rewritten")
            setattr(instance, finding.field, rewritten.strip())
        finding.decision = decision
        finding.reason = reason.strip()
        finding.decided_by = actor.user
        finding.decided_at = timezone.now()
        finding.save()
        held_for = instance.held_for
        if decision != FindingDecision.KEPT:
            instance.save(update_fields=[finding.field])
            # The rest waits for a person even when nothing is left to find.
            screen(
                instance=instance,
                organisation_id=finding.organisation_id,
                hold=HoldReason.IMPORTED if held_for == HoldReason.FINDING else held_for,
            )
        elif not Finding.objects.filter(
            target=finding.target, decision__in=BLOCKING_DECISIONS
        ).exists():
            _hold(instance, HoldReason.IMPORTED)
        record(
            actor=actor,
            action=f"guard.{decision}",
            target=instance,
            organisation_id=finding.organisation_id,
            finding=finding.pk,
            type=str(finding.type),
        )
    return instance


def release(*, actor: Actor, instances: Iterable[GuardedModel]) -> list[GuardedModel]:
    """Publish held objects, in batch; raise Refusal when one still has an undecided finding."""
    released = []
    with transaction.atomic():
        for instance in instances:
            organisation_id = _organisation_of(instance)
            if not can_decide_about(actor, instance, organisation_id):
                raise NotAllowed(_("You may not decide for this organisation."))
            fresh = locked(type(instance)._default_manager.filter(pk=instance.pk)).get()
            if Finding.objects.filter(
                target=key_of(fresh), decision__in=BLOCKING_DECISIONS
            ).exists():
                raise Refusal(
                    _("« %(title)s » still has something to decide.") % {"title": fresh},
                    code="open_finding",
                )
            _release(fresh)
            record(
                actor=actor,
                action="guard.released",
                target=fresh,
                organisation_id=organisation_id,
            )
            released.append(fresh)
    return released


def hide(*, actor: Actor, instance: GuardedModel, rule: str) -> GuardedModel:
    """Take a published text back, naming the rule it breaks."""
    organisation_id = _organisation_of(instance)
    if not can_decide_about(actor, instance, organisation_id):
        raise NotAllowed(_("You may not decide for this organisation."))
    with transaction.atomic():
        fresh = locked(type(instance)._default_manager.filter(pk=instance.pk)).get()
        _hold(fresh, HoldReason.HIDDEN)
        record(
            actor=actor,
            action="guard.hidden",
            target=fresh,
            organisation_id=organisation_id,
            rule=rule,
        )
    return fresh

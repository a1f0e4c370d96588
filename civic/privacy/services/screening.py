"""The publication guard: nothing is public before it found nothing, or a person decided."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import partial

from django.apps import apps
from django.db import transaction
from django.db.models import CharField, F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from civic.accounts.policies import Actor
from civic.audit.services import key_of, record
from civic.core.exceptions import NotAllowed, Refusal
from civic.core.querysets import locked
from civic.core.services.keeping import forget_kept

from ..enums import BLOCKING_DECISIONS, FindingDecision, FindingType, ScreeningState
from ..logic.detection import Span, detect
from ..logic.marks import words_mark
from ..logic.masking import mask
from ..models import Finding, GuardedModel, HoldReason, PlacedModel
from ..policies import can_decide_about
from ..registry import privacy_registry
from ..selectors import agent_names, public_names
from .removal import purge_copies

# The rule a text is hidden for when it names somebody: what is kept of it goes too.
PERSONAL_DATA = "personal_data"


def findings_in(text: str, *, organisation_id: int | None = None) -> tuple[Span, ...]:
    """Return what may name or reach somebody in a plain text, without writing anything."""
    return finder(organisation_id)(text)


def finder(organisation_id: int | None) -> Callable[[str], tuple[Span, ...]]:
    """Return `findings_in` for many texts: the names known in the organisation are read once."""
    return partial(
        detect,
        public_names=public_names(organisation_id),
        agent_names=agent_names(organisation_id),
    )


def screen(
    *, instance: GuardedModel, organisation_id: int | None, hold: str = ""
) -> tuple[Finding, ...]:
    """Look at the guarded texts of a saved object and release it when nothing is found.

    Runs inside the caller's transaction. `hold` (a `HoldReason`) keeps the object back even
    without a finding: imported, to be read before, suspect. Words kept with a reason stay kept
    while the field says them no more often than they were kept, so that a change elsewhere asks
    nothing twice.
    """
    key = key_of(instance)
    kept = list(Finding.objects.filter(target=key, decision=FindingDecision.KEPT))
    Finding.objects.filter(target=key, decision__in=BLOCKING_DECISIONS).delete()
    found = []
    for field in instance.GUARDED_FIELDS:
        spans = findings_in(getattr(instance, field) or "", organisation_id=organisation_id)
        spans = _to_be_published(instance, field, spans, organisation_id)
        here = [finding for finding in kept if finding.field == field]
        for span in _undecided(spans, here):
            found.append(
                Finding(
                    target=key,
                    field=field,
                    start=span.start,
                    end=span.end,
                    type=span.type,
                    words_mark=words_mark(span.text),
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


def _to_be_published(
    instance: GuardedModel, field: str, spans: tuple[Span, ...], organisation_id: int | None
) -> tuple[Span, ...]:
    """Leave out the house number of a place: everybody is shown its street alone."""
    if field != "place" or not isinstance(instance, PlacedModel):
        return spans
    doors_alone = all(span.type == FindingType.ADDRESS for span in spans)
    if doors_alone and not findings_in(instance.public_place, organisation_id=organisation_id):
        return ()
    return spans


def _undecided(spans: Iterable[Span], kept: list[Finding]) -> list[Span]:
    """Return what nobody has decided on; what was kept follows its words where they stand now.

    Where the same words stand more often than they were kept, one of them may be somebody else:
    only those that have not moved are settled.
    """
    written: dict[tuple[str, str], list[Span]] = defaultdict(list)
    for span in spans:
        written[(str(span.type), words_mark(span.text))].append(span)
    places = {(finding.type, finding.start, finding.end) for finding in kept}
    known: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for finding in sorted(kept, key=lambda one: one.start):
        known[(finding.type, finding.words_mark)].append(finding)
    undecided: list[Span] = []
    for same, standing in written.items():
        earlier = known[same]
        if len(standing) > len(earlier):
            undecided += [
                span for span in standing if (same[0], span.start, span.end) not in places
            ]
            continue
        for span, finding in zip(standing, earlier, strict=False):
            if (finding.start, finding.end) != (span.start, span.end):
                finding.start, finding.end = span.start, span.end
                finding.save(update_fields=["start", "end"])
    return sorted(undecided, key=lambda span: span.start)


def _hold(instance: GuardedModel, reason: str) -> None:
    was_public = instance.is_public
    instance.screening = ScreeningState.HELD
    instance.held_for = reason
    instance.save(update_fields=["screening", "held_for"])
    forget_kept()
    if was_public:
        for handler in privacy_registry.hold_handlers.get(type(instance), []):
            handler(instance)


def _release(instance: GuardedModel) -> None:
    forget_kept()
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
        removed: set[str] = {text[finding.start : finding.end]}
        finding.words_mark = words_mark(text[finding.start : finding.end])
        if decision == FindingDecision.MASKED:
            span = Span(
                finding.start,
                finding.end,
                FindingType(finding.type),
                finding.score,
                text[finding.start : finding.end],
            )
            masked = _fitting(instance, finding.field, mask(text, (span,)))
            setattr(instance, finding.field, masked)
            # What stands behind the mask moved with it: it is the same place, already decided.
            Finding.objects.filter(
                target=finding.target,
                field=finding.field,
                decision=FindingDecision.KEPT,
                start__gte=finding.end,
            ).update(
                start=F("start") + len(masked) - len(text), end=F("end") + len(masked) - len(text)
            )
        elif decision == FindingDecision.REWRITTEN:
            if not rewritten.strip():
                raise Refusal(_("Write the new text."), code="text_missing", field="rewritten")
            setattr(instance, finding.field, _fitting(instance, finding.field, rewritten.strip()))
            found = findings_in(text, organisation_id=finding.organisation_id)
            removed |= {span.text for span in found}
            removed = {words for words in removed if words not in rewritten}
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
        if decision != FindingDecision.KEPT:
            purge_copies(
                actor=actor,
                instance=instance,
                words=removed,
                organisation_id=finding.organisation_id,
            )
        record(
            actor=actor,
            action=f"guard.{decision}",
            target=instance,
            organisation_id=finding.organisation_id,
            finding=finding.pk,
            type=str(finding.type),
        )
    return instance


def _fitting(instance: GuardedModel, field: str, text: str) -> str:
    column = instance._meta.get_field(field)
    longest = getattr(column, "max_length", None)
    if isinstance(column, CharField) and longest is not None and len(text) > longest:
        raise Refusal(
            _("This text has %(length)s characters; %(max)s at most. Rewrite it shorter.")
            % {"length": len(text), "max": longest},
            code="too_long",
            field="rewritten",
        )
    return text


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


def _words_found_in(instance: GuardedModel, organisation_id: int | None) -> set[str]:
    return {
        span.text
        for field in instance.GUARDED_FIELDS
        for span in findings_in(getattr(instance, field) or "", organisation_id=organisation_id)
    }


def hide(*, actor: Actor, instance: GuardedModel, rule: str) -> GuardedModel:
    """Take a published text back, naming the rule it breaks."""
    organisation_id = _organisation_of(instance)
    if not can_decide_about(actor, instance, organisation_id):
        raise NotAllowed(_("You may not decide for this organisation."))
    with transaction.atomic():
        fresh = locked(type(instance)._default_manager.filter(pk=instance.pk)).get()
        _hold(fresh, HoldReason.HIDDEN)
        if rule == PERSONAL_DATA:
            purge_copies(
                actor=actor,
                instance=fresh,
                words=_words_found_in(fresh, organisation_id),
                organisation_id=organisation_id,
            )
        record(
            actor=actor,
            action="guard.hidden",
            target=fresh,
            organisation_id=organisation_id,
            rule=rule,
        )
    return fresh

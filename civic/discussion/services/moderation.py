"""Report a text, hide it with the rule it breaks, restore it."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from civic.accounts.models import Person
from civic.accounts.policies import Actor
from civic.audit.services import record
from civic.core.exceptions import NotAllowed, Refusal
from civic.core.querysets import locked
from civic.participation.logic.texts import clean_text
from civic.participation.services.limits import spend
from civic.privacy.models import HoldReason
from civic.privacy.services.screening import hide, release

from ..enums import ReportState, Rule
from ..models import Comment, Report
from ..notifications import tell_fate, tell_moderators
from ..policies import can_moderate
from ..selectors import target_of


def report(
    *,
    actor: Actor,
    target: Any,
    rule: str,
    text: str = "",
    person: Person | None = None,
    who: str = "",
) -> Report:
    """Tell the moderators that a public text breaks a rule; the same person reports it once.

    Nobody has to give a name; `who` (a network address) then limits how often. Raises TooMany, or
    Refusal: an unknown rule, a text that is no longer public.
    """
    if person is not None and (actor.person is None or actor.person.pk != person.pk):
        raise NotAllowed(_("You may not report in this person's name."))
    if rule not in Rule.values:
        raise Refusal(_("Choose the rule it breaks."), code="rule_missing", field="rule")
    text = clean_text(text)
    if len(text) > 500:
        raise Refusal(
            _("Shorten it a little: %(max)s characters at most.") % {"max": 500},
            code="text_too_long",
            field="text",
        )
    if not target.is_public:
        raise Refusal(_("This text is no longer public."), code="not_public")
    spend(act="report", who=f"person:{person.pk}" if person else who, at_most=20, seconds=3600)
    discussed = target_of(target) if isinstance(target, Comment) else target
    organisation_id = discussed.activity.space.organisation_id
    content_type = ContentType.objects.get_for_model(target)
    same = Report.objects.filter(content_type=content_type, object_id=target.pk, person=person)
    with transaction.atomic():
        earlier = same.first() if person is not None else None
        if earlier is not None:
            return earlier
        try:
            with transaction.atomic():
                filed = Report.objects.create(
                    content_type=content_type,
                    object_id=target.pk,
                    organisation_id=organisation_id,
                    person=person,
                    rule=rule,
                    text=text,
                )
        except IntegrityError:
            return same.get()
        record(
            actor=actor,
            action="report.filed",
            target=target,
            organisation_id=organisation_id,
            report=filed.pk,
            rule=str(rule),
        )
        tell_moderators(filed)
    return filed


def hide_comment(*, actor: Actor, comment: Comment, rule: str) -> Comment:
    """Take a comment back, naming the rule it breaks; its replies stay readable."""
    discussed = target_of(comment)
    if not can_moderate(actor, discussed.activity.space):
        raise NotAllowed(_("Only the moderators of this discussion may hide a comment."))
    if rule not in Rule.values:
        raise Refusal(_("Choose the rule it breaks."), code="rule_missing", field="rule")
    with transaction.atomic():
        # The same lock as posting: the counter on this row changes with what is shown.
        locked(type(discussed)._default_manager.filter(pk=discussed.pk)).get()
        fresh = Comment.objects.get(pk=comment.pk)
        if fresh.held_for == HoldReason.HIDDEN and fresh.removed_rule == rule:
            return fresh
        Comment.objects.filter(pk=fresh.pk).update(removed_rule=rule)
        hide(actor=actor, instance=fresh, rule=str(rule))
        _settle(actor, fresh, ReportState.HIDDEN)
        fresh.refresh_from_db()
        tell_fate(fresh, discussed=discussed)
    return fresh


def restore_comment(*, actor: Actor, comment: Comment) -> Comment:
    """Show a hidden or held comment; raise Refusal while the guard has something to decide."""
    discussed = target_of(comment)
    if not can_moderate(actor, discussed.activity.space):
        raise NotAllowed(_("Only the moderators of this discussion may restore a comment."))
    with transaction.atomic():
        locked(type(discussed)._default_manager.filter(pk=discussed.pk)).get()
        fresh = Comment.objects.get(pk=comment.pk)
        if fresh.is_public:
            return fresh
        release(actor=actor, instances=[fresh])
        Comment.objects.filter(pk=fresh.pk).update(removed_rule="")
        fresh.refresh_from_db()
    return fresh


def settle_report(*, actor: Actor, report: Report, hide_because: str = "") -> Report:
    """Settle a report: hide the reported text for a rule, or keep it as it is.

    Every other open report of the same text is settled with it.
    """
    target: Any = report.reported
    discussed = target_of(target) if isinstance(target, Comment) else target
    if not can_moderate(actor, discussed.activity.space):
        raise NotAllowed(_("Only the moderators of this discussion settle its reports."))
    if hide_because and isinstance(target, Comment):
        hide_comment(actor=actor, comment=target, rule=hide_because)
    elif hide_because:
        if hide_because not in Rule.values:
            raise Refusal(_("Choose the rule it breaks."), code="rule_missing", field="rule")
        with transaction.atomic():
            hide(actor=actor, instance=target, rule=hide_because)
            _settle(actor, target, ReportState.HIDDEN)
    else:
        with transaction.atomic():
            _settle(actor, target, ReportState.KEPT)
            record(
                actor=actor,
                action="report.kept",
                target=target,
                organisation_id=report.organisation_id,
                report=report.pk,
            )
    report.refresh_from_db()
    return report


def _settle(actor: Actor, target: Model, state: str) -> None:
    Report.objects.open().filter(
        content_type=ContentType.objects.get_for_model(target), object_id=target.pk
    ).update(state=state, settled_at=timezone.now(), settled_by=actor.user)

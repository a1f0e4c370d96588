"""What a mixed group says, and what the authority answers."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.documents.models import Document

from civic.accounts.policies import Actor
from civic.audit.services import record
from civic.core.exceptions import NotAllowed, Refusal
from civic.core.querysets import locked
from civic.participation.services.public_words import checked_reason, checked_text
from civic.participation.services.replies import checked_reply

from ..models import (
    CollegePosition,
    GroupReport,
    MixedGroup,
    MotivatedReply,
    ReplyPostponement,
)
from ..policies import can_host_group, can_reply
from ..selectors.groups import quotas_of, seat_of
from .group_notices import tell_postponed, tell_replied, tell_report_adopted
from .group_texts import check_alive


def save_position(
    *,
    actor: Actor,
    group: MixedGroup,
    college: str,
    text: str,
    publish: bool = False,
    keep_findings_because: str = "",
) -> CollegePosition:
    """Write what a college says for itself; published, it stands beside those of the others.

    A member of that college writes it, or whoever runs the group. What was published stays
    published when its words change, so that new words are read by the guard too.
    """
    seat = seat_of(actor, group)
    if not can_host_group(actor, group) and (seat is None or seat.college != college):
        raise NotAllowed(_("Only the members of this college write its position."))
    check_alive(group)
    if college not in {quota.college for quota in quotas_of(group)}:
        raise Refusal(_("This college has no seat in this group."), code="no_seat", field="college")
    with transaction.atomic():
        fresh = locked(MixedGroup.objects.filter(pk=group.pk)).get()
        if fresh.opened_at is None:
            raise Refusal(_("The group is not open yet."), code="not_open")
        position = CollegePosition.objects.filter(group=fresh, college=college).first()
        position = position or CollegePosition(group=fresh, college=college)
        goes_public = publish or position.published_at is not None
        kept, named = _position_text(group, text, goes_public, keep_findings_because)
        position.text = kept[:3_000]
        if goes_public and position.published_at is None:
            position.published_at = timezone.now()
        position.save()
        record(
            actor=actor,
            action="mixed_group.position_published" if goes_public else "mixed_group.position_kept",
            target=position,
            organisation_id=group.space.organisation_id,
            college=str(college),
            kept_findings=named,
        )
    return position


def _position_text(
    group: MixedGroup, text: str, goes_public: bool, keep_findings_because: str
) -> tuple[str, bool]:
    missing = _("Write the position of this college.")
    if not goes_public:
        if not text.strip():
            raise Refusal(missing, code="text_missing", field="text")
        return text.strip(), False
    return checked_text(
        text,
        organisation_id=group.space.organisation_id,
        field="text",
        missing=missing,
        keep_findings_because=keep_findings_because,
    )


def adopt_report(
    *,
    actor: Actor,
    group: MixedGroup,
    text: str,
    adopted_on: date | None = None,
    document: Document | None = None,
    keep_findings_because: str = "",
) -> GroupReport:
    """Publish the report of a group: from that day the authority owes its reply."""
    if not can_host_group(actor, group):
        raise NotAllowed(_("Only whoever runs this group publishes its report."))
    check_alive(group)
    day = adopted_on or timezone.localdate()
    if day > timezone.localdate():
        raise Refusal(
            _("A report is adopted before it is published: check the date."),
            code="future",
            field="adopted_on",
        )
    kept, named = checked_text(
        text,
        organisation_id=group.space.organisation_id,
        field="text",
        missing=_("Write the report, or its conclusions."),
        keep_findings_because=keep_findings_because,
    )
    with transaction.atomic():
        fresh = locked(MixedGroup.objects.filter(pk=group.pk)).select_related("space").get()
        if fresh.opened_at is None:
            raise Refusal(_("The group is not open yet."), code="not_open")
        if MotivatedReply.objects.filter(group=fresh).exists():
            raise Refusal(
                _("The authority has replied to this report: it does not change any more."),
                code="replied",
            )
        report, _created = GroupReport.objects.update_or_create(
            group=fresh, defaults={"text": kept, "adopted_on": day, "document": document}
        )
        record(
            actor=actor,
            action="mixed_group.report_adopted",
            target=report,
            organisation_id=group.space.organisation_id,
            kept_findings=named,
        )
        tell_report_adopted(group)
    return report


def publish_reply(
    *,
    actor: Actor,
    group: MixedGroup,
    outcome: str,
    reason: str,
    next_steps: str,
    decided_by: str,
    published_at: datetime | None = None,
) -> MotivatedReply:
    """Publish what the authority does with the report, and why; it never changes afterwards.

    `published_at` (aware, in the past) is when a reply of before the site was made public.
    """
    moment = published_at or timezone.now()
    if not can_reply(actor, group):
        raise NotAllowed(_("Only an elected official who decides for this body signs its reply."))
    check_alive(group)
    organisation_id = group.space.organisation_id
    reply_words = checked_reply(
        organisation_id=organisation_id,
        outcome=outcome,
        reason=reason,
        next_steps=next_steps,
        decided_by=decided_by,
    )
    if moment > timezone.now():
        raise Refusal(_("This date is in the future."), code="future", field="published_at")
    with transaction.atomic():
        fresh = locked(MixedGroup.objects.filter(pk=group.pk)).select_related("space").get()
        if not GroupReport.objects.filter(group=fresh).exists():
            raise Refusal(_("The group has not handed over its report yet."), code="no_report")
        if MotivatedReply.objects.filter(group=fresh).exists():
            raise Refusal(_("The reply is published already."), code="replied")
        reply = MotivatedReply.objects.create(
            group=fresh,
            due_on=fresh.reply_due_on,
            published_at=moment,
            signed_by=actor.user,
            **reply_words,
        )
        record(
            actor=actor,
            action="mixed_group.replied",
            target=reply,
            organisation_id=organisation_id,
            outcome=str(outcome),
        )
        tell_replied(fresh)
    return reply


def postpone_reply(*, actor: Actor, group: MixedGroup, due_on: date, reason: str) -> MixedGroup:
    """Move the day of the reply, with a reason that stays on the page; members are told."""
    if not can_reply(actor, group):
        raise NotAllowed(_("Only an elected official who decides for this body moves its date."))
    check_alive(group)
    why = checked_reason(reason, organisation_id=group.space.organisation_id)
    if due_on <= timezone.localdate():
        raise Refusal(_("Give a day to come."), code="past", field="due_on")
    with transaction.atomic():
        fresh = (
            locked(MixedGroup.objects.filter(pk=group.pk)).select_related("space__organisation")
        ).get()
        if MotivatedReply.objects.filter(group=fresh).exists():
            raise Refusal(_("The reply is published already."), code="replied")
        before = fresh.reply_due_on
        if before == due_on:
            return fresh
        if before is not None:
            ReplyPostponement.objects.create(
                group=fresh, due_before=before, due_after=due_on, reason=why[:300]
            )
        fresh.reply_due_on = due_on
        fresh.save(update_fields=["reply_due_on"])
        record(
            actor=actor,
            action="mixed_group.reply_postponed",
            target=fresh,
            organisation_id=fresh.space.organisation_id,
            before=str(before),
            after=str(due_on),
        )
        tell_postponed(fresh, why)
    return fresh

"""Archive a mixed group, once the body that asked it has replied."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from civic.accounts.policies import Actor
from civic.audit.services import record
from civic.core.exceptions import NotAllowed, Refusal
from civic.core.querysets import locked
from civic.participation.policies import can_set_up
from civic.participation.services.spaces import archive_space

from ..models import GroupReport, MixedGroup, MotivatedReply


def archive_group(*, actor: Actor, group: MixedGroup) -> MixedGroup:
    """Close a mixed group for good; it stays readable. Archived twice, it keeps the first day.

    Raises NotAllowed, or Refusal while its term runs, without its report, or while the motivated
    reply to that report is owed, late or not. A group that never opened owes nothing.
    """
    if not can_set_up(actor, group.space):
        raise NotAllowed(_("You may not archive for this organisation."))
    with transaction.atomic():
        # The lock of the report and of the reply: neither comes while the group is archived.
        fresh = locked(MixedGroup.objects.filter(pk=group.pk)).select_related("space").get()
        if fresh.space.archived_at is not None:
            return fresh
        check_over(fresh)
        fresh.space = archive_space(actor=actor, space=fresh.space)
        record(
            actor=actor,
            action="mixed_group.archived",
            target=fresh,
            organisation_id=fresh.space.organisation_id,
        )
    return fresh


def check_over(group: MixedGroup) -> None:
    """Raise Refusal while something keeps a group from being archived."""
    if group.opened_at is None:
        return
    reported = GroupReport.objects.filter(group=group).exists()
    if reported and not MotivatedReply.objects.filter(group=group).exists():
        raise Refusal(
            _(
                "The motivated reply to the report is not published: a group that waits for it is "
                "not archived."
            ),
            code="reply_missing",
        )
    if not reported:
        raise Refusal(
            _("The report of this group is not published: publish it, then its reply."),
            code="report_missing",
        )
    if group.term_ends_on >= timezone.localdate():
        raise Refusal(
            _("This group is at work until the end of its term: wait for it."), code="not_over"
        )

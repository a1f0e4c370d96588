"""Reads of mixed groups: who sits, where the group stands, who may read what."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core import signing
from django.db.models import Count, Min, Q, QuerySet
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.documents.models import Document

from civic.accounts.enums import Role
from civic.accounts.policies import Actor
from civic.participation.models import Session, Space

from ..logic.seats import GroupStage, Quota, stage_at
from ..models import (
    GroupDocument,
    GroupMembership,
    MixedGroup,
    MixedGroupPage,
)
from ..policies import can_host_group

INVITATION_SALT = "workshops.invitation"
INVITATION_DAYS = 120
SEERS = (Role.MANAGER, Role.DECIDER, Role.COMMUNICATIONS)


def group_of(page: MixedGroupPage) -> MixedGroup:
    """Return the group a page shows with its report and its reply, in one query."""
    return whole_groups().get(pk=page.group_id)


def whole_groups() -> "QuerySet[MixedGroup]":
    """Return groups joined with what says where they stand."""
    return MixedGroup.objects.select_related(
        "space__organisation",
        "asked_by",
        "consultation_space",
        "public_from",
        "report__document",
        "reply",
    ).defer("space__organisation__boundary", "asked_by__boundary")


def pages_of_groups(group_ids: Iterable[int]) -> dict[int, MixedGroupPage]:
    """Return the live page of each group, in the reader's language if it exists, in one query."""
    language = get_language() or "fr"
    pages = (
        MixedGroupPage.objects.live()
        .filter(group__in=list(group_ids))
        .select_related("locale")
        .defer("body")
        .order_by("pk")
    )
    found: dict[int, MixedGroupPage] = {}
    for page in sorted(pages, key=lambda page: page.locale.language_code == language):
        found[page.group_id] = page
    return found


def page_of_group(group: MixedGroup) -> MixedGroupPage | None:
    """Return the live page of a group, or None."""
    return pages_of_groups([group.pk]).get(group.pk)


def group_pages(organisation_id: int, moment: datetime) -> "QuerySet[MixedGroupPage]":
    """Return the pages of the groups shown in a branch, the latest first, in one query."""
    coming = Q(
        group__space__sessions__starts_at__gt=moment, group__space__sessions__cancelled_at=None
    )
    return (
        MixedGroupPage.objects.live()
        .filter(
            Q(group__space__organisation_id=organisation_id)
            | Q(group__space__territories=organisation_id)
        )
        .select_related(
            "group__space__organisation", "group__asked_by", "group__report", "group__reply"
        )
        .defer("body", "group__space__organisation__boundary", "group__asked_by__boundary")
        .annotate(next_session_at=Min("group__space__sessions__starts_at", filter=coming))
        .order_by("-group__term_starts_on", "-pk")
    )


def quotas_of(group: MixedGroup) -> list[Quota]:
    """Return the seats of each college, in the order the group gave them."""
    return [Quota(row.college, row.minimum, row.target, row.maximum) for row in group.quotas.all()]


def seated(memberships: "QuerySet[GroupMembership]") -> "QuerySet[GroupMembership]":
    """Keep those who have accepted and not left."""
    return memberships.filter(accepted_at__isnull=False, left_at=None)


def seated_by_college(group: MixedGroup) -> dict[str, int]:
    """Count the seats taken by college, substitutes apart."""
    rows = (
        seated(GroupMembership.objects.filter(group=group, substitute_of=None))
        .order_by()
        .values("college")
        .annotate(count=Count("pk"))
    )
    return {row["college"]: row["count"] for row in rows}


def members_of(group: MixedGroup) -> "QuerySet[GroupMembership]":
    """Return everybody invited, with what the gauge compares, in one query."""
    return (
        GroupMembership.objects.filter(group=group)
        .select_related("person__organisation", "substitute_of", "traits")
        .defer("person__organisation__boundary")
        .order_by("college", "pk")
    )


def seat_of(actor: Actor, group: MixedGroup) -> GroupMembership | None:
    """Return the seat of an actor in a group, or None."""
    if actor.person is None:
        return None
    return seated(GroupMembership.objects.filter(group=group, person=actor.person)).first()


def sits_in(actor: Actor, space: Space) -> bool:
    """Tell whether an actor is a member of the open mixed group of a space."""
    if actor.person is None:
        return False
    members = GroupMembership.objects.filter(
        group__space=space, group__opened_at__isnull=False, person=actor.person
    )
    return seated(members).exists()


def reads_inside(actor: Actor, group: MixedGroup, seat: GroupMembership | None) -> bool:
    """Tell whether an actor reads what the group keeps for its members."""
    return seat is not None or can_host_group(actor, group)


def is_open_to_everybody(group: MixedGroup, moment: datetime | None = None) -> bool:
    """Tell whether the phase that opens a group to the public has begun; it stays open."""
    phase = group.public_from
    if phase is None or phase.approximate or phase.starts_at is None:
        return False
    return phase.starts_at <= (moment or timezone.now())


def may_open_document(actor: Actor, document: Document) -> bool:
    """Tell whether a file of the site may be opened: those of a group follow its phases."""
    rows = list(
        GroupDocument.objects.filter(document=document).select_related(
            "group__space__organisation", "group__public_from"
        )
    )
    if not rows:
        return True
    return any(
        (is_open_to_everybody(row.group) and not row.members_only)
        or reads_inside(actor, row.group, seat_of(actor, row.group))
        for row in rows
    )


def sessions_in(group: MixedGroup) -> list[Session]:
    """Return the sessions of a group in order, each with its live room, without their minutes."""
    return list(
        Session.objects.filter(space_id=group.space_id)
        .select_related("room")
        .defer("minutes", "agenda")
        .order_by("starts_at", "pk")
    )


@dataclass(frozen=True)
class GroupStanding:
    """Where a group stands, said in words: whose turn it is and by when."""

    stage: GroupStage
    title: str
    sentence: str
    who: str = ""
    action: str = ""
    by: date | None = None

    @property
    def is_late(self) -> bool:
        return self.stage in {GroupStage.REPLY_LATE, GroupStage.REPORT_LATE}

    @property
    def state(self) -> str:
        """The shape shown beside the words."""
        return _SHAPES[self.stage]


_SHAPES = {
    GroupStage.FORMING: "planned",
    GroupStage.WORKING: "moving",
    GroupStage.REPORT_LATE: "late",
    GroupStage.REPORTED: "waiting",
    GroupStage.REPLY_LATE: "late",
    GroupStage.ANSWERED: "answered",
}


def standing_of(group: MixedGroup, today: date | None = None) -> GroupStanding:
    """Return where a group stands, from `whole_groups`, without a query."""
    authority = group.authority.label
    stage = stage_at(
        opened=group.opened_at is not None,
        term_ends_on=group.term_ends_on,
        reported=getattr(group, "report", None) is not None,
        reply_due_on=group.reply_due_on,
        replied=getattr(group, "reply", None) is not None,
        today=today or timezone.localdate(),
    )
    match stage:
        case GroupStage.FORMING:
            return GroupStanding(
                stage,
                _("being formed"),
                _("The group does not sit yet: its members are being invited."),
                group.space.organisation.label,
                _("seats the members"),
                group.term_starts_on,
            )
        case GroupStage.WORKING:
            return GroupStanding(
                stage,
                _("at work"),
                _("The group is at work."),
                _("The group"),
                _("hands over its report"),
                group.term_ends_on,
            )
        case GroupStage.REPORT_LATE:
            return GroupStanding(
                stage,
                _("report late"),
                _("The term of the group is over and its report is not published."),
                _("The group"),
                _("must hand over its report, which was expected"),
                group.term_ends_on,
            )
        case GroupStage.REPORTED:
            return GroupStanding(
                stage,
                _("report handed over"),
                _("The report is published; the authority owes a motivated reply."),
                authority,
                _("replies to the report"),
                group.reply_due_on,
            )
        case GroupStage.REPLY_LATE:
            return GroupStanding(
                stage,
                _("reply late"),
                _("The motivated reply to the report is late."),
                authority,
                _("must reply; it was due"),
                group.reply_due_on,
            )
        case _:
            return GroupStanding(
                stage, _("answered"), _("The authority has replied, with its reasons.")
            )


def groups_with_overdue_reply(today: date) -> "QuerySet[MixedGroup]":
    """Return the groups whose report waits for a reply that is late, the latest first."""
    return (
        whole_groups()
        .filter(
            report__isnull=False,
            reply__isnull=True,
            reply_due_on__lt=today,
            space__archived_at=None,
        )
        .order_by("reply_due_on", "pk")
    )


def replies_overdue(actor: Actor) -> "QuerySet[MixedGroup]":
    """Return the groups to which an actor's organisations owe a late reply."""
    late = groups_with_overdue_reply(timezone.localdate())
    if actor.is_administrator:
        return late
    mine = {
        grant.organisation_id
        for grant in actor.grants
        if grant.role in SEERS and grant.department_id is None and grant.space_id is None
    }
    return late.filter(Q(asked_by__in=mine) | Q(asked_by=None, space__organisation__in=mine))


def invitation_token(membership: GroupMembership) -> str:
    """Return what an invitation's link holds; a later invitation makes it worthless."""
    payload = [membership.pk, f"{membership.invited_at:%Y%m%d%H%M%S%f}"]
    return signing.dumps(payload, salt=INVITATION_SALT)


def membership_for(token: str, group: MixedGroup) -> GroupMembership | None:
    """Return whose invitation a link is, or None when it is worthless or too old."""
    try:
        pk, sent = signing.loads(
            token, salt=INVITATION_SALT, max_age=timedelta(days=INVITATION_DAYS)
        )
    except (signing.BadSignature, ValueError, TypeError):
        return None
    found = (
        GroupMembership.objects.filter(pk=pk, group=group, person__erased_at=None)
        .select_related("person", "group__space__organisation", "group__asked_by")
        .first()
    )
    if found is None or f"{found.invited_at:%Y%m%d%H%M%S%f}" != sent:
        return None
    return found

"""What the members of a mixed group and its managers are told, each once."""

from collections.abc import Callable
from datetime import datetime

from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from civic.accounts.enums import Role
from civic.accounts.models import Person
from civic.audit.services import key_of
from civic.core.logic.dates import written_day
from civic.notifications.services.notices import notify, notify_all

from ..models import GroupMembership, MixedGroup
from ..selectors.groups import groups_with_overdue_reply, invitation_token, page_of_group

INVITED = "group.invited"
MOVED = "group.moved"
REPLY_OVERDUE = "group.reply_overdue"
# Those who see to it that the body answers.
REMINDED = (Role.MANAGER, Role.DECIDER)


def tell_invited(membership: GroupMembership) -> None:
    """Invite somebody by e-mail, or put the letter or the call on the list."""
    group, person = membership.group, membership.person
    page = page_of_group(group)
    address = page.url_of("invitation", token=invitation_token(membership)) if page else ""
    with translation.override(person.language):
        notify(
            person=person,
            kind=INVITED,
            about=key_of(group),
            subject=_("You are invited: %(title)s") % {"title": group.space.title},
            body=_invitation(group, membership),
            url=address,
            organisation=group.space.organisation,
            key=f"invited:{membership.invited_at:%Y%m%d%H%M%S%f}",
            to_unconfirmed=True,
        )


def _invitation(group: MixedGroup, membership: GroupMembership) -> str:
    words = {
        "college": membership.get_college_display(),
        "question": group.question,
        "start": written_day(membership.term_starts_on),
        "end": written_day(membership.term_ends_on),
    }
    lines = [
        _("You are invited to sit as %(college)s in a mixed group, from %(start)s to %(end)s.")
        % words,
        _("The question put to it: « %(question)s »") % words,
        _(
            "Say yes or no with the link below, without an account. Your name appears only if you "
            "agree."
        ),
    ]
    if group.contact_phone:
        lines.append(
            _("Or call %(phone)s: your answer is written down for you.")
            % {"phone": group.contact_phone}
        )
    return "\n\n".join(lines)


def tell_opened(group: MixedGroup) -> None:
    """Tell the members that the work begins."""
    _tell_members(
        group,
        key="opened",
        subject=lambda: _("The group begins: %(title)s") % {"title": group.space.title},
        body=lambda: _("The group is open. Its sessions and documents are on its page."),
    )


def tell_report_adopted(group: MixedGroup) -> None:
    """Tell the members that the report is handed over."""
    _tell_members(
        group,
        key="reported",
        subject=lambda: _("The report is adopted: %(title)s") % {"title": group.space.title},
        body=lambda: _("The report of the group is public, and the reply is awaited."),
    )


def tell_replied(group: MixedGroup) -> None:
    """Tell the members what the authority answers."""
    _tell_members(
        group,
        key="replied",
        subject=lambda: _("The reply to your report: %(title)s") % {"title": group.space.title},
        body=lambda: "\n\n".join(
            [str(group.reply.get_outcome_display()), group.reply.reason, group.reply.next_steps]
        ),
    )


def tell_postponed(group: MixedGroup, reason: str) -> None:
    """Tell the members that the reply comes later, and why."""
    due = group.reply_due_on
    _tell_members(
        group,
        key=f"postponed:{due}",
        subject=lambda: _("The reply is put off: %(title)s") % {"title": group.space.title},
        body=lambda: (
            _("The reply is now due on %(day)s. %(reason)s")
            % {"day": written_day(due) if due else "", "reason": reason}
        ),
    )


def _tell_members(
    group: MixedGroup, *, key: str, subject: Callable[[], str], body: Callable[[], str]
) -> None:
    page = page_of_group(group)
    members = Person.objects.filter(
        group_memberships__group=group,
        group_memberships__accepted_at__isnull=False,
        group_memberships__left_at=None,
    ).order_by("pk")
    _tell(list(members), MOVED, group, key, subject, body, page.get_absolute_url() if page else "")


def _tell(
    people: list[Person],
    kind: str,
    group: MixedGroup,
    key: str,
    subject: Callable[[], str],
    body: Callable[[], str],
    url: str,
) -> None:
    for language in sorted({person.language for person in people}):
        with translation.override(language):
            notify_all(
                people=[person for person in people if person.language == language],
                kind=kind,
                about=key_of(group),
                subject=subject(),
                body=body(),
                url=url,
                organisation=group.space.organisation,
                key=key,
            )


def remind_overdue(moment: datetime) -> int:
    """Tell once, for each promised date, whoever must see that a late reply is given."""
    told = 0
    for group in groups_with_overdue_reply(timezone.localdate(moment)):
        people = _reminded(group, moment)
        page = page_of_group(group)
        due = group.reply_due_on
        _tell(
            people,
            REPLY_OVERDUE,
            group,
            f"overdue:{due}",
            lambda group=group: _("Reply overdue: %(title)s") % {"title": group.space.title},  # type: ignore[misc]
            lambda due=due: (
                _(  # type: ignore[misc]
                    "The reply to the report of this group was due on %(day)s. Its page says so to "
                    "everybody. Publish it, or give a new date with a reason."
                )
                % {"day": written_day(due)}
            ),
            page.url_of("reply") if page else "",
        )
        told += len(people)
    return told


def _reminded(group: MixedGroup, moment: datetime) -> list[Person]:
    held = Q(user__role_assignments__expires_at=None) | Q(
        user__role_assignments__expires_at__gt=moment
    )
    return list(
        Person.objects.filter(
            held,
            user__is_active=True,
            user__role_assignments__role__in=REMINDED,
            user__role_assignments__organisation=group.authority,
            user__role_assignments__department=None,
            user__role_assignments__space_id=None,
        )
        .distinct()
        .order_by("pk")
    )

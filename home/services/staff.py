"""Put people in the groups of the branches where they hold a role, and take them out."""

from collections import defaultdict

from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from civic.accounts.enums import STAFF_ROLES, Role
from civic.accounts.models import RoleAssignment, User
from civic.accounts.policies import SYSTEM, Actor
from civic.audit.services import record
from civic.territory.models import Organisation
from civic.territory.services.branches import STAFF_GROUP, editors_group, moderators_group

PUBLISHERS = frozenset({Role.COMMUNICATIONS})
WRITERS = frozenset({Role.COMMUNICATIONS, Role.MANAGER, Role.FACILITATOR})


def follow_roles(*, actor: Actor = SYSTEM, user: User) -> User:
    """Make the groups of a user follow the roles they hold now; runs after a role changed."""
    wanted = _wanted([user.pk])[user.pk]
    with transaction.atomic():
        _follow(actor, user, wanted, _branch_groups())
    return user


def follow_every_role() -> int:
    """Make every user's groups follow their roles, also those that expired; return the changes."""
    groups = _branch_groups()
    users = User.objects.filter(Q(role_assignments__isnull=False) | Q(groups__in=groups.values()))
    people = list(users.distinct().prefetch_related("groups").order_by("pk"))
    wanted = _wanted([user.pk for user in people])
    with transaction.atomic():
        return sum(_follow(SYSTEM, user, wanted[user.pk], groups) for user in people)


def _branch_groups() -> dict[str, Group]:
    names = {STAFF_GROUP}
    for organisation in Organisation.objects.filter(pages__isnull=False).distinct():
        names |= {editors_group(organisation), moderators_group(organisation)}
    return {group.name: group for group in Group.objects.filter(name__in=names)}


def _wanted(user_ids: list[int]) -> dict[int, set[str]]:
    wanted: dict[int, set[str]] = defaultdict(set)
    held = RoleAssignment.objects.filter(user_id__in=user_ids).filter(
        Q(expires_at=None) | Q(expires_at__gt=timezone.now())
    )
    for assignment in held.select_related("organisation"):
        names = wanted[assignment.user_id]
        if assignment.role in STAFF_ROLES:
            names.add(STAFF_GROUP)
        # A role in one department or space does not open the pages of a whole branch.
        if assignment.department_id is not None or assignment.space_id is not None:
            continue
        if assignment.role in WRITERS:
            names.add(editors_group(assignment.organisation))
        if assignment.role in PUBLISHERS:
            names.add(moderators_group(assignment.organisation))
    return wanted


def _follow(actor: Actor, user: User, wanted: set[str], groups: dict[str, Group]) -> int:
    held = {group.name for group in user.groups.all()}
    ours = set(groups)
    joined, left = (wanted & ours) - held, (held & ours) - wanted
    if not joined and not left:
        return 0
    user.groups.add(*(groups[name] for name in joined))
    user.groups.remove(*(groups[name] for name in left))
    record(
        actor=actor,
        action="staff.groups",
        target=user,
        joined=sorted(joined),
        left=sorted(left),
    )
    return len(joined) + len(left)

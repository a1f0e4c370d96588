"""What a sheet is about: an activity, a council, a proposal, a session."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from civic.participation.enums import Act, ActivityKind, SpaceKind
from civic.participation.logic.windows import closure_at
from civic.participation.models import Activity, Contribution, Session, Space
from civic.participation.registry import participation_registry
from civic.participation.selectors import is_live, is_open, standing, windows_of
from civic.territory.models import Organisation

from ..enums import SheetKind
from ..registry import desk_registry

# A sheet dated in time is received this long after the closing, with a reason.
LATE_DAYS = 10
_KEY = re.compile(r"^([a-z]+)-(\d{1,15})$")

ACT_OF: dict[str, str] = {
    SheetKind.PROPOSAL: Act.CONTRIBUTE,
    SheetKind.SUPPORT: Act.SUPPORT,
    SheetKind.COMMENT: Act.COMMENT,
}


@dataclass(frozen=True)
class SheetTarget:
    """One thing a sheet of a kind is about, with what is printed on it."""

    kind: SheetKind
    pk: int
    title: str
    space: Space
    subtitle: str = ""
    activity: Activity | None = None
    contribution: Contribution | None = None
    session: Session | None = None
    conditions: tuple[tuple[int, str], ...] = field(default=())

    @property
    def key(self) -> str:
        return f"{self.kind}-{self.pk}"

    @property
    def organisation(self) -> Organisation:
        return self.space.organisation

    @property
    def act(self) -> str:
        return ACT_OF.get(self.kind, "")


def target_of(key: str) -> SheetTarget | None:
    """Return what "proposition-12" stands for, or None when nothing public does."""
    match = _KEY.match(key)
    if match is None or match[1] not in SheetKind.values:
        return None
    return find_target(SheetKind(match[1]), int(match[2]))


def find_target(kind: SheetKind, pk: int) -> SheetTarget | None:
    """Return the target of a kind by its key, when its space is published."""
    match kind:
        case SheetKind.PROPOSAL:
            found = _of_activity(pk)
        case SheetKind.REQUEST:
            found = _of_council(pk)
        case SheetKind.REGISTRATION:
            found = _of_session(pk)
        case _:
            found = _of_contribution(kind, pk)
    return found if found is not None and is_live(found.space) else None


def _of_activity(pk: int) -> SheetTarget | None:
    activity = (
        Activity.objects.filter(pk=pk, kind=ActivityKind.CALL_FOR_PROPOSALS)
        .select_related("space__organisation")
        .prefetch_related("conditions")
        .first()
    )
    if activity is None:
        return None
    return SheetTarget(
        SheetKind.PROPOSAL,
        pk,
        activity.title,
        activity.space,
        subtitle=activity.space.title,
        activity=activity,
        conditions=_conditions(activity),
    )


def _conditions(activity: Activity) -> tuple[tuple[int, str], ...]:
    return tuple((condition.pk, condition.text) for condition in activity.conditions.all())


def _of_council(pk: int) -> SheetTarget | None:
    space = (
        Space.objects.filter(pk=pk, kind=SpaceKind.COUNCIL).select_related("organisation").first()
    )
    if space is None:
        return None
    return SheetTarget(SheetKind.REQUEST, pk, space.title, space)


def _of_session(pk: int) -> SheetTarget | None:
    session = Session.objects.filter(pk=pk).select_related("space__organisation").first()
    if session is None or session.cancelled_at is not None:
        return None
    return SheetTarget(
        SheetKind.REGISTRATION,
        pk,
        session.title,
        session.space,
        subtitle=session.space.title,
        session=session,
    )


def _of_contribution(kind: SheetKind, pk: int) -> SheetTarget | None:
    contribution = (
        Contribution.objects.public()
        .filter(pk=pk, withdrawn_at=None)
        .select_related("activity__space__organisation", "case")
        .first()
    )
    if contribution is None:
        return None
    activity = contribution.activity
    return SheetTarget(
        kind,
        pk,
        contribution.title,
        activity.space,
        subtitle=activity.space.title,
        activity=activity,
        contribution=contribution,
    )


def opening_sentence(target: SheetTarget, moment: datetime | None = None) -> str:
    """Return until when a sheet is received, or why it no longer is; empty when always open."""
    now = moment or timezone.now()
    if target.session is not None:
        return "" if target.session.starts_at > now else _("This session has taken place.")
    if target.activity is None:
        return ""
    return standing(target.activity, target.act, now).sentence


def address_of(target: SheetTarget) -> str:
    """Return the public address of what a sheet is about; empty while no page shows it."""
    if target.contribution is not None:
        return participation_registry.address_of(target.contribution) or ""
    return desk_registry.address_of_space(target.space.pk)


def closed_since(activity: Activity, act: str, now: datetime | None = None) -> datetime | None:
    """Return since when an act is closed; None while it is open, or when it never opened."""
    moment = now or timezone.now()
    if is_open(activity, act, moment):
        return None
    return closure_at(windows_of(activity), act, moment).closed_at


def received_at(organisation: Organisation) -> Q:
    """Return the spaces a desk receives for: its organisation's, and those shown in its branch."""
    return Q(organisation=organisation) | Q(territories=organisation)


def spaces_of_desk(organisation: Organisation) -> "list[int]":
    """Return the keys of the published spaces a desk receives for."""
    return list(
        Space.objects.filter(received_at(organisation), archived_at=None)
        .exclude(published_at=None)
        .order_by()
        .values_list("pk", flat=True)
        .distinct()
    )


def activities_received(
    organisation: Organisation, act: str, kind: str, now: datetime | None = None
) -> list[Activity]:
    """Return the activities where an act is open at a desk, or closed for ten days at most."""
    moment = now or timezone.now()
    found = (
        Activity.objects.filter(space__in=spaces_of_desk(organisation), kind=kind)
        .select_related("space__organisation")
        .prefetch_related("settings__phase", "conditions")
        .order_by("space__title", "pk")
    )
    return [activity for activity in found if _still_received(activity, act, moment)]


def _still_received(activity: Activity, act: str, moment: datetime) -> bool:
    if is_open(activity, act, moment):
        return True
    closed = closed_since(activity, act, moment)
    return closed is not None and moment - closed <= timedelta(days=LATE_DAYS)


def councils_received(organisation: Organisation) -> list[Space]:
    """Return the councils a desk takes requests for."""
    return list(
        Space.objects.filter(pk__in=spaces_of_desk(organisation), kind=SpaceKind.COUNCIL)
        .select_related("organisation")
        .order_by("title", "pk")
    )


def sessions_received(organisation: Organisation, now: datetime | None = None) -> list[Session]:
    """Return the sessions to come for which one registers."""
    return list(
        Session.objects.filter(
            space__in=spaces_of_desk(organisation),
            starts_at__gt=now or timezone.now(),
            cancelled_at=None,
            capacity__isnull=False,
        )
        .select_related("space__organisation")
        .order_by("starts_at", "pk")
    )


def printable(organisations: Iterable[Organisation]) -> list[SheetTarget]:
    """Return what one may print a sheet for now, once each, in the order of the titles."""
    found: dict[str, SheetTarget] = {}
    for organisation in organisations:
        for activity in activities_received(
            organisation, Act.CONTRIBUTE, ActivityKind.CALL_FOR_PROPOSALS
        ):
            target = SheetTarget(
                SheetKind.PROPOSAL,
                activity.pk,
                activity.title,
                activity.space,
                subtitle=activity.space.title,
                activity=activity,
            )
            found[target.key] = target
        for space in councils_received(organisation):
            target = SheetTarget(SheetKind.REQUEST, space.pk, space.title, space)
            found[target.key] = target
        for session in sessions_received(organisation):
            target = SheetTarget(
                SheetKind.REGISTRATION,
                session.pk,
                session.title,
                session.space,
                subtitle=session.space.title,
                session=session,
            )
            found[target.key] = target
    return list(found.values())


def spaces_titles(organisation: Organisation) -> list[tuple[int, str]]:
    """Return the spaces a desk receives for, with their titles."""
    return list(
        Space.objects.filter(pk__in=spaces_of_desk(organisation))
        .order_by("title", "pk")
        .values_list("pk", "title")
    )

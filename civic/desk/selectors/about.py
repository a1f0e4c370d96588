"""What an act of the desk is about, chosen before anything is typed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils import formats, timezone

from civic.participation.enums import Act, ActivityKind
from civic.participation.models import Activity, Session, Space
from civic.territory.models import Organisation

from ..registry import DeskAct
from .targets import activities_received, councils_received, sessions_received


@dataclass(frozen=True)
class About:
    """One activity, council or session; `data` is what the act is given."""

    pk: int
    title: str
    space: Space
    subtitle: str = ""
    activity: Activity | None = None
    data: dict[str, Any] = field(default_factory=dict)
    conditions: tuple[tuple[int, str], ...] = ()


def abouts_of(organisation: Organisation, act: DeskAct) -> list[About] | None:
    """Return what an act may be about at a desk; None when it names a proposal by its number."""
    match act.key:
        case "contribution":
            return [
                _of_activity(activity)
                for activity in activities_received(
                    organisation, Act.CONTRIBUTE, ActivityKind.CALL_FOR_PROPOSALS
                )
            ]
        case "vote":
            return [
                _of_activity(activity)
                for activity in activities_received(organisation, Act.VOTE, ActivityKind.BALLOT)
            ]
        case "amendement":
            found = activities_received(organisation, Act.AMEND, ActivityKind.TEXT)
            return [_of_activity(activity) for activity in found]
        case "paragraphe":
            found = activities_received(organisation, Act.COMMENT, ActivityKind.TEXT)
            return [_of_activity(activity) for activity in found]
        case "demande":
            return [
                About(space.pk, space.title, space, data={"space": space})
                for space in councils_received(organisation)
            ]
        case "inscription" | "annuler":
            return [_of_session(session) for session in sessions_received(organisation)]
        case _:
            return None


def find_about(
    organisation: Organisation, act: DeskAct, key: str, choices: Sequence[About]
) -> About | None:
    """Return the one chosen; the only one there is needs no choice."""
    found = next((about for about in choices if str(about.pk) == key), None)
    return found or (choices[0] if len(choices) == 1 else None)


def _of_activity(activity: Activity) -> About:
    return About(
        activity.pk,
        activity.title,
        activity.space,
        subtitle=activity.space.title,
        activity=activity,
        data={"activity": activity},
        conditions=tuple((one.pk, one.text) for one in activity.conditions.all()),
    )


def _of_session(session: Session) -> About:
    when = timezone.localtime(session.starts_at)
    return About(
        session.pk,
        session.title,
        session.space,
        subtitle=f"{session.space.title}, {formats.date_format(when, 'SHORT_DATETIME_FORMAT')}",
        data={"session": session},
    )

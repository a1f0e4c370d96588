"""A small scene: an open call for proposals of the intercommunality, and one proposal."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from civic.accounts.models import Person
from civic.cases.enums import CaseOrigin
from civic.cases.services.cases import open_case
from civic.core.enums import Channel
from civic.participation.enums import Act, ActivityKind, SpaceKind
from civic.participation.models import Activity, Contribution, Phase, PhaseSetting, Space
from civic.participation.services.counters import change_contributions_count
from tests.factories.people import make_person
from tests.factories.territory import make_intercommunality


def make_space(slug: str = "plan-climat", **extra: Any) -> Space:
    values = {
        "kind": SpaceKind.CONSULTATION,
        "organisation": make_intercommunality(),
        "title": "Plan climat",
        "published_at": timezone.now(),
    }
    return Space.objects.get_or_create(slug=slug, defaults=values | extra)[0]


def make_activity(
    *acts: str,
    space: Space | None = None,
    kind: str = ActivityKind.CALL_FOR_PROPOSALS,
    slug: str = "idees",
    **extra: Any,
) -> Activity:
    """Return an activity whose acts (all of them, unless named) are open this week."""
    space = space or make_space()
    activity = Activity.objects.create(
        space=space, kind=kind, slug=slug, title="Vos idées", **extra
    )
    now = timezone.now()
    phase = Phase.objects.create(
        space=space,
        title="Vous proposez",
        starts_at=now - timedelta(days=3),
        ends_at=now + timedelta(days=4),
    )
    for act in acts or Act.values:
        PhaseSetting.objects.create(phase=phase, activity=activity, act=act)
    return activity


def close(activity: Activity) -> None:
    """End the phase of an activity yesterday."""
    Phase.objects.filter(settings__activity=activity).update(
        ends_at=timezone.now() - timedelta(days=1)
    )


def make_proposal(
    activity: Activity | None = None, author: Person | None = None, **extra: Any
) -> Contribution:
    """Return a public proposal with its case."""
    activity = activity or make_activity()
    values = {
        "title": "Des vélos en libre-service à la gare",
        "text": "Vingt vélos devant la gare, et un abri fermé pour les nôtres.",
        "channel": Channel.ONLINE,
        "college": "resident",
        "said_at": timezone.now(),
        "screening": "released",
        "held_for": "",
        "released_at": timezone.now(),
    }
    case = open_case(origin=CaseOrigin.CONTRIBUTION, organisation=activity.space.organisation)
    proposal = Contribution.objects.create(
        activity=activity, case=case, author=author or make_person("Yvonne"), **values | extra
    )
    if proposal.is_public:
        change_contributions_count(activity.pk, 1)
    return proposal

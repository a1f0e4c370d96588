"""Reads of participation: what is open, why not, what resembles what."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, Q, QuerySet
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from civic.accounts.models import Person
from civic.core.exceptions import Refusal
from civic.core.logic.dates import written_day
from civic.core.logic.stemming import stems_of
from civic.territory.enums import OrganisationKind
from civic.territory.models import Organisation

from .enums import Act
from .logic.closing_words import CLOSED_SINCE, NEVER_OPEN, OPENS_ON, OPENS_ROUGHLY
from .logic.likeness import distinctive, most_alike
from .logic.windows import (
    Window,
    acts_open_at,
    closes_at,
    closure_at,
    is_open_at,
)
from .models import Activity, Condition, Contribution, Draft, Registration, Space

_CANDIDATES = 300


def windows_of(activity: Activity) -> tuple[Window, ...]:
    """Return the intervals that open something in an activity, in one query or from a prefetch."""
    if "settings" in getattr(activity, "_prefetched_objects_cache", {}):
        settings = activity.settings.all()
    else:
        settings = activity.settings.select_related("phase").order_by("pk")
    return tuple(
        Window(
            act=setting.act,
            starts_at=setting.phase.starts_at if setting.phase else None,
            ends_at=setting.phase.ends_at if setting.phase else None,
            approximate=setting.phase.approximate if setting.phase else "",
            position=setting.phase.position if setting.phase else 0,
            always=setting.phase is None,
        )
        for setting in settings
    )


def is_live(space: Space) -> bool:
    """Tell whether a space is published and not archived."""
    return space.published_at is not None and space.archived_at is None


def is_open(activity: Activity, act: str, moment: datetime | None = None) -> bool:
    """Tell whether an act is open: by a phase that contains the moment, or always."""
    return is_live(activity.space) and is_open_at(
        windows_of(activity), act, moment or timezone.now()
    )


def open_acts(activity: Activity, moment: datetime | None = None) -> frozenset[str]:
    """Return every act open in an activity at a moment."""
    if not is_live(activity.space):
        return frozenset()
    return acts_open_at(windows_of(activity), moment or timezone.now())


def why_closed(activity: Activity, act: str, moment: datetime | None = None) -> Refusal:
    """Return the refusal that says, with its date, why an act is not open."""
    space = activity.space
    if space.archived_at is not None:
        message = _("This has been archived since %(date)s: it can be read, not changed.") % {
            "date": _day(space.archived_at)
        }
        return Refusal(message, code="archived")
    if space.published_at is None:
        return Refusal(_("This is not published yet."), code="closed")
    return Refusal(
        closing_sentence(windows_of(activity), act, moment or timezone.now()), code="closed"
    )


def closing_sentence(windows: Iterable[Window], act: str, moment: datetime) -> str:
    """Return the sentence that says why an act is not open, with its date."""
    closure = closure_at(windows, act, moment)
    if closure.opens_at is not None:
        return OPENS_ON[act] % {"date": _day(closure.opens_at, moment)}
    if closure.roughly:
        return OPENS_ROUGHLY[act] % {"when": closure.roughly}
    if closure.closed_at is not None:
        return CLOSED_SINCE[act] % {"date": _day(closure.closed_at, moment)}
    return str(NEVER_OPEN[act])


def _day(moment: datetime, now: datetime | None = None) -> str:
    local = timezone.localtime(moment)
    day = written_day(local)
    if now is None or timezone.localtime(now).date() != local.date():
        return day
    # On the day itself the hour is what one needs to know.
    return _("%(day)s at %(time)s") % {
        "day": day,
        "time": formats.time_format(local, "TIME_FORMAT"),
    }


@dataclass(frozen=True)
class Standing:
    """Where one act of an activity stands at a moment: open until, or why not."""

    act: str
    is_open: bool
    closes_at: datetime | None
    opens_at: datetime | None
    sentence: str


def standing(activity: Activity, act: str, moment: datetime | None = None) -> Standing:
    """Return whether an act is open, until when, or the sentence that says why not."""
    return _standing(activity, windows_of(activity), act, moment or timezone.now())


def standings(activity: Activity, moment: datetime | None = None) -> dict[str, Standing]:
    """Return the standing of every act of an activity in one query, or from a prefetch."""
    now = moment or timezone.now()
    windows = windows_of(activity)
    return {act: _standing(activity, windows, act, now) for act in Act.values}


def _standing(activity: Activity, windows: tuple[Window, ...], act: str, now: datetime) -> Standing:
    if not is_live(activity.space):
        return Standing(act, False, None, None, str(why_closed(activity, act, now).message))
    if is_open_at(windows, act, now):
        return Standing(act, True, closes_at(windows, act, now), None, "")
    return Standing(
        act,
        False,
        None,
        closure_at(windows, act, now).opens_at,
        closing_sentence(windows, act, now),
    )


def last_day(ends_at: datetime) -> date:
    """Return the last day of an interval: an end at midnight belongs to the day before."""
    return timezone.localdate(ends_at - timedelta(seconds=1))


def communes_of(space: Space) -> QuerySet[Organisation]:
    """Return the communes a contribution of a space may be about.

    The communes it is shown in; else its organisation when that is a commune; else every commune
    of the intercommunality.
    """
    communes = Organisation.objects.filter(kind=OrganisationKind.COMMUNE).order_by("name")
    if space.organisation.kind == OrganisationKind.COMMUNE:
        mine = Q(pk=space.organisation_id)
    else:
        shared = communes.filter(shown_spaces=space).order_by()
        mine = Q(~Exists(shared), intercommunality_id=space.organisation_id)
    shown = Space.territories.through.objects.filter(space_id=space.pk)
    return communes.filter(mine | Q(pk__in=shown.values("organisation_id")))


def conditions_left(activity: Activity, person: Person | None) -> list[Condition]:
    """Return the conditions of an activity that a person has not accepted yet."""
    conditions = activity.conditions.all()
    if person is not None:
        conditions = conditions.exclude(accepted__person=person)
    return list(conditions)


def similar_contributions(
    activity: Activity, text: str, *, excluding: int | None = None, at_most: int = 3
) -> list[Contribution]:
    """Return the public contributions of an activity that resemble a text, the nearest first.

    Two queries whatever the size: candidates share a distinctive stem with the text, then they
    are ranked by the stems they have in common.
    """
    stems = stems_of(text)
    shared = Q()
    for stem in distinctive(stems):
        shared |= Q(stems__contains=f" {stem} ")
    if not shared:
        return []
    found = activity.contributions.public().filter(shared, withdrawn_at=None)
    if excluding is not None:
        found = found.exclude(pk=excluding)
    candidates = found.order_by("-said_at", "-pk").values_list("pk", "stems")[:_CANDIDATES]
    keys = most_alike(stems, candidates, at_most=at_most)
    by_key = {
        contribution.pk: contribution
        for contribution in Contribution.objects.public().for_list().filter(pk__in=keys)
    }
    return [by_key[key] for key in keys if key in by_key]


def submitted_with(activity: Activity, key: UUID | str | None) -> Contribution | None:
    """Return what was already submitted in an activity with a form's key."""
    if not key:
        return None
    found = Contribution.objects.filter(activity=activity, submission_key=key)
    return found.select_related("case", "author").first()


def draft_of(activity: Activity, key: str | None) -> Draft | None:
    """Return the draft a browser keeps the key of."""
    if not key:
        return None
    return Draft.objects.filter(activity=activity, key=key).first()


def people_of_contributions(organisations: Collection[int], number: str) -> "QuerySet[Any, Any]":
    """Return the keys of those who said something in the spaces of some organisations.

    A contribution handed over is known to the body that held it first and to the one that does.
    """
    said = Contribution.objects.filter(
        Q(activity__space__organisation__in=organisations) | Q(case__organisation__in=organisations)
    )
    if number:
        said = said.filter(case__number=number)
    return said.order_by().values("author_id")


def people_of_registrations(organisations: Collection[int], number: str) -> "QuerySet[Any, Any]":
    """Return the keys of those who registered for the sessions of some organisations."""
    if number:
        return Registration.objects.none().values("person_id")
    here = Registration.objects.filter(session__space__organisation__in=organisations)
    return here.order_by().values("person_id")


def spaces_of(organisations: Collection[int]) -> list[tuple[int, str]]:
    """Return the spaces a role may be limited to, by title."""
    spaces = Space.objects.filter(organisation__in=organisations, archived_at=None)
    return [(space.pk, space.title) for space in spaces.order_by("title", "pk")]

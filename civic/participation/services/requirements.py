"""What a contribution must be to be kept; each refusal names the field it belongs to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from civic.accounts.models import Person
from civic.core.enums import Channel
from civic.core.exceptions import NotAllowed, Refusal
from civic.territory.models import Neighbourhood, Organisation, Theme

from ..enums import Act, ContributionKind
from ..logic.texts import clean_line, clean_text
from ..models import Activity, Condition, ConditionAccepted, Session
from ..selectors import communes_of, is_live, is_open, why_closed

TITLE_LENGTHS = (5, 150)
TEXT_LENGTHS = (10, 10_000)
LONGEST_PLACE = 200
LONGEST_REASON = 250


@dataclass(frozen=True)
class Place:
    """Where a contribution is about, once checked."""

    commune: Organisation | None
    neighbourhood: Neighbourhood | None
    place: str
    latitude: float | None
    longitude: float | None


def check_open(activity: Activity, moment: datetime, kind: str = ContributionKind.PROPOSAL) -> None:
    """Raise the refusal that says why, unless a kind of contribution is open at a moment."""
    act = Act.AMEND if kind == ContributionKind.AMENDMENT else Act.CONTRIBUTE
    if not is_open(activity, act, moment):
        raise why_closed(activity, act, moment)


def check_assurance(activity: Activity, person: Person, channel: str) -> None:
    """Raise Refusal unless the site is as sure of who somebody is as the activity asks."""
    # On paper, at the desk or by telephone the agent who types vouches for the person.
    if channel == Channel.ONLINE and person.assurance_level < activity.assurance_level:
        raise Refusal(
            _("To take part here, one thing more is needed: %(level)s.")
            % {"level": activity.get_assurance_level_display()},
            code="assurance",
        )


def check_said_in(activity: Activity, session: Session, channel: str) -> None:
    """Raise Refusal unless what was said in a session may be handed on to an activity.

    The room had its own opening and closing, so no phase needs to be open: the space must be
    live, and the session must have begun.
    """
    if channel == Channel.ONLINE:
        raise NotAllowed(_("What was said in a session is handed on by whoever ran it."))
    if not is_live(activity.space):
        raise why_closed(activity, Act.CONTRIBUTE)
    if session.starts_at > timezone.now():
        raise Refusal(_("This session has not begun yet."), code="not_yet")


def checked_words(title: str, text: str, *, brief: bool = False) -> tuple[str, str]:
    """Return a title and a text cleaned; raise Refusal when one is too short or too long.

    `brief` is for a card written at a table, where one word may be an idea.
    """
    title, text = clean_line(title), clean_text(text)
    shortest, longest = (1 if brief else TITLE_LENGTHS[0]), TITLE_LENGTHS[1]
    if len(title) < shortest:
        raise Refusal(
            _("Sum your idea up in one line, at least %(min)s characters.") % {"min": shortest},
            code="title_missing",
            field="title",
        )
    if len(title) > longest:
        raise Refusal(
            _("This title is too long (%(length)s characters): %(max)s at most.")
            % {"length": len(title), "max": longest},
            code="title_too_long",
            field="title",
        )
    shortest, longest = (1 if brief else TEXT_LENGTHS[0]), TEXT_LENGTHS[1]
    if len(text) < shortest:
        raise Refusal(
            _("Explain your idea in a sentence or two, at least %(min)s characters.")
            % {"min": shortest},
            code="text_missing",
            field="text",
        )
    if len(text) > longest:
        raise Refusal(
            _("This text is too long (%(length)s characters): %(max)s at most.")
            % {"length": len(text), "max": longest},
            code="text_too_long",
            field="text",
        )
    return title, text


def check_theme(activity: Activity, theme: Theme | None) -> None:
    """Raise Refusal for a theme of another activity."""
    if theme is not None and not activity.themes.filter(pk=theme.pk).exists():
        raise Refusal(
            _("Choose a theme of this call for proposals."), code="other_theme", field="theme"
        )


def checked_place(
    activity: Activity,
    commune: Organisation | None,
    neighbourhood: Neighbourhood | None,
    place: str,
    latitude: float | None,
    longitude: float | None,
) -> Place:
    """Return where it is about; raise Refusal for a place outside the consultation.

    A neighbourhood gives its commune; coordinates are degrees, both or none.
    """
    if neighbourhood is not None and commune is None:
        commune = neighbourhood.organisation
    if commune is not None and not communes_of(activity.space).filter(pk=commune.pk).exists():
        raise Refusal(
            _("Choose a commune of this consultation."), code="other_commune", field="commune"
        )
    if neighbourhood is not None and neighbourhood.organisation_id != commune.pk:  # type: ignore[union-attr]
        raise Refusal(
            _("This neighbourhood is in another commune."),
            code="other_neighbourhood",
            field="neighbourhood",
        )
    place = clean_line(place)
    if len(place) > LONGEST_PLACE:
        raise Refusal(
            _("This place is too long: %(max)s characters at most.") % {"max": LONGEST_PLACE},
            code="place_too_long",
            field="place",
        )
    if (latitude is None) != (longitude is None) or (
        latitude is not None
        and longitude is not None
        and not (-90 <= latitude <= 90 and -180 <= longitude <= 180)
    ):
        raise Refusal(
            _("These coordinates are not a point of the map."), code="coordinates", field="place"
        )
    return Place(commune, neighbourhood, place, latitude, longitude)


def checked_conditions(
    activity: Activity,
    person: Person,
    channel: str,
    accepted: Iterable[Condition | int],
) -> list[int]:
    """Return the conditions newly accepted; raise Refusal when a required one is missing."""
    given = {c.pk if isinstance(c, Condition) else int(c) for c in accepted}
    conditions = list(activity.conditions.all())
    before = set(
        ConditionAccepted.objects.filter(
            person=person, condition__in=[condition.pk for condition in conditions]
        ).values_list("condition_id", flat=True)
    )
    for condition in conditions:
        missing = condition.required and condition.pk not in given | before
        if missing and channel != Channel.IMPORT:
            raise Refusal(
                _("One thing is needed first: « %(condition)s »") % {"condition": condition.text},
                code="condition",
                field=f"condition_{condition.pk}",
            )
    return [condition.pk for condition in conditions if condition.pk in given - before]

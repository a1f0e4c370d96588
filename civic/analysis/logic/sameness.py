"""« Always the same people? »: who is new, how concentrated what is said is, nobody recognisable.

A count under `LEAST` is never shown, and no share is computed on fewer people than that.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

LEAST = 5
# A tenth of fewer people than this would be so few that neighbours would know them.
ENOUGH_FOR_A_TENTH = 20


@dataclass(frozen=True)
class Voice:
    """What one person said through one channel in one month; `person` is a key, never shown."""

    person: int
    channel: str
    month: str
    count: int


@dataclass(frozen=True)
class Share:
    """A part of a whole; either is hidden when too few people would be behind it."""

    part: int
    whole: int

    @property
    def is_known(self) -> bool:
        return self.whole >= LEAST

    @property
    def is_exact(self) -> bool:
        # A complement under the limit gives away as much as the part itself.
        return self.is_known and self.part >= LEAST and self.whole - self.part >= LEAST

    @property
    def percent(self) -> int | None:
        return round(100 * self.part / self.whole) if self.is_exact else None


@dataclass(frozen=True)
class Concentration:
    """How much the most active people hold: `people` of them, about a tenth, hold `percent`."""

    people: int
    percent: int


@dataclass(frozen=True)
class Channel:
    """One way of taking part."""

    channel: str
    people: int
    said: int
    newcomers: Share


@dataclass(frozen=True)
class Overlap:
    """How many of these people took part in an earlier process."""

    title: str
    people: int


@dataclass(frozen=True)
class Sameness:
    """The indicator of one process; every number it holds may be published."""

    people: int
    said: int
    newcomers: Share
    contributions: Concentration | None
    speech: Concentration | None
    channels: tuple[Channel, ...] = ()
    months: tuple[tuple[str, Share], ...] = ()
    overlaps: tuple[Overlap, ...] = ()
    silent: tuple[str, ...] = field(default_factory=tuple)

    @property
    def is_known(self) -> bool:
        return self.people >= LEAST


def measure(
    voices: Iterable[Voice],
    *,
    known_before: Iterable[int],
    earlier: Iterable[tuple[str, int]] = (),
    turns: Sequence[float] = (),
    silent: Iterable[str] = (),
) -> Sameness:
    """Return the indicator of a process.

    `known_before` holds the keys of those who took part in another process before; `earlier` the
    titles of those processes with their number of people; `turns` the seconds of each turn to
    speak, without anybody's name; `silent` the communes nobody spoke from.
    """
    said: Counter[int] = Counter()
    through: dict[str, Counter[int]] = defaultdict(Counter)
    first_month: dict[int, str] = {}
    for voice in voices:
        said[voice.person] += voice.count
        through[voice.channel][voice.person] += voice.count
        known = first_month.get(voice.person)
        first_month[voice.person] = min(voice.month, known) if known else voice.month
    before = set(known_before) & set(said)
    return Sameness(
        people=len(said),
        said=sum(said.values()),
        newcomers=Share(len(said) - len(before), len(said)),
        contributions=concentration(list(said.values())),
        speech=concentration(turns),
        channels=tuple(
            Channel(
                channel=channel,
                people=len(people),
                said=sum(people.values()),
                newcomers=Share(len(set(people) - before), len(people)),
            )
            for channel, people in sorted(
                through.items(), key=lambda item: (-len(item[1]), item[0])
            )
        ),
        months=_months(first_month, before),
        overlaps=tuple(
            Overlap(title, count)
            for title, count in sorted(earlier, key=lambda item: (-item[1], item[0]))
            if count >= LEAST
        ),
        silent=tuple(sorted(silent)),
    )


def _months(first_month: Mapping[int, str], before: set[int]) -> tuple[tuple[str, Share], ...]:
    arrived: dict[str, list[int]] = defaultdict(list)
    for person, month in first_month.items():
        arrived[month].append(person)
    return tuple(
        (month, Share(len(set(people) - before), len(people)))
        for month, people in sorted(arrived.items())
    )


def concentration(amounts: Sequence[float]) -> Concentration | None:
    """Return what the most active tenth holds; None when too few people would be behind it.

    At least five people are taken together, so that a tenth of a small group names nobody.
    """
    if len(amounts) < ENOUGH_FOR_A_TENTH or not sum(amounts):
        return None
    people = max(ceil(len(amounts) / 10), LEAST)
    top = sum(sorted(amounts, reverse=True)[:people])
    return Concentration(people, round(100 * top / sum(amounts)))


def shown_count(count: int) -> str:
    """Return a count as it may be published."""
    return _("fewer than %(least)s") % {"least": LEAST} if count < LEAST else str(count)


def shown_share(share: Share) -> str:
    """Return a share as it may be published, in words."""
    if not share.is_known:
        return _("too few people")
    if share.percent is not None:
        return _("%(percent)s %%") % {"percent": share.percent}
    if share.part < LEAST:
        return _("fewer than %(least)s people") % {"least": LEAST}
    return _("nearly all")


def newcomers_sentence(found: Sameness) -> str:
    """Return the sentence one reads first: who is here for the first time."""
    if not found.is_known:
        return _(
            "Fewer than %(least)s people have said something here so far: it is too early to tell."
        ) % {"least": LEAST}
    share = found.newcomers
    if share.percent is not None:
        return _(
            "%(part)s of the %(whole)s people who said something had never taken part before "
            "(%(percent)s %%)."
        ) % {"part": share.part, "whole": share.whole, "percent": share.percent}
    if share.part < LEAST:
        return _("Nearly everybody who said something had already taken part elsewhere.")
    return _("Nearly everybody who said something takes part for the first time.")


def concentration_sentence(found: Sameness) -> str:
    """Return how concentrated what was written is, or nothing when it may not be said."""
    top = found.contributions
    if top is None:
        return ""
    return _("The %(people)s people who wrote most hold %(percent)s %% of what was written.") % {
        "people": top.people,
        "percent": top.percent,
    }


def speech_sentence(found: Sameness) -> str:
    """Return how concentrated speech is, or nothing."""
    top = found.speech
    if top is None:
        return ""
    return _("The longest tenth of the turns to speak took %(percent)s %% of the time.") % {
        "percent": top.percent
    }


# Beyond these the process leans on a few: an action is worth suggesting.
FEW_NEWCOMERS = 30
MUCH_HELD = 40
MANY_ONLINE = 85
NAMED_VILLAGES = 3


def suggestion(found: Sameness) -> str:
    """Return the one action that would change most, while the process still runs."""
    if not found.is_known:
        return _("Go where people already meet: a market, the school gate, a club.")
    if found.silent:
        names = ", ".join(found.silent[:NAMED_VILLAGES])
        return ngettext(
            "One village has said nothing yet (%(names)s): call its town hall, or hold an hour "
            "there.",
            "%(count)s villages have said nothing yet (%(names)s…): call their town halls, or "
            "hold an hour there.",
            len(found.silent),
        ) % {"count": len(found.silent), "names": names}
    online = next((one.said for one in found.channels if one.channel == "online"), 0)
    if found.said and 100 * online / found.said > MANY_ONLINE:
        return _(
            "Nearly everything came online: put paper slips in the shops and take calls for a week."
        )
    if found.newcomers.percent is not None and found.newcomers.percent < FEW_NEWCOMERS:
        return _("Few people are new: invite by a draw, or by letter, those who never came.")
    if found.contributions is not None and found.contributions.percent > MUCH_HELD:
        return _("A few people write a lot: at the next session, give each the same time.")
    return ""

"""Who sits in a mixed group, who comes, who speaks, and whom that resembles."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, ngettext_lazy

from civic.accounts.enums import College
from civic.analysis.logic.sameness import LEAST, shown_count
from civic.participation.models import SessionAttendance
from civic.participation.selectors import communes_of

from ..enums import AgeBand, Criterion, Gender
from ..logic.seats import Quota, percent
from ..models import (
    GroupMembership,
    MixedGroup,
    ReferencePopulation,
)
from .group_parts import GroupParts, Reference

# Below so many points a difference is said to be none.
NOTABLE_POINTS = 8

_PEOPLE: dict[str, Any] = {
    College.RESIDENT: ngettext_lazy("%(n)s resident", "%(n)s residents", "n"),
    College.TECHNICAL_OFFICER: ngettext_lazy(
        "%(n)s technical officer", "%(n)s technical officers", "n"
    ),
    College.ELECTED_OFFICIAL: ngettext_lazy(
        "%(n)s elected official", "%(n)s elected officials", "n"
    ),
    College.ASSOCIATION: ngettext_lazy("%(n)s association", "%(n)s associations", "n"),
    College.COUNCIL: ngettext_lazy("%(n)s council member", "%(n)s council members", "n"),
    College.BUSINESS: ngettext_lazy("%(n)s business", "%(n)s businesses", "n"),
}


def people_of(college: str, count: int) -> str:
    """Return a number of members of a college in words."""
    return str(_PEOPLE[college] % {"n": count})


@dataclass(frozen=True)
class CollegeLine:
    """One college: seats, then people at each step; shares are percents, None when unknown."""

    college: str
    label: str
    minimum: int
    target: int
    maximum: int
    invited: int
    accepted: int
    substitutes: int
    first_time: int
    present: int | None = None
    present_share: int | None = None
    speaking_share: int | None = None
    reference_share: float | None = None

    @property
    def missing(self) -> int:
        return max(0, self.minimum - self.accepted)


@dataclass(frozen=True)
class Comparison:
    """The group and its reference on one criterion; `lines` are label, group, reference."""

    criterion: str
    title: str
    label: str
    source: str
    as_of: date
    lines: tuple[tuple[str, str, str], ...]
    sentence: str


@dataclass(frozen=True)
class Composition:
    """The gauge of a group, with its sentences; `held` counts the sessions already counted."""

    lines: tuple[CollegeLine, ...]
    held: int
    sentences: tuple[str, ...]
    reference: ReferencePopulation | None
    advice: str = ""
    comparisons: tuple[Comparison, ...] = field(default_factory=tuple)

    @property
    def accepted(self) -> int:
        return sum(line.accepted for line in self.lines)

    @property
    def target(self) -> int:
        return sum(line.target for line in self.lines)


def categories_of(group: MixedGroup, criterion: str) -> dict[str, str]:
    """Return the categories of a criterion with their words, in order."""
    match criterion:
        case Criterion.COLLEGE:
            return {value: str(label) for value, label in College.choices}
        case Criterion.GENDER:
            return {value: str(label) for value, label in Gender.choices}
        case Criterion.AGE_BAND:
            return {value: str(label) for value, label in AgeBand.choices}
        case _:
            return {
                commune.slug: commune.label
                for commune in communes_of(group.space).defer("boundary")
            }


def speaking_shares(turns: Mapping[str, float]) -> dict[str, int]:
    """Return the percent of the time each college spoke, from seconds by college."""
    whole = sum(turns.values())
    return {college: percent(time, whole) or 0 for college, time in turns.items()}


def present_by_college(counted: Iterable[Sequence[SessionAttendance]]) -> Counter[str]:
    """Add up who came over sessions, by college."""
    total: Counter[str] = Counter()
    for rows in counted:
        for row in rows:
            total[row.college] += row.count
    return total


def composition_of(
    group: MixedGroup,
    *,
    members: Sequence[GroupMembership],
    parts: GroupParts,
) -> Composition:
    """Return the gauge of a group: no query, but one for the communes it is compared on."""
    present, held = present_by_college(parts.attendance.values()), len(parts.attendance)
    spoken: Counter[str] = Counter()
    for college, seconds in parts.turns:
        spoken[college] += seconds
    speaking = speaking_shares(spoken)
    reference = parts.references.get(Criterion.COLLEGE)
    shares = reference.shares if reference else {}
    lines = tuple(_line(quota, members, present, held, speaking, shares) for quota in parts.quotas)
    sentences = [_seats_sentence(lines), *_speech_sentences(lines, held)]
    return Composition(
        lines=lines,
        held=held,
        sentences=tuple(sentences),
        reference=reference.population if reference else None,
        advice=_advice(lines),
        comparisons=tuple(
            _comparison(group, one, members)
            for criterion, one in parts.references.items()
            if criterion != Criterion.COLLEGE
        ),
    )


def _line(
    quota: Quota,
    members: Sequence[GroupMembership],
    present: Mapping[str, int],
    held: int,
    speaking: Mapping[str, int],
    shares: Mapping[str, float],
) -> CollegeLine:
    mine = [row for row in members if row.college == quota.college]
    seats = [row for row in mine if row.substitute_of_id is None]
    seated = [row for row in seats if row.is_seated]
    came = present.get(quota.college, 0)
    return CollegeLine(
        college=quota.college,
        label=str(College(quota.college).label),
        minimum=quota.minimum,
        target=quota.target,
        maximum=quota.maximum,
        invited=len(seats),
        accepted=len(seated),
        substitutes=sum(row.is_seated for row in mine if row.substitute_of_id is not None),
        first_time=sum(bool(row.first_time) for row in seated),
        present=round(came / held) if held else None,
        present_share=percent(came, sum(present.values())) if held else None,
        speaking_share=speaking.get(quota.college, 0) if speaking else None,
        reference_share=shares.get(quota.college) if shares else None,
    )


def _seats_sentence(lines: Sequence[CollegeLine]) -> str:
    taken, hoped = sum(line.accepted for line in lines), sum(line.target for line in lines)
    by_college = ", ".join(people_of(line.college, line.accepted) for line in lines)
    return ngettext(
        "%(taken)s seat is taken of the %(hoped)s hoped for: %(by_college)s.",
        "%(taken)s seats are taken of the %(hoped)s hoped for: %(by_college)s.",
        taken,
    ) % {"taken": taken, "hoped": hoped, "by_college": by_college}


def _most_and_least_heard(
    lines: Sequence[CollegeLine],
) -> tuple[CollegeLine, CollegeLine] | None:
    known = [
        line for line in lines if line.present_share is not None and line.speaking_share is not None
    ]
    if len(known) < 2:
        return None
    ordered = sorted(known, key=_excess)
    return ordered[-1], ordered[0]


def _excess(line: CollegeLine) -> int:
    return (line.speaking_share or 0) - (line.present_share or 0)


def _advice(lines: Sequence[CollegeLine]) -> str:
    heard = _most_and_least_heard(lines)
    if heard is not None and _excess(heard[0]) >= NOTABLE_POINTS:
        return _(
            "At the next session, let the college « %(least)s » speak first, and time the turns "
            "of « %(most)s »."
        ) % {"least": heard[1].label, "most": heard[0].label}
    short = [line.label for line in lines if line.accepted < line.target]
    if short:
        return _("Seats are free: invite people who never came (%(colleges)s).") % {
            "colleges": ", ".join(short)
        }
    return ""


def _speech_sentences(lines: Sequence[CollegeLine], held: int) -> list[str]:
    heard = _most_and_least_heard(lines)
    if not held or heard is None:
        return []
    most = heard[0]
    if _excess(most) < NOTABLE_POINTS:
        return [_("Each college speaks about as much as it is present.")]
    return [
        _("%(college)s: %(present)s %% of those present, %(spoken)s %% of the speaking time.")
        % {
            "college": most.label.capitalize(),
            "present": most.present_share,
            "spoken": most.speaking_share,
        }
    ]


def _comparison(
    group: MixedGroup, compared: Reference, members: Sequence[GroupMembership]
) -> Comparison:
    reference, shares = compared.population, compared.shares
    words = categories_of(group, reference.criterion)
    seated = [row for row in members if row.is_seated and row.substitute_of_id is None]
    values = [value for value in (_value(row, reference.criterion) for row in seated) if value]
    counts = Counter(values)
    hidden = any(counts.get(category, 0) < LEAST for category in shares)
    lines = []
    widest: tuple[float, str, int, float] | None = None
    for category, share in shares.items():
        count, word = counts.get(category, 0), words.get(category, category)
        mine = percent(count, len(values))
        if count < LEAST or mine is None:
            said = shown_count(count)
        else:
            # A number beside a hidden one would give the hidden one away.
            mine = 10 * round(mine / 10) if hidden else mine
            said = (
                _("about %(percent)s %%") % {"percent": mine}
                if hidden
                else _("%(count)s (%(percent)s %%)") % {"count": count, "percent": mine}
            )
            gap = abs(mine - share)
            if gap >= NOTABLE_POINTS and (widest is None or gap > widest[0]):
                widest = (gap, word, mine, share)
        lines.append((word, said, _percent(share)))
    return Comparison(
        criterion=reference.criterion,
        title=str(Criterion(reference.criterion).label),
        label=reference.label,
        source=reference.source,
        as_of=reference.as_of,
        lines=tuple(lines),
        sentence=_comparison_sentence(reference, len(values), widest),
    )


def _comparison_sentence(
    reference: ReferencePopulation,
    known: int,
    widest: tuple[float, str, int, float] | None,
) -> str:
    criterion = str(Criterion(reference.criterion).label).capitalize()
    if known < LEAST:
        return _("%(criterion)s: too few members said it to compare.") % {"criterion": criterion}
    if widest is None:
        return _("%(criterion)s: the group resembles its territory.") % {"criterion": criterion}
    _gap, word, mine, share = widest
    return _(
        "%(criterion)s: « %(word)s » makes about %(mine)s %% of the group, %(share)s of its "
        "territory."
    ) % {"criterion": criterion, "word": word, "mine": mine, "share": _percent(share)}


def _percent(share: float) -> str:
    return _("%(percent)s %%") % {
        "percent": formats.number_format(share, decimal_pos=0 if share == int(share) else 1)
    }


def _value(row: GroupMembership, criterion: str) -> str:
    traits = getattr(row, "traits", None)
    match criterion:
        case Criterion.GENDER:
            return traits.gender if traits else ""
        case Criterion.AGE_BAND:
            return traits.age_band if traits else ""
        case _:
            return row.person.organisation.slug if row.person.organisation else ""

"""Count ballots and apply the rule: a small computation anybody can do again from the file."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from ..enums import EXPRESSED, Choice, Verdict

# A group of fewer people is never published alone: it would say who voted what.
SMALLEST_GROUP = 5
OTHERS = "others"


@dataclass(frozen=True)
class Paper:
    """One ballot paper, as it is counted."""

    choice: str
    college: str
    channel: str


@dataclass(frozen=True)
class Group:
    """The count of one college or of one channel; `name` may be `OTHERS`."""

    name: str
    voters: int
    choices: dict[str, int]


@dataclass(frozen=True)
class Tally:
    """A count and what it decides.

    `by_college` and `by_channel` are empty when no group can be told apart without saying what
    fewer than five people voted; each of them adds up to `voters`. `merged_colleges` and
    `merged_channels` name the groups published together as `OTHERS`; `channel_in_file` tells
    whether the ballot file may give the channel beside the college.
    """

    voters: int
    choices: dict[str, int]
    quorum: int
    majority_percent: int
    verdict: str
    by_college: list[Group] = field(default_factory=list)
    by_channel: list[Group] = field(default_factory=list)
    merged_colleges: list[str] = field(default_factory=list)
    merged_channels: list[str] = field(default_factory=list)
    channel_in_file: bool = True

    @property
    def expressed(self) -> int:
        return sum(self.choices[choice] for choice in EXPRESSED)


def count(papers: Iterable[Paper], *, quorum: int, majority_percent: int) -> Tally:
    """Count papers; `quorum` is a number of voters, `majority_percent` a share of for + against.

    Adopted when strictly more than that share is for: with 50 %, a tie adopts nothing.
    """
    papers = list(papers)
    choices = _choices(papers)
    colleges, merged_colleges = _publishable(Counter(paper.college for paper in papers))
    channels, merged_channels = _publishable(Counter(paper.channel for paper in papers))
    pairs = Counter(
        (_published(paper.college, colleges), _published(paper.channel, channels))
        for paper in papers
    )
    return Tally(
        voters=len(papers),
        choices=choices,
        quorum=quorum,
        majority_percent=majority_percent,
        verdict=_verdict(choices, len(papers), quorum, majority_percent),
        by_college=_groups(((paper.college, paper) for paper in papers), colleges),
        by_channel=_groups(((paper.channel, paper) for paper in papers), channels),
        merged_colleges=merged_colleges,
        merged_channels=merged_channels,
        channel_in_file=bool(channels) and all(n >= SMALLEST_GROUP for n in pairs.values()),
    )


def _choices(papers: Iterable[Paper]) -> dict[str, int]:
    found = Counter(paper.choice for paper in papers)
    return {choice.value: found[choice.value] for choice in Choice}


def _verdict(choices: dict[str, int], voters: int, quorum: int, majority_percent: int) -> str:
    if voters < quorum or voters == 0:
        return Verdict.NO_QUORUM.value
    votes_for, against = choices[Choice.FOR], choices[Choice.AGAINST]
    if votes_for * 100 > majority_percent * (votes_for + against):
        return Verdict.ADOPTED.value
    return Verdict.TIE.value if votes_for == against else Verdict.REJECTED.value


def _publishable(sizes: Counter[str]) -> tuple[dict[str, str], list[str]]:
    """Return the published name of each group, and the groups merged as `OTHERS`.

    Small groups are merged; while their union is itself too small, the smallest of the others
    joins it, so that a subtraction from the total reveals nothing. Without two groups left there
    is nothing to publish: the names are empty.
    """
    by_size = sorted(sizes, key=lambda name: (sizes[name], name))
    merged = [name for name in by_size if sizes[name] < SMALLEST_GROUP]
    rest = by_size[len(merged) :]
    while merged and rest and sum(sizes[name] for name in merged) < SMALLEST_GROUP:
        merged.append(rest.pop(0))
    if len(rest) + bool(merged) < 2:
        return {}, []
    names = {name: name for name in rest} | dict.fromkeys(merged, OTHERS)
    return names, sorted(merged)


def _published(name: str, names: dict[str, str]) -> str:
    return names.get(name, "")


def _groups(papers: Iterable[tuple[str, Paper]], names: dict[str, str]) -> list[Group]:
    if not names:
        return []
    found: dict[str, list[Paper]] = {}
    for name, paper in papers:
        found.setdefault(names[name], []).append(paper)
    groups = [Group(name, len(mine), _choices(mine)) for name, mine in found.items()]
    return sorted(groups, key=lambda group: (group.name == OTHERS, -group.voters, group.name))

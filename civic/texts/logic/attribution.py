"""Whose words a paragraph is made of: each word keeps the college that wrote it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

from .differences import words_of

# Runs of words of one college, in the order of the text: [["resident", 12], ["elected", 3]].
Runs = list[list[str | int]]


def first_runs(text: str, college: str) -> Runs:
    """Return the runs of a text that one college wrote."""
    count = len(words_of(text))
    return [[college, count]] if count else []


def carried_runs(
    before: str, runs: Sequence[Sequence[str | int]], after: str, college: str
) -> Runs:
    """Return the runs of a changed text: words that stay keep their college, others get the new."""
    old, new = words_of(before), words_of(after)
    owners = _spread(runs, len(old), college)
    written: list[str] = []
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            written += owners[a:b]
        else:
            written += [college] * (d - c)
    return _gathered(written)


def parted_runs(text: str, runs: Sequence[Sequence[str | int]], first: str) -> tuple[Runs, Runs]:
    """Return the runs of a text cut in two, `first` being its beginning: no word changes hands."""
    owners = _spread(runs, len(words_of(text)), "")
    count = len(words_of(first))
    return _gathered(owners[:count]), _gathered(owners[count:])


def joined_runs(*parts: tuple[str, Sequence[Sequence[str | int]]]) -> Runs:
    """Return the runs of several texts put one after the other."""
    return _gathered(
        owner for text, runs in parts for owner in _spread(runs, len(words_of(text)), "")
    )


def words_by_college(all_runs: Iterable[Sequence[Sequence[str | int]]]) -> Counter[str]:
    """Count the words of each college over several paragraphs."""
    counts: Counter[str] = Counter()
    for runs in all_runs:
        for college, count in runs:
            counts[str(college)] += int(count)
    return counts


def shares(counts: Counter[str]) -> list[tuple[str, int, int]]:
    """Return (college, words, per cent), the most first; the percentages add up to 100."""
    total = counts.total()
    if not total:
        return []
    exact = {college: 100 * count / total for college, count in counts.items() if count}
    floors = {college: int(value) for college, value in exact.items()}
    # The largest remainders get what rounding down left, as for seats.
    left = 100 - sum(floors.values())
    for college in sorted(exact, key=lambda name: (floors[name] - exact[name], name))[:left]:
        floors[college] += 1
    return [
        (college, counts[college], floors[college])
        for college in sorted(floors, key=lambda name: (-counts[name], name))
    ]


def _spread(runs: Sequence[Sequence[str | int]], length: int, college: str) -> list[str]:
    owners: list[str] = []
    for owner, count in runs:
        owners += [str(owner)] * int(count)
    return (owners + [college] * length)[:length]


def _gathered(owners: Iterable[str]) -> Runs:
    runs: Runs = []
    for owner in owners:
        if runs and runs[-1][0] == owner:
            runs[-1][1] = int(runs[-1][1]) + 1
        else:
            runs.append([owner, 1])
    return runs

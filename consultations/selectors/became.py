"""What became of what was said in a consultation: flows, coverage, and each trail."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.cache import cache
from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery

from civic.cases.enums import OPEN_STATES, CaseState, Outcome
from civic.decisions.enums import CommitmentState, DecisionState
from civic.decisions.models import Commitment
from civic.participation.models import Contribution, Space
from civic.participation.registry import TrailStep, participation_registry

from ..enums import Fate
from ..logic.delays import Delays, delays_of

PER_PAGE = 25
_SECONDS = 60

FATE_OF = {
    Outcome.ACCEPTED: Fate.KEPT,
    Outcome.DONE: Fate.KEPT,
    Outcome.PLANNED: Fate.KEPT,
    Outcome.ADAPTED: Fate.ADAPTED,
    Outcome.NOT_RETAINED: Fate.ASIDE,
    Outcome.NOT_POSSIBLE: Fate.ASIDE,
    Outcome.HANDED_OVER: Fate.HANDED_OVER,
}
_COLUMNS = (
    "channel",
    "college",
    "theme__name",
    "case__state",
    "case__outcome",
    "case__received_on",
    "case__answered_on",
    "case__promised_on",
    "works",
)


@dataclass(frozen=True)
class Coverage:
    """How many of some contributions are owed an answer, have one, and how long it took.

    Delays are calendar days; those of answers given before the site are not counted, nor is what
    its author withdrew.
    """

    owed: int = 0
    answered: int = 0
    late: int = 0
    oldest_days: int | None = None
    delays: Delays = field(default_factory=Delays)

    @property
    def share(self) -> int:
        return round(100 * self.answered / self.owed) if self.owed else 0


@dataclass(frozen=True)
class Became:
    """The whole of a consultation; `flows` counts (channel, theme, fate, works) together."""

    total: int
    fates: Counter[str]
    flows: Counter[tuple[str, str, str, str]]
    works: Counter[str]
    coverage: Coverage
    by_channel: dict[str, Coverage]
    by_college: dict[str, Coverage]


@dataclass(frozen=True)
class TrailLine:
    """One contribution with every step it went through."""

    number: str
    title: str
    url: str
    language: str
    channel: str
    college: str
    fate: str
    promised_on: date | None
    steps: list[TrailStep]


def became(space: Space, today: date) -> Became:
    """Return what became of the public contributions of a space, in one query; a minute old."""
    key = f"consultations.became.{space.pk}.{today.isoformat()}"
    found: Became | None = cache.get(key)
    if found is None:
        found = _counted(_public(space), today)
        cache.set(key, found, _SECONDS)
    return found


def _public(space: Space) -> "QuerySet[Contribution]":
    public: QuerySet[Contribution] = Contribution.objects.public().filter(activity__space=space)
    return public


def _counted(public: "QuerySet[Contribution]", today: date) -> Became:
    signed = Commitment.objects.filter(
        carries_out__case=OuterRef("case"), decision__state=DecisionState.SIGNED
    )
    # Grouped by the database: thousands of contributions are a few hundred groups.
    groups = list(
        public.order_by()
        .annotate(works=Subquery(signed.order_by("pk").values("state")[:1]))
        .values_list(*_COLUMNS)
        .annotate(count=Count("pk"))
    )
    fates: Counter[str] = Counter()
    works: Counter[str] = Counter()
    flows: Counter[tuple[str, str, str, str]] = Counter()
    for channel, _college, theme, state, outcome, _received, _answered, _due, work, n in groups:
        fate = fate_of(state, outcome)
        fates[fate] += n
        flows[channel, theme or "", fate, work or ""] += n
        if work:
            works[work] += n
    return Became(
        total=sum(fates.values()),
        fates=fates,
        flows=flows,
        works=works,
        coverage=_coverage(groups, today),
        by_channel=_by(groups, 0, today),
        by_college=_by(groups, 1, today),
    )


def fate_of(state: str, outcome: str) -> Fate:
    """Return what became of a contribution in one word, from its case."""
    if state == CaseState.WITHDRAWN:
        return Fate.WITHDRAWN
    if state == CaseState.CLOSED_BEFORE:
        return Fate.CLOSED_BEFORE
    if state in OPEN_STATES:
        return Fate.WAITING
    return FATE_OF[Outcome(outcome)]


def _by(groups: list[Any], column: int, today: date) -> dict[str, Coverage]:
    values = dict.fromkeys(group[column] for group in groups)
    return {
        value: _coverage([group for group in groups if group[column] == value], today)
        for value in values
    }


def _coverage(groups: Iterable[Any], today: date) -> Coverage:
    owed = answered = late = 0
    oldest: date | None = None
    waited: Counter[int] = Counter()
    for _channel, _college, _theme, state, _outcome, received, done, due, _works, n in groups:
        if state == CaseState.WITHDRAWN:
            continue
        owed += n
        if state == CaseState.ANSWERED:
            answered += n
            # No announced date: it was answered before the site, and nobody knows how fast.
            if due is not None and done is not None:
                waited[(done - received).days] += n
        elif state in OPEN_STATES:
            late += n if due is not None and due < today else 0
            oldest = received if oldest is None else min(oldest, received)
    return Coverage(
        owed=owed,
        answered=answered,
        late=late,
        oldest_days=None if oldest is None else (today - oldest).days,
        delays=delays_of(waited),
    )


def trail_page(space: Space, fate: str, number: str | int) -> Page[TrailLine]:
    """Return a page of contributions with their trails, the latest answered first.

    A constant number of queries: two for the page, one per activity for the addresses, and those
    that the declared steps take.
    """
    found = _with_fate(_public(space), fate).order_by(
        F("case__answered_on").desc(nulls_last=True), "pk"
    )
    shown: Any = Paginator(found.values_list("pk", flat=True), PER_PAGE).get_page(number)
    keys = list(shown.object_list)
    rows = {
        contribution.pk: contribution
        for contribution in Contribution.objects.filter(pk__in=keys)
        .select_related("case", "activity")
        .defer("text", "stems")
    }
    contributions = [rows[key] for key in keys if key in rows]
    addresses = participation_registry.addresses_of(contributions)
    trails = participation_registry.trail_of(keys)
    shown.object_list = [
        _line(contribution, addresses.get(contribution.case_id, ""), trails[contribution.pk])
        for contribution in contributions
    ]
    lines: Page[TrailLine] = shown
    return lines


def _with_fate(found: "QuerySet[Contribution]", fate: str) -> "QuerySet[Contribution]":
    if fate == Fate.WORKS:
        works = Commitment.objects.filter(
            carries_out__case=OuterRef("case"), decision__state=DecisionState.SIGNED
        )
        return found.filter(Exists(works))
    if fate == Fate.WAITING:
        return found.filter(case__state__in=OPEN_STATES)
    if fate == Fate.WITHDRAWN:
        return found.filter(case__state=CaseState.WITHDRAWN)
    if fate == Fate.CLOSED_BEFORE:
        return found.filter(case__state=CaseState.CLOSED_BEFORE)
    outcomes = [outcome for outcome, said in FATE_OF.items() if said == fate]
    answered = Q(case__state=CaseState.ANSWERED, case__outcome__in=outcomes)
    return found.filter(answered) if outcomes else found


def _line(contribution: Contribution, url: str, steps: list[TrailStep]) -> TrailLine:
    case = contribution.case
    return TrailLine(
        number=case.number,
        title=contribution.title,
        url=url,
        language=contribution.language,
        channel=contribution.channel,
        college=contribution.college,
        fate=fate_of(case.state, case.outcome),
        promised_on=case.promised_on if case.state in OPEN_STATES else None,
        steps=steps,
    )


WORKS_LABELS = dict(CommitmentState.choices)

"""What a follow-up table holds in figures: how many requests of each kind, and what to filter by.

One walk through the requests of a table answers every figure of its page, whatever is filtered; it
is kept until one of them changes.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple, TypeVar

from django.db.models import Case as When_
from django.db.models import CharField, Count, F, Model, Q, QuerySet, Value, When
from django.utils.translation import gettext as _

from civic.cases.enums import OPEN_STATES, CaseState
from civic.cases.models import Request
from civic.cases.querysets import is_late
from civic.core.services.keeping import counted_key, kept
from civic.participation.models import Space
from civic.privacy.models import HoldReason
from civic.territory.models import CityDepartment, Neighbourhood, Theme

from .follow_up_query import AS_WRITTEN, NO_DEPARTMENT, NO_NAME, FollowUpQuery, matching

FOLLOW_UP = "civic.follow-up"
# A change forgets the figures at once; this is how long one that told nobody may go unseen.
COUNTED_SECONDS = 60

# The columns of the walk that have a name elsewhere, in their order: whose, and which field.
_NAMED: dict[str, tuple[type[Model], str]] = {
    "council": (Space, "title"),
    "theme": (Theme, "name"),
    "neighbourhood": (Neighbourhood, "name"),
    "department": (CityDepartment, "name"),
}

Options = tuple[tuple[str, str], ...]
Found = TypeVar("Found")


class Tally(NamedTuple):
    """How many requests share a council, a theme, a neighbourhood, a department and a state.

    The last three say how many of them repeat an earlier request.
    """

    council: str
    theme: str
    neighbourhood: str
    department: str
    state: str
    total: int
    late: int
    this_month: int
    repeated: int = 0
    repeated_late: int = 0
    repeated_this_month: int = 0

    def once(self) -> "Tally":
        """Return the same without what repeats an earlier request, which is counted for both."""
        return self._replace(
            total=self.total - self.repeated,
            late=self.late - self.repeated_late,
            this_month=self.this_month - self.repeated_this_month,
        )


@dataclass(frozen=True)
class FollowUpCounts:
    """How many public requests a table follows; `answered_this_month` counts calendar days.

    What repeats an earlier request is counted once, with it: `duplicates` says how many there are.
    """

    total: int
    waiting: int
    late: int
    answered: int
    answered_this_month: int
    closed_before: int
    duplicates: int = 0


@dataclass(frozen=True)
class FilterOptions:
    """What a table may be filtered by: short address and name of each."""

    departments: Options
    themes: Options
    councils: Options
    neighbourhoods: Options


@dataclass(frozen=True)
class Walk:
    """What one walk through the requests of a table finds."""

    tallies: tuple[Tally, ...]
    options: FilterOptions
    council_titles: dict[int, str]
    held: int


@dataclass(frozen=True)
class Summary:
    """What every page of a table says, whatever is filtered: the sums of a walk."""

    counts: FollowUpCounts
    lines: FollowUpCounts
    options: FilterOptions
    council_titles: dict[int, str]
    held: int


class TableFacts:
    """The figures of a table, and what it may be filtered by.

    Nothing is read before it is asked for. The tallies of a large table are many: what a page says
    of them is kept apart, so that a page reads a few figures.
    """

    def __init__(self, requests: "QuerySet[Request]", key: str, today: date) -> None:
        self._requests = requests
        self._key = key
        self.today = today

    @cached_property
    def _walk(self) -> Walk:
        return self._kept("walk", (), lambda: _read(self._requests, self.today))

    @cached_property
    def summary(self) -> Summary:
        return self._kept("summary", (), lambda: _summed(self._walk))

    @property
    def options(self) -> FilterOptions:
        return self.summary.options

    @property
    def council_titles(self) -> dict[int, str]:
        """Return the title of each council that has a request here, by the key of its space."""
        return self.summary.council_titles

    @property
    def held(self) -> int:
        return self.summary.held

    @property
    def counts(self) -> FollowUpCounts:
        """Return the figures of all requests; what repeats an earlier one is counted with it."""
        return self.summary.counts

    @property
    def lines(self) -> FollowUpCounts:
        """Return how many lines each figure lists: a duplicate has its own."""
        return self.summary.lines

    def lines_of(self, query: FollowUpQuery) -> FollowUpCounts:
        """Return the same of what a reader chose, besides words and state."""
        if not query.names_something:
            return self.lines
        chosen = tuple(getattr(query, name) for name in _NAMED)
        return self._kept("lines", chosen, lambda: _counted(_chosen(self._walk.tallies, chosen)))

    def _kept(self, name: str, about: tuple[str, ...], read: Callable[[], Found]) -> Found:
        key = counted_key(FOLLOW_UP, name, self._key, self.today, *about)
        return kept(key, read, seconds=COUNTED_SECONDS)


def _summed(walk: Walk) -> Summary:
    once = [one.once() for one in walk.tallies if one.total > one.repeated]
    duplicates = sum(one.repeated for one in walk.tallies)
    return Summary(
        counts=_counted(once, duplicates),
        lines=_counted(walk.tallies),
        options=walk.options,
        council_titles=walk.council_titles,
        held=walk.held,
    )


def _chosen(tallies: Iterable[Tally], chosen: tuple[str, ...]) -> list[Tally]:
    """Keep the tallies of a council, a theme, a neighbourhood, a department; "" is any."""
    asked = [(position, value) for position, value in enumerate(chosen) if value]
    return [one for one in tallies if all(one[position] == value for position, value in asked)]


def _counted(tallies: Iterable[Tally], duplicates: int = 0) -> FollowUpCounts:
    tallies = list(tallies)
    return FollowUpCounts(
        duplicates=duplicates,
        total=sum(one.total for one in tallies),
        waiting=sum(one.total for one in tallies if one.state in OPEN_STATES),
        late=sum(one.late for one in tallies),
        answered=sum(one.total for one in tallies if one.state == CaseState.ANSWERED),
        answered_this_month=sum(one.this_month for one in tallies),
        closed_before=sum(one.total for one in tallies if one.state == CaseState.CLOSED_BEFORE),
    )


def count_of(counts: FollowUpCounts, shown: str) -> int:
    """Return the figure of one filter on the state."""
    return {
        "": counts.total,
        "en-attente": counts.waiting,
        "en-retard": counts.late,
        "repondues": counts.answered,
        "ce-mois-ci": counts.answered_this_month,
        "closes-avant": counts.closed_before,
    }[shown]


def how_many(
    requests: "QuerySet[Request]", facts: TableFacts, query: FollowUpQuery, key: str, today: date
) -> int:
    """Return how many requests a reader finds; only a search is counted apart."""
    if not query.words:
        return count_of(facts.lines_of(query), query.shown)
    name = counted_key(FOLLOW_UP, "found", key, today, query.with_(sort="", view=""))
    return kept(
        name,
        lambda: matching(requests.public(), query, today).order_by().count(),  # type: ignore[attr-defined]
        seconds=COUNTED_SECONDS,
    )


def _read(requests: "QuerySet[Request]", today: date) -> Walk:
    public = requests.public()  # type: ignore[attr-defined]
    late = is_late(today, "case__")
    month = Q(case__state=CaseState.ANSWERED, case__answered_on__gte=today.replace(day=1))
    written = When_(
        When(case__department=None, then=F("departments_text")),
        default=Value(""),
        output_field=CharField(),
    )
    rows = list(
        public.order_by()
        .annotate(written=written)
        .values_list(
            "space_id",
            "theme_id",
            "neighbourhood_id",
            "case__department_id",
            "written",
            "case__state",
        )
        .annotate(
            total=Count("pk"),
            late=Count("pk", filter=late),
            month=Count("pk", filter=month),
            repeated=Count("duplicate_link"),
            repeated_late=Count("duplicate_link", filter=late),
            repeated_month=Count("duplicate_link", filter=month),
        )
    )
    names = _names(rows)
    councils, themes, areas, departments = (names[kind] for kind in _NAMED)
    offered: dict[str, str] = {}
    tallies = []
    for space, theme, area, department, text, *figures in rows:
        key, label = _department(departments.get(department), text)
        offered[key] = label
        tallies.append(
            Tally(_slug(councils, space), _slug(themes, theme), _slug(areas, area), key, *figures)
        )
    held = requests.held().filter(~Q(held_for=HoldReason.HIDDEN)).order_by()  # type: ignore[attr-defined]
    return Walk(
        tallies=tuple(tallies),
        options=FilterOptions(
            departments=_options(offered, NO_DEPARTMENT),
            themes=_options(dict(themes.values()), NO_NAME),
            councils=_options(dict(councils.values()), NO_NAME),
            neighbourhoods=_options(dict(areas.values()), NO_NAME),
        ),
        council_titles={pk: title for pk, (_slug, title) in councils.items()},
        held=held.count(),
    )


def _names(rows: list[tuple[Any, ...]]) -> dict[str, dict[int, tuple[str, str]]]:
    """Short address and name of each council, theme, neighbourhood and department, in one query."""
    found: dict[str, dict[int, tuple[str, str]]] = {kind: {} for kind in _NAMED}
    parts = []
    for position, (kind, (model, label)) in enumerate(_NAMED.items()):
        # Zero is nobody's key: the query is the same when nothing has such a name.
        keys = {0} | {row[position] for row in rows if row[position] is not None}
        named = model._default_manager.filter(pk__in=keys).order_by()
        parts.append(
            named.annotate(whose=Value(kind, output_field=CharField())).values_list(
                "whose", "pk", "slug", label
            )
        )
    for kind, pk, slug, name in parts[0].union(*parts[1:], all=True):
        found[kind][pk] = (slug, name)
    return found


def _slug(names: dict[int, tuple[str, str]], key: int | None) -> str:
    return names[key][0] if key in names else NO_NAME


def _department(known: tuple[str, str] | None, written: str) -> tuple[str, str]:
    if known is not None:
        return known
    return (
        (f"{AS_WRITTEN}{written}", written) if written else (NO_DEPARTMENT, _("not yet assigned"))
    )


def _options(names: dict[str, str], last: str) -> Options:
    return tuple(
        sorted(names.items(), key=lambda item: (item[0] == last, item[1].casefold(), item[0]))
    )

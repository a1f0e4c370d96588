"""The follow-up tables there are, one per council and one per territory, and a page of one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from civic.cases.models import Request
from civic.cases.selectors.labels import outcome_labels
from civic.core.services.keeping import counted_key, kept
from civic.territory.enums import OrganisationKind
from civic.territory.models import Organisation

from ..models import NeighbourhoodCouncil
from .duplicates import originals_among
from .follow_up import ROWS_PER_PAGE, FollowUpColumn, LineContext, columns_of
from .follow_up_facts import COUNTED_SECONDS, FOLLOW_UP, TableFacts, how_many
from .follow_up_query import FollowUpQuery, asked, in_order, matching, with_line

# What is shown at once to be printed; a longer table is filtered first.
MOST_ROWS_PRINTED = 1_000


@dataclass(frozen=True)
class FollowUpTable:
    """Whose requests a table shows.

    `requests` are those a table is about, held or not; `key` names them for what is kept of them;
    `labels` are what its organisation calls the outcomes.
    """

    key: str
    title: str
    file_name: str
    requests: "QuerySet[Request]"
    with_council: bool = False
    labels: Mapping[str, str] = field(default_factory=dict)

    @property
    def columns(self) -> tuple[FollowUpColumn, ...]:
        return columns_of(with_council=self.with_council)

    @property
    def public(self) -> "QuerySet[Request]":
        """Return what the guard lets through: all that a reader may ever see of the table."""
        found: QuerySet[Request] = self.requests.public()  # type: ignore[attr-defined]
        return found

    def facts(self, today: date) -> TableFacts:
        """Return the figures of the table."""
        return TableFacts(self.requests, self.key, today)

    def context(self, facts: TableFacts, rows: "Sequence[Request] | None" = None) -> LineContext:
        """Return what the cells of some lines depend on, or of all, in one query."""
        return LineContext(
            facts.today,
            _council_names(facts) if self.with_council else {},
            originals_among(self.public if rows is None else rows),
            self.labels,
        )


def _council_names(facts: TableFacts) -> dict[int, str]:
    return {
        pk: title.removeprefix(_("Neighbourhood council")).strip() or title
        for pk, title in facts.council_titles.items()
    }


def table_of_council(council: NeighbourhoodCouncil, title: str) -> FollowUpTable:
    """Return the table of the requests a council follows."""
    return FollowUpTable(
        key=f"space:{council.space_id}",
        title=title,
        file_name=f"suivi-{council.space.slug}",
        requests=Request.objects.filter(space_id=council.space_id),
        labels=outcome_labels(council.space.organisation),
    )


def table_of_territory(organisation: Organisation) -> FollowUpTable:
    """Return the table of what was asked of an organisation, or handed over to it.

    That of an intercommunality also shows what was asked of its communes.
    """
    bodies = Q(pk=organisation.pk)
    if organisation.kind == OrganisationKind.INTERCOMMUNALITY:
        bodies |= Q(intercommunality=organisation.pk)
    keys = list(Organisation.objects.filter(bodies).order_by("pk").values_list("pk", flat=True))
    return FollowUpTable(
        key=f"organisation:{organisation.pk}",
        title=organisation.label,
        file_name=f"suivi-{organisation.slug}",
        requests=Request.objects.filter(
            Q(organisation_id__in=keys) | Q(case__organisation_id__in=keys)
        ),
        with_council=True,
        labels=outcome_labels(organisation),
    )


@dataclass
class TablePage:
    """One page of a table, as a reader asked for it: its figures, its rows in order."""

    table: FollowUpTable
    query: FollowUpQuery
    today: date
    number: Any = 1
    per_page: int = ROWS_PER_PAGE

    @cached_property
    def facts(self) -> TableFacts:
        return self.table.facts(self.today)

    @cached_property
    def total(self) -> int:
        return how_many(self.table.requests, self.facts, self.query, self.table.key, self.today)

    @cached_property
    def page(self) -> "Page[Any]":
        """Return the page for its numbers; its rows are in `rows`."""
        return Paginator(range(self.total), self.per_page).get_page(self.number)

    @cached_property
    def rows(self) -> list[Request]:
        """Return the requests of the page; which they are is kept, what they say is read anew."""
        start = (self.page.number - 1) * self.per_page
        name = counted_key(
            FOLLOW_UP, "rows", self.table.key, self.today, self.query, start, self.per_page
        )
        keys = kept(name, lambda: self._keys(start), seconds=COUNTED_SECONDS)
        found = with_line(self.table.public.filter(pk__in=keys)).in_bulk()
        return [found[key] for key in keys if key in found]

    def _keys(self, start: int) -> list[int]:
        found = in_order(matching(self.table.public, self.query, self.today), self.query)
        return list(found.values_list("pk", flat=True)[start : start + self.per_page])

    def every_row(self) -> "QuerySet[Request]":
        """Return all the requests asked for, in order, for a file."""
        return asked(self.table.public, self.query, self.today).prefetch_related(
            "case__answer_details", "case__answer_files"
        )

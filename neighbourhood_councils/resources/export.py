"""The follow-up table as a file: what the screen shows, cell by cell."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.db.models import QuerySet

from civic.opendata.resources import DownloadResource

from ..selectors.follow_up import FILE_COLUMNS
from ..selectors.follow_up_tables import FollowUpTable


class FollowUpDownload(DownloadResource):
    """One line per public request: the screen, cost and works, what it repeats, its point."""

    placed = True

    def __init__(self, table: FollowUpTable, today: date) -> None:
        super().__init__()
        self._columns = (*table.columns, *FILE_COLUMNS)
        self._context = table.context(table.facts(today))

    def typed_rows(self, objects: Iterable[Any]) -> Iterator[list[object]]:
        """Yield the cells of each request, holding a thousand of them in memory."""
        rows = objects.iterator(chunk_size=1_000) if isinstance(objects, QuerySet) else objects
        for request in rows:
            yield [column.value(request, self._context) for column in self._columns]

    def get_export_headers(self, selected_fields: Any = None) -> list[str]:
        """Return the names of the columns, as the screen says them."""
        return [str(column.label) for column in self._columns]

    def stable_names(self) -> list[str]:
        """Return the names of the columns, the same in every language."""
        return [column.name for column in self._columns]

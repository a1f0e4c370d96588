"""The import of a council's table, declared with django-import-export.

The library gives the frame (one result per row: new, skipped, invalid, with its errors; savepoints;
a dry run); the table is read by the child process and each row is written by the service.
"""

from typing import Any

from django.core.exceptions import ValidationError
from import_export import resources
from import_export.fields import Field
from import_export.instance_loaders import BaseInstanceLoader
from import_export.results import Result
from tablib import Dataset

from civic.accounts.policies import Actor
from civic.cases.models import Request
from civic.opendata.resources import SheetFormat

from ..enums import KNOWN_FATES, RowFate
from ..logic.follow_up_sheet import ParsedSheet, parse_follow_up
from ..selectors.import_plan import ImportPlan
from ..selectors.import_rows import PlannedRow
from ..services.import_writing import ImportRows, file_rows

ROWS_AT_A_TIME = 500
_COLUMNS = ("row", "council", "title", "text", "departments", "date", "answer", "state")


class FollowUpFormat(SheetFormat):
    """A follow-up table: its group rows, guessed columns and odd dates become plain columns."""

    def create_dataset(self, in_stream: Any) -> Dataset:
        """Return one row per request, under the same columns whatever the file calls them."""
        return dataset_of(parse_follow_up(self.read(in_stream)))


def dataset_of(parsed: ParsedSheet) -> Dataset:
    """Return an interpreted table as a data set, `row` being the number in the sheet."""
    dataset = Dataset(headers=_COLUMNS)
    for row in parsed.rows:
        dataset.append(
            [
                row.row,
                row.council or "",
                row.title,
                row.text,
                ", ".join(row.departments),
                row.date_text,
                row.answer,
                row.state_text,
            ]
        )
    return dataset


class FollowUpResource(resources.Resource):
    """Rows of a planned import; what the plan refuses is invalid, what exists is skipped."""

    title = Field(attribute="title", column_name="title")
    text = Field(attribute="text", column_name="text")
    imported_answer = Field(attribute="imported_answer", column_name="answer")

    class Meta:
        instance_loader_class = BaseInstanceLoader
        report_skipped = True
        skip_diff = True
        use_transactions = True
        clean_model_instances = False
        # No savepoint per row: the rows are written together, all or none.
        use_bulk = True

    def __init__(self, actor: Actor, plan: ImportPlan) -> None:
        super().__init__()
        self._actor = actor
        self._lines = {line.row: line for line in plan.rows}
        self._waiting: list[PlannedRow] = []

    def _line(self, row: dict[str, Any]) -> PlannedRow:
        return self._lines[row["row"]]

    def get_instance(self, instance_loader: Any, row: dict[str, Any]) -> Request | None:
        """Find nothing by itself: the plan has compared all rows with the site in one query."""
        return None

    def init_instance(self, row: dict[str, Any] | None = None) -> Request:
        return Request()

    def skip_row(
        self, instance: Request, original: Any, row: Any, import_validation_errors: Any = None
    ) -> bool:
        """Leave what is already there as it is."""
        return self._line(row).fate in KNOWN_FATES

    def import_instance(self, instance: Request, row: Any, **kwargs: Any) -> None:
        """Fill the request, or say why its row is refused."""
        line = self._line(row)
        if line.fate == RowFate.REFUSED:
            raise ValidationError([error.message for error in line.errors])
        super().import_instance(instance, row, **kwargs)

    def do_instance_save(self, instance: Request, is_create: bool) -> None:
        """Leave the writing to `save_instance`."""

    def save_instance(self, instance: Request, is_create: bool, row: Any, **kwargs: Any) -> None:
        """Write through the service, some rows at a time; a dry run writes nothing at all."""
        if self._is_dry_run(kwargs):
            return
        self._waiting.append(self._line(row))
        if len(self._waiting) >= ROWS_AT_A_TIME:
            self._write_waiting()

    def after_import(self, dataset: Dataset, result: Result, **kwargs: Any) -> None:
        """Write the last rows."""
        self._write_waiting()

    def _write_waiting(self) -> None:
        lines, self._waiting = self._waiting, []
        file_rows(actor=self._actor, lines=lines)


def try_rows(actor: Actor, plan: ImportPlan) -> Result:
    """Return the library's result of a dry run, one line per row; nothing is written."""
    # `import_data` opens a savepoint per row to undo what a dry run wrote: here nothing is.
    return FollowUpResource(actor, plan).import_data_inner(
        dataset_of(plan.parsed),
        dry_run=True,
        raise_errors=False,
        using_transactions=False,
        collect_failed_rows=False,
    )


def import_rows_of(actor: Actor) -> ImportRows:
    """Return what `write_import` calls to write the rows; an unforeseen fault undoes them all."""

    def import_rows(plan: ImportPlan) -> None:
        result = FollowUpResource(actor, plan).import_data(
            dataset_of(plan.parsed), dry_run=False, raise_errors=False
        )
        for error in result.base_errors:
            raise error.error
        for _number, errors in result.row_errors():
            raise errors[0].error

    return import_rows

"""Write the rows of a planned import: councils, then requests in bulk, then missing dates."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from civic.accounts.enums import College
from civic.accounts.policies import Actor
from civic.audit.services import record
from civic.cases.models import Request
from civic.cases.services.bulk import RowToFile, file_requests
from civic.cases.services.requests import file_request
from civic.core.enums import Channel
from civic.core.exceptions import NotAllowed, Refusal
from civic.core.querysets import locked
from civic.core.services.keeping import forget_counted
from civic.privacy.models import HoldReason
from civic.territory.models import Organisation

from ..enums import CREATING_FATES, RowFate
from ..models import NeighbourhoodCouncil
from ..policies import can_import
from ..selectors.follow_up_facts import FOLLOW_UP
from ..selectors.import_plan import ImportPlan
from ..selectors.import_rows import PlannedRow, as_written
from .councils import council_for_name

LONGEST_AS_WRITTEN = 200
LONGEST_DATE_AS_WRITTEN = 60


@dataclass(frozen=True)
class ImportReport:
    """What an import wrote: numbers of requests, and the lines that say why for the others."""

    rows: int
    created: int
    unchanged: int
    refused: int
    councils: dict[str, int]
    errors: list[dict[str, Any]]
    findings: list[dict[str, Any]]


ImportRows = Callable[[ImportPlan], None]


def write_plan(
    *, actor: Actor, organisation: Organisation, plan: ImportPlan, import_rows: ImportRows
) -> ImportReport:
    """Create the missing councils, then each row, inside the caller's transaction."""
    create_councils(actor=actor, organisation=organisation, plan=plan)
    import_rows(plan)
    complete_rows(actor=actor, lines=plan.rows)
    return report_of(plan)


def create_councils(*, actor: Actor, organisation: Organisation, plan: ImportPlan) -> None:
    """Create the councils that the rows to write name and nobody knows."""
    created: dict[str, NeighbourhoodCouncil] = {}
    for line in plan.rows:
        if line.council is None and line.fate != RowFate.REFUSED:
            name = line.council_name
            if name not in created:
                created[name] = council_for_name(actor=actor, organisation=organisation, name=name)
            line.council = created[name]


def file_rows(*, actor: Actor, lines: Iterable[PlannedRow]) -> int:
    """Write some rows as held requests; return how many were not there yet.

    The rows of one council go together. Where one of them was written meanwhile by somebody else,
    they are written one by one, so that only that one is left.
    """
    written = 0
    wanted = [line for line in lines if line.fate in CREATING_FATES]
    for council, group in groupby(wanted, key=lambda line: line.council):
        rows = list(group)
        place = _council_to_write(actor, council)
        try:
            file_requests(
                actor=actor,
                organisation=place.space.organisation,
                rows=[
                    RowToFile(
                        title=line.title,
                        text=line.text,
                        department=line.department,
                        said_on=line.said_on,
                        closed_before=line.fate == RowFate.CLOSED_BEFORE,
                        imported=_imported(line),
                    )
                    for line in rows
                ],
                channel=Channel.IMPORT,
                college=College.COUNCIL,
                hold=HoldReason.IMPORTED,
                neighbourhood=place.neighbourhood,
                space_id=place.space_id,
                # The first clock is kept; the delay is announced today, none was before.
                promised_from=timezone.localdate(),
            )
        except IntegrityError:
            for line in rows:
                file_row(actor=actor, line=line)
        written += sum(line.fate in CREATING_FATES for line in rows)
    forget_counted(FOLLOW_UP)
    return written


def complete_rows(*, actor: Actor, lines: Iterable[PlannedRow]) -> int:
    """Give their date to requests whose table said one that was not understood.

    What was already decided or published of them is not touched: the corrected table only says
    when each was asked. A request whose date somebody wrote meanwhile is left as it is.
    """
    done = 0
    for line in lines:
        if line.fate != RowFate.COMPLETED or line.council is None:
            continue
        _council_to_write(actor, line.council)
        rows = Request.objects.filter(
            space_id=line.council.space_id, row_key=line.key, said_on=None
        )
        with transaction.atomic():
            request = locked(rows).first()
            if request is None:
                continue
            request.said_on = request.asked_on = line.said_on
            request.said_on_text = _date_as_written(line)
            request.save(update_fields=["said_on", "asked_on", "said_on_text"])
            record(
                actor=actor,
                action="request.dated",
                target=request,
                organisation_id=request.organisation_id,
            )
        done += 1
    if done:
        forget_counted(FOLLOW_UP)
    return done


def _council_to_write(actor: Actor, council: NeighbourhoodCouncil | None) -> NeighbourhoodCouncil:
    if council is None:
        raise Refusal(_("This row has no council."), code="no_council")
    if not can_import(actor, council):
        raise NotAllowed(
            _("You may not write for the council « %(council)s ».") % {"council": council}
        )
    return council


def _imported(line: PlannedRow) -> dict[str, Any]:
    """The columns of a request that only an import has."""
    return {
        "imported_answer": line.parsed.answer,
        "source_texts": _without_null(line.parsed.original),
        "row_key": line.key,
        "departments_text": as_written(", ".join(line.parsed.departments), LONGEST_AS_WRITTEN),
        "said_on_text": _date_as_written(line),
    }


def file_row(*, actor: Actor, line: PlannedRow) -> Request:
    """Write one row as a held request; the same row written meanwhile gives the earlier request."""
    if line.fate == RowFate.REFUSED:
        raise Refusal(_("This row has no council."), code="no_council")
    council = _council_to_write(actor, line.council)
    organisation = council.space.organisation
    closed = line.fate == RowFate.CLOSED_BEFORE
    try:
        with transaction.atomic():
            request = file_request(
                actor=actor,
                organisation=organisation,
                title=line.title,
                text=line.text,
                person=None,
                channel=Channel.IMPORT,
                college=College.COUNCIL,
                neighbourhood=council.neighbourhood,
                space_id=council.space_id,
                department=line.department,
                said_on=line.said_on,
                # The first clock is kept; the delay is announced today, none was before.
                promised_from=timezone.localdate(),
                hold=HoldReason.IMPORTED,
                closed_before=closed,
                imported=_imported(line),
            )
    except IntegrityError:
        earlier = Request.objects.filter(space_id=council.space_id, row_key=line.key).first()
        if earlier is None:
            raise
        line.fate = RowFate.UNCHANGED
        return earlier
    return request


def _without_null(cells: Any) -> dict[str, str]:
    return {name.replace("\x00", ""): text.replace("\x00", "") for name, text in cells.items()}


def _date_as_written(line: PlannedRow) -> str:
    """The date as the table gives it, where it says more, or less, than the date that was read."""
    if line.said_on is not None and not line.parsed.date_is_approximate:
        return ""
    return as_written(line.parsed.date_text, LONGEST_DATE_AS_WRITTEN)


def report_of(plan: ImportPlan) -> ImportReport:
    """Return the figures of a plan, as the command prints them."""
    return ImportReport(
        rows=len(plan.rows),
        created=plan.created,
        unchanged=plan.unchanged,
        refused=plan.refused,
        councils=dict(plan.parsed.councils),
        errors=[
            {"row": error.row, "column": error.column, "message": error.message}
            for error in plan.errors
        ],
        findings=[
            {
                "row": line.row,
                "column": finding.column,
                "start": finding.start,
                "end": finding.end,
                "type": finding.type,
            }
            for line in plan.rows
            for finding in line.findings
        ],
    )


def rows_with_errors(plan: ImportPlan) -> dict[str, Any]:
    """Rows with an error, with their messages: the file one corrects and sends again."""
    columns = [column.key for column in plan.parsed.header.columns]
    # The rows that opened a council are not there: each row says its own.
    says_council = plan.parsed.mapping.council is not None
    return {
        "columns": columns if says_council else [_("Neighbourhood council"), *columns],
        "rows": [
            [line.row, " ".join(error.message for error in line.errors)]
            + ([] if says_council else [line.parsed.council or ""])
            + [line.parsed.original.get(column, "").replace("\x00", "") for column in columns]
            for line in plan.rows
            if line.errors
        ],
    }

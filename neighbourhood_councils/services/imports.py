"""Import the table a council already keeps: read, previewed, then written in one go.

What was open before the site existed gets its promised date from the day of the import, since no
delay was ever announced; what was closed has none (see `civic.cases`). Every row is held until a
person releases it.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from civic.accounts.enums import College
from civic.accounts.policies import Actor
from civic.audit.services import record
from civic.cases.models import Request
from civic.cases.services.requests import file_request
from civic.core.enums import Channel
from civic.core.exceptions import NotAllowed, Refusal
from civic.core.querysets import locked
from civic.opendata.logic.sheets import Sheet
from civic.privacy.models import HoldReason
from civic.territory.models import Organisation

from ..enums import ImportState, RowFate
from ..logic.headers import headers_key
from ..logic.mapping import Mapping
from ..models import ColumnMapping, NeighbourhoodCouncil, RequestImport
from ..policies import can_import, can_set_up_councils
from ..selectors.import_plan import ImportPlan, make_plan
from ..selectors.import_rows import PlannedRow, as_written
from .councils import council_for_name
from .stored_sheets import sheet_from_json, sheet_to_json

# What one visit of a screen writes; the command has no such limit.
MOST_ROWS_AT_ONCE = 1_000
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


def may_import_somewhere(
    actor: Actor, organisation: Organisation, council: NeighbourhoodCouncil | None
) -> bool:
    """Tell whether an actor may send a table for a council, or for a whole organisation."""
    if council is not None and can_import(actor, council):
        return True
    return can_set_up_councils(actor, organisation)


def start_import(
    *,
    actor: Actor,
    organisation: Organisation,
    council: NeighbourhoodCouncil | None,
    file_name: str,
    sheet: Sheet,
) -> RequestImport:
    """Keep a table that was read, with the columns guessed or remembered, for its preview.

    Raises NotAllowed, or Refusal when the table holds more requests than one screen writes.
    """
    if not may_import_somewhere(actor, organisation, council):
        raise NotAllowed(
            _("Only the chair of this council, or its staff, may import its requests.")
        )
    plan = make_plan(
        actor=actor,
        organisation=organisation,
        sheet=sheet,
        default_council=council,
        today=timezone.localdate(),
    )
    _check_size(plan)
    remembered = ColumnMapping.objects.filter(
        organisation=organisation, headers_key=_headers_key(plan)
    ).first()
    mapping = Mapping.from_json(remembered.mapping) if remembered else plan.parsed.mapping
    with transaction.atomic():
        sent = RequestImport.objects.create(
            organisation=organisation,
            council=council,
            sent_by=actor.user,
            file_name=file_name[-200:],
            mapping={"columns": mapping.to_json(), "councils": {}},
            preview={"sheet": sheet_to_json(sheet)},
        )
        record(
            actor=actor,
            action="import.read",
            target=sent,
            organisation_id=organisation.pk,
            rows=len(plan.rows),
        )
    return sent


def _check_size(plan: ImportPlan) -> None:
    if len(plan.rows) > MOST_ROWS_AT_ONCE:
        raise Refusal(
            _(
                "This table holds %(rows)s requests; at most %(most)s are imported at once. "
                "Send one table per year or per council."
            )
            % {"rows": len(plan.rows), "most": MOST_ROWS_AT_ONCE},
            code="too_many_rows",
            field="file",
        )


def _headers_key(plan: ImportPlan) -> str:
    return headers_key([column.header for column in plan.parsed.header.columns])


def plan_of(*, actor: Actor, sent: RequestImport) -> ImportPlan:
    """Say what a table that was sent would change today, with the choices made so far."""
    return make_plan(
        actor=actor,
        organisation=sent.organisation,
        sheet=sheet_from_json(sent.preview["sheet"]),
        columns=Mapping.from_json(sent.mapping["columns"]),
        default_council=sent.council,
        choices=sent.mapping["councils"],
        today=timezone.localdate(),
    )


def choose(
    *,
    actor: Actor,
    sent: RequestImport,
    columns: Mapping,
    councils: dict[str, str],
) -> RequestImport:
    """Correct what was guessed: the column of each field, the council of each unknown name.

    The columns are remembered for the next table with the same headers.
    """
    _check_may_write(actor, sent)
    if not columns.is_usable:
        raise Refusal(
            _("Say which column holds the text of the request, or at least its title."),
            code="columns_missing",
            field="text",
        )
    chosen = [index for index in columns.to_json().values() if index is not None]
    if len(chosen) != len(set(chosen)):
        raise Refusal(
            _("One column cannot hold two things: choose another column for one of them."),
            code="column_twice",
        )
    with transaction.atomic():
        fresh = _locked_preview(sent)
        fresh.mapping = {"columns": columns.to_json(), "councils": councils}
        fresh.save(update_fields=["mapping"])
        plan = plan_of(actor=actor, sent=fresh)
        ColumnMapping.objects.update_or_create(
            organisation_id=fresh.organisation_id,
            headers_key=_headers_key(plan),
            defaults={"mapping": columns.to_json()},
        )
        record(
            actor=actor,
            action="import.columns_chosen",
            target=fresh,
            organisation_id=fresh.organisation_id,
        )
    return fresh


def drop_import(*, actor: Actor, sent: RequestImport) -> RequestImport:
    """Give a preview up and forget the table."""
    _check_may_write(actor, sent)
    with transaction.atomic():
        fresh = _locked_preview(sent)
        fresh.state, fresh.preview = ImportState.DROPPED, {}
        fresh.save(update_fields=["state", "preview"])
        record(
            actor=actor,
            action="import.dropped",
            target=fresh,
            organisation_id=fresh.organisation_id,
        )
    return fresh


def write_import(*, actor: Actor, sent: RequestImport, import_rows: ImportRows) -> RequestImport:
    """Write a previewed table: all its rows or none; written already, it is returned as it is.

    `import_rows` hands each row of the plan to `file_row`. The councils chosen for creation are
    created first. Raises NotAllowed, or Refusal when the preview was given up.
    """
    _check_may_write(actor, sent)
    # Read and searched for names before the lock: what others write in between is caught by the
    # unique key of each row.
    plan = plan_of(actor=actor, sent=sent) if sent.state == ImportState.PREVIEW else None
    with transaction.atomic():
        fresh = locked(RequestImport.objects.filter(pk=sent.pk)).get()
        if fresh.state == ImportState.WRITTEN:
            return fresh
        if fresh.state == ImportState.DROPPED or plan is None:
            raise Refusal(_("This import was given up: send the table again."), code="dropped")
        if fresh.mapping != sent.mapping:
            raise Refusal(
                _("Somebody has changed the columns meanwhile: look at the preview again."),
                code="changed",
            )
        report = write_plan(
            actor=actor, organisation=fresh.organisation, plan=plan, import_rows=import_rows
        )
        fresh.state, fresh.written_at = ImportState.WRITTEN, timezone.now()
        # The rows are kept with their requests; only the refused ones are needed to be sent again.
        fresh.preview = {"refused": _rows_to_send_again(plan)}
        fresh.report = asdict(report) | {"findings": len(report.findings)}
        fresh.save(update_fields=["state", "written_at", "preview", "report"])
        record(
            actor=actor,
            action="import.written",
            target=fresh,
            organisation_id=fresh.organisation_id,
            created=report.created,
            unchanged=report.unchanged,
            refused=report.refused,
        )
    return fresh


def write_plan(
    *, actor: Actor, organisation: Organisation, plan: ImportPlan, import_rows: ImportRows
) -> ImportReport:
    """Create the missing councils, then each row, inside the caller's transaction."""
    created: dict[str, NeighbourhoodCouncil] = {}
    for line in plan.rows:
        if line.council is None and line.fate != RowFate.REFUSED:
            name = line.council_name
            if name not in created:
                created[name] = council_for_name(actor=actor, organisation=organisation, name=name)
            line.council = created[name]
    import_rows(plan)
    return report_of(plan)


def file_row(*, actor: Actor, line: PlannedRow) -> Request:
    """Write one row as a held request; the same row written meanwhile gives the earlier request."""
    council = line.council
    if council is None or line.fate == RowFate.REFUSED:
        raise Refusal(_("This row has no council."), code="no_council")
    if not can_import(actor, council):
        raise NotAllowed(
            _("You may not write for the council « %(council)s ».") % {"council": council}
        )
    organisation = council.space.organisation
    closed = line.fate == RowFate.CLOSED_BEFORE
    parsed = line.parsed
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
                imported={
                    "imported_answer": parsed.answer,
                    "source_texts": _without_null(parsed.original),
                    "row_key": line.key,
                    "departments_text": as_written(
                        ", ".join(parsed.departments), LONGEST_AS_WRITTEN
                    ),
                    "said_on_text": _date_as_written(line),
                },
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


def _rows_to_send_again(plan: ImportPlan) -> dict[str, Any]:
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


def rows_to_send_again(*, actor: Actor, sent: RequestImport) -> dict[str, Any]:
    """Return the header and the rows of the error file, before or after writing."""
    _check_may_write(actor, sent)
    if sent.state == ImportState.PREVIEW:
        return _rows_to_send_again(plan_of(actor=actor, sent=sent))
    return dict(sent.preview.get("refused") or {"columns": [], "rows": []})


def _check_may_write(actor: Actor, sent: RequestImport) -> None:
    if not may_import_somewhere(actor, sent.organisation, sent.council):
        raise NotAllowed(
            _("Only the chair of this council, or its staff, may import its requests.")
        )


def _locked_preview(sent: RequestImport) -> RequestImport:
    fresh = locked(RequestImport.objects.filter(pk=sent.pk)).get()
    if fresh.state != ImportState.PREVIEW:
        raise Refusal(_("This import is already finished."), code="finished")
    return fresh

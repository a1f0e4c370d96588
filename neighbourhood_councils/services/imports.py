"""Import the table a council already keeps: read, previewed, then written in one go.

What was open before the site existed gets its promised date from the day of the import, since no
delay was ever announced; what was closed has none (see `civic.cases`). Every row is held until a
person releases it.
"""

from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from civic.accounts.policies import Actor
from civic.audit.services import record
from civic.core.exceptions import NotAllowed, Refusal
from civic.core.logic.numbers import written_number
from civic.core.querysets import locked
from civic.opendata.logic.sheets import Sheet
from civic.territory.models import Organisation

from ..enums import ImportState
from ..logic.headers import headers_key
from ..logic.mapping import Mapping
from ..models import ColumnMapping, NeighbourhoodCouncil, RequestImport
from ..policies import can_import, can_set_up_councils
from ..selectors.import_plan import ImportPlan, make_plan
from .import_writing import ImportRows, report_of, rows_with_errors, write_plan
from .stored_sheets import findings_to_json, sheet_from_json, sheet_to_json

# What one visit of a screen reads and writes; a longer table is left to the background.
MOST_ROWS_AT_ONCE = 1_000


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

    A long table is read in the background: it is `READING` until its preview is ready. Raises
    NotAllowed.
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
        # Who is named is looked for in the columns as they will be read, below or in background.
        findings={},
        today=timezone.localdate(),
    )
    is_long = len(plan.rows) > MOST_ROWS_AT_ONCE
    remembered = ColumnMapping.objects.filter(
        organisation=organisation, headers_key=_headers_key(plan)
    ).first()
    mapping = Mapping.from_json(remembered.mapping) if remembered else plan.parsed.mapping
    preview: dict[str, Any] = {"sheet": sheet_to_json(sheet)}
    if not is_long:
        preview["findings"] = findings_to_json(plan.parsed.rows, organisation.pk)
    with transaction.atomic():
        sent = RequestImport.objects.create(
            organisation=organisation,
            council=council,
            sent_by=actor.user,
            file_name=file_name[-200:],
            mapping={"columns": mapping.to_json(), "councils": {}},
            preview=preview,
            state=ImportState.READING if is_long else ImportState.PREVIEW,
            rows_total=len(plan.rows),
            worked_at=timezone.now(),
        )
        record(
            actor=actor,
            action="import.read",
            target=sent,
            organisation_id=organisation.pk,
            rows=len(plan.rows),
        )
        if is_long:
            go_on_later(sent)
    return sent


def go_on_later(sent: RequestImport) -> None:
    """Let the background go on with a long table once this transaction is committed."""
    from ..tasks import go_on_with_import

    transaction.on_commit(lambda: go_on_with_import.enqueue(sent.pk), robust=True)


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
        findings=sent.preview.get("findings"),
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
    _check_usable(columns)
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


def _check_usable(columns: Mapping) -> None:
    if not columns.is_usable:
        raise Refusal(
            _("Say which column holds the text of the request, or at least its title."),
            code="columns_missing",
            field="text",
        )


def too_many_councils(plan: ImportPlan) -> str:
    """Say that a column holds no councils."""
    return _(
        "This table names %(n)s councils that this site does not know: the column of the council "
        "is probably another one."
    ) % {"n": written_number(len(plan.unknown))}


def drop_import(*, actor: Actor, sent: RequestImport) -> RequestImport:
    """Give up a table that is read or previewed, and forget it."""
    _check_may_write(actor, sent)
    with transaction.atomic():
        fresh = _locked_preview(sent, ImportState.READING)
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

    `import_rows` hands the rows of the plan to `file_rows`. The councils chosen for creation are
    created first. A long table is left to the background, which writes it some rows at a time and
    never one twice. Raises NotAllowed, or Refusal when the preview was given up.
    """
    _check_may_write(actor, sent)
    # Read and searched for names before the lock: what others write in between is caught by the
    # unique key of each row.
    plan = plan_of(actor=actor, sent=sent) if sent.state == ImportState.PREVIEW else None
    with transaction.atomic():
        fresh = locked(RequestImport.objects.filter(pk=sent.pk)).get()
        if fresh.state in {ImportState.WRITTEN, ImportState.WRITING}:
            return fresh
        if fresh.state == ImportState.DROPPED or plan is None:
            raise Refusal(_("This import was given up: send the table again."), code="dropped")
        _check_usable(plan.parsed.mapping)
        if fresh.mapping != sent.mapping:
            raise Refusal(
                _("Somebody has changed the columns meanwhile: look at the preview again."),
                code="changed",
            )
        if plan.names_too_many:
            raise Refusal(too_many_councils(plan), code="too_many_councils")
        if len(plan.rows) > MOST_ROWS_AT_ONCE:
            return _write_later(actor, fresh, plan)
        report = write_plan(
            actor=actor, organisation=fresh.organisation, plan=plan, import_rows=import_rows
        )
        fresh.state, fresh.written_at = ImportState.WRITTEN, timezone.now()
        # The rows are kept with their requests; only the refused ones are needed to be sent again.
        fresh.preview = {"refused": rows_with_errors(plan)}
        fresh.report = asdict(report) | {
            "findings": len(report.findings),
            "completed": plan.completed,
        }
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


def _write_later(actor: Actor, sent: RequestImport, plan: ImportPlan) -> RequestImport:
    sent.state, sent.rows_done, sent.rows_total = ImportState.WRITING, 0, len(plan.rows)
    sent.worked_at = timezone.now()
    # Whoever asked for the writing answers for it, whoever sent the table.
    sent.sent_by = actor.user
    sent.report = asdict(report_of(plan)) | {"findings": plan.findings, "completed": plan.completed}
    sent.preview["refused"] = rows_with_errors(plan)
    sent.save()
    record(
        actor=actor,
        action="import.queued",
        target=sent,
        organisation_id=sent.organisation_id,
        rows=len(plan.rows),
    )
    go_on_later(sent)
    return sent


def rows_to_send_again(*, actor: Actor, sent: RequestImport) -> dict[str, Any]:
    """Return the header and the rows of the error file, before or after writing."""
    _check_may_write(actor, sent)
    if sent.state == ImportState.PREVIEW:
        return rows_with_errors(plan_of(actor=actor, sent=sent))
    return dict(sent.preview.get("refused") or {"columns": [], "rows": []})


def _check_may_write(actor: Actor, sent: RequestImport) -> None:
    if not may_import_somewhere(actor, sent.organisation, sent.council):
        raise NotAllowed(
            _("Only the chair of this council, or its staff, may import its requests.")
        )


def _locked_preview(sent: RequestImport, *also: ImportState) -> RequestImport:
    fresh = locked(RequestImport.objects.filter(pk=sent.pk)).get()
    if fresh.state not in {ImportState.PREVIEW, *also}:
        raise Refusal(_("This import is already finished."), code="finished")
    return fresh

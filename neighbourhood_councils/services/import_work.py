"""Read and write long tables in the background, some rows at a time.

Each step is a transaction of its own that says how far it went, so that the screen shows it, one
may leave and come back, and a worker that was killed is replaced where it stopped. A row written
twice is one row: its key is unique.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from civic.accounts.policies import Actor, SystemActor
from civic.audit.services import record
from civic.core.querysets import locked

from ..enums import WORKING_STATES, ImportState
from ..models import RequestImport
from ..selectors.import_plan import ImportPlan
from .import_writing import complete_rows, create_councils, file_rows
from .imports import go_on_later, plan_of
from .stored_sheets import findings_to_json

ROWS_AT_A_TIME = 250
# A worker that has said nothing for so long was stopped.
SILENT_FOR = timedelta(minutes=3)


def go_on(*, import_id: int) -> None:
    """Read, or write, what is left of a table."""
    sent = RequestImport.objects.select_related("organisation", "council__space").get(pk=import_id)
    if sent.state == ImportState.READING:
        _read(sent)
    elif sent.state == ImportState.WRITING:
        _write(sent)


def go_on_with_the_silent(moment: datetime) -> int:
    """Go on with the tables whose worker was stopped; return how many there are."""
    silent = RequestImport.objects.filter(
        state__in=WORKING_STATES, worked_at__lt=moment - SILENT_FOR
    ).order_by("pk")
    found = list(silent)
    for sent in found:
        with transaction.atomic():
            RequestImport.objects.filter(pk=sent.pk).update(worked_at=moment)
            go_on_later(sent)
    return len(found)


def _actor_of(sent: RequestImport) -> Actor:
    return Actor(user=sent.sent_by) if sent.sent_by else SystemActor("import")


def _read(sent: RequestImport) -> None:
    """Look at each cell for who it may name, then let the preview be read."""
    sent.preview.setdefault("findings", {})
    plan = plan_of(actor=_actor_of(sent), sent=sent)
    rows = plan.parsed.rows
    found: dict[str, object] = {}
    # The findings are stored at the end: a reading that was stopped begins again, it is short.
    for start in range(0, len(rows), ROWS_AT_A_TIME):
        found |= findings_to_json(rows[start : start + ROWS_AT_A_TIME], sent.organisation_id)
        done = min(start + ROWS_AT_A_TIME, len(rows))
        alive = RequestImport.objects.filter(pk=sent.pk, state=ImportState.READING)
        if not alive.update(rows_done=done, worked_at=timezone.now()):
            return
    with transaction.atomic():
        fresh = locked(RequestImport.objects.filter(pk=sent.pk)).get()
        if fresh.state != ImportState.READING:
            return
        fresh.preview["findings"] = found
        fresh.state = ImportState.PREVIEW
        fresh.save(update_fields=["preview", "state"])


def _write(sent: RequestImport) -> None:
    """Write the rows that are left, then say what was written."""
    actor = _actor_of(sent)
    plan = plan_of(actor=actor, sent=sent)
    with transaction.atomic():
        create_councils(actor=actor, organisation=sent.organisation, plan=plan)
    while _write_some(actor, sent, plan):
        pass


def _write_some(actor: Actor, sent: RequestImport, plan: ImportPlan) -> bool:
    """Write the next rows; False once there is nothing left, or somebody else writes them."""
    with transaction.atomic():
        fresh = locked(RequestImport.objects.filter(pk=sent.pk)).get()
        if fresh.state != ImportState.WRITING or fresh.rows_done != sent.rows_done:
            return False
        lines = plan.rows[fresh.rows_done : fresh.rows_done + ROWS_AT_A_TIME]
        if not lines:
            _finish(actor, fresh)
            return False
        file_rows(actor=actor, lines=lines)
        complete_rows(actor=actor, lines=lines)
        fresh.rows_done += len(lines)
        fresh.worked_at = timezone.now()
        fresh.save(update_fields=["rows_done", "worked_at"])
    sent.rows_done = fresh.rows_done
    return True


def _finish(actor: Actor, fresh: RequestImport) -> None:
    fresh.state, fresh.written_at = ImportState.WRITTEN, timezone.now()
    # The rows are kept with their requests; only the refused ones are needed to be sent again.
    fresh.preview = {"refused": fresh.preview.get("refused")}
    fresh.save(update_fields=["state", "written_at", "preview"])
    record(
        actor=actor,
        action="import.written",
        target=fresh,
        organisation_id=fresh.organisation_id,
        created=fresh.report["created"],
        unchanged=fresh.report["unchanged"],
        refused=fresh.report["refused"],
    )

"""Import the requests of a council's table from a file, without a running server."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from civic.accounts.policies import SystemActor
from civic.audit.services import record
from civic.opendata.exceptions import SheetRefused
from civic.opendata.logic.sheets import Sheet
from civic.territory.enums import OrganisationKind
from civic.territory.models import Organisation

from ...logic.follow_up_sheet import ParsedSheet, parse_follow_up
from ...models import NeighbourhoodCouncil
from ...resources import FollowUpFormat, import_rows_of, try_rows
from ...selectors.councils import council_named
from ...selectors.import_plan import ImportPlan, make_plan
from ...services.import_writing import ImportReport, report_of, write_plan

SUCCESS, SOME_REFUSED, NOT_READ = 0, 1, 2


class _NotRead(Exception):
    """The file, or what it should be imported into, cannot be read; says what to do."""


class Command(BaseCommand):
    """`import_requests FILE [--council SLUG] [--organisation SLUG] [--dry-run] --json`.

    Prints one JSON object: `rows`, `created`, `unchanged`, `councils`, `errors`, `findings`. Ends
    with 0 when no row was refused, 1 when some were, 2 when the file could not be read.

    A council the site does not know is created in the organisation of `--organisation`, else of
    `--council`, else of the councils of the table that are known when they share one, else in the
    only commune of the site, else in its intercommunality. Everything written is held until a
    person releases it.
    """

    help = "Import the requests of a neighbourhood council's table (CSV, XLSX or ODS)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("file", help="the table: CSV, XLSX or ODS")
        parser.add_argument("--council", default="", help="slug of the council of rows naming none")
        parser.add_argument("--organisation", default="", help="slug of the organisation")
        parser.add_argument("--dry-run", action="store_true", help="say what would be written")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import, print, and end with the status that says how it went."""
        try:
            report = _imported(options)
        except (_NotRead, SheetRefused) as refused:
            report = _nothing(str(refused))
            status = NOT_READ
        else:
            status = SOME_REFUSED if report.refused else SUCCESS
        if options["json"]:
            self.stdout.write(json.dumps(_printed(report), ensure_ascii=False, indent=1))
        else:
            self._say(report)
        if status:
            raise SystemExit(status)

    def _say(self, report: ImportReport) -> None:
        for error in report.errors:
            place = " ".join(str(part) for part in (error["row"] or "", error["column"]) if part)
            self.stderr.write(f"{place}: {error['message']}" if place else error["message"])
        self.stdout.write(
            f"{report.rows} rows, {report.created} created, {report.unchanged} unchanged, "
            f"{report.refused} refused, {len(report.findings)} findings"
        )


def _imported(options: dict[str, Any]) -> ImportReport:
    sheet = _read(Path(options["file"]))
    council = _council(options["council"])
    parsed = parse_follow_up(sheet)
    if not parsed.mapping.is_usable or not parsed.rows:
        raise _NotRead(
            _("No request was found in this file: it needs a row of headers and rows below it.")
        )
    organisation = _organisation(options["organisation"], council, parsed)
    actor = SystemActor("command")
    if options["dry_run"]:
        plan = _plan(actor, organisation, sheet, council)
        try_rows(actor, plan)
        return report_of(plan)
    with transaction.atomic():
        plan = _plan(actor, organisation, sheet, council)
        report = write_plan(
            actor=actor,
            organisation=organisation,
            plan=plan,
            import_rows=import_rows_of(actor),
        )
        record(
            actor=actor,
            action="import.written",
            target=organisation,
            organisation_id=organisation.pk,
            created=report.created,
            unchanged=report.unchanged,
            refused=report.refused,
        )
    return report


def _read(path: Path) -> Sheet:
    try:
        with path.open("rb") as source:
            return FollowUpFormat(path.name).read(source)
    except OSError as error:
        raise _NotRead(
            _("The file %(path)s cannot be read: %(error)s.")
            % {"path": path, "error": error.strerror}
        ) from error


def _council(slug: str) -> NeighbourhoodCouncil | None:
    if not slug:
        return None
    council = (
        NeighbourhoodCouncil.objects.filter(space__slug=slug)
        .select_related("space__organisation", "neighbourhood")
        .first()
    )
    if council is None:
        raise _NotRead(_("No council has the short address « %(slug)s ».") % {"slug": slug})
    return council


def _organisation(
    slug: str, council: NeighbourhoodCouncil | None, parsed: ParsedSheet
) -> Organisation:
    if slug:
        found = Organisation.objects.filter(slug=slug).first()
        if found is None:
            raise _NotRead(
                _("No organisation has the short address « %(slug)s ».") % {"slug": slug}
            )
        if council is not None and council.space.organisation_id != found.pk:
            raise _NotRead(_("This council belongs to another organisation."))
        return found
    if council is not None:
        return council.space.organisation
    return _organisation_of_known_councils(parsed) or _organisation_by_default()


def _organisation_of_known_councils(parsed: ParsedSheet) -> Organisation | None:
    everywhere = list(
        NeighbourhoodCouncil.objects.select_related("space__organisation").order_by("pk")
    )
    named = [council_named(name, everywhere) for name in parsed.councils]
    owners = {found.space.organisation for found in named if found is not None}
    return owners.pop() if len(owners) == 1 else None


def _organisation_by_default() -> Organisation:
    communes = list(Organisation.objects.filter(kind=OrganisationKind.COMMUNE).order_by("pk")[:2])
    if len(communes) == 1:
        return communes[0]
    bodies = Organisation.objects.filter(kind=OrganisationKind.INTERCOMMUNALITY).order_by("pk")
    found = bodies.first() or (communes[0] if communes else None)
    if found is None:
        raise _NotRead(
            _("The site has no organisation yet: create one, or name one with --organisation.")
        )
    return found


def _plan(
    actor: SystemActor,
    organisation: Organisation,
    sheet: Sheet,
    council: NeighbourhoodCouncil | None,
) -> ImportPlan:
    return make_plan(
        actor=actor,
        organisation=organisation,
        sheet=sheet,
        default_council=council,
        today=timezone.localdate(),
    )


def _nothing(message: str) -> ImportReport:
    return ImportReport(
        rows=0,
        created=0,
        unchanged=0,
        refused=0,
        councils={},
        errors=[{"row": 0, "column": "", "message": message}],
        findings=[],
    )


def _printed(report: ImportReport) -> dict[str, Any]:
    return {
        "rows": report.rows,
        "created": report.created,
        "unchanged": report.unchanged,
        "councils": report.councils,
        "errors": report.errors,
        "findings": report.findings,
    }

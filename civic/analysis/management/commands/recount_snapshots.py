"""Verify published figures: each is found again from its own counts, by its own formula."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from civic.accounts.policies import SYSTEM

from ...models import IndicatorSnapshot
from ...selectors.snapshots import is_reproduced
from ...services.snapshots import recount_snapshot


class Command(BaseCommand):
    help = (
        "Find published figures again from the counts stored with them; with --today, count the "
        "rows of today too and keep what differs. Ends with 1 when a figure is not found again."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--organisation", help="short address of one organisation")
        parser.add_argument("--today", action="store_true", help="count the rows of today too")
        parser.add_argument("--json", action="store_true", help="print one JSON object per line")

    def handle(self, *args: Any, **options: Any) -> None:
        snapshots = IndicatorSnapshot.objects.select_related("organisation").order_by("pk")
        if options["organisation"]:
            snapshots = snapshots.filter(organisation__slug=options["organisation"])
        lost = 0
        for snapshot in snapshots:
            found = is_reproduced(snapshot)
            lost += not found
            line: dict[str, Any] = {
                "id": snapshot.pk,
                "subject": snapshot.subject,
                "indicators": snapshot.name,
                "formula": snapshot.formula_version,
                "from": snapshot.starts_on.isoformat(),
                "to": snapshot.ends_on.isoformat(),
                "found_again": found,
            }
            if options["today"]:
                line["differs_today"] = recount_snapshot(actor=SYSTEM, snapshot=snapshot).differs
            self.stdout.write(
                json.dumps(line)
                if options["json"]
                else " · ".join(f"{name}: {value}" for name, value in line.items())
            )
        if lost:
            raise SystemExit(1)

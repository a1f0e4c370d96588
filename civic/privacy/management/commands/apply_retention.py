"""Forget in time: delete what is older than the rule of its class."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from civic.accounts.policies import SYSTEM
from civic.privacy.services.erasure import apply_retention


class Command(BaseCommand):
    help = "Delete what is older than its retention rule; prints the rows by class as JSON."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="count, delete nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        report = apply_retention(actor=SYSTEM, dry_run=options["dry_run"])
        self.stdout.write(json.dumps(report, indent=1))

"""Run the periodic jobs once, for an installation that has its own scheduler."""

from typing import Any

from django.core.management.base import BaseCommand

from civic.core.services.tick import run_tick


class Command(BaseCommand):
    help = "Run the periodic jobs once (openings, closings, scheduled pages, mail, digests)."

    def handle(self, *args: Any, **options: Any) -> None:
        for name, error in run_tick().items():
            self.stderr.write(f"{name}: {error}")

"""Rebuild the site search."""

from typing import Any

from django.core.management.base import BaseCommand

from civic.core.services.search import rebuild_index


class Command(BaseCommand):
    """Write every entry of the site search again, from every source; safe to repeat."""

    help = "Rebuild the site search from the published pages, contributions, requests, decisions."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{rebuild_index()} entries")

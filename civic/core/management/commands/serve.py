"""Migrate, collect static files, serve."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from civic.core.exceptions import Refusal
from civic.core.registry import registry
from civic.core.services.deployment import collect_static_if_changed, migrate_if_needed
from civic.core.services.serving import serve


class Command(BaseCommand):
    help = "Bring the installation up to date and serve it on loopback."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args: Any, **options: Any) -> None:
        migrate_if_needed()
        collect_static_if_changed()
        self.stdout.write(f"Civic: http://{options['host']}:{options['port']}/")
        for announcement in registry.announcements:
            if line := announcement():
                self.stdout.write(line)
        self.stdout.flush()
        try:
            serve(host=options["host"], port=options["port"])
        except Refusal as refusal:
            raise CommandError(str(refusal.message)) from refusal

"""Open the demo territory: tables, content, static files, server."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from civic.core.exceptions import Refusal
from civic.core.services.deployment import collect_static_if_changed, migrate_if_needed
from civic.core.services.serving import serve
from civic.demo.services.loading import load_demo


class Command(BaseCommand):
    help = "Prepare the demo territory and serve it on loopback."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Set CIVIC_DEMO=1: the demo never runs on a real territory.")
        if migrate_if_needed():
            self.stdout.write("Tables created.")
        if load_demo():
            self.stdout.write("Demo territory loaded.")
        if collect_static_if_changed():
            self.stdout.write("Static files collected.")
        self.stdout.write(f"Civic: http://{options['host']}:{options['port']}/")
        try:
            serve(host=options["host"], port=options["port"])
        except Refusal as refusal:
            raise CommandError(str(refusal.message)) from refusal

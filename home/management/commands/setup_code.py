"""Draw the setup code of a fresh installation again."""

from typing import Any

from django.core.management.base import BaseCommand

from ...services.setup_code import announce_setup_code


class Command(BaseCommand):
    """Show a new setup code; the one before stops working."""

    help = "Show the code that opens a fresh installation; nothing once it is open."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(announce_setup_code() or "This site is open already.")

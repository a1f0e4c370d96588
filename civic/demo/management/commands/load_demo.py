"""Load the demo territory into the present database."""

import time
from typing import Any

from django.core.management.base import BaseCommand

from civic.demo.services.loading import load_demo


class Command(BaseCommand):
    help = "Load the invented territory of the demo; repeating it changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        started = time.monotonic()
        if load_demo():
            self.stdout.write(f"Demo territory loaded in {time.monotonic() - started:.1f} s.")
        else:
            self.stdout.write("The demo territory is already there.")

"""Run the background worker in a process of its own."""

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand

from civic.core.services.worker import BackgroundWorker


class Command(BaseCommand):
    help = "Run queued work and the minute tick (with CIVIC_WORKER=separate)."

    def handle(self, *args: Any, **options: Any) -> None:
        stop = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_caught: stop.set())
        worker = BackgroundWorker()
        worker.start()
        stop.wait()
        worker.stop()

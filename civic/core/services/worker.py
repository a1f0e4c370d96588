"""The background worker: drains the queue of the database and ticks every minute."""

import logging
import threading
import time

from django.db import close_old_connections
from django_tasks import DEFAULT_TASK_BACKEND_ALIAS
from django_tasks_db.management.commands.db_worker import Worker

from .tick import run_tick

logger = logging.getLogger(__name__)
TICK_SECONDS = 60
PAUSE_SECONDS = 1.0


class BackgroundWorker(threading.Thread):
    """One thread that runs queued tasks and the minute tick until it is stopped."""

    def __init__(self) -> None:
        super().__init__(name="civic-worker", daemon=True)
        self._stopped = threading.Event()

    def run(self) -> None:
        """Work until stopped; a failure is logged and the loop goes on."""
        next_tick = time.monotonic()
        while not self._stopped.is_set():
            try:
                if time.monotonic() >= next_tick:
                    next_tick = time.monotonic() + TICK_SECONDS
                    run_tick()
                drain_queue()
            except Exception:
                logger.exception("The background worker goes on after an error.")
            finally:
                close_old_connections()
            self._stopped.wait(PAUSE_SECONDS)

    def stop(self, timeout: float = 5) -> None:
        """Finish the task under way, then stop."""
        self._stopped.set()
        self.join(timeout)


def drain_queue() -> None:
    """Run what is queued now, in this thread."""
    Worker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name=DEFAULT_TASK_BACKEND_ALIAS,
        startup_delay=False,
        max_tasks=None,
        worker_id="civic",
        excluded_queue_names=[],
    ).run()

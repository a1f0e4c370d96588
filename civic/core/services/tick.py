"""The minute tick: idempotent jobs declared by each app, each with its heartbeat."""

import logging
import time
from datetime import datetime

from django.utils import timezone

from ..models import Heartbeat
from ..registry import registry

logger = logging.getLogger(__name__)


def run_tick(moment: datetime | None = None) -> dict[str, str]:
    """Run every job; one that fails is recorded and never stops the others.

    Returns the error of each job that failed, by name.
    """
    now = moment or timezone.now()
    errors: dict[str, str] = {}
    for name, job in registry.ticks.items():
        started = time.monotonic()
        error = ""
        try:
            job(now)
        except Exception as problem:
            logger.exception("The periodic job %s failed.", name)
            error = errors[name] = f"{type(problem).__name__}: {problem}"[:250]
        Heartbeat.objects.update_or_create(
            name=name,
            defaults={
                "ran_at": timezone.now(),
                "seconds": round(time.monotonic() - started, 3),
                "error": error,
            },
        )
    Heartbeat.objects.update_or_create(
        name="tick", defaults={"ran_at": timezone.now(), "error": "; ".join(errors)[:250]}
    )
    return errors

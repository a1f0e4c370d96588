"""A few parsers at once on one server: each may take a processor and a quarter of a gigabyte."""

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from civic.opendata.logic.sheet_limits import Refusal, RefusalCode

AT_ONCE = 2
PATIENCE_SECONDS = 5.0
_PAUSE_SECONDS = 0.05


@contextmanager
def a_turn(
    *, at_once: int = AT_ONCE, patience: float = PATIENCE_SECONDS, folder: Path | None = None
) -> Iterator[None]:
    """Wait briefly for a free place among those of this server; raise `Refusal` with BUSY.

    A place is the lock of a file: the processes of a server share them, and one that is killed
    gives its place back.
    """
    places = folder or Path(settings.VAR_DIR) / "turns"
    places.mkdir(parents=True, exist_ok=True)
    deadline = time.monotonic() + patience
    while True:
        for number in range(at_once):
            with (places / f"{number}.lock").open("w") as place:
                try:
                    fcntl.flock(place, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except OSError:
                    continue
                yield
                return
        if time.monotonic() >= deadline:
            raise Refusal(RefusalCode.BUSY)
        time.sleep(_PAUSE_SECONDS)

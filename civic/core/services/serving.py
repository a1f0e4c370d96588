"""Serve the site: one process in the embedded mode, which is enforced."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from django.conf import settings
from django.utils.translation import gettext as _

from ..exceptions import Refusal

# Messages are a few bytes; anything larger is an attack.
MAX_SOCKET_MESSAGE = 65_536


@contextmanager
def only_one_web_process() -> Iterator[None]:
    """Refuse a second web process on the same SQLite database; raise Refusal."""
    if not settings.EMBEDDED:
        yield
        return
    path = Path(settings.VAR_DIR) / "web.lock"
    with path.open("w") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise Refusal(
                _(
                    "Another web process already serves this database. With SQLite there is only "
                    "one; set DATABASE_URL to a PostgreSQL database to run several."
                ),
                code="second_web_process",
            ) from error
        yield


def serve(*, host: str, port: int) -> None:
    """Run the server until it is stopped."""
    with only_one_web_process():
        uvicorn.run(
            "civic.asgi:application",
            host=host,
            port=port,
            workers=1,
            lifespan="on",
            ws_max_size=MAX_SOCKET_MESSAGE,
            log_level="warning",
            proxy_headers=False,
        )

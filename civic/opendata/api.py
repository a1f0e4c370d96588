"""The public API: what its documentation describes."""

from collections.abc import Callable
from typing import Any

PREFIX = "/api/v1/"

Endpoint = tuple[str, str, str, Callable[..., Any]]


def only_public_api(endpoints: list[Endpoint], **kwargs: Any) -> list[Endpoint]:
    """Keep the endpoints of the public API in the schema: the administration has its own.

    An endpoint is (path, path pattern, method, view); called by drf-spectacular.
    """
    return [endpoint for endpoint in endpoints if endpoint[0].startswith(PREFIX)]

"""Councils in the administration."""

from typing import Any

from wagtail import hooks

from .viewsets import CouncilsGroup


@hooks.register("register_admin_viewset")
def councils() -> list[Any]:
    """Declare the councils and their members."""
    return [CouncilsGroup()]

"""People and roles in the administration."""

from typing import Any

from wagtail import hooks

from .viewsets import PeopleGroup


@hooks.register("register_admin_viewset")
def people() -> list[Any]:
    """Declare who may be looked up, and who holds which role."""
    return [PeopleGroup()]

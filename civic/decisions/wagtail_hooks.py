"""Decisions in the administration."""

from wagtail import hooks

from .viewsets import DecisionViewSet


@hooks.register("register_admin_viewset")
def decisions() -> DecisionViewSet:
    """Declare where decisions are written and signed."""
    return DecisionViewSet("reasoned-decisions")

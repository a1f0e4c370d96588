"""Decisions in the administration."""

from typing import Any

from wagtail import hooks

from .viewsets.commitments import CommitmentViewSet
from .viewsets.decisions import DecisionViewSet


@hooks.register("register_admin_viewset")
def decisions() -> list[Any]:
    """Declare where decisions are written and signed, and where what they promise is followed."""
    return [DecisionViewSet("reasoned-decisions"), CommitmentViewSet("commitments")]

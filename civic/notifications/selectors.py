"""Reads of notices."""

from django.db.models import QuerySet

from civic.accounts.enums import Role
from civic.accounts.policies import Actor

from .enums import NoticeState
from .models import Notice

CONTACTERS = (Role.DESK, Role.OFFICER, Role.COMMUNICATIONS)


def to_contact(actor: Actor) -> "QuerySet[Notice]":
    """Return whom the actor's organisations must write to or call, the longest waiting first."""
    waiting = Notice.objects.filter(state=NoticeState.TO_CONTACT).select_related(
        "person", "organisation"
    )
    if not actor.is_administrator:
        waiting = waiting.filter(organisation_id__in=actor.organisations_for(*CONTACTERS))
    return waiting.order_by("created_at", "pk")
